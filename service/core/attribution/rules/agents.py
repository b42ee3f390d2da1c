"""Sources that are none: the empty "it" of a passive, a bare article; and names that stand in quotation marks, taken whole."""

from bisect import bisect_left
from dataclasses import replace

from service.core.attribution.model import RawAttribution
from service.core.domain import Document, TokenLayer
from service.core.lang.lexicon import Lexicons

_ARTICLES = frozenset("the a an this that these those his her its their there".split())
_BE = frozenset("is was are were been be being has have had also now widely generally later".split())
_EMPTY = frozenset({"it", "there"})


def mend(
    doc: Document, layer: TokenLayer, low: list[str], raw: tuple[RawAttribution, ...], lexicons: Lexicons
) -> tuple[RawAttribution, ...]:
    """`raw` with empty agents removed and quoted names whole."""
    del doc, lexicons
    return tuple(_mended(layer, low, row) for row in raw)


def _mended(layer: TokenLayer, low: list[str], row: RawAttribution) -> RawAttribution:
    if row.source is None:
        return row
    source = _whole_name(layer, row.source, row.content)
    words = low[source[0] : source[1]]
    if all(word in _ARTICLES or not word[0].isalnum() for word in words):
        return replace(row, source=None)
    if len(words) == 1 and words[0] in _EMPTY and row.cue and _passive(low, source, row.cue):
        return replace(row, source=None)
    return replace(row, source=source)


def _passive(low: list[str], source: tuple[int, int], cue: tuple[int, int]) -> bool:
    """Whether "it" is followed by a form of "be" and a participle: "it was assured that", "it has been reported"."""
    at = source[1]
    seen = False
    while at < len(low) and low[at] in _BE:
        seen = seen or low[at] in {"is", "was", "been", "be"}
        at += 1
    return (
        seen
        and at < cue[1] + 2
        and at < len(low)
        and (low[at].endswith(("ed", "n")) or low[at] in {"said", "thought", "told", "clear"})
    )


def _whole_name(layer: TokenLayer, source: tuple[int, int], content: tuple[tuple[int, int], ...]) -> tuple[int, int]:
    """A source that touches a name in quotation marks gets all of it, unless content stands there."""
    first, end = source
    for quotation in layer.quotations:
        if not quotation.scare:
            continue
        low = bisect_left(layer.starts, quotation.span.start)
        high = bisect_left(layer.starts, quotation.span.end)
        touches = low < end and first < high
        if touches and not any(low < b and a < high for a, b in content):
            first, end = min(first, low), max(end, high)
    return first, end
