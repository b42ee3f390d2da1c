"""What the source does with the content, and how firmly: kind, negation, hedge. Words decide; the words are data."""

from dataclasses import dataclass

from service.core.domain import NOT_INFORMATIONAL, AttributionKind, Hedge, Span, TokenLayer
from service.core.lang.lexicon import Lexicons, match_at

#: Tokens before and after the cue that may belong to it ("did not say", "declined to comment").
_AROUND = 3
#: A hedge further inside the content than this limits a detail, not the claim.
_HEDGE_REACH = 14
#: A content that begins so is a clause; one with such a mark a quotation.
_CLAUSES = frozenset("that if whether why how what who when where which".split())
_MARKS = frozenset(['"', "“", "”", "‘", "«", "»", "' ", "’ "])  # an apostrophe is a mark only at the beginning
#: Words by which a request goes on, and how far from its beginning.
_FOR = frozenset({"for", "to", "that"})
_REQUEST = 8
_ASKING = frozenset({"ask", "asks", "asked", "asking"})
_INFORMATIVE_EMOTION = frozenset({"welcome", "welcomed", "welcomes", "regret", "regrets", "regretted"})


@dataclass(frozen=True, slots=True)
class CueReading:
    """What the cue says about an attribution."""

    kind: AttributionKind
    informational: bool
    negated: bool


def read_cue(low: list[str], cue: tuple[int, int] | None, content: tuple[int, int], lexicons: Lexicons) -> CueReading:
    """Kind, whether a reader relies on it as information, and whether the saying itself is denied.

    Args:
        low: the article's tokens in lower case.
        cue: token range of the cue, or None.
        content: token range of the first content span.
        lexicons: the cue words.
    """
    kind = _kind(low, cue, lexicons)
    if kind is AttributionKind.QUESTION and not _is_question(low, content):
        kind = AttributionKind.APPEAL if _is_request(low, cue, content) else AttributionKind.QUESTION
    negated = cue is not None and any(
        low[i] in lexicons.negation or (low[i] == "t" and i and low[i - 1] in "'’")
        for i in range(max(0, cue[0] - 2), cue[1])
    )
    informational = kind not in NOT_INFORMATIONAL and not (
        kind is AttributionKind.OTHER and _is_deed(low, cue, content)
    )
    return CueReading(kind, informational, negated and kind is not AttributionKind.NO_COMMENT)


def is_silent(low: list[str], source: tuple[int, int] | None, lexicons: Lexicons) -> bool:
    """Whether the source is nobody: what "no group has claimed" or "neither side would explain" was not said by anyone."""
    return source is not None and low[source[0]] in lexicons.negative_subjects


def _is_deed(low: list[str], cue: tuple[int, int] | None, content: tuple[int, int]) -> bool:
    """Whether a cue that is no word of speech has neither a clause nor a quotation: "summoned the ambassador"."""
    first, end = content
    words = [*low[max(0, first - 1) : end + 1], *(word + " " for word in low[max(0, first - 1) : first + 1])]
    return (
        cue is not None
        and not _CLAUSES.intersection(low[first : first + 1])
        and not _MARKS.intersection(words)
        and low[cue[1] - 1] != ":"
        and first >= cue[1]
    )


def _is_request(low: list[str], cue: tuple[int, int] | None, content: tuple[int, int]) -> bool:
    """Whether something is asked for: "asked the city for cameras", "asked supporters not to whistle"."""
    first, end = content
    return (
        cue is not None
        and not _ASKING.isdisjoint(low[slice(*cue)])
        and not _FOR.isdisjoint(low[first : min(end, first + _REQUEST)])
    )


def _is_question(low: list[str], content: tuple[int, int]) -> bool:
    return (
        low[content[0]] in {"if", "whether", "why", "how", "what", "who", "when", "where"} or low[content[1] - 1] == "?"
    )


def _kind(low: list[str], cue: tuple[int, int] | None, lexicons: Lexicons) -> AttributionKind:
    if cue is None:
        return AttributionKind.STATEMENT
    begin, end = max(0, cue[0] - _AROUND), min(len(low), cue[1] + _AROUND)
    for at in range(begin, end):
        found = match_at(lexicons.phrases, low, at) if low[at] in lexicons.phrases else None
        if found and found[0] > cue[0] and at < cue[1]:
            return AttributionKind(found[1])
    for table in (lexicons.verbs, lexicons.nouns):
        for at in range(cue[1] - 1, cue[0] - 1, -1):
            kind = table.get(low[at])
            if kind:
                return AttributionKind(kind)
    return (
        AttributionKind.STATEMENT
        if low[cue[0]] in {":", "—", "–", "―", "-", "in", "for", "from", "of"}
        else AttributionKind.OTHER
    )


def read_hedge(
    layer: TokenLayer, low: list[str], cue: tuple[int, int] | None, content: tuple[int, int], lexicons: Lexicons
) -> Hedge | None:
    """The first word that limits the claim: in the content's opening, else a distancing cue."""
    hedges = lexicons.hedges
    for at in range(content[0], min(content[1], content[0] + _HEDGE_REACH)):
        found = match_at(hedges, low, at) if low[at] in hedges else None
        if found and found[1] != "distancing":
            return Hedge(found[1], _span(layer, at, found[0]))
    for at in range(*(cue or (0, 0))):
        found = match_at(hedges, low, at) if low[at] in hedges else None
        if found:
            return Hedge(found[1], _span(layer, at, found[0]))
    return None


def _span(layer: TokenLayer, first: int, end: int) -> Span:
    return layer.span(first, min(end, len(layer)))
