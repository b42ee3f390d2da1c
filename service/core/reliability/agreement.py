"""Whether two claims say the same, the opposite, or neither.

It prefers to see nothing: a false corroboration lifts a number.
"""

from enum import StrEnum

from service.core.reliability.figures import Figure, figures
from service.core.reliability.lexis import NUMBER, Lexis
from service.core.reliability.reading import Reading
from service.core.reliability.words import ClaimWords

#: Content words that two claims must share before they can be about the same fact; with them the shorter must be
#: covered so far. Policy: set by hand on invented pairs (tests/unit/reliability/test_agreement.py), no outcome data
#: behind it.
SHARED_MINIMUM = 4
CONTRADICTION_SHARED_MINIMUM = 3
COVERED_MINIMUM = 0.6
#: Figures closer than this ratio agree; approximate ones may lie further apart.
EXACT_RATIO, APPROXIMATE_RATIO = 1.02, 1.25


class Relation(StrEnum):
    """How one claim stands to another."""

    CONFIRMS = "confirms"
    CONTRADICTS = "contradicts"


def relation(one: Reading, other: Reading, lexis: Lexis, *, denial: bool = False) -> Relation | None:
    """How two claims relate; `denial` tells that exactly one of them is a denial of its content.

    The claims must share most of the shorter one's content words, and neither may name somebody or some place that
    only it names: "troops entered one town" says nothing about another town.
    """
    shared = one.stems & other.stems
    if len(shared) < CONTRADICTION_SHARED_MINIMUM:
        return None
    if len(shared) < COVERED_MINIMUM * min(len(one.stems), len(other.stems)):
        return None
    if one.names - other.names and other.names - one.names:
        return None
    opposed = _opposed(one.stems - shared, other.stems - shared, lexis.words)
    flipped = (one.denies != other.denies) != denial
    if flipped != opposed:
        return Relation.CONTRADICTS
    if one.bits & other.bits & lexis.bit[NUMBER] and _figures_clash(
        figures(one.tokens, lexis.words), figures(other.tokens, lexis.words)
    ):
        return Relation.CONTRADICTS
    return Relation.CONFIRMS if len(shared) >= SHARED_MINIMUM else None


def _opposed(left: frozenset[str], right: frozenset[str], words: ClaimWords) -> bool:
    return any((a, b) in words.opposites for a in left for b in right) if left and right else False


def _figures_clash(left: tuple[Figure, ...], right: tuple[Figure, ...]) -> bool:
    """Whether both count the same thing and no pair of their figures can be reconciled."""
    pairs = [(a, b) for a in left for b in right if a.units & b.units]
    return bool(pairs) and not any(_same(a, b) for a, b in pairs)


def _same(one: Figure, other: Figure) -> bool:
    low, high = sorted((one.value, other.value))
    limit = EXACT_RATIO if one.exact and other.exact else APPROXIMATE_RATIO
    return low == high or (low > 0.0 and high / low <= limit)
