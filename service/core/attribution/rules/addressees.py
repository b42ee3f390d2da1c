"""Whom somebody told is no part of what was said: "warned in a note to clients that ..." begins at "that"."""

from dataclasses import replace

from service.core.attribution.model import RawAttribution
from service.core.domain import Document, TokenLayer
from service.core.lang.lexicon import Lexicons

_TO = frozenset("to told tell telling tells reminded warned assured informed".split())
_CLAUSE = frozenset({"that", "how", "why", "whether"})
#: Words of an addressee, at most: "the board's audit committee".
_LONGEST = 5


def cut(
    doc: Document, layer: TokenLayer, low: list[str], raw: tuple[RawAttribution, ...], lexicons: Lexicons
) -> tuple[RawAttribution, ...]:
    """`raw` with contents that open with the addressee of a cue cut down to the clause behind it."""
    del doc, layer, lexicons
    return tuple(_cut(row, low) for row in raw)


def _cut(row: RawAttribution, low: list[str]) -> RawAttribution:
    if row.cue is None:
        return row
    content = tuple((_clause(span, low, row.cue[1]), span[1]) for span in row.content)
    return row if content == row.content else replace(row, content=content)


def _clause(span: tuple[int, int], low: list[str], cue: int) -> int:
    """Where the clause begins behind an addressee (or the rest of one) at the start of a content; the start itself where there is none.

    `cue` is where the cue ends.
    """
    first, end = span
    if not first or low[first] in _CLAUSE or not _addresses(low, cue, first):
        return first
    for at in range(first, min(first + _LONGEST + 1, end - 1)):
        if low[at] in _CLAUSE:
            return at
        if not low[at].isalpha() and low[at] not in "'’":
            return first
    return first


def _addresses(low: list[str], cue: int, first: int) -> bool:
    """Whether a word for telling stands before a lexeme, with no more than the beginning of an addressee between them."""
    if low[first - 1] in _TO:
        return True
    return low[cue - 1] in _TO and 0 < first - cue <= _LONGEST and all(word.isalpha() for word in low[cue:first])
