"""Strings of a JSON text with their places: which characters of the text each character of a value was written as."""

import json
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from service.core.domain import Document, InvalidContentError, OffsetMap, Segment, Span

#: Deepest nesting that is read; news items stay far below.
MAX_DEPTH = 32
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]:,]|[^\s{}\[\]:,"]+')
_ESCAPE = re.compile(r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.|[^\\]+")

_SURROGATE = re.compile("[\ud800-\udfff]")

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class PlacedString:
    """A string value: its text, and the map from the text to the JSON text that it stands in."""

    text: str
    offsets: OffsetMap

    def segments(self, doc: Document, text_start: int) -> Iterator[Segment]:
        """The map of a document that was read from this value, carried on to the JSON text; its text begins at `text_start`."""
        length = len(self.text)
        # Without segments a text is the value itself, or holds nothing of it.
        whole = (Segment(0, 0, length, length),) if length and doc.text == self.text else ()
        for segment in doc.offsets.segments or whole:
            start = text_start + segment.text_start
            if segment.length != segment.orig_length:
                there = self.offsets.to_original(Span(segment.orig_start, segment.orig_start + segment.orig_length))
                yield Segment(start, there.start, segment.length, len(there))
            else:
                yield from self._verbatim(segment, start)

    def _verbatim(self, segment: Segment, start: int) -> Iterator[Segment]:
        low, high = segment.orig_start, segment.orig_start + segment.length
        pieces = self.offsets.segments
        number = max(0, bisect_right(pieces, low, key=lambda piece: piece.text_start) - 1)
        while number < len(pieces) and pieces[number].text_start < high:
            piece = pieces[number]
            number += 1
            first, last = max(low, piece.text_start), min(high, piece.text_start + piece.length)
            if piece.length == piece.orig_length:
                there, width = piece.orig_start + first - piece.text_start, last - first
            else:
                there, width = piece.orig_start, piece.orig_length
            yield Segment(start + first - low, there, last - first, width)


def placed_strings(source: str) -> dict[Path, PlacedString]:
    """Every string value of a JSON object by its path of keys and indexes; a key that is given twice counts the last time.

    Linear in the source.

    Raises:
        InvalidContentError: it is not JSON, not an object, or nested too deeply.
    """
    text = source.removeprefix("\ufeff")
    _deep(text)
    try:
        if not isinstance(json.loads(text), dict):
            raise InvalidContentError("A ninjs item is a JSON object.")
    except (ValueError, RecursionError) as error:
        raise InvalidContentError("The content is not JSON.") from error
    shift = len(source) - len(text)
    return {path: _placed(text, start, end, shift) for path, start, end in _values(text)}


def _deep(text: str) -> None:
    depth = 0
    for found in _TOKEN.finditer(text):
        sign = found.group()
        depth += (sign in {"{", "["}) - (sign in {"}", "]"})
        if depth > MAX_DEPTH:
            raise InvalidContentError(f"The JSON is nested deeper than {MAX_DEPTH} levels.")


def _values(text: str) -> Iterator[tuple[Path, int, int]]:
    """Paths and places (inside the quotes) of string values, in the order of the text, which is valid JSON."""
    path: list[str | int] = []
    is_key = False
    for found in _TOKEN.finditer(text):
        sign = found.group()
        if sign == "{":
            path.append("")
            is_key = True
        elif sign == "[":
            path.append(0)
            is_key = False
        elif sign in {"}", "]"}:
            path.pop()
            is_key = False
        elif sign == ",":
            last = path[-1]
            is_key = isinstance(last, str)
            if isinstance(last, int):
                path[-1] = last + 1
        elif sign == ":":
            is_key = False
        elif sign.startswith('"'):
            if is_key:
                path[-1] = json.loads(sign)
            else:
                yield tuple(path), found.start() + 1, found.end() - 1


def _placed(text: str, start: int, end: int, shift: int) -> PlacedString:
    parts: list[str] = []
    segments: list[Segment] = []
    length = 0
    for found in _ESCAPE.finditer(text, start, end):
        raw = found.group()
        # A lone surrogate is no character: it could not be written out again.
        value = _SURROGATE.sub("\ufffd", json.loads(f'"{raw}"')) if raw.startswith("\\") else raw
        segments.append(Segment(length, found.start() + shift, len(value), len(raw)))
        parts.append(value)
        length += len(value)
    return PlacedString("".join(parts), OffsetMap(tuple(segments)))
