"""Export a trained student to the shipped form: ONNX graph, vocabulary, manifest.

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
from onnx import TensorProto, helper, numpy_helper

from bench.train.evaluate import load_student
from bench.train.student import DILATIONS, Student


class Graph:
    """Collects nodes and weights of an ONNX graph written by hand: no node that is not needed."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.weights: list[onnx.TensorProto] = []
        self.count = 0

    def weight(self, name: str, array: np.ndarray) -> str:
        self.weights.append(numpy_helper.from_array(array, name))
        return name

    def add(self, kind: str, *inputs: str, out: str | None = None, **attributes: object) -> str:
        self.count += 1
        out = out or f"{kind.lower()}{self.count}"
        self.nodes.append(helper.make_node(kind, list(inputs), [out], **attributes))
        return out


def build(model: Student) -> onnx.ModelProto:
    """One text [T, 5] of int32 rows in; tags (probabilities), queries, keys, null, more out."""
    graph = Graph()
    array = lambda tensor: tensor.detach().numpy().astype(np.float32)  # noqa: E731
    parts = []
    for number, table in enumerate(model.tables):
        half = graph.weight(f"table{number}", array(table.weight).astype(np.float16))
        column = graph.add("Gather", "rows", graph.weight(f"column{number}", np.array(number, np.int64)), axis=1)
        parts.append(graph.add("Cast", graph.add("Gather", half, column, axis=0), to=TensorProto.FLOAT))
    x = parts[0]
    for part in parts[1:]:
        x = graph.add("Add", x, part)
    width = model.norm.weight.shape[0]
    axis0 = graph.weight("axis0", np.array([0], np.int64))
    for number, block in enumerate(model.blocks):
        dilation = DILATIONS[number]
        normed = graph.add(
            "LayerNormalization",
            x,
            graph.weight(f"g{number}", array(block.norm.weight)),
            graph.weight(f"b{number}", array(block.norm.bias)),
            axis=-1,
            epsilon=1e-5,
        )
        pads = graph.weight(f"pads{number}", np.array([dilation, 0, dilation, 0], np.int64))
        padded = graph.add("Pad", normed, pads)
        # kernel 3 as one product over three shifted copies: faster on a CPU than a dilated Conv
        ends = [
            graph.weight(f"e{number}_{k}", np.array([-(2 - k) * dilation] if k < 2 else [2**31], np.int64))
            for k in range(3)
        ]
        starts = [graph.weight(f"s{number}_{k}", np.array([k * dilation], np.int64)) for k in range(3)]
        shifted = [graph.add("Slice", padded, starts[k], ends[k], axis0) for k in range(3)]
        joined = graph.add("Concat", *shifted, axis=1)
        kernel = array(block.conv.weight).transpose(2, 1, 0).reshape(3 * width, 2 * width)
        mixed = graph.add(
            "Gemm",
            joined,
            graph.weight(f"w{number}", np.ascontiguousarray(kernel)),
            graph.weight(f"c{number}", array(block.conv.bias)),
        )
        value = f"value{number}"
        gate = f"gate{number}"
        graph.nodes.append(helper.make_node("Split", [mixed], [value, gate], axis=1, num_outputs=2))
        x = graph.add("Add", x, graph.add("Mul", value, graph.add("Sigmoid", gate)))
    x = graph.add(
        "LayerNormalization",
        x,
        graph.weight("g", array(model.norm.weight)),
        graph.weight("b", array(model.norm.bias)),
        axis=-1,
        epsilon=1e-5,
    )
    heads = model.heads
    scale = heads.pointer**-0.5
    layers = {"tags": heads.tags, "queries": heads.queries, "keys": heads.keys, "null": heads.null, "more": heads.more}
    sizes = [layer.weight.shape[0] for layer in layers.values()]
    weights = [array(layer.weight) * (scale if name == "queries" else 1.0) for name, layer in layers.items()]
    biases = [array(layer.bias) * (scale if name == "queries" else 1.0) for name, layer in layers.items()]
    joined = graph.add(
        "Gemm",
        x,
        graph.weight("heads_w", np.concatenate(weights).T.copy()),
        graph.weight("heads_b", np.concatenate(biases)),
    )
    names = ["tag_logits", "queries", "keys", "null", "more"]
    graph.nodes.append(
        helper.make_node("Split", [joined, graph.weight("sizes", np.array(sizes, np.int64))], names, axis=1)
    )
    graph.add("Softmax", "tag_logits", out="tags", axis=-1)
    outputs = [
        helper.make_tensor_value_info(n, TensorProto.FLOAT, ["T", s])
        for n, s in zip(["tags", "queries", "keys", "null", "more"], sizes, strict=True)
    ]
    proto = helper.make_graph(
        graph.nodes,
        "attribution",
        [helper.make_tensor_value_info("rows", TensorProto.INT32, ["T", 5])],
        outputs,
        graph.weights,
    )
    exported = helper.make_model(proto, opset_imports=[helper.make_opsetid("", 18)], ir_version=9)
    onnx.checker.check_model(exported)
    return exported


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("run", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--date", required=True)
    parser.add_argument(
        "--settings", type=Path, help="JSON of tuned decoding settings and calibration (bench.train.tune)"
    )
    options = parser.parse_args()
    model, _ = load_student(options.run)
    options.folder.mkdir(parents=True, exist_ok=True)
    graph = options.folder / "model.onnx"
    onnx.save(build(model), graph)
    (options.folder / "vocabulary.txt").write_bytes((options.run / "vocabulary.txt").read_bytes())
    rows = torch.randint(0, 30, (300, 5))
    session = onnxruntime.InferenceSession(graph)
    ours = session.run(None, {"rows": rows.numpy().astype(np.int32)})
    theirs = model(rows[None])
    worst = float(np.abs(ours[1] - theirs["queries"][0].detach().numpy()).max())
    print("largest difference to the trained model", worst)
    tuned = json.loads(options.settings.read_text()) if options.settings else {}
    manifest = {
        "name": options.folder.name,
        "task": "attribution",
        "language": "en",
        "date": options.date,
        "width": int(model.norm.weight.shape[0]),
        "bias": [[round(float(v), 5) for v in row] for row in model.heads.bias],
        "settings": tuned.get("settings", {}),
        "calibration": tuned.get("calibration"),
        "scores": tuned.get("scores", {}),
        "files": {
            p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in (graph, options.folder / "vocabulary.txt")
        },
        "corpora": ["PolNeAR train (labels and text)", "unlabelled news (word vectors)"],
        "command": "python -m bench.train.student CORPORA --out RUN --vectors VECTORS && python -m bench.train.export RUN FOLDER",
    }
    (options.folder / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n")


if __name__ == "__main__":
    main()
