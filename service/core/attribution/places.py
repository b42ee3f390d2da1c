"""Rows by where they stand, for rules that change what lies around one place: such a rule then costs the same in a long text."""

from collections.abc import Iterable

from service.core.attribution.model import RawAttribution

#: Tokens that share one entry of the index, as a power of two.
_SHIFT = 6


class RowsByPlace:
    """Attributions in their order, found by the tokens of source, cue and content. A changed row keeps its place in the order."""

    def __init__(self, rows: Iterable[RawAttribution]) -> None:
        self._rows: list[RawAttribution | None] = []
        self._numbers: dict[int, list[int]] = {}
        for row in rows:
            self.add(row)

    def add(self, row: RawAttribution) -> None:
        """Put a row behind all others."""
        number = len(self._rows)
        self._rows.append(row)
        for first, end in filter(None, (row.source, row.cue, *row.content)):
            for place in range(first >> _SHIFT, (end - 1 >> _SHIFT) + 1):
                numbers = self._numbers.setdefault(place, [])
                if not numbers or numbers[-1] != number:
                    numbers.append(number)

    def near(self, first: int, end: int) -> list[tuple[int, RawAttribution]]:
        """(number, row) of every row with a part in tokens [first, end), in order; some that only lie close are among them."""
        places = range(first >> _SHIFT, (end - 1 >> _SHIFT) + 1)
        numbers = sorted({number for place in places for number in self._numbers.get(place, ())})
        return [(number, row) for number in numbers if (row := self._rows[number]) is not None]

    def put(self, number: int, row: RawAttribution) -> None:
        """Replace a row by one that stands at no other tokens than it did."""
        self._rows[number] = row

    def drop(self, number: int) -> None:
        """Remove a row."""
        self._rows[number] = None

    def all(self) -> tuple[RawAttribution, ...]:
        """The rows that are left, in order."""
        return tuple(row for row in self._rows if row is not None)
