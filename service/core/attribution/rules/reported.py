"""An outlet's report that says whose words it passes on: "The ministry said that ..., state television reported" is the ministry's.

Only where the content begins with a plain noun phrase and a verb of speech; the outlet becomes the relay.
"""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace

from service.core.attribution.model import RawAttribution
from service.core.attribution.outlets import outlet_at
from service.core.attribution.phrases import Pair
from service.core.domain import Document, TokenLayer
from service.core.lang.lexicon import Lexicons

#: Longest noun phrase before the inner verb, least words of an inner content, and how much later it may begin, in tokens.
_LONGEST = 16
_SHORTEST = 3
_DAY = 4
#: Share of the outlet's content that the inner source's own row must fill for the outlet's row to be dropped.
_MOST = 0.6
_VERBS = frozenset(
    "said says told tells announced confirmed denied warned stated claimed added insisted acknowledged explained argued estimated".split()
)
_STOP = frozenset(".;:!?()—–")
_CLAUSAL = frozenset(
    "that when while where because since although though if but as than and or is are was were has have had will would can could".split()
)


def pass_on(
    doc: Document, layer: TokenLayer, low: list[str], raw: tuple[RawAttribution, ...], lexicons: Lexicons
) -> tuple[RawAttribution, ...]:
    """`raw` with what an outlet passes on credited to who said it."""
    del doc
    reports = [number for number, row in enumerate(raw) if _is_report(layer, low, row, lexicons)]
    if not reports:
        return raw
    found = list(raw)
    gone: set[int] = set()
    places = sorted((row.source[0], number) for number, row in enumerate(raw) if row.source)
    for number in reports:
        row = raw[number]
        assert row.source is not None
        relay = () if _takes_up(low, row) else (row.source,)
        own = _own_row(raw, number, low, places)
        if own is not None:
            found[own] = replace(found[own], via=(*relay, *found[own].via))
            gone.add(number)
            continue
        inner = _inner(low, row)
        if inner:
            source, cue, content = inner
            gone.update(_taken_along(raw, row.source, content, places))
            found[number] = replace(
                row, source=source, cue=cue, content=(content, *row.content[1:]), via=(*relay, *row.via)
            )
    return tuple(row for number, row in enumerate(found) if number not in gone)


def _is_report(layer: TokenLayer, low: list[str], row: RawAttribution, lexicons: Lexicons) -> bool:
    if row.source is None or row.cue is None or not any(low[at] in lexicons.report_verbs for at in range(*row.cue)):
        return False
    if _takes_up(low, row):
        return True
    outlet = outlet_at(layer, low, *row.source, lexicons)
    return outlet is not None and outlet[1] == row.source[1]


def _takes_up(low: list[str], row: RawAttribution) -> bool:
    """Whether the speaker is an "it" behind all of it: "The ministry told TASS that ..., it said" is the ministry's, said once.

    "She" may be another than the neighbour who told her.
    """
    return (
        row.source is not None
        and row.source[1] - row.source[0] == 1
        and low[row.source[0]] == "it"
        and len(row.content) == 1
        and row.content[0][1] <= row.source[0]
    )


def _own_row(raw: tuple[RawAttribution, ...], number: int, low: list[str], places: list[Pair]) -> int | None:
    """The row of somebody whose words make up most of what row `number` reports."""
    first, end = raw[number].content[0]
    for _, other in places[bisect_left(places, (first, 0)) : bisect_left(places, (end, 0))]:
        row = raw[other]
        if other == number or row.cue is None:
            continue
        inside = sum(min(b, end) - max(a, first) for a, b in row.content if a < end and first < b)
        if inside >= _MOST * (end - max(first, min(row.cue[1], end - 1))) and any(
            low[at] in _VERBS for at in range(*row.cue)
        ):
            return other
    return None


def _taken_along(raw: tuple[RawAttribution, ...], outlet: Pair, content: Pair, places: list[Pair]) -> Iterator[int]:
    """Rows that credit the outlet with a part of what it only passes on."""
    for _, other in places[bisect_left(places, (outlet[0], 0)) : bisect_left(places, (outlet[0] + 1, 0))]:
        if all(content[0] - 1 <= first and end <= content[1] + 1 for first, end in raw[other].content):
            yield other


def _according(low: list[str], content: Pair) -> tuple[Pair, Pair, Pair] | None:
    """Source, cue and content of "the bridge is safe, according to X" at the end of the content."""
    first, end = content
    for at in range(max(first + _SHORTEST + 1, end - _LONGEST), end - 2):
        if low[at : at + 2] == ["according", "to"] and low[at - 1] == ",":
            plain = not any(low[n] in _STOP or low[n] == "," for n in range(at + 2, end))
            return ((at + 2, end), (at, at + 2), (first, at - 1)) if plain else None
    return None


def _inner(low: list[str], row: RawAttribution) -> tuple[Pair, Pair, Pair] | None:
    """Source, cue and content of "that X said on Tuesday that ..." at the head of the content."""
    first, end = row.content[0]
    begin = first + 1 if low[first] == "that" else first
    trailing = _according(low, (begin, end))
    if trailing:
        return trailing
    for at in range(begin + 1, min(end - _SHORTEST, begin + _LONGEST)):
        if low[at] in _STOP or low[at] in _CLAUSAL or low[at] == ",":
            return None
        if low[at] in _VERBS:
            after = next((k + 1 for k in range(at + 1, min(end, at + 2 + _DAY)) if low[k] == "that"), at + 1)
            if after > at + 1 or low[at] == "said":
                return (begin, at), (at, at + 1), (after, end)
    return None
