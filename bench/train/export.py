"""Export a trained student to the shipped form: ONNX graph, vocabulary, manifest. Thresholds come afterwards (bench.train.tune).

python -m bench.train.export RUN MODEL_FOLDER --corpora CORPORA --date 2026-11-24
"""

import argparse
import hashlib
import json
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch

from bench.train.corpora import labelled
from bench.train.evaluate import load_student
from bench.train.graph import build, ranges
from service.core.attribution.features import encode

#: Training documents over which the ranges of the 8-bit states are measured.
DOCUMENTS = 60
COMMAND = "see bench/train/README.md: label, student, export, tune"


def largest_difference(graph: Path, model: torch.nn.Module, rows: torch.Tensor) -> float:
    """Largest difference of a tag's probability between the exported graph and the trained model on one text."""
    session = onnxruntime.InferenceSession(graph, providers=["CPUExecutionProvider"])
    scores = torch.from_numpy(session.run(None, {"rows": rows.numpy().astype(np.int32)})[0])
    with torch.no_grad():
        wanted = torch.softmax(model(rows[None])["tags"][0], -1)
    return float((torch.softmax(scores[:, : wanted.shape[1]], -1) - wanted).abs().max())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("run", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--date", required=True)
    options = parser.parse_args()
    torch.set_num_threads(1)
    model, encoder = load_student(options.run)
    texts = labelled(options.corpora / "polnear" / "train.jsonl")[:DOCUMENTS]
    rows = [torch.from_numpy(encode(example.layer, encoder)) for example in texts]
    options.folder.mkdir(parents=True, exist_ok=True)
    graph, vocabulary = options.folder / "model.onnx", options.folder / "vocabulary.txt"
    onnx.save(build(model, ranges(model, rows)), graph)
    vocabulary.write_bytes((options.run / "vocabulary.txt").read_bytes())
    print("largest difference of a tag's probability", largest_difference(graph, model, rows[0]))
    manifest = {
        "name": options.folder.name,
        "task": "attribution",
        "language": "en",
        "date": options.date,
        "width": int(model.norm.weight.shape[0]),
        "bias": [[round(float(v), 5) for v in row] for row in model.heads.bias.detach()],
        "settings": {},
        "calibration": None,
        "scores": {},
        "files": {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in (graph, vocabulary)},
        "corpora": ["PolNeAR train (labels and text)", "unlabelled news (read by the teacher)"],
        "command": COMMAND,
    }
    (options.folder / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
