"""Log-odds: the scale on which evidence is added (SCORING.md 2.2 and 2.4)."""

from math import exp, log

#: Probabilities are kept this far from 0 and 1 so that a log-odds always exists.
EDGE = 1e-12
_UPPER = 1.0 - EDGE


def logit(p: float) -> float:
    """Natural log of the odds of `p`; p is first kept inside [EDGE, 1 - EDGE]."""
    if EDGE <= p <= _UPPER:
        return log(p / (1.0 - p))
    inside = EDGE if p < EDGE else _UPPER
    return log(inside / (1.0 - inside))


def sigma(x: float) -> float:
    """Probability whose log-odds is `x`."""
    if x >= 0.0:
        return 1.0 / (1.0 + exp(-x))
    grown = exp(x)
    return grown / (1.0 + grown)


def clip(value: float, low: float, high: float) -> float:
    """`value`, or the nearer end of [low, high] when it lies outside."""
    return min(max(value, low), high)
