"""A trained student as an ONNX graph written by hand: no node that is not needed, products of the convolutions in 8-bit integers.

Weights of a convolution are rounded to 7 bits per column (so that no CPU without VNNI saturates its 16-bit sums), its input, a
normalized state, to 8 bits of a fixed range measured on training text. Fixed ranges keep windows equal to one run over the whole
text. Embeddings are stored in half precision; everything else is computed in single precision.
"""

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import Tensor, nn

from bench.train.packing import HEADS, joined, kernel_of, packed
from bench.train.student import DILATIONS, Student

#: Share of states inside the measured range; the few beyond are clipped.
INSIDE = 0.9999
_STATE_LEVELS, _ZERO = 127, 128


class Graph:
    """Collects nodes and weights."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.weights: list[onnx.TensorProto] = []
        self.count = 0

    def weight(self, name: str, array: np.ndarray) -> str:
        self.weights.append(numpy_helper.from_array(np.asarray(array, order="C"), name))
        return name

    def add(self, kind: str, *inputs: str, out: str | None = None, **attributes: object) -> str:
        self.count += 1
        out = out or f"{kind.lower()}{self.count}"
        self.nodes.append(helper.make_node(kind, list(inputs), [out], **attributes))
        return out


def ranges(model: Student, rows: list[Tensor]) -> list[float]:
    """For each convolution the size below which `INSIDE` of its input values lie, over texts given as feature rows [T, 5]."""
    seen: list[list[Tensor]] = [[] for _ in model.blocks]
    hooks = [
        block.norm.register_forward_hook(lambda _m, _i, out, kept=kept: kept.append(out.detach().abs().flatten()))
        for block, kept in zip(model.blocks, seen, strict=True)
    ]
    with torch.no_grad():
        for text in rows:
            model(text[None])
    for hook in hooks:
        hook.remove()
    return [float(np.quantile(torch.cat(kept).numpy(), INSIDE)) for kept in seen]


def build(model: Student, limits: list[float]) -> onnx.ModelProto:
    """One text [T, 5] of int32 rows in; `scores` [T, 7 + 4P + 3] out: tag logits, queries, keys, null, more side by side."""
    graph = Graph()
    state = _embedding(graph, model)
    for number, limit in enumerate(limits):
        state = _block(graph, model, number, limit, state)
    state = _normalized(graph, model.norm, "last", state)
    weight, bias = _heads(model)
    graph.add("Gemm", state, graph.weight("heads_w", weight.T), graph.weight("heads_b", bias), out="scores")
    proto = helper.make_graph(
        graph.nodes,
        "attribution",
        [helper.make_tensor_value_info("rows", TensorProto.INT32, ["T", len(model.tables)])],
        [helper.make_tensor_value_info("scores", TensorProto.FLOAT, ["T", len(bias)])],
        graph.weights,
    )
    versions = [helper.make_opsetid("", 18), helper.make_opsetid("com.microsoft", 1)]
    return helper.make_model(proto, opset_imports=versions, ir_version=9)


def _array(tensor: Tensor) -> np.ndarray:
    return tensor.detach().numpy().astype(np.float32)


def _embedding(graph: Graph, model: Student) -> str:
    parts = []
    for number, table in enumerate(model.tables):
        half = graph.weight(f"table{number}", _array(table.weight).astype(np.float16))
        column = graph.add("Gather", "rows", graph.weight(f"column{number}", np.array(number, np.int64)), axis=1)
        parts.append(graph.add("Cast", graph.add("Gather", half, column, axis=0), to=TensorProto.FLOAT))
    state = parts[0]
    for part in parts[1:]:
        state = graph.add("Add", state, part)
    return state


def _normalized(graph: Graph, norm: nn.LayerNorm, name: str, state: str) -> str:
    scale, shift = graph.weight(f"g{name}", _array(norm.weight)), graph.weight(f"b{name}", _array(norm.bias))
    return graph.add("LayerNormalization", state, scale, shift, axis=-1, epsilon=norm.eps)


def _block(graph: Graph, model: Student, number: int, limit: float, state: str) -> str:
    """Kernel 3 as a product over three shifted copies (faster on a CPU than a dilated Conv); value and gate as products of their own,
    because splitting one costs more than it saves."""
    block, dilation = model.blocks[number], DILATIONS[number]
    width = block.norm.weight.shape[0]
    scale = graph.weight(f"scale{number}", np.array(limit / _STATE_LEVELS, np.float32))
    zero = graph.weight(f"zero{number}", np.array(_ZERO, np.uint8))
    small = graph.add("QuantizeLinear", _normalized(graph, block.norm, str(number), state), scale, zero)
    pads = graph.weight(f"pads{number}", np.array([dilation, 0, dilation, 0], np.int64))
    joined = graph.add("Concat", *_shifted(graph, number, graph.add("Pad", small, pads, zero), dilation), axis=1)
    kernel = kernel_of(_array(block.conv.weight))
    bias = _array(block.conv.bias)
    halves = []
    for name, part in (("value", slice(0, width)), ("gate", slice(width, None))):
        whole, steps = packed(kernel[:, part])
        halves.append(
            graph.add(
                "MatMulIntegerToFloat",
                joined,
                graph.weight(f"{name}{number}", whole),
                scale,
                graph.weight(f"{name}_steps{number}", steps),
                zero,
                "",
                graph.weight(f"{name}_bias{number}", bias[part]),
                domain="com.microsoft",
            )
        )
    return graph.add("Add", state, graph.add("Mul", halves[0], graph.add("Sigmoid", halves[1])))


def _shifted(graph: Graph, number: int, padded: str, dilation: int) -> list[str]:
    axis = graph.weight(f"axis{number}", np.array([0], np.int64))
    copies = []
    for k in range(3):
        start = graph.weight(f"start{number}_{k}", np.array([k * dilation], np.int64))
        end = graph.weight(f"end{number}_{k}", np.array([(k - 2) * dilation or 2**31], np.int64))
        copies.append(graph.add("Slice", padded, start, end, axis))
    return copies


def _heads(model: Student) -> tuple[np.ndarray, np.ndarray]:
    heads, scale = model.heads, model.heads.pointer**-0.5
    weights = {name: _array(getattr(heads, name).weight) for name in HEADS}
    biases = {name: _array(getattr(heads, name).bias) for name in HEADS}
    return joined(weights, scale), joined(biases, scale)
