"""The application on a small engine: an article of our own, a report made by hand, a real store on a file."""

from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from flask import Flask

from service.api.app import create_app
from service.api.state import Engine
from service.core.domain import (
    Affiliation,
    Anonymity,
    Article,
    Attribution,
    AttributionKind,
    AttributionLink,
    Basis,
    Block,
    BlockKind,
    Candidate,
    Cast,
    Citation,
    Credibility,
    Document,
    EvidenceRow,
    Factor,
    FeatureScore,
    Hedge,
    MatchKind,
    Mention,
    MentionForm,
    Notice,
    OverlayEntry,
    Provenance,
    QuotationForm,
    Records,
    RegistrySnapshot,
    Reliability,
    Report,
    Resolution,
    ResolutionOutcome,
    Segment,
    Source,
    SourceRecord,
    SourceType,
    Span,
    Status,
    Summary,
    TokenLayer,
)
from service.core.domain.documents import OffsetMap
from service.core.domain.errors import UnsupportedLanguageError
from service.core.identity.lexicon import IdentityLexicon
from service.core.reliability.tables import Tables
from service.runtime.identity_files import load_identity_lexicon
from service.runtime.priors import load_tables
from service.runtime.settings import Settings

#: Astral, combining and no-break characters stand before the spans, so that the three units differ.
TEXT = (
    "\U0001f30a Flood\u00a0warning\n\n"
    "The Harbor Authority of Port Lisse said on Tuesday that the sluices would \u201clikely hold\u201d until Friday, "
    "Cafe\u0301 owners were told.\n\n"
    "A dock worker disagreed: \u201cThey leak,\u201d he said.\n"
)


SUMMARY = Summary(
    {
        "claims": 2,
        "key_claims": 1,
        "weakest_key_claim": {"attribution_id": "a1", "grade": 3, "score": 0.48, "interval": [0.29, 0.69]},
        "key_claims_not_judged_share": 0.0,
        "checkable_claims": 2,
        "expected_not_to_hold": 1.02,
        "all_hold_bounds": [0.0, 0.48],
        "word_shares": {"anonymous": 0.2, "agentless": None},
        "independent_sources": 1.6,
        "clusters": [{"id": "xx.port_lisse", "sources": ["s1"], "claims": 1, "word_share": 0.8}],
    }
)


@dataclass(frozen=True)
class SmallResources:
    """The part of the resources that the edge itself touches."""

    snapshot: RegistrySnapshot
    identity_lexicon: IdentityLexicon = field(default_factory=load_identity_lexicon)
    tables: Tables = field(default_factory=load_tables)
    records: Records = field(default_factory=Records)
    overlays: dict[str, tuple[OverlayEntry, ...]] = field(default_factory=dict)
    provenance: Provenance = field(default_factory=lambda: Provenance("0.1", "m1", "r1", "g1", "p1", "l1"))


def span_of(text: str, piece: str) -> Span:
    start = text.index(piece)
    return Span(start, start + len(piece))


