"""Two taggers as one: what both say stays, what they differ in lies between, and their pointers' scores add up by share."""

import numpy as np
import pytest

from bench.train.together import together
from service.core.attribution.model import TaggerOutput

RNG = np.random.default_rng(8)


def output(pointer: int) -> TaggerOutput:
    """Random scores of six tokens."""

    def draw(*shape: int) -> np.ndarray:
        return RNG.normal(size=shape).astype(np.float32)

    tags = np.exp(draw(6, 7))
    return TaggerOutput(
        tags / tags.sum(axis=1, keepdims=True),
        draw(6, 2 * pointer),
        draw(6, 2 * pointer),
        draw(6, 2),
        draw(6),
        draw(2, 5),
    )


def products(one: TaggerOutput) -> list[np.ndarray]:
    """Pointer scores of sources and of cues, every token to every token."""
    half = one.keys.shape[1] // 2
    return [one.queries[:, part] @ one.keys[:, part].T for part in (slice(0, half), slice(half, None))]


def test_pointers_of_different_width_add_up_by_share() -> None:
    first, second = output(4), output(3)
    both = together(first, second, 0.65)
    for mean, one, other in zip(products(both), products(first), products(second), strict=True):
        np.testing.assert_allclose(mean, 0.65 * one + 0.35 * other, rtol=1e-5, atol=1e-5)
    np.testing.assert_allclose(both.bias, 0.65 * first.bias + 0.35 * second.bias, rtol=1e-5)


@pytest.mark.parametrize("share", [0.0, 0.4, 1.0])
def test_tags_stay_probabilities_and_lie_between(share: float) -> None:
    first, second = output(4), output(4)
    both = together(first, second, share)
    np.testing.assert_allclose(both.tags.sum(axis=1), 1.0, rtol=1e-5)
    if share in {0.0, 1.0}:
        np.testing.assert_allclose(both.tags, (first if share else second).tags, atol=1e-5)
    ratio = np.log(both.tags[:, 1] / both.tags[:, 0])
    ends = np.sort([np.log(one.tags[:, 1] / one.tags[:, 0]) for one in (first, second)], axis=0)
    assert (ends[0] - 1e-4 <= ratio).all()
    assert (ratio <= ends[1] + 1e-4).all()
