"""No content ends on "in the": one that was cut inside a phrase goes on to the end of it, or stops before where it was said.

"More school investment in a | statement on Thursday" loses "in a"; "while she worked at | the State Department." gets the rest.
"""

from bisect import bisect_right
from dataclasses import replace

from service.core.attribution.model import RawAttribution
from service.core.attribution.phrases import Pair
from service.core.attribution.places import RowsByPlace
from service.core.domain import Document, TokenLayer
from service.core.lang.lexicon import Lexicons

#: Words on which no clause ends while its sentence goes on.
_DANGLING = frozenset("a an the in on at of to for by with from as and or but his her its their our my into".split())
#: What a speaker uses: "in a statement", "at a news conference".
_VENUES = frozenset(
    "statement interview post tweet letter email message report speech briefing conference release memo note video call "
    "article column book podcast broadcast filing court telegram facebook twitter x instagram".split()
)
_VENUE_REACH = 4
_STOPS = frozenset(',.;:!?()"“”‘—–')
#: Words that begin another clause or phrase.
_CLAUSAL = frozenset("who which that when while where because although though if but as whether than said says".split())
#: Longest rest of a phrase, in tokens.
_REST = 7


def mend(
    doc: Document, layer: TokenLayer, low: list[str], raw: tuple[RawAttribution, ...], lexicons: Lexicons
) -> tuple[RawAttribution, ...]:
    """`raw` with contents that end inside a phrase mended."""
    del doc, lexicons
    rows: RowsByPlace | None = None
    joined: set[int] = set()
    for number, row in enumerate(raw):
        if number in joined or not any(_dangles(low, end) for _, end in row.content):
            continue
        rows = rows or RowsByPlace(raw)
        joined.update(goes_on := _next(rows, number, row))
        whole = replace(row, content=(*row.content[:-1], *_one(row, raw[goes_on[0]]))) if goes_on else row
        content = tuple(_mended(layer, low, rows, part) for part in whole.content)
        rows.put(number, replace(whole, content=tuple(part for part in content if part[0] < part[1]) or row.content))
        for other in goes_on:
            rows.drop(other)
    return raw if rows is None else rows.all()


def _next(rows: RowsByPlace, number: int, row: RawAttribution) -> list[int]:
    """The row of the same source and cue that goes on right where this one ends."""
    end = row.content[-1][1]
    near = rows.near(end, end + 1)
    key = row.source, row.cue
    return [
        at for at, other in near if at > number and (other.source, other.cue) == key and other.content[0][0] == end
    ][:1]


def _one(row: RawAttribution, following: RawAttribution) -> tuple[Pair, ...]:
    return (row.content[-1][0], following.content[0][1]), *following.content[1:]


def _dangles(low: list[str], end: int) -> bool:
    return low[end - 1] in _DANGLING and end < len(low) and low[end][0].isalnum()


def _mended(layer: TokenLayer, low: list[str], rows: RowsByPlace, part: Pair) -> Pair:
    first, end = part
    if not _dangles(low, end):
        return part
    stop = layer.sentences[bisect_right(layer.sentences, (end - 1, len(layer))) - 1][1]
    if end >= stop:
        return part
    rest = end
    while rest < stop and rest - end < _REST and low[rest] not in _STOPS and low[rest] not in _CLAUSAL:
        rest += 1
    venue = any(word in _VENUES for word in low[end : min(rest, end + _VENUE_REACH)])
    taken = _taken(rows, part, (end, rest))
    if venue or taken <= end:
        return first, _before(low, first, end)
    return first, taken


def _taken(rows: RowsByPlace, part: Pair, rest: Pair) -> int:
    """Where the rest of a phrase ends, or some other part begins."""
    end = rest[1]
    for _, other in rows.near(*rest):
        for one in filter(None, (other.source, other.cue, *other.content)):
            if one != part and rest[0] <= one[0] < end:
                end = one[0]
    return end


def _before(low: list[str], first: int, end: int) -> int:
    """The end without the words that dangle."""
    while end > first and low[end - 1] in _DANGLING:
        end -= 1
    return end
