"""Intervals for shares of few trials."""

from math import sqrt

#: 97.5 % quantile of the normal distribution.
_Z = 1.96


def wilson(hits: int, trials: int) -> tuple[float, float]:
    """95 % Wilson score interval of a share; the whole unit interval without trials."""
    if trials == 0:
        return 0.0, 1.0
    share, square = hits / trials, _Z * _Z / trials
    middle = (share + square / 2) / (1 + square)
    half = _Z / (1 + square) * sqrt(share * (1 - share) / trials + square / (4 * trials))
    return max(0.0, middle - half), min(1.0, middle + half)
