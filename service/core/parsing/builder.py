"""Text and offset map grow together: what a parser keeps, it keeps with its place in the original."""

from dataclasses import dataclass, field

from service.core.domain import Block, BlockKind, OffsetMap, Segment, Span
from service.core.parsing.furniture import classify


@dataclass(slots=True)
class DocumentBuilder:
    """Collects blocks of text. Mutable only while one article is parsed."""

    parts: list[str] = field(default_factory=list)
    segments: list[Segment] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    links: list[tuple[Span, str]] = field(default_factory=list)
    length: int = 0
    _start: int = 0
    _kind: BlockKind = BlockKind.PARAGRAPH

    def open(self, kind: BlockKind) -> None:
        """Begin a block; the one before it is closed."""
        self.close()
        self._kind = kind

    def keep(self, text: str, orig_start: int, orig_length: int | None = None) -> None:
        """Append characters that stand at `orig_start` of the original (as they are unless `orig_length` differs)."""
        if not text:
            return
        size = len(text)
        width = size if orig_length is None else orig_length
        last = self.segments[-1] if self.segments else None
        if last and orig_start < last.orig_start + last.orig_length:
            self.insert(text)  # its place is taken already: a piece of markup that the library read twice
            return
        if last and width == size and _joins(last, self.length, orig_start):
            self.segments[-1] = Segment(last.text_start, last.orig_start, last.length + size, last.orig_length + size)
        else:
            self.segments.append(Segment(self.length, orig_start, size, width))
        self.parts.append(text)
        self.length += size

    def insert(self, text: str) -> None:
        """Append characters that the original does not have (a break between blocks)."""
        self.parts.append(text)
        self.length += len(text)

    def close(self) -> None:
        """End the current block; a block of white space only is no block."""
        text = "".join(self.parts)[self._start :] if len(self.parts) < 64 else "".join(self._tail())
        stripped = text.strip()
        if stripped:
            start = self._start + text.index(stripped[0])
            span = Span(start, start + len(stripped))
            self.blocks.append(Block(self._kind, span))
            self.insert("\n\n")
        self._start = self.length
        self._kind = BlockKind.PARAGRAPH

    def _tail(self) -> list[str]:
        """Parts since the block's start, collected from the back."""
        left = self.length - self._start
        found = []
        for part in reversed(self.parts):
            if left <= 0:
                break
            found.append(part[-left:])
            left -= len(part)
        return found[::-1]

    def text(self) -> str:
        """Everything kept so far."""
        return "".join(self.parts)

    def finish(self) -> tuple[str, tuple[Block, ...], OffsetMap]:
        """Text, blocks with their final kinds, and the map."""
        self.close()
        text = self.text()
        return text, classify(text, tuple(self.blocks)), OffsetMap(tuple(self.segments))


def _joins(last: Segment, length: int, orig_start: int) -> bool:
    verbatim = last.length == last.orig_length
    return verbatim and last.text_start + last.length == length and last.orig_start + last.length == orig_start
