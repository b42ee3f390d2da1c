"""The eight rooms in order: the only module that knows which stage follows which.

`annotate` is pure: the article and the resources decide the report, whatever the day, the machine or the load.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import ParamSpec, Protocol, TypeVar

from service.core.attribution.extract import extract
from service.core.attribution.model import Tagger
from service.core.attribution.windows import Scored, score_within
from service.core.domain import (
    Article,
    Attribution,
    BlockKind,
    Cast,
    Document,
    Notice,
    OverlayEntry,
    Provenance,
    Records,
    RegistrySnapshot,
    Report,
    Span,
)
from service.core.domain.errors import DocumentTooLargeError, UnsupportedLanguageError
from service.core.identity.context import IdentityContext
from service.core.identity.lexicon import IdentityLexicon
from service.core.identity.resolve import identify
from service.core.lang.lexicon import Lexicons
from service.core.parsing import parse
from service.core.reliability.claims import ClaimContext
from service.core.reliability.credibility import judge_claims
from service.core.reliability.score import SourceContext, rate_sources
from service.core.reliability.summary import summarize
from service.core.reliability.tables import Tables
from service.core.rules.policy import Policy
from service.core.rules.rule import Rule
from service.core.rules.words import RuleWords
from service.core.text.layer import build_layer

P = ParamSpec("P")
T = TypeVar("T")
#: Languages that a shipped model covers.
LANGUAGES = ("en",)
#: Longest document, in code points (API.md 4.4).
MAX_CODE_POINTS = 200_000


@dataclass(frozen=True, slots=True)
class Resources:
    """Everything that annotation reads besides the article. Frozen: a refresh swaps the whole value.

    `overlays` are the stored overlays by name, their entries in order of precedence. `rules`, `rule_words` and `presets`
    are those of the draft checks.
    """

    tagger: Tagger
    lexicons: Lexicons
    identity_lexicon: IdentityLexicon
    snapshot: RegistrySnapshot
    tables: Tables
    provenance: Provenance
    records: Records = field(default_factory=Records)
    overlays: Mapping[str, tuple[OverlayEntry, ...]] = field(default_factory=dict)
    rules: tuple[Rule, ...] = ()
    rule_words: RuleWords = field(default_factory=RuleWords)
    presets: Mapping[str, Policy] = field(default_factory=dict)


def no_time() -> float:
    """The used time of a caller who has no deadline."""
    return 0.0


class Watch(Protocol):
    """Does the work of a stage and may note how long it took; it gives back what the work gave."""

    def __call__(self, stage: str, work: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Do the work."""
        ...


