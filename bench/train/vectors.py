"""Word vectors from the unlabelled news (skip-gram), the student's starting point.

python -m bench.train.vectors CORPORA OUT.npz [--width 96]
"""

import argparse
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from gensim.models import Word2Vec

from bench.train.corpora import unlabelled
from service.core.text.tokens import tokenize

FOLD = str.maketrans("123456789", "000000000")


class Sentences:
    """Lower-case token lists, one a paragraph, over all unlabelled sets."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __iter__(self) -> Iterator[list[str]]:
        for row in unlabelled(self.folder):
            for paragraph in row["text"].split("\n"):
                if paragraph:
                    yield [word.lower().translate(FOLD) for word in tokenize(paragraph)[0]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpora", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--width", type=int, default=96)
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    model = Word2Vec(
        list(Sentences(options.corpora / "unlabeled")),
        vector_size=options.width,
        window=4,
        min_count=8,
        sg=1,
        negative=5,
        epochs=2,
        workers=options.threads,
        seed=3,
        sample=1e-4,
    )
    np.savez(options.out, words=np.array(model.wv.index_to_key), vectors=model.wv.vectors)


if __name__ == "__main__":
    main()
