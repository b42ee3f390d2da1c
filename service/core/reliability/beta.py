"""Quantiles of the Beta distribution without a numeric library: continued fraction and safeguarded Halley steps.

Method: Lentz's evaluation of the continued fraction of the regularized incomplete beta function and the starting
guess of Abramowitz & Stegun 26.5.22, as in Numerical Recipes (3rd ed., 6.4). Every step stays inside a bracket that
halves when a step leaves it, so the search always ends. Tested against scipy to 1e-6
(tests/unit/reliability/test_beta.py).
"""

from collections.abc import Callable
from functools import lru_cache
from math import exp, lgamma, log, log1p, sqrt

FRACTION_STEPS = 300
QUANTILE_STEPS = 90
#: Halley settles in three to six steps; after this many the shapes are extreme and the bracket is halved instead.
HALLEY_STEPS = 14
FRACTION_TOLERANCE = 3e-14
QUANTILE_TOLERANCE = 1e-11
TINY = 1e-300


def _fraction(a: float, b: float, x: float) -> float:
    """Continued fraction of the incomplete beta function, by Lentz's method."""
    total, plus, minus = a + b, a + 1.0, a - 1.0
    c, d = 1.0, 1.0 / (1.0 - total * x / plus or TINY)
    value = d
    for step in range(1, FRACTION_STEPS):
        twice = 2 * step
        even = step * (b - step) * x / ((minus + twice) * (a + twice))
        d = 1.0 / (1.0 + even * d or TINY)
        c = 1.0 + even / c or TINY
        value *= d * c
        odd = -(a + step) * (total + step) * x / ((a + twice) * (plus + twice))
        d = 1.0 / (1.0 + odd * d or TINY)
        c = 1.0 + odd / c or TINY
        change = d * c
        value *= change
        if abs(change - 1.0) < FRACTION_TOLERANCE:
            break
    return value


def _log_norm(a: float, b: float) -> float:
    return lgamma(a + b) - lgamma(a) - lgamma(b)


def _cdf(a: float, b: float, x: float, norm: float) -> float:
    if x <= 0.0:
        return 0.0
    if x >= 1.0:
        return 1.0
    front = exp(norm + a * log(x) + b * log1p(-x))
    if x < (a + 1.0) / (a + b + 2.0):
        return front * _fraction(a, b, x) / a
    return 1.0 - front * _fraction(b, a, 1.0 - x) / b


def cdf(a: float, b: float, x: float) -> float:
    """Chance that a Beta(a, b) variable is at most `x` (a, b > 0)."""
    return _cdf(a, b, x, _log_norm(a, b))


def _guess(a: float, b: float, p: float) -> float:
    """Starting point for the quantile search."""
    if a >= 1.0 and b >= 1.0:
        tail = p if p < 0.5 else 1.0 - p
        t = sqrt(-2.0 * log(tail))
        z = (2.30753 + t * 0.27061) / (1.0 + t * (0.99229 + t * 0.04481)) - t
        z = -z if p < 0.5 else z
        third = (z * z - 3.0) / 6.0
        h = 2.0 / (1.0 / (2.0 * a - 1.0) + 1.0 / (2.0 * b - 1.0))
        w = z * sqrt(third + h) / h if third + h > 0 else 0.0
        w -= (1.0 / (2.0 * b - 1.0) - 1.0 / (2.0 * a - 1.0)) * (third + 5.0 / 6.0 - 2.0 / (3.0 * h))
        return a / (a + b * exp(min(2.0 * w, 700.0)))
    left, right = exp(a * log(a / (a + b))) / a, exp(b * log(b / (a + b))) / b
    share = left / (left + right)
    if p < share:
        return float((a * (left + right) * p) ** (1.0 / a))
    return float(1.0 - (b * (left + right) * (1.0 - p)) ** (1.0 / b))


def _halley(x: float, error: float, shape: tuple[float, float, float]) -> float:
    """One Halley step from `x`; `shape` is (a, b, log norm). Leaves the unit interval when the density underflows."""
    a, b, norm = shape
    log_density = norm + (a - 1.0) * log(x) + (b - 1.0) * log1p(-x)
    if log_density < -690.0:
        return -1.0
    step = error / exp(log_density)
    curve = (a - 1.0) / x - (b - 1.0) / (1.0 - x)
    return x - step / (1.0 - 0.5 * min(1.0, step * curve))


def _search(p: float, shape: tuple[float, float, float], value: Callable[[float], float]) -> float:
    low, high = 0.0, 1.0
    x = _guess(shape[0], shape[1], p)
    if not 0.0 < x < 1.0:
        x = 0.5
    for step in range(QUANTILE_STEPS):
        error = value(x) - p
        if abs(error) < QUANTILE_TOLERANCE:
            return x
        if error > 0:
            high = x
        else:
            low = x
        moved = _halley(x, error, shape) if step < HALLEY_STEPS else -1.0
        x = moved if low < moved < high else 0.5 * (low + high)
        if not low < x < high:
            break
    return x


@lru_cache(maxsize=16384)
def quantile(a: float, b: float, p: float) -> float:
    """The value below which a Beta(a, b) variable lies with chance `p`.

    Args:
        a: first shape, > 0 (pseudo-count of claims that held).
        b: second shape, > 0 (pseudo-count of claims that did not).
        p: chance, in (0, 1).

    Raises:
        ValueError: a shape is not positive or p is outside (0, 1).
    """
    if a <= 0.0 or b <= 0.0 or not 0.0 < p < 1.0:
        raise ValueError("a quantile needs positive shapes and a chance inside (0, 1)")
    norm = _log_norm(a, b)
    return _search(p, (a, b, norm), lambda x: _cdf(a, b, x, norm))


def interval(a: float, b: float, level: float = 0.8) -> tuple[float, float]:
    """Central credible interval of Beta(a, b) with mass `level`."""
    tail = (1.0 - level) / 2.0
    low, high = quantile(a, b, tail), quantile(a, b, 1.0 - tail)
    return low, max(low, high)
