"""What the student learns from besides the labelled corpus: the teacher's reading of unlabelled news, swapped sources, patterns."""

import json
import random
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from bench.train.augment import World, swapped, synthetic
from bench.train.corpora import Example, document_of, example_of
from bench.train.restyle import restyled
from service.core.text.layer import build_layer

#: What goes into patterns from the teacher's reading: its least probability, lengths in characters, and marks that must not occur.
SURE = 0.8
PLAIN_LENGTH, CLAUSE_LENGTH = (40, 200), (25, 160)
MARKS = frozenset('"“”‘\n')
#: Id, text, the teacher's tag probabilities [T, 7], and links as in `Example`.
Lesson = tuple[str, str, np.ndarray, list[tuple[int, int, int, int]]]


def augmented(
    path: Path, synthetic_documents: int, more: tuple[list[str], list[str]] = ([], []), seed: int = 0
) -> list[Example]:
    """Swapped copies of all documents, some in another typography, and documents built from patterns."""
    with path.open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    world = World(random.Random(5 + seed))
    made = [*(swapped(row, world) for row in rows), *synthetic(rows, world, synthetic_documents, more)]
    return [example_of({**row, "text": restyled(row["text"], world.rng)}) for row in made]


def taught(lessons: list[Lesson], rng: random.Random) -> Iterator[tuple[Example, np.ndarray]]:
    """Examples with the teacher's probabilities; a share of the texts in another typography with the same tokens."""
    for name, text, tags, links in lessons:
        layer = build_layer(document_of(text))
        other = restyled(text, rng)
        changed = layer if other == text else build_layer(document_of(other))
        kept = (other, changed) if changed.starts == layer.starts else (text, layer)
        yield Example(name, *kept, [0] * len(layer), links), tags


def stock_of(lessons: list[Lesson]) -> tuple[list[str], list[str]]:
    """Clauses that sources said, and sentences that nobody did, in the teacher's reading: other desks' matter for patterns."""
    said, plain = [], []
    for _, text, tags, _ in lessons:
        layer = build_layer(document_of(text))
        best = tags.argmax(axis=1)
        for low, high in layer.sentences:
            words = text[layer.starts[low] : layer.ends[high - 1]]
            if not best[low:high].any() and tags[low:high, 0].min() > SURE:
                if PLAIN_LENGTH[0] < len(words) < PLAIN_LENGTH[1] and words[0].isupper() and words.endswith("."):
                    plain.append(words)
                continue
            begun = [at for at in range(low, high) if best[at] == 5 and layer.words[at] == "that"]
            for at in begun:
                end = next((n for n in range(at + 1, high) if best[n] != 6), high)
                words = text[layer.starts[at] : layer.ends[end - 1]]
                if CLAUSE_LENGTH[0] < len(words) < CLAUSE_LENGTH[1] and tags[at:end, 5:].sum(axis=1).min() > SURE:
                    said.append(words.removeprefix("that ").rstrip(".,"))
    return [one for one in said if not MARKS & set(one)], [one for one in plain if not MARKS & set(one)]
