"""Weights packed for the shipped graph come back as they were, to half a step, and stand where the service looks for them."""

import numpy as np
import pytest

from bench.train.packing import HEADS, LEVELS, joined, kernel_of, packed, parted, unpacked, weight_of
from service.runtime.onnx import output_of

RNG = np.random.default_rng(4)
SIZES = {"tags": 7, "queries": 8, "keys": 8, "null": 2, "more": 1}


def kernel(rows: int, columns: int) -> np.ndarray:
    """Columns of very different size, as trained weights have."""
    return (RNG.normal(size=(rows, columns)) * 10.0 ** RNG.integers(-4, 3, columns)).astype(np.float32)


def test_a_packed_kernel_differs_by_half_a_step_at_most() -> None:
    wanted = kernel(288, 96)
    whole, steps = packed(wanted)
    assert whole.dtype == np.int8
    assert np.abs(whole).max() == LEVELS
    assert (np.abs(unpacked(whole, steps) - wanted) <= steps * 0.5001).all()


def test_packing_again_changes_nothing() -> None:
    whole, steps = packed(kernel(288, 96))
    again, same = packed(unpacked(whole, steps))
    assert (again == whole).all()
    np.testing.assert_allclose(same, steps, rtol=1e-6)


def test_a_column_of_zeros_stays_zero() -> None:
    wanted = kernel(12, 3)
    wanted[:, 1] = 0.0
    whole, steps = packed(wanted)
    assert not whole[:, 1].any()
    assert np.isfinite(unpacked(whole, steps)).all()


def test_the_kernel_is_the_convolution_over_shifted_copies() -> None:
    weight = RNG.normal(size=(4, 3, 3)).astype(np.float32)
    states, dilation = RNG.normal(size=(11, 3)).astype(np.float32), 2
    padded = np.pad(states, ((dilation, dilation), (0, 0)))
    copies = np.concatenate([padded[k * dilation : k * dilation + 11] for k in range(3)], axis=1)
    for at in range(11):
        direct = sum(weight[:, :, k] @ padded[at + k * dilation] for k in range(3))
        np.testing.assert_allclose(copies[at] @ kernel_of(weight), direct, rtol=1e-4, atol=1e-5)
    assert (weight_of(kernel_of(weight)) == weight).all()


def heads(width: int) -> dict[str, np.ndarray]:
    return {name: RNG.normal(size=(SIZES[name], width)).astype(np.float32) for name in HEADS}


def test_heads_come_back_by_name() -> None:
    wanted = heads(16)
    found = parted(joined(wanted, 0.25), 0.25, SIZES)
    assert list(found) == list(HEADS)
    for name in HEADS:
        np.testing.assert_allclose(found[name], wanted[name], rtol=1e-6)


def test_the_service_reads_each_head_where_it_was_joined() -> None:
    wanted = heads(16)
    states = RNG.normal(size=(5, 16)).astype(np.float32)
    bias = np.zeros((2, 48), dtype=np.float32)
    output = output_of(states @ joined(wanted, 0.5).T, bias)
    logits = states @ wanted["tags"].T
    np.testing.assert_allclose(np.log(output.tags), logits - np.log(np.exp(logits).sum(1, keepdims=True)), atol=1e-4)
    np.testing.assert_allclose(output.queries, 0.5 * states @ wanted["queries"].T, rtol=1e-4, atol=1e-5)
    np.testing.assert_allclose(output.keys, states @ wanted["keys"].T, rtol=1e-4, atol=1e-5)
    np.testing.assert_allclose(output.null, states @ wanted["null"].T, rtol=1e-4, atol=1e-5)
    np.testing.assert_allclose(output.more, (states @ wanted["more"].T)[:, 0], rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("name", [name for name in HEADS if name != "queries"])
def test_only_queries_are_scaled(name: str) -> None:
    wanted = heads(4)
    one, other = (parted(joined(wanted, scale), 1.0, SIZES)[name] for scale in (0.5, 1.0))
    assert (one == other).all()
