"""Builders for the tests of this room: sources, articles with marked claims, and the tables as shipped."""

import re
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise

from service.core.domain import (
    Affiliation,
    Anonymity,
    Attribution,
    AttributionLink,
    Block,
    BlockKind,
    Candidate,
    Cast,
    Citation,
    Country,
    Document,
    EvidenceFact,
    MatchKind,
    Mention,
    MentionForm,
    RegistrySnapshot,
    Resolution,
    ResolutionOutcome,
    Source,
    SourceRecord,
    SourceType,
    Span,
    TokenLayer,
)
from service.core.reliability.tables import Tables
from service.runtime.priors import load_tables


@cache
def tables() -> Tables:
    return load_tables()


def record(record_id: str, kind: SourceType, **more: object) -> SourceRecord:
    values = {"name": record_id, "country": None, "origin": "test", "as_of": "2026", **more}
    return SourceRecord(id=record_id, type=kind, **values)  # type: ignore[arg-type]


def snapshot(
    *records: SourceRecord,
    countries: tuple[Country, ...] = (),
    aliases: dict[str, tuple[str, ...]] | None = None,
) -> RegistrySnapshot:
    return RegistrySnapshot(
        revision="test",
        records={one.id: one for one in records},
        countries={one.code: one for one in countries},
        roles={},
        by_alias=aliases or {},
        by_role={},
        country_words={},
    )


def fact(kind: str, value: str, *, on: str = "2026-01", qualifier: str | None = None) -> EvidenceFact:
    return EvidenceFact(kind, value, Citation(f"{kind} list", as_of=on), qualifier)


def resolved(record_id: str, kind: SourceType) -> Resolution:
    chosen = Candidate(record_id, record_id, kind, None, MatchKind.EXACT, 1.0)
    return Resolution(ResolutionOutcome.RESOLVED, chosen, (chosen,))


def source(source_id: str, kind: SourceType, record_id: str | None = None, **more: object) -> Source:
    values: dict[str, object] = {
        "label": source_id,
        "name": source_id,
        "country": None,
        "anonymity": Anonymity.NAMED,
        "mentions": (Mention(Span(0, 1), MentionForm.NAMED),),
        **more,
    }
    found = resolved(record_id, kind) if record_id else Resolution(ResolutionOutcome.NIL)
    return Source(id=source_id, type=kind, resolution=found, **values)  # type: ignore[arg-type]


def body(record_id: str, kind: SourceType, country: str | None = None) -> Affiliation:
    return Affiliation(record_id, record_id, kind, country)


def layer_of(text: str) -> TokenLayer:
    """Tokens, with a sentence per full stop and a paragraph per line."""
    found = list(re.finditer(r"\w+|[^\w\s]", text))
    starts = tuple(match.start() for match in found)

    def ranges(breaks: list[int]) -> tuple[tuple[int, int], ...]:
        edges = sorted({0, len(found), *breaks})
        return tuple(pairwise(edges))

    sentences = [i + 1 for i, match in enumerate(found) if match.group() in {".", "!", "?"}]
    lines = [next((i for i, s in enumerate(starts) if s > at.start()), len(found)) for at in re.finditer("\n", text)]
    return TokenLayer(
        starts=starts,
        ends=tuple(match.end() for match in found),
        words=tuple(match.group() for match in found),
        sentences=ranges([*sentences, *lines]),
        paragraphs=ranges(lines),
    )


@dataclass
class Story:
    """An article written with ⟦content⟧ marks; the n-th mark is the n-th claim, `a1`, `a2` ..."""

    marked: str
    sources: tuple[Source, ...]
    by: tuple[str | None, ...]
    claims: dict[int, dict[str, object]] = field(default_factory=dict)
    via: dict[int, tuple[str, ...]] = field(default_factory=dict)
    headline: str | None = None

    def build(self) -> tuple[Document, TokenLayer, tuple[Attribution, ...], Cast]:
        text, spans = "", []
        for piece in re.split("(⟦|⟧)", self.marked):
            if piece == "⟦":
                start = len(text)
            elif piece == "⟧":
                spans.append(Span(start, len(text)))
            else:
                text += piece
        assert len(spans) == len(self.by)
        attributions = tuple(
            Attribution(id=f"a{n}", source=None, cue=None, content=(span,), **self.claims.get(n, {}))  # type: ignore[arg-type]
            for n, span in enumerate(spans, 1)
        )
        links = tuple(AttributionLink(f"a{n}", key, self.via.get(n, ())) for n, key in enumerate(self.by, 1))
        return Document(text, self.blocks(text)), layer_of(text), attributions, Cast(self.sources, links)

    def blocks(self, text: str) -> tuple[Block, ...]:
        lines = [match.span() for match in re.finditer(r"[^\n]+", text)]
        kinds = [BlockKind.HEADLINE if self.headline else BlockKind.PARAGRAPH] + [BlockKind.PARAGRAPH] * len(lines)
        return tuple(Block(kind, Span(*span)) for kind, span in zip(kinds, lines, strict=False))