def unwatched(_stage: str, work: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
    """Do the work and note nothing."""
    return work(*args, **kwargs)


@dataclass(frozen=True, slots=True)
class Options:
    """What one call asks for.

    `today` decides the age of ratings and the validity of overlay entries (None: nothing has expired). `overlay` are the entries
    sent with the request, `overlay_names` the stored ones to use, both before the built-in registry. `spent` gives the used share
    of the caller's time (1: it is over); it is asked between windows of the text, and a text that is too long for it is cut. `watch`
    is called around every stage.
    """

    today: date | None = None
    overlay: tuple[OverlayEntry, ...] = ()
    overlay_names: tuple[str, ...] = ()
    max_code_points: int = MAX_CODE_POINTS
    spent: Callable[[], float] = no_time
    watch: Watch = unwatched


def annotate(article: Article, resources: Resources, options: Options | None = None) -> Report:
    """Annotate one article.

    Raises:
        UnsupportedMediaTypeError: no parser for the media type.
        UnsupportedLanguageError: the article declares a language that no model covers.
        DocumentTooLargeError: more code points than `max_code_points`.
        InvalidContentError: the content is not what its media type says.
        DeadlineExceededError: the caller's time was over before anything was found.
    """
    options = options or Options()
    watch = options.watch
    _admit(article, options)
    parsed = watch("parse", parse, article)
    scored = watch("tag", score_within, parsed, watch("text", build_layer, parsed), resources.tagger, options.spent)
    doc, layer = scored.doc, scored.layer
    known = (resources.tagger, resources.lexicons, scored.output, article.publisher)
    attributions = watch("extract", extract, doc, layer, *known)
    context = _identity_context(article, doc, resources, options)
    cast = watch("identify", identify, doc, layer, attributions, resources.snapshot, context)
    attributions = _without(attributions, cast)
    reliabilities = watch(
        "rate",
        rate_sources,
        cast,
        SourceContext(resources.snapshot, resources.tables, resources.records, options.today, context.overlay),
    )
    credibilities = watch(
        "judge",
        judge_claims,
        doc,
        layer,
        attributions,
        cast,
        ClaimContext(
            resources.tables,
            resources.snapshot,
            reliabilities,
            resources.records,
            article.publisher,
            context.title,
            context.overlay,
        ),
    )
    summary = watch("summarize", summarize, doc, layer, attributions, cast, credibilities, resources.tables)
    return Report(
        article=article,
        document=doc,
        layer=layer,
        attributions=attributions,
        cast=cast,
        reliabilities=reliabilities,
        credibilities=credibilities,
        summary=summary,
        provenance=resources.provenance,
        notices=(*_cut(scored, parsed), *_notices(doc, article)),
        complete=scored.complete,
    )


def annotate_text(text: str, resources: Resources) -> Report:
    """Annotate plain text: the shortest way in process."""
    return annotate(Article(content=text), resources)


def _admit(article: Article, options: Options) -> None:
    """Refuse what no stage should see."""
    if article.language is not None and article.language.split("-")[0].lower() not in LANGUAGES:
        raise UnsupportedLanguageError(f"No model covers the language {article.language!r}.", supported=list(LANGUAGES))
    actual = len(article.content)
    if actual > options.max_code_points:
        raise DocumentTooLargeError(
            f"The document has {actual} code points; the limit is {options.max_code_points}.",
            limit=options.max_code_points,
            actual=actual,
            unit="code_point",
        )


def _overlay(resources: Resources, options: Options) -> tuple[OverlayEntry, ...]:
    """The request's own entries first, then the stored overlays in the order in which they were named."""
    stored = (entry for name in options.overlay_names for entry in resources.overlays.get(name, ()))
    return (*options.overlay, *stored)


def _identity_context(article: Article, doc: Document, resources: Resources, options: Options) -> IdentityContext:
    title = article.title or _text_of(doc, BlockKind.HEADLINE) or _meta(doc, "title")
    return IdentityContext(
        lexicon=resources.identity_lexicon,
        today=options.today,
        publisher=article.publisher,
        country=article.country,
        title=title,
        overlay=_overlay(resources, options),
    )


def _text_of(doc: Document, kind: BlockKind) -> str | None:
    return next((block.span.text_of(doc.text) for block in doc.blocks if block.kind is kind), None)


def _meta(doc: Document, key: str) -> str | None:
    value = doc.meta.get(key)
    return value if isinstance(value, str) else None


def _without(attributions: tuple[Attribution, ...], cast: Cast) -> tuple[Attribution, ...]:
    """The attributions that are left once look-alikes are gone."""
    if not cast.dropped:
        return attributions
    gone = frozenset(cast.dropped)
    return tuple(attribution for attribution in attributions if attribution.id not in gone)


def _cut(scored: Scored, parsed: Document) -> tuple[Notice, ...]:
    """What was processed, when the time did not reach for the whole."""
    if scored.complete:
        return ()
    span = Span(scored.doc.blocks[0].span.start, scored.doc.blocks[-1].span.end)
    detail = f"The time was up after {span.end} of {len(parsed.text)} characters; what follows was not looked at."
    return (Notice("deadline_reached", span, detail),)


def _notices(doc: Document, article: Article) -> tuple[Notice, ...]:
    """What the caller should know: what was skipped, what was assumed."""
    skipped = [Notice("boilerplate_skipped", block.span) for block in doc.blocks if block.kind is BlockKind.BOILERPLATE]
    assumed = (
        [] if article.language else [Notice("language_assumed", None, "No language was given; English was assumed.")]
    )
    empty = [] if doc.blocks else [Notice("no_text", None, "The document holds no text.")]
    return (*skipped, *assumed, *empty)
