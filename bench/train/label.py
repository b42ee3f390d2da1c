"""Let the teacher read unlabelled news of every desk; its soft tags and links are the student's lessons.

    python -m bench.train.label CORPORA TEACHER_RUN OUT.pkl [--words 1200000] [--after 0] [--part 0/1] [--beside MODEL_FOLDER]

With `--beside` the teacher and a shipped model read together (bench.train.together): better than either. The output
holds article text and stays outside the repository.
"""

import argparse
import itertools
import json
import pickle
import random
import time
from pathlib import Path

import numpy as np
import torch

from bench.train.corpora import Example, document_of, labelled, unlabelled
from bench.train.evaluate import row_of
from bench.train.teacher import Pieces, Teacher, batch_of, windows
from bench.train.together import together
from service.core.attribution.decode import decode
from service.core.attribution.model import DecodingSettings, TaggerOutput
from service.core.text.layer import build_layer
from service.runtime.onnx import load_tagger

SETTINGS = DecodingSettings(enter_content=2.0, least=0.5)
#: Of the teacher and a student together, tuned on dev.
BESIDE_SETTINGS = DecodingSettings(adopt=0.45, least=0.4, none_bias=0.1, enter_content=1.5)


def load_teacher(run: Path) -> Teacher:
    model = Teacher()
    model.load_state_dict(torch.load(run / "teacher.pt", weights_only=True)["model"])
    return model.eval()


def teacher_output(model: Teacher, pieces: Pieces, example: Example) -> TaggerOutput:
    """Scores of one document: windows of whole paragraphs, joined. Pointers do not cross windows."""
    parts: dict[str, list[np.ndarray]] = {}
    with torch.no_grad():
        for low, high in windows(example, pieces):
            out = model(batch_of([(example, low, high)], pieces))
            out["tags"] = torch.softmax(out["tags"], -1)
            for name, value in out.items():
                parts.setdefault(name, []).append(value[0, : high - low].numpy())
    return TaggerOutput(
        **{name: np.concatenate(v) for name, v in parts.items()}, bias=model.heads.bias.detach().numpy()
    )


def sample(folder: Path, words: int, seed: int) -> list[dict]:
    """Articles in turn from every set, so that no desk or publisher rules."""
    rng = random.Random(seed)
    sets: dict[str, list[dict]] = {}
    for row in unlabelled(folder):
        sets.setdefault(row["id"].rsplit("_", 1)[0], []).append(row)
    for rows in sets.values():
        rng.shuffle(rows)
    chosen, total = [], 0
    names = sorted(sets)
    while total < words and any(sets.values()):
        for name in names:
            take = 4 if name in {"article_bias_prediction", "masakhanews_eng", "intl_broadcasters_2018_2024"} else 1
            for _ in range(take):
                if sets[name]:
                    chosen.append(sets[name].pop())
                    total += len(chosen[-1]["text"].split())
    return chosen


def lessons(folder: Path, words: int, after: int) -> list[dict]:
    """The articles of the sample behind its first `after` words: another run's lessons are not given twice."""
    rows = sample(folder, after + words, 1)
    sizes = itertools.accumulate(len(row["text"].split()) for row in rows)
    return [row for row, total in zip(rows, sizes, strict=True) if total > after]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpora", type=Path)
    parser.add_argument("run", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--words", type=int, default=1_200_000)
    parser.add_argument("--after", type=int, default=0, help="words of the sample to leave out")
    parser.add_argument("--part", default="0/1")
    parser.add_argument("--beside", type=Path, help="a shipped model that reads with the teacher")
    parser.add_argument(
        "--dev", action="store_true", help="score the development set instead: OUT is a prediction file"
    )
    options = parser.parse_args()
    torch.set_num_threads(1)
    model, pieces = load_teacher(options.run), Pieces()
    second = load_tagger(options.beside) if options.beside else None
    settings = BESIDE_SETTINGS if second else SETTINGS

    def read(example: Example) -> TaggerOutput:
        output = teacher_output(model, pieces, example)
        return together(output, second.score(example.layer)) if second else output

    if options.dev:
        with options.out.open("w") as out:
            for example in labelled(options.corpora / "polnear" / "dev.jsonl"):
                out.write(json.dumps(row_of(example, decode(read(example), settings))) + "\n")
        return
    part, parts = map(int, options.part.split("/"))
    rows = lessons(options.corpora / "unlabeled", options.words, options.after)[part::parts]
    begun, made = time.time(), []
    for number, row in enumerate(rows):
        layer = build_layer(document_of(row["text"]))
        if not 30 < len(layer) < 1500:
            continue
        example = Example(row["id"], row["text"], layer, [0] * len(layer))
        output = read(example)
        links = []
        for found in decode(output, settings):
            source = found.source[0] if found.source else -1
            cue = found.cue[0] if found.cue else -1
            links += [(low, source, cue, int(order > 0)) for order, (low, _) in enumerate(found.content)]
        made.append((row["id"], row["text"], output.tags.astype(np.float16), links))
        if number % 100 == 0:
            print(json.dumps({"article": number, "of": len(rows), "s": int(time.time() - begun)}), flush=True)
        if len(made) % 200 == 0:
            options.out.write_bytes(pickle.dumps(made))
    options.out.write_bytes(pickle.dumps(made))


if __name__ == "__main__":
    main()
