"""Spans end where words end: "Park Sun-won", "a 17-year-old" and "3,000" are several tokens and one word, never cut in two."""

from dataclasses import replace
from itertools import pairwise

from service.core.attribution.model import RawAttribution
from service.core.domain import Document, TokenLayer
from service.core.lang.lexicon import Lexicons

_HYPHENS = frozenset("-\u2010\u2011")
_POINTS = frozenset(".,")
#: Joints of one word, at most, on each side of a span: more is no word, and hostile text stays linear.
_JOINTS = 6

_Span = tuple[int, int]


def mend(
    doc: Document, layer: TokenLayer, low: list[str], raw: tuple[RawAttribution, ...], lexicons: Lexicons
) -> tuple[RawAttribution, ...]:
    """`raw` with sources and contents that begin or end inside a hyphenated word or a number stretched over the whole of it.

    A span does not grow into another of its attribution.
    """
    del doc, lexicons
    return tuple(_mended(row, layer, low) for row in raw)


def _mended(row: RawAttribution, layer: TokenLayer, low: list[str]) -> RawAttribution:
    source = None if row.source is None else _whole(row.source, layer, low)
    content = tuple(_whole(span, layer, low) for span in row.content)
    if source == row.source and content == row.content:
        return row
    spans = sorted((*content, *((source,) if source else ()), *((row.cue,) if row.cue else ())))
    if any(before[1] > after[0] for before, after in pairwise(spans)):
        return row
    return replace(row, source=source, content=content)


def _whole(span: _Span, layer: TokenLayer, low: list[str]) -> _Span:
    first, end = span
    for _ in range(_JOINTS):
        if not _joins(end, layer, low):
            break
        end += 2
    for _ in range(_JOINTS):
        if not _joins(first - 1, layer, low):
            break
        first -= 2
    return first, end


def _joins(at: int, layer: TokenLayer, low: list[str]) -> bool:
    """Whether the token `at` is a hyphen inside a word or a point inside a number."""
    if not 0 < at < len(low) - 1:
        return False
    mark = low[at]
    if mark in _HYPHENS:
        fits = low[at - 1][-1].isalnum() and low[at + 1][0].isalnum()
    elif mark in _POINTS:
        fits = low[at - 1].isdigit() and low[at + 1].isdigit()
    else:
        return False
    return fits and layer.ends[at - 1] == layer.starts[at] and layer.ends[at] == layer.starts[at + 1]
