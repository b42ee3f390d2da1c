"""The arithmetic of a claim (SCORING.md 2.4) as pure functions of numbers.

r1 = sigma(logit p + sum of ln_lr of the circumstances)      interest, channel, against-interest; clipped before
r2 = pi0 + (product of multipliers) * (r1 - pi0)             relays and hedges pull towards "unknown"
c  = sigma(logit r2 + sum of ln_lr of other claims)          corroboration adds, contradiction takes away
"""

from collections.abc import Iterable
from math import fsum, prod
from typing import NamedTuple

from service.core.domain import Factor
from service.core.reliability.odds import logit, sigma

#: Factors that come from other claims; their `ln_lr` is added after relays and hedges.
FROM_OTHER_CLAIMS = frozenset({"corroboration", "contradiction"})


class Sums(NamedTuple):
    """What a claim's factors add up to: log-odds before, multiplier, log-odds after."""

    shift: float
    pull: float
    others: float

    def before_others(self, p: float, pi0: float) -> float:
        """r2: what the claim is worth on its own source, circumstances, relays and hedge."""
        if self is NOTHING:
            return p
        alone = sigma(logit(p) + self.shift) if self.shift else p
        return alone if self.pull == 1.0 else pi0 + self.pull * (alone - pi0)

    def chance(self, p: float, pi0: float) -> float:
        """c: the chance that the unhedged proposition holds, for a source whose statements hold with chance `p`."""
        if self is NOTHING:
            return p
        alone = self.before_others(p, pi0)
        return sigma(logit(alone) + self.others) if self.others else alone

    def bounds(self, ends: tuple[float, float], pi0: float) -> tuple[float, float]:
        """The same arithmetic on both ends of the source's interval; a negative hedge swaps the ends."""
        if self is NOTHING:
            return ends
        one, other = self.chance(ends[0], pi0), self.chance(ends[1], pi0)
        return min(one, other), max(one, other)


#: What a claim without any row of its own adds up to.
NOTHING = Sums(0.0, 1.0, 0.0)


def sums(factors: Iterable[Factor]) -> Sums:
    """Add up the factors; exact sums, so their order cannot matter."""
    before: list[float] = []
    after: list[float] = []
    pulls: list[float] = []
    for factor in factors:
        if factor.ln_lr is not None:
            (after if factor.kind in FROM_OTHER_CLAIMS else before).append(factor.ln_lr)
        if factor.multiplier is not None:
            pulls.append(factor.multiplier)
    return Sums(fsum(before), prod(sorted(pulls)), fsum(after)) if before or pulls or after else NOTHING


def gain(r: float, weight: float, pi0: float) -> float:
    """Log-odds that a claim worth `r` lends to or takes from another; none if it is worth no more than unknown."""
    return weight * max(0.0, logit(r) - logit(pi0))
