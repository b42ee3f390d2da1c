"""Whether two claims say the same, the opposite, or neither.

It prefers to see nothing: a false corroboration lifts a number. What both claims hold speaks for one fact; what only the one *and*
only the other holds speaks against it, since two claims on one subject ("the fire killed 12 workers", "the plant had passed a fire
inspection") differ on both sides, while a claim and its confirmation or denial seldom do.
"""

from collections.abc import Callable
from enum import StrEnum
from functools import cache

from service.core.reliability.figures import Figure, figures
from service.core.reliability.lexis import NUMBER, Lexis
from service.core.reliability.reading import Names, Reading
from service.core.reliability.words import ClaimWords

#: Words that two claims must share before they are looked at.
SHARED_MINIMUM = 2
#: (what they must have in common, what the shorter may hold alone), each pair enough; a word, a name and a figure count 1, a word
#: of time a half. Policy: chosen on our own pairs (tests/golden/relations/tune.txt) so that few answers are wrong.
CONFIRMS = ((3.5, 0), (4.0, 1), (5.0, 2))
DENIES = ((3.0, 0), (4.0, 1))
CLASHES = ((2.5, 0), (5.0, 1))
#: A claim of which nothing is left over may be that short if it is denied ("denied taking bribes").
DENIED_WHOLE = 2.0
TIME_WEIGHT = 0.5
#: Figures closer than this ratio agree; approximate ones may lie further apart.
EXACT_RATIO, APPROXIMATE_RATIO = 1.02, 1.25


class Relation(StrEnum):
    """How one claim stands to another."""

    CONFIRMS = "confirms"
    CONTRADICTS = "contradicts"


#: Figures of the tokens of a claim.
Counted = Callable[[tuple[str, ...]], tuple[Figure, ...]]


def counted_by(words: ClaimWords) -> Counted:
    """`figures` that remembers: a claim that is compared with many others is read once."""
    return cache(lambda tokens: figures(tokens, words))


def relation(
    one: Reading, other: Reading, lexis: Lexis, *, denial: bool = False, counted: Counted | None = None
) -> Relation | None:
    """How two claims relate; `denial` tells that exactly one of them is a denial of its content, `counted` gives the figures in it.

    Neither may name somebody or some place that only it names: "troops entered one town" says nothing about another town. What
    ought to be is no version of what is.
    """
    if (one.bits ^ other.bits) & lexis.mask("normative"):
        return None
    named, left_names, right_names = _names(one, other)
    if left_names and right_names:
        return None
    shared = one.stems & other.stems
    left, right = one.stems - shared, other.stems - shared
    pairs = _opposed(left, right, lexis.words)
    agreeing, clashing = _figures(one, other, lexis, counted or counted_by(lexis.words))
    common = len(shared) + named + agreeing + len(pairs) + TIME_WEIGHT * len(one.times & other.times)
    alone = min(len(left) + left_names, len(right) + right_names) - len(pairs)
    flipped = (_denied(one, shared) != _denied(other, shared)) != denial
    if flipped != bool(pairs):
        whole = flipped and alone == 0 and common >= DENIED_WHOLE
        return Relation.CONTRADICTS if whole or _enough(DENIES, common, alone) else None
    if clashing and not agreeing:
        return Relation.CONTRADICTS if _enough(CLASHES, common, alone) else None
    return Relation.CONFIRMS if _enough(CONFIRMS, common, alone) else None


def _enough(limits: tuple[tuple[float, int], ...], common: float, alone: int) -> bool:
    return any(common >= least and alone <= most for least, most in limits)


def _denied(reading: Reading, shared: frozenset[str]) -> bool:
    """Whether an odd number of negations stands before words that both claims hold; others deny something else."""
    return sum(1 for stem in reading.negated if stem in shared) % 2 == 1


def _names(one: Reading, other: Reading) -> tuple[int, int, int]:
    """How many names both hold, and how many only the one and only the other."""
    left, right = _with_initial(one, other.names), _with_initial(other, one.names)
    if not left and not right:
        return 0, 0, 0
    matched = {name for name in left if any(_same_name(name, second) for second in right)}
    back = {name for name in right if any(_same_name(name, second) for second in left)}
    return len(matched), len(left) - len(matched), len(right) - len(back)


def _with_initial(reading: Reading, others: Names) -> Names:
    """The names of a claim; a lone word at its beginning is one if the other claim has it as one."""
    if reading.initial is None or (name := (reading.initial[0],)) not in others:
        return reading.names
    return reading.names | {name}


def _same_name(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether a name is the other or a part of it ("Okoro" of "Ines Okoro")."""
    return one == other or set(one) <= set(other) or set(other) <= set(one)


def _opposed(left: frozenset[str], right: frozenset[str], words: ClaimWords) -> list[tuple[str, str]]:
    return [(a, b) for a in left for b in right if (a, b) in words.opposites] if left and right else []


def _figures(one: Reading, other: Reading, lexis: Lexis, counted: Counted) -> tuple[int, bool]:
    """How many figures of one thing agree, and whether there are any of one thing that do not."""
    if not one.bits & other.bits & lexis.bit[NUMBER]:
        return 0, False
    left, right = counted(one.tokens), counted(other.tokens)
    pairs = [(a, b) for a in left for b in right if a.units & b.units]
    agreeing = sum(1 for a, b in pairs if _same(a, b))
    return agreeing, len(pairs) > agreeing


def _same(one: Figure, other: Figure) -> bool:
    low, high = sorted((one.value, other.value))
    limit = EXACT_RATIO if one.exact and other.exact else APPROXIMATE_RATIO
    return low == high or (low > 0.0 and high / low <= limit)
