"""Who says what: mentions, cues, attributions."""

from dataclasses import dataclass
from enum import StrEnum

from service.core.domain.spans import Span


class MentionForm(StrEnum):
    """How a source is referred to at one place of the text."""

    NAMED = "named"
    NOMINAL = "nominal"
    PRONOMINAL = "pronominal"
    ANONYMOUS = "anonymous"


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of text that refers to a source. `head` is the head word's span and lies inside `span`."""

    span: Span
    form: MentionForm
    head: Span | None = None

    def __post_init__(self) -> None:
        if self.head is not None and not self.span.contains(self.head):
            raise ValueError("the head lies outside the mention")


class QuotationForm(StrEnum):
    """How the content is rendered: all in quotation marks, none of it, or both."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    MIXED = "mixed"


class AttributionKind(StrEnum):
    """What the source does with the content."""

    STATEMENT = "statement"
    REPORT = "report"
    QUESTION = "question"
    BELIEF = "belief"
    INTENTION = "intention"
    APPEAL = "appeal"
    DENIAL = "denial"
    EMOTION = "emotion"
    SUPPORT = "support"
    VOTE = "vote"
    NO_COMMENT = "no_comment"
    OTHER = "other"


#: Kinds that a reader does not rely on as information (API.md: `informational` is false).
NOT_INFORMATIONAL = frozenset(
    {AttributionKind.EMOTION, AttributionKind.SUPPORT, AttributionKind.VOTE, AttributionKind.NO_COMMENT}
)


@dataclass(frozen=True, slots=True)
class Hedge:
    """A word by which the source (or the writer) limits the claim.

    `level` is an ICD 203 band name (almost_certain, very_likely, likely, even, unlikely, very_unlikely, possible) or
    `distancing` when it is the writer who steps back (SCORING.md 2.4).
    """

    level: str
    span: Span


@dataclass(frozen=True, slots=True)
class Attribution:
    """One source credited with one content.

    `source` is None for an agentless attribution. `via` holds the mentions of relaying sources, outermost first.
    `content` is non-empty, sorted and disjoint. `confidence` is the chance (0..1) that a careful reader would agree.
    `found_by` names the extractor.
    """

    id: str
    source: Mention | None
    cue: Span | None
    content: tuple[Span, ...]
    kind: AttributionKind = AttributionKind.STATEMENT
    quotation: QuotationForm = QuotationForm.INDIRECT
    informational: bool = True
    hedge: Hedge | None = None
    negated: bool = False
    via: tuple[Mention, ...] = ()
    confidence: float = 1.0
    found_by: str = "tagger"

    def __post_init__(self) -> None:
        if not self.content:
            raise ValueError("an attribution needs content")
        for left, right in zip(self.content, self.content[1:], strict=False):
            if right.start < left.end:
                raise ValueError("content spans must be sorted and disjoint")
        if not 0.0 <= self.confidence <= 1.0:
            raise ValueError("confidence lies in [0, 1]")
