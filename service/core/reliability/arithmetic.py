"""The arithmetic of a claim (SCORING.md 2.4) as pure functions of numbers.

r1 = sigma(logit p + sum of ln_lr of the circumstances)      interest, channel, against-interest; clipped before
r2 = pi0 + (product of multipliers) * (r1 - pi0)             relays and hedges pull towards "unknown"
c  = sigma(logit r2 + sum of ln_lr of other claims)          corroboration adds, contradiction takes away
"""

from collections.abc import Sequence
from math import fsum, prod

from service.core.domain import Factor
from service.core.reliability.odds import logit, sigma

#: Factors that come from other claims; their `ln_lr` is added after relays and hedges.
FROM_OTHER_CLAIMS = frozenset({"corroboration", "contradiction"})


def before_others(p: float, factors: Sequence[Factor], pi0: float) -> float:
    """r2: what the claim is worth on its own source, circumstances, relays and hedge."""
    shift = fsum(f.ln_lr for f in factors if f.ln_lr is not None and f.kind not in FROM_OTHER_CLAIMS)
    pull = prod(f.multiplier for f in factors if f.multiplier is not None)
    return pi0 + pull * (sigma(logit(p) + shift) - pi0)


def chance(p: float, factors: Sequence[Factor], pi0: float) -> float:
    """c: the chance that the unhedged proposition holds, for a source whose statements hold with chance `p`."""
    others = fsum(f.ln_lr for f in factors if f.ln_lr is not None and f.kind in FROM_OTHER_CLAIMS)
    return sigma(logit(before_others(p, factors, pi0)) + others)


def chance_bounds(bounds: tuple[float, float], factors: Sequence[Factor], pi0: float) -> tuple[float, float]:
    """The same arithmetic on both ends of the source's interval; a negative hedge swaps the ends."""
    one, other = (chance(end, factors, pi0) for end in bounds)
    return min(one, other), max(one, other)


def gain(r: float, weight: float, pi0: float) -> float:
    """Log-odds that a claim worth `r` lends to or takes from another; none if it is worth no more than unknown."""
    return weight * max(0.0, logit(r) - logit(pi0))
