"""Find attributions in labelled news with a trained student, or with a model as it ships, through the product's own decoder.

python -m bench.train.evaluate RUN_OR_MODEL_FOLDER GOLD.jsonl --out PRED.jsonl

A model folder is read with its own settings, a run with the default ones. The scorer of the task takes PRED.jsonl.
"""

import argparse
import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch

from bench.train.corpora import Example, labelled
from bench.train.student import Student
from service.core.attribution.confidence import trusted
from service.core.attribution.decode import DecodingSettings, decode
from service.core.attribution.features import TokenEncoder, encode
from service.core.attribution.model import RawAttribution, TaggerOutput
from service.runtime.onnx import load_tagger


def load_student(run: Path) -> tuple[Student, TokenEncoder]:
    """The student of a run, ready to score."""
    options = json.loads((run / "options.json").read_text())
    words = (run / "vocabulary.txt").read_text(encoding="utf-8").split("\n")
    model = Student(len(words), options["width"])
    model.load_state_dict(torch.load(run / "student.pt", weights_only=True))
    return model.eval(), TokenEncoder({word: n for n, word in enumerate(words)})


def student_output(model: Student, encoder: TokenEncoder, example: Example) -> TaggerOutput:
    with torch.no_grad():
        out = model(torch.from_numpy(encode(example.layer, encoder))[None])
    return output_of({name: value[0] for name, value in out.items()}, model.heads.bias)


def output_of(out: dict[str, torch.Tensor], bias: torch.Tensor) -> TaggerOutput:
    arrays = {name: value.detach().numpy().astype(np.float32) for name, value in out.items()}
    arrays["tags"] = torch.softmax(out["tags"], -1).detach().numpy()
    return TaggerOutput(**arrays, bias=bias.detach().numpy())


def row_of(example: Example, found: tuple[RawAttribution, ...]) -> dict:
    layer = example.layer
    span = lambda r: [layer.starts[r[0]], layer.ends[r[1] - 1]]  # noqa: E731
    return {
        "id": example.id,
        "attributions": [
            {
                "source": [span(a.source)] if a.source else [],
                "cue": [span(a.cue)] if a.cue else [],
                "content": [span(c) for c in a.content],
            }
            for a in found
        ],
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("run", type=Path)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    torch.set_num_threads(1)
    find = shipped(options.run) if (options.run / "manifest.json").exists() else trained(options.run)
    with options.out.open("w", encoding="utf-8") as out:
        for example in labelled(options.gold):
            out.write(json.dumps(row_of(example, find(example))) + "\n")


Finder = Callable[[Example], tuple[RawAttribution, ...]]


def trained(run: Path) -> Finder:
    """A student as its run left it."""
    model, encoder = load_student(run)
    return lambda example: decode(student_output(model, encoder, example), DecodingSettings())


def shipped(folder: Path) -> Finder:
    """The exported graph with tuned settings: everything but the rules for hard forms."""
    tagger = load_tagger(folder)
    settings, calibration = tagger.settings, tagger.calibration
    return lambda example: trusted(decode(tagger.score(example.layer), settings), calibration, settings)


if __name__ == "__main__":
    main()
