"""How weights are packed in the shipped graph, and read back: 7-bit columns of a convolution, and the heads side by side."""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
#: Largest size of a packed weight: 7 bits with sign, so that no CPU without VNNI saturates its 16-bit sums.
LEVELS = 63
#: The order of the heads' columns; the service splits them again (`output_of` in service/runtime).
HEADS = ("tags", "queries", "keys", "null", "more")


def packed(kernel: Floats) -> tuple[npt.NDArray[np.int8], Floats]:
    """Whole numbers and the step of each column, so that `whole * steps` is the kernel [inputs, outputs] to half a step."""
    steps = (np.maximum(np.abs(kernel).max(axis=0), 1e-8) / LEVELS).astype(np.float32)
    return np.round(kernel / steps).astype(np.int8), steps


def unpacked(whole: npt.NDArray[np.int8], steps: Floats) -> Floats:
    """The kernel that `packed` has rounded; packing it again gives the same whole numbers."""
    return (whole.astype(np.float32) * steps).astype(np.float32)


def kernel_of(weight: Floats) -> Floats:
    """A convolution's weight [outputs, inputs, 3] as one matrix [3 * inputs, outputs] for three shifted copies side by side."""
    outputs, inputs, taps = weight.shape
    return np.ascontiguousarray(weight.transpose(2, 1, 0).reshape(taps * inputs, outputs))


def weight_of(kernel: Floats) -> Floats:
    """The inverse of `kernel_of`."""
    rows, outputs = kernel.shape
    return np.ascontiguousarray(kernel.reshape(3, rows // 3, outputs).transpose(2, 1, 0))


def joined(heads: dict[str, Floats], scale: float) -> Floats:
    """The heads' rows one after another in the order of `HEADS`; those of the queries are multiplied by `scale`."""
    return np.concatenate([heads[name] * (scale if name == "queries" else 1.0) for name in HEADS]).astype(np.float32)


def parted(rows: Floats, scale: float, sizes: dict[str, int]) -> dict[str, Floats]:
    """The inverse of `joined`, given how many rows each head has."""
    found, low = {}, 0
    for name in HEADS:
        part = rows[low : low + sizes[name]]
        found[name] = (part / scale if name == "queries" else part).astype(np.float32)
        low += sizes[name]
    return found
