"""Positions of a text: offsets in three units, lines and columns. The one place where they are converted.

Standard library only and Python 3.8: the check client is built from this module too.
"""

from __future__ import annotations

import re
from bisect import bisect_right

#: Code points between two entries of the offset table: one look-up encodes at most this much text.
STRIDE = 128
#: What ends a line. U+2028 and its like do not: no editor, Git or CI system counts them.
_LINE_END = re.compile(r"\r\n|\r|\n")
BYTE_ORDER_MARK = "\ufeff"


def length_in(unit: str, text: str) -> int:
    """Length of a text in `code_point`, `utf16` (code units) or `utf8` (bytes)."""
    if unit == "code_point" or text.isascii():
        return len(text)
    if unit == "utf16":
        return len(text.encode("utf-16-le", "surrogatepass")) // 2
    return len(text.encode("utf-8", "surrogatepass"))


class Scale:
    """Code-point positions of one text in another unit."""

    def __init__(self, content: str, unit: str = "code_point") -> None:
        self.content = content
        self.unit = unit
        #: Whether positions are the same in the unit.
        self.plain = unit == "code_point" or content.isascii()
        self._table = [] if self.plain else self._measure()

    def _measure(self) -> list[int]:
        table = [0]
        for start in range(0, len(self.content), STRIDE):
            table.append(table[-1] + length_in(self.unit, self.content[start : start + STRIDE]))
        return table

    def at(self, position: int) -> int:
        """A code-point position in the scale's unit."""
        if self.plain:
            return position
        step = position // STRIDE
        return self._table[step] + length_in(self.unit, self.content[step * STRIDE : position])


class Lines:
    """Lines and columns of one text; both count from 1.

    A byte order mark at the start is no character of the first line: editors and CI systems do not count it.
    """

    def __init__(self, content: str) -> None:
        self.content = content
        self.shift = 1 if content.startswith(BYTE_ORDER_MARK) else 0
        self.starts = [0, *(found.end() for found in _LINE_END.finditer(content))]
        self._scales = {"code_point": Scale(content)}

    def place(self, position: int, unit: str = "code_point") -> tuple[int, int]:
        """Line and column of a code-point position; the column counts in `unit`."""
        scale = self._scales.get(unit)
        if scale is None:
            scale = self._scales.setdefault(unit, Scale(self.content, unit))
        line = bisect_right(self.starts, position)
        start = max(self.starts[line - 1], self.shift)
        return line, scale.at(max(position, start)) - scale.at(start) + 1

    def offset(self, position: int) -> int:
        """A code-point position, counted without a byte order mark."""
        return max(0, position - self.shift)

    def line(self, number: int) -> tuple[int, str]:
        """Where a line's first character stands, and the line's text without its end."""
        start = max(self.starts[number - 1], self.shift)
        end = self.starts[number] if number < len(self.starts) else len(self.content)
        return start, self.content[start:end].rstrip("\r\n")
