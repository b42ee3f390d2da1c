"""Voices of readers and passers-by: a quotation that opens a line, then a dash and a name, is that name's ("“I walk.” — Jo Ade, 31").

The tagger knows few such lists and hands a quotation to the name before it.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import replace

from service.core.attribution.model import RawAttribution
from service.core.attribution.phrases import Pair
from service.core.attribution.places import RowsByPlace
from service.core.domain import Document, TokenLayer
from service.core.lang.lexicon import Lexicons

#: A name in capitals behind a dash behind a closing mark is hardly ever anything else.
_CONFIDENCE = 0.8
#: Longest name and longest quotation, in tokens.
_NAME = 7
_LONGEST = 400
_SHORTEST = 2
_DASHES = frozenset({"—", "–", "―", "-", "--"})
#: Marks at either end: typists take one for the other.
_MARKS = frozenset("\"“”‘’'«»„")
_INSIDE = frozenset({".", "-", "’", "'", "de", "da", "del", "la", "van", "von", "der", "bin", "al", "el", "ibn", "y"})
#: What may follow a name on its line.
_AFTER = frozenset({",", "(", "."})


def credit(
    doc: Document, layer: TokenLayer, low: list[str], raw: tuple[RawAttribution, ...], lexicons: Lexicons
) -> tuple[RawAttribution, ...]:
    """`raw` with signed quotations credited to who signs them."""
    del low, lexicons
    rows: RowsByPlace | None = None
    for content, dash, name in _signed(doc, layer):
        rows = rows or RowsByPlace(raw)
        for number, row in rows.near(content[0], name[1]):
            kept = tuple(part for part in row.content if part[1] <= content[0] or name[1] <= part[0])
            if kept != row.content:
                rows.drop(number)
                if kept and not (row.cue and content[0] <= row.cue[0] < name[1]):
                    rows.add(replace(row, content=kept))
        rows.add(RawAttribution(name, (dash, dash + 1), (content,), _CONFIDENCE, found_by="signed"))
    return raw if rows is None else rows.all()


def _signed(doc: Document, layer: TokenLayer) -> Iterator[tuple[Pair, int, Pair]]:
    """Content, dash and name of each, in order."""
    dashes = [at for at, word in enumerate(layer.words) if word in _DASHES and at and layer.words[at - 1] in _MARKS]
    lines = _lines(doc, layer) if dashes else []
    for dash in dashes:
        name = _name(layer, lines, dash)
        if name is None:
            continue
        line = bisect_right(lines, dash - 1) - 1
        first = lines[line]
        if layer.words[first] in _MARKS and _SHORTEST <= dash - first - 2 <= _LONGEST:
            yield (first + 1, dash - 1), dash, name


def _lines(doc: Document, layer: TokenLayer) -> list[int]:
    """First token of every line."""
    breaks = [at for at, sign in enumerate(doc.text) if sign == "\n"]
    found = {0, *(bisect_left(layer.starts, at) for at in breaks)}
    return sorted(at for at in found if at < len(layer))


def _name(layer: TokenLayer, lines: list[int], dash: int) -> Pair | None:
    """The name behind the dash, if its line ends there or goes on with a description."""
    at = bisect_right(lines, dash)
    stop = min(lines[at] if at < len(lines) else len(layer), dash + 1 + _NAME)
    end = dash + 1
    while end < stop and (layer.words[end][0].isupper() or (end > dash + 1 and layer.words[end] in _INSIDE)):
        end += 1
    if end == dash + 1:
        return None
    ends = end == (lines[at] if at < len(lines) else len(layer)) or layer.words[end] in _AFTER
    while layer.words[end - 1] in _INSIDE:
        end -= 1
    return (dash + 1, end) if ends else None
