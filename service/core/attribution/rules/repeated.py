"""Nothing is credited twice to the same words: of two rows with one source, the one whose content lies inside the other's goes."""

from collections import defaultdict

from service.core.attribution.model import RawAttribution
from service.core.domain import Document, TokenLayer
from service.core.lang.lexicon import Lexicons


def drop(
    doc: Document, layer: TokenLayer, low: list[str], raw: tuple[RawAttribution, ...], lexicons: Lexicons
) -> tuple[RawAttribution, ...]:
    """`raw` without rows that repeat a part of another of the same source."""
    del doc, layer, low, lexicons
    same: dict[tuple[int, int], list[int]] = defaultdict(list)
    for number, row in enumerate(raw):
        if row.source is not None:
            same[row.source].append(number)
    gone: set[int] = set()
    for numbers in same.values():
        if len(numbers) > 1:
            gone.update(_repeats(raw, numbers))
    return tuple(row for number, row in enumerate(raw) if number not in gone) if gone else raw


def _repeats(raw: tuple[RawAttribution, ...], numbers: list[int]) -> set[int]:
    """The later-starting or shorter of each pair, in one pass over the rows in order of their first content."""
    gone: set[int] = set()
    kept: RawAttribution | None = None
    order = sorted(numbers, key=lambda number: (raw[number].content[0][0], -raw[number].content[-1][1]))
    for number in order:
        row = raw[number]
        if kept is not None and _inside(row, kept):
            gone.add(number)
        elif kept is None or row.content[-1][1] > kept.content[-1][1]:
            kept = row
    return gone


def _inside(row: RawAttribution, other: RawAttribution) -> bool:
    return all(any(low <= first and end <= high for low, high in other.content) for first, end in row.content)
