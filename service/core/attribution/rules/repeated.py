"""Nothing is credited twice to the same words: of two rows with one source, the one whose content lies inside the other's goes."""

from collections import defaultdict
from dataclasses import replace

from service.core.attribution.model import RawAttribution
from service.core.domain import Document, TokenLayer
from service.core.lang.lexicon import Lexicons


def drop(
    doc: Document, layer: TokenLayer, low: list[str], raw: tuple[RawAttribution, ...], lexicons: Lexicons
) -> tuple[RawAttribution, ...]:
    """`raw` without rows that repeat a part of another of the same source; relays that only the repetition knew are kept."""
    del doc, layer, low, lexicons
    same: dict[tuple[int, int], list[int]] = defaultdict(list)
    for number, row in enumerate(raw):
        if row.source is not None:
            same[row.source].append(number)
    left: list[RawAttribution | None] = list(raw)
    for numbers in same.values():
        if len(numbers) > 1:
            _drop(left, numbers)
    return tuple(row for row in left if row is not None)


def _drop(rows: list[RawAttribution | None], numbers: list[int]) -> None:
    """One pass over the rows of one source in order of their first content: each is compared with the one that reaches furthest."""
    order = sorted((row.content[0][0], -row.content[-1][1], at) for at in numbers if (row := rows[at]))
    home = order[0][2]
    for _, _, number in order[1:]:
        row, kept = rows[number], rows[home]
        assert row is not None
        assert kept is not None
        if _inside(row, kept):
            rows[home] = kept if kept.via else replace(kept, via=row.via)
            rows[number] = None
        elif row.content[-1][1] > kept.content[-1][1]:
            home = number


def _inside(row: RawAttribution, other: RawAttribution) -> bool:
    return all(any(low <= first and end <= high for low, high in other.content) for first, end in row.content)
