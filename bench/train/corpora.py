"""Labelled and unlabelled news as token sequences with targets. The corpora stay where they are; nothing of them is written."""

import gzip
import json
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from service.core.domain import Block, BlockKind, Document, Span, TokenLayer
from service.core.text.layer import build_layer

TAGS = ("O", "B-source", "I-source", "B-cue", "I-cue", "B-content", "I-content")
NONE = -1


@dataclass(slots=True)
class Example:
    """One document: its layer, tags per token, and for each content span where its source and cue begin.

    `links`: (first token of content, first token of source or NONE, first token of cue or NONE, continues 0/1)."""

    id: str
    text: str
    layer: TokenLayer
    tags: list[int]
    links: list[tuple[int, int, int, int]] = field(default_factory=list)


def document_of(text: str) -> Document:
    """A document whose paragraphs are the lines of the text."""
    blocks, position = [], 0
    for line in text.split("\n"):
        stripped = line.strip()
        if stripped:
            start = position + line.index(stripped[0])
            blocks.append(Block(BlockKind.PARAGRAPH, Span(start, start + len(stripped))))
        position += len(line) + 1
    return Document(text=text, blocks=tuple(blocks))


def token_ranges(layer: TokenLayer, spans: list[list[int]]) -> list[tuple[int, int]]:
    """Token ranges of character spans."""
    found = []
    for start, end in spans:
        low = bisect_left(layer.ends, start + 1)
        high = bisect_left(layer.starts, end)
        if low < high:
            found.append((low, high))
    return found


def example_of(row: dict) -> Example:
    """Targets of one labelled document."""
    layer = build_layer(document_of(row["text"]))
    tags = [0] * len(layer)
    links = []
    for attribution in sorted(row["attributions"], key=lambda a: a["content"]):
        parts = {name: token_ranges(layer, attribution[name]) for name in ("source", "cue", "content")}
        for number, name in enumerate(("source", "cue", "content")):
            for low, high in parts[name]:
                if name != "content" and any(tags[low:high]):
                    continue
                tags[low] = 1 + 2 * number
                for index in range(low + 1, high):
                    tags[index] = 2 + 2 * number
        source = parts["source"][0][0] if parts["source"] else NONE
        cue = parts["cue"][0][0] if parts["cue"] else NONE
        links += [(low, source, cue, int(order > 0)) for order, (low, _) in enumerate(parts["content"])]
    return Example(row["id"], row["text"], layer, tags, links)


def labelled(path: Path) -> list[Example]:
    """All documents of a JSONL file of labelled news."""
    with path.open(encoding="utf-8") as lines:
        return [example_of(json.loads(line)) for line in lines]


def unlabelled(folder: Path) -> Iterator[dict]:
    """Rows of the unlabelled sets, one set after another."""
    for path in sorted(folder.glob("*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                yield json.loads(line)
