"""Offsets of the original text in the unit that the client counts in, and lines and columns."""

from service.core.domain import OffsetMap, Span
from service.render.places import STRIDE, Lines, Scale, length_in

__all__ = ["STRIDE", "Ruler", "length_in"]


class Ruler:
    """Measures one original text: document spans in, positions of the original out."""

    def __init__(self, content: str, offsets: OffsetMap, unit: str = "code_point") -> None:
        self.content = content
        self.unit = unit
        self._offsets = offsets
        self._scale = Scale(content, unit)
        self._lines: Lines | None = None

    def original(self, span: Span) -> Span:
        """The span of the original, in code points, that a document span came from."""
        return self._offsets.to_original(span)

    def span(self, span: Span) -> dict[str, object]:
        """A document span as the response shows it: `start`, `end` in the unit and the exact text between them."""
        return self.piece(self._offsets.to_original(span))

    def piece(self, there: Span) -> dict[str, object]:
        """A span of the original as the response shows it."""
        start, end = there.start, there.end
        text = self.content[start:end]
        if not self._scale.plain:
            start, end = self._scale.at(start), self._scale.at(end)
        return {"start": start, "end": end, "text": text}

    def position(self, span: Span) -> dict[str, int]:
        """Line and column of a document span's start; both count from 1, the column in the ruler's unit."""
        return self._place(self._offsets.to_original(span).start)

    def range(self, there: Span) -> dict[str, dict[str, int]]:
        """Lines and columns of a span of the original; the end is the place behind its last character."""
        return {"start": self._place(there.start), "end": self._place(there.end)}

    def _place(self, position: int) -> dict[str, int]:
        if self._lines is None:
            self._lines = Lines(self.content)
        line, column = self._lines.place(position, self.unit)
        return {"line": line, "column": column}
