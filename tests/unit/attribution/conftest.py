"""A tagger that is told what to find: scores written by hand, so that each step can be tested without a trained model."""

from dataclasses import dataclass

import numpy as np
import pytest

from service.core.attribution.decode import BUCKETS
from service.core.attribution.extract import extract
from service.core.attribution.model import DecodingSettings, TaggerOutput
from service.core.domain import Article
from service.core.parsing import parse
from service.core.text.layer import build_layer
from service.runtime.lexicons import load_lexicons


@dataclass
class Told:
    """Marks: (role, words, id of the attribution). Contents point to the source and cue with the same id."""

    text: str
    marks: list

    settings = DecodingSettings(least=0.0, enter_content=0.0)
    calibration = None

    def score(self, layer):
        size = len(layer)
        tags = np.full((size, 7), 0.001, dtype=np.float32)
        tags[:, 0] = 0.99
        queries = np.zeros((size, 64), dtype=np.float32)
        keys = np.zeros((size, 64), dtype=np.float32)
        null = np.zeros((size, 2), dtype=np.float32)
        more = np.full(size, -9.0, dtype=np.float32)
        seen = set()
        position = 0
        for role, words, number in self.marks:
            at = self.text.find(words, position if role == "content" else 0)
            low = next(i for i, end in enumerate(layer.ends) if end > at)
            high = next((i for i, start in enumerate(layer.starts) if start >= at + len(words)), size)
            kind = {"source": 1, "cue": 3, "content": 5}[role]
            tags[low:high] = 0.001
            tags[low, kind] = 0.99
            tags[low + 1 : high, kind + 1] = 0.99
            part = number % 32
            if role == "content":
                queries[low, part] = queries[low, 32 + part] = 12.0
                more[low] = 9.0 if number in seen else -9.0
                seen.add(number)
                position = at + len(words)
            else:
                keys[low, part + (32 if role == "cue" else 0)] = 1.0
        return TaggerOutput(tags, queries, keys, null + 6.0, more, np.zeros((2, BUCKETS), dtype=np.float32))


@pytest.fixture(scope="session")
def lexicons():
    return load_lexicons()


@pytest.fixture
def told(lexicons):
    def run(text, *marks, media_type="text/plain"):
        doc = parse(Article(text, media_type))
        return extract(doc, build_layer(doc), Told(doc.text, list(marks)), lexicons), doc.text

    return run
