"""Whether two claims say the same, the opposite, or neither.

It prefers to see nothing: a false corroboration lifts a number. What both claims hold speaks for one fact; what only the one *and*
only the other holds speaks against it, since two claims on one subject ("the fire killed 12 workers", "the plant had passed a fire
inspection") differ on both sides, while a claim and its confirmation or denial seldom do.
"""

from collections.abc import Callable
from enum import StrEnum
from functools import cache

from service.core.reliability.figures import Figure, figures, is_year
from service.core.reliability.lexis import NUMBER, Lexis
from service.core.reliability.reading import Names, Reading
from service.core.reliability.words import ClaimWords

#: Words that two claims must share before they are looked at.
SHARED_MINIMUM = 2
#: (what they must have in common, what the shorter and what the longer may hold alone), each row enough; a word, a name and a figure
#: count 1, a word of time a half. A long claim shares words with everything, so what it holds alone has an end. Policy: chosen on our
#: own pairs and articles (tests/golden/relations/tune.txt, stories/tune.txt) so that few answers are wrong.
Limits = tuple[tuple[float, int, int], ...]
CONFIRMS: Limits = ((3.5, 0, 12), (4.0, 1, 10), (5.0, 2, 10))
#: The same where a cue says that the one confirms what was said.
CONFIRMED: Limits = ((2.5, 0, 12), (3.5, 1, 10))
#: A claim of which nothing is left over may be short if it is denied ("denied taking bribes").
DENIED: Limits = ((2.0, 0, 12), (4.0, 1, 8))
#: The same where only a negation tells it, which in a long claim may stand before anything.
NEGATED: Limits = ((2.0, 0, 0), (2.5, 0, 3), (3.0, 0, 6), (4.0, 1, 4))
OPPOSED: Limits = ((2.0, 0, 0), (3.0, 0, 8), (4.0, 1, 6))
CLASHES: Limits = ((2.0, 0, 2), (2.5, 0, 8), (5.0, 1, 6))
NEVER: Limits = ()
TIME_WEIGHT = 0.5
#: Figures closer than this ratio agree; approximate ones may lie further apart.
EXACT_RATIO, APPROXIMATE_RATIO = 1.02, 1.25
#: A figure from here on that both claims hold is the same whatever it counts ("212 people", "212 passengers").
TELLING_FIGURE = 13.0
#: Of more pairs of figures that do not agree nobody can tell which answers which.
FIGURES_COMPARED = 2
#: A claim of so many words that stands word for word in another was copied.
COPIED = 9
_OTHER_MODE, _POSSIBLE, _CONDITIONAL, _WHOSE = ("normative", "inquiry"), ("possible",), ("conditional",), ("results",)


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
    one: Reading,
    other: Reading,
    lexis: Lexis,
    *,
    denial: bool = False,
    confirming: bool = False,
    counted: Counted | None = None,
) -> Relation | None:
    """How two claims relate.

    Neither may name somebody or some place that only it names: "troops entered one town" says nothing about another town. What
    ought to be, or would be if something else were, is no version of what is; what was copied word for word is one statement; and a
    firm's results are only compared where both claims name it.

    Args:
        one: a claim.
        other: another voice's.
        lexis: the word lists.
        denial: exactly one of them is a denial of its content.
        confirming: a cue says that one confirms what was said.
        counted: gives the figures in a claim.
    """
    named, left_names, right_names = _names(one, other)
    if (left_names and right_names) or _incomparable(one, other, lexis, named=bool(named)):
        return None
    shared = one.stems & other.stems
    left, right = one.stems - shared, other.stems - shared
    if _paired(left, right, lexis.words.contrasts):
        return None
    numbered = one.bits & other.bits & lexis.bit[NUMBER]
    pairs = len(_paired(left, right, lexis.words.opposites))
    agreeing, clashing = _figures(one, other, counted or counted_by(lexis.words)) if numbered else (0, 0)
    common = len(shared) + named + agreeing + pairs + TIME_WEIGHT * len(one.times & other.times)
    shorter, longer = sorted((len(left) + left_names - pairs, len(right) + right_names - pairs))
    flipped = (_denied(one, shared) != _denied(other, shared)) != denial
    limits = None
    if flipped != bool(pairs):
        limits = OPPOSED if pairs else DENIED if denial else NEGATED
    elif clashing:
        limits = CLASHES if clashing <= FIGURES_COMPARED else NEVER
    if limits is not None:
        return Relation.CONTRADICTS if _enough(limits, common, shorter, longer) else None
    if len(shared) < SHARED_MINIMUM or _denied(one, left) != _denied(other, right) or _copied(one, other):
        return None
    return Relation.CONFIRMS if _enough(CONFIRMED if confirming else CONFIRMS, common, shorter, longer) else None


def _incomparable(one: Reading, other: Reading, lexis: Lexis, *, named: bool) -> bool:
    """Whether the claims are about other times or firms, or not both about what is."""
    differ, any_of = one.bits ^ other.bits, one.bits | other.bits
    possible = differ & lexis.masks[_POSSIBLE] and not any_of & lexis.negation  # "could not" tells what did not happen
    mode = differ & lexis.masks[_OTHER_MODE] or any_of & lexis.masks[_CONDITIONAL] or possible
    whose = not named and any_of & lexis.masks[_WHOSE]
    numbered = one.bits & other.bits & lexis.bit[NUMBER]
    return bool(mode or whose) or (bool(numbered) and _years_apart(one, other))


def _copied(one: Reading, other: Reading) -> bool:
    """Whether the one holds the other word for word."""
    return min(len(one.tokens), len(other.tokens)) >= COPIED and (one.text in other.text or other.text in one.text)


def _enough(limits: Limits, common: float, shorter: int, longer: int) -> bool:
    return any(common >= least and shorter <= most and longer <= longest for least, most, longest in limits)


def _denied(reading: Reading, stems: frozenset[str]) -> bool:
    """Whether an odd number of negations stands before these words; a negation before others denies something else."""
    return sum(1 for stem in reading.negated if stem in stems) % 2 == 1


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


def _paired(left: frozenset[str], right: frozenset[str], pairs: frozenset[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(a, b) for a in left for b in right if (a, b) in pairs] if left and right else []


def _years_apart(one: Reading, other: Reading) -> bool:
    """Whether both name years, and none that both name."""
    left, right = (frozenset(filter(is_year, reading.tokens)) for reading in (one, other))
    return bool(left and right and left.isdisjoint(right))


def _figures(one: Reading, other: Reading, counted: Counted) -> tuple[int, int]:
    """How many figures agree; and if most of one thing do not, how many pairs there are."""
    left, right = counted(one.tokens), counted(other.tokens)
    pairs = [(a, b) for a in left for b in right if a.units & b.units]
    agreeing = sum(1 for a, b in pairs if _same(a, b))
    if not pairs:
        telling = any(a.value == b.value >= TELLING_FIGURE and a.units and b.units for a in left for b in right)
        return int(telling), 0
    return (agreeing, 0) if 2 * agreeing >= len(pairs) else (0, len(pairs))


def _same(one: Figure, other: Figure) -> bool:
    low, high = sorted((one.value, other.value))
    limit = EXACT_RATIO if one.exact and other.exact else APPROXIMATE_RATIO
    return low == high or (low > 0.0 and high / low <= limit)