def report_of(article: Article, text: str | None = None, offsets: OffsetMap | None = None) -> Report:
    """A report about TEXT, also when the original wraps it in markup (`offsets`)."""
    text = article.content if text is None else text
    authority = Mention(span_of(text, "The Harbor Authority of Port Lisse"), MentionForm.NAMED)
    worker = Mention(span_of(text, "A dock worker"), MentionForm.NOMINAL)
    he = Mention(span_of(text, "he said"), MentionForm.PRONOMINAL)
    he = Mention(Span(he.span.start, he.span.start + 2), MentionForm.PRONOMINAL)
    body = Candidate(
        "xx.port_lisse",
        "Port of Lisse",
        SourceType.GOVERNMENT,
        None,
        MatchKind.DESCRIPTIVE,
        0.91,
        (FeatureScore("name", 1.0, 2.0, "The name stands in the registry."),),
    )
    other = replace(body, id="xx.lisse", name="Lisse", score=0.4)
    sources = (
        Source(
            "s1",
            authority.span.text_of(text),
            body.name,
            body.type,
            None,
            Anonymity.NAMED,
            Resolution(ResolutionOutcome.RESOLVED, body, (body, other)),
            (authority,),
            Affiliation("xx.port_lisse", "Port of Lisse", SourceType.GOVERNMENT, None),
        ),
        Source(
            "s2",
            "A dock worker",
            None,
            SourceType.WITNESS,
            None,
            Anonymity.GENERIC,
            Resolution(ResolutionOutcome.ANONYMOUS),
            (worker, he),
            private_person=True,
        ),
    )
    first = Attribution(
        "a1",
        authority,
        span_of(text, "said on Tuesday that"),
        (span_of(text, "the sluices would \u201clikely hold\u201d until Friday"),),
        quotation=QuotationForm.MIXED,
        hedge=Hedge("likely", span_of(text, "likely")),
        confidence=0.9,
    )
    second = Attribution(
        "a2",
        he,
        span_of(text, "said.\n"),
        (span_of(text, "They leak"),),
        kind=AttributionKind.DENIAL,
        quotation=QuotationForm.DIRECT,
        confidence=0.6,
    )
    rows = (
        EvidenceRow("class_prior", "What is known of bodies of this kind.", Status.TRANSPORTED, 5.7, 4.3),
        EvidenceRow(
            "press_freedom",
            "A row.",
            Status.MEASURED,
            ln_lr=-0.5,
            citation=Citation("A list", "https://example.org/", "2024"),
        ),
    )
    return Report(
        article=article,
        document=Document(
            text, (Block(BlockKind.PARAGRAPH, Span(0, len(text))),), offsets or OffsetMap(), article.language or "en"
        ),
        layer=TokenLayer((), (), (), (), ()),
        attributions=(first, second),
        cast=Cast(sources, (AttributionLink("a1", "s1"), AttributionLink("a2", "s2", ("s1",)))),
        reliabilities=(
            Reliability("s1", "F", "C", 0.57, (0.37, 0.76), Basis.CLASS, "public_body", rows),
            Reliability("s2", "F", "F", None, None, Basis.NONE, "none", ()),
        ),
        credibilities=(
            Credibility(
                "a1",
                3,
                0.48,
                (0.29, 0.69),
                0.41,
                "source",
                (Factor("hedge", "It is hedged.", Status.POLICY, multiplier=0.35),),
            ),
            Credibility("a2", 6, None, None, None, "not judged", contradicted_by=("a1",)),
        ),
        summary=SUMMARY,
        provenance=Provenance("0.1", "m1", "r1", "g1", "p1", "l1"),
        notices=(Notice("boilerplate_skipped", span_of(text, "Flood"), "a line"),),
    )


def shifted(text: str) -> tuple[str, OffsetMap]:
    """The text with every line wrapped in `<p>` and `</p>`, and the map from the text back to that."""
    segments = []
    original, position = "", 0
    for line in text.splitlines(keepends=True):
        original += "<p>"
        segments.append(Segment(position, len(original), len(line), len(line)))
        original += line + "</p>"
        position += len(line)
    return original, OffsetMap(tuple(segments))


def annotate(article: Article, resources: Any, options: Any = None) -> Report:
    """The engine of these tests: it knows one article and its shape in HTML."""
    if article.language is not None and not article.language.startswith("en"):
        raise UnsupportedLanguageError("No model covers the language.", supported=["en"])
    if article.media_type == "text/html":
        original, offsets = shifted(TEXT)
        if article.content == original:
            return report_of(article, TEXT, offsets)
    if article.content == TEXT:
        return report_of(article)
    report = report_of(replace(article, content=TEXT))
    return replace(
        report,
        article=article,
        document=Document(article.content, ()),
        attributions=(),
        cast=Cast((), ()),
        reliabilities=(),
        credibilities=(),
        notices=(),
    )


def snapshot() -> RegistrySnapshot:
    records = {
        "xx.port_lisse": SourceRecord(
            "xx.port_lisse", "Port of Lisse", SourceType.GOVERNMENT, None, "made for tests", "2026-01-01"
        ),
        "kr.nis": SourceRecord(
            "kr.nis",
            "National Intelligence Service",
            SourceType.INTELLIGENCE_AGENCY,
            "KR",
            "made for tests",
            "2026-01-01",
            domains=("nis.go.kr",),
        ),
    }
    return RegistrySnapshot(
        "g1",
        records,
        {},
        {},
        {"port of lisse": ("xx.port_lisse",), "national intelligence service": ("kr.nis",), "nis": ("kr.nis",)},
        {},
        {},
    )


@pytest.fixture
def settings(tmp_path) -> Settings:
    return Settings(database_url=f"sqlite:///{tmp_path}/store.sqlite3")


@pytest.fixture
def engine() -> Engine:
    return Engine(SmallResources(snapshot()), annotate)  # type: ignore[arg-type]


@pytest.fixture
def app(settings: Settings, engine: Engine) -> Flask:
    return create_app(settings, engine)
