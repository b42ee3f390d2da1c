"""Positions: half-open spans and the map from document text back to what the client sent."""

from bisect import bisect_right
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open range [start, end) of Unicode code points; ordered by (start, end)."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"span needs 0 <= start < end, got [{self.start}, {self.end})")

    def __len__(self) -> int:
        return self.end - self.start

    def overlaps(self, other: "Span") -> bool:
        """Whether the two spans share at least one code point."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: "Span") -> bool:
        """Whether `other` lies inside this span."""
        return self.start <= other.start and other.end <= self.end

    def text_of(self, text: str) -> str:
        """The characters that the span covers."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Segment:
    """One piece of document text and the piece of the original it came from.

    `length` code points of text from `text_start` correspond to the original from `orig_start` on; where
    `orig_length` equals `length` the piece is verbatim, otherwise (an entity such as `&amp;`) it maps as a whole.
    """

    text_start: int
    orig_start: int
    length: int
    orig_length: int


@dataclass(frozen=True, slots=True)
class OffsetMap:
    """Monotone map from document text to the original, built while parsing and never by diffing.

    An empty tuple of segments means that text and original are the same string.
    """

    segments: tuple[Segment, ...] = ()

    def __post_init__(self) -> None:
        for left, right in zip(self.segments, self.segments[1:], strict=False):
            if right.text_start < left.text_start + left.length:
                raise ValueError("segments overlap in the text")
            if right.orig_start < left.orig_start + left.orig_length:
                raise ValueError("segments are not monotone in the original")

    def to_original(self, span: Span) -> Span:
        """The smallest span of the original that covers the document span."""
        if not self.segments:
            return span
        return Span(self._start(span.start), self._end(span.end))

    def _start(self, position: int) -> int:
        segment = self._segment_at(position)
        if segment is None:
            return self.segments[0].orig_start
        inside = position - segment.text_start
        if inside >= segment.length:
            following = self._segment_after(segment)
            return following.orig_start if following else segment.orig_start + segment.orig_length
        if segment.length == segment.orig_length:
            return segment.orig_start + inside
        return segment.orig_start

    def _end(self, position: int) -> int:
        segment = self._segment_at(position - 1)
        if segment is None:
            return self.segments[0].orig_start
        inside = position - segment.text_start
        if segment.length == segment.orig_length and inside <= segment.length:
            return segment.orig_start + inside
        return segment.orig_start + segment.orig_length

    def _segment_at(self, position: int) -> Segment | None:
        index = bisect_right(self.segments, position, key=lambda s: s.text_start) - 1
        return self.segments[index] if index >= 0 else None

    def _segment_after(self, segment: Segment) -> Segment | None:
        index = bisect_right(self.segments, segment.text_start, key=lambda s: s.text_start)
        return self.segments[index] if index < len(self.segments) else None
