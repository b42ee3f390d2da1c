"""Offsets of the original text in the unit that the client counts in, and lines and columns."""

import re
from bisect import bisect_right

from service.core.domain import OffsetMap, Span

#: Code points between two entries of the offset table: one look-up encodes at most this much text.
STRIDE = 128
_LINE_END = re.compile(r"\r\n|\r|\n")


def length_in(unit: str, text: str) -> int:
    """Length of a text in `code_point`, `utf16` (code units) or `utf8` (bytes)."""
    if unit == "code_point" or text.isascii():
        return len(text)
    if unit == "utf16":
        return len(text.encode("utf-16-le", "surrogatepass")) // 2
    return len(text.encode("utf-8", "surrogatepass"))


class Ruler:
    """Measures one original text: document spans in, positions of the original out."""

    def __init__(self, content: str, offsets: OffsetMap, unit: str = "code_point") -> None:
        self.content = content
        self.unit = unit
        self._offsets = offsets
        self._plain = unit == "code_point" or content.isascii()
        self._table: list[int] = [] if self._plain else self._measure()
        self._lines: list[int] | None = None

    def _measure(self) -> list[int]:
        table = [0]
        for start in range(0, len(self.content), STRIDE):
            table.append(table[-1] + length_in(self.unit, self.content[start : start + STRIDE]))
        return table

    def at(self, position: int) -> int:
        """A code-point position of the original in the ruler's unit."""
        if self._plain:
            return position
        step = position // STRIDE
        return self._table[step] + length_in(self.unit, self.content[step * STRIDE : position])

    def original(self, span: Span) -> Span:
        """The span of the original, in code points, that a document span came from."""
        return self._offsets.to_original(span)

    def span(self, span: Span) -> dict[str, object]:
        """A document span as the response shows it: `start`, `end` in the unit and the exact text between them."""
        there = self._offsets.to_original(span)
        return {
            "start": self.at(there.start),
            "end": self.at(there.end),
            "text": self.content[there.start : there.end],
        }

    def position(self, span: Span) -> dict[str, int]:
        """Line and column of a document span's start; both count from 1, the column in the ruler's unit."""
        start = self._offsets.to_original(span).start
        if self._lines is None:
            self._lines = [0, *(found.end() for found in _LINE_END.finditer(self.content))]
        line = bisect_right(self._lines, start)
        return {"line": line, "column": self.at(start) - self.at(self._lines[line - 1]) + 1}
