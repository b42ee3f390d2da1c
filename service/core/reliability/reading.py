"""A claim as this stage reads it: its words, names and polarity, taken from the shared token layer."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from service.core.domain import Attribution, TokenLayer
from service.core.reliability.lexis import Form, Lexis

_FAR = 1 << 60
#: A word in capitals after one of these only begins a sentence.
_OPENERS = frozenset(".!?:“\"‘'«(")
#: Small words that may stand between two parts of one name ("Union of the Harbor Towns").
_JOINT = 2
#: How many tokens after a negation its word may stand ("did not immediately run").
_NEGATION_REACH = 4

Names = frozenset[tuple[str, ...]]


class Reading(NamedTuple):
    """One claim's content, and the rest of the sentence that tells how it was made.

    `length` counts tokens, a name as one. `bits` and `around_bits` say which word lists occur outside names (Lexis.bit). `stems`
    are the content words by which claims are compared, without words of time (`times`) and without those of names. `names` are its
    names, each as its words in lower case, so that a long name weighs no more than a short one; `initial` is a capitalized word at
    a sentence's beginning, a name perhaps, whose stem is among `stems`. `negated` are the stems that a negation stands before, one
    entry a negation.
    """

    tokens: tuple[str, ...]
    length: int
    bits: int
    stems: frozenset[str]
    times: frozenset[str]
    names: Names
    initial: tuple[str, str] | None
    negated: tuple[str, ...]
    around: tuple[str, ...]
    around_bits: int
    paragraph: int

    @property
    def text(self) -> str:
        """The content in lower case, a blank between tokens and at both ends."""
        return f" {' '.join(self.tokens).lower()} "


_NOTHING: frozenset[str] = frozenset()
#: Content of white space only, which a markup may leave: nothing in it can be compared or judged.
_EMPTY = Reading((), 0, 0, _NOTHING, _NOTHING, frozenset(), None, (), (), 0, 0)


_NO_NAMES: tuple[Names, frozenset[int], tuple[str, str] | None] = (frozenset(), frozenset(), None)


def read(layer: TokenLayer, attribution: Attribution, lexis: Lexis) -> Reading:
    """Read the content of one attribution."""
    starts = layer.starts
    ranges = [(bisect_left(starts, span.start), bisect_left(starts, span.end)) for span in attribution.content]
    begin, end = ranges[0]
    tokens = layer.words[begin:end]
    if len(ranges) > 1:
        tokens = tuple([word for first, last in ranges for word in layer.words[first:last]])
    if not tokens:
        return _EMPTY
    look = lexis.forms.__getitem__
    forms: Sequence[Form] = list(map(look, tokens))
    names, taken, initial = _NO_NAMES
    columns = tuple(zip(*forms, strict=True))
    if any(columns[2]):
        names, taken, initial = _names(tokens, forms, lexis, opens=_opens_sentence(layer, begin))
        if taken:
            left = [form for place, form in enumerate(forms) if place not in taken]
            columns = tuple(zip(*left, strict=True)) if left else ((), (), ())
    bits = _together(columns[0])
    time = lexis.time & bits
    around = _around(layer, attribution, ranges)
    return Reading(
        tokens,
        len(columns[0]) + len(names),
        bits,
        _stems(columns, lambda found: not found & time) if time else frozenset(filter(None, columns[1])),
        _stems(columns, lambda found: found & time) if time else _NOTHING,
        names,
        initial,
        _negated(forms, lexis.negation) if bits & lexis.negation else (),
        around,
        _together([form[0] for form in map(look, around)]),
        bisect_right(layer.paragraphs, (begin, _FAR)) - 1,
    )


def _together(found: Iterable[int]) -> int:
    bits = 0
    for one in frozenset(found):
        bits |= one
    return bits


def _stems(columns: tuple[tuple[Any, ...], ...], wanted: Callable[[int], object]) -> frozenset[str]:
    return frozenset([stem for bits, stem in zip(columns[0], columns[1], strict=True) if stem and wanted(bits)])


def _opens_sentence(layer: TokenLayer, first: int) -> bool:
    """Whether the token at `first` would be written with a capital whatever it is."""
    if first == 0 or layer.words[first - 1] in _OPENERS:
        return True
    at = bisect_left(layer.paragraphs, (first, 0))
    return at < len(layer.paragraphs) and layer.paragraphs[at][0] == first


def _names(
    tokens: tuple[str, ...], forms: Sequence[Form], lexis: Lexis, *, opens: bool
) -> tuple[Names, frozenset[int], tuple[str, str] | None]:
    """Runs of capitalized words as names, the places that they take, and a lone capital at the beginning of a sentence."""
    joints = lexis.words.lists.get("inside_name", _NOTHING)
    runs: list[list[int]] = []
    for place, form in enumerate(forms):
        if form[2] is None:
            continue
        if runs and place - runs[-1][-1] - 1 <= _JOINT and joints.issuperset(tokens[runs[-1][-1] + 1 : place]):
            runs[-1].append(place)
        else:
            runs.append([place])
    found: set[tuple[str, ...]] = set()
    taken: set[int] = set()
    initial: tuple[str, str] | None = None
    for run in runs:
        first = run[0]
        lone = len(run) == 1 and (opens if first == 0 else tokens[first - 1] in _OPENERS)
        stem = forms[first][1]
        if lone and stem is not None:
            initial = initial or (tokens[first].lower(), stem)
            continue
        found.add(tuple(tokens[place].lower() for place in run))
        taken.update(range(first, run[-1] + 1))
    return frozenset(found), frozenset(taken), initial


def _negated(forms: Sequence[Form], negation: int) -> tuple[str, ...]:
    """The content word after each negation; what a negation stands before is what it denies."""
    found: list[str] = []
    for place, form in enumerate(forms):
        if form[0] & negation:
            after = (other[1] for other in forms[place + 1 : place + 1 + _NEGATION_REACH])
            word = next((stem for stem in after if stem), None)
            if word is not None:
                found.append(word)
    return tuple(found)


def _around(layer: TokenLayer, attribution: Attribution, content: list[tuple[int, int]]) -> tuple[str, ...]:
    """Words of the cue's sentence without content and source: a source called "the statement" names no channel."""
    source = attribution.source
    place = attribution.cue or (source.span if source else attribution.content[0])
    starts = layer.starts
    number = bisect_right(layer.sentences, (bisect_left(starts, place.start), _FAR)) - 1
    if number < 0:
        return ()
    at, end = layer.sentences[number]
    taken = content
    if source:
        span = source.span
        taken = sorted([*content, (bisect_left(starts, span.start), bisect_left(starts, span.end))])
    kept: list[str] = []
    for first, last in taken:
        if first > at:
            kept += layer.words[at : min(first, end)]
        at = max(at, last)
        if at >= end:
            break
    else:
        kept += layer.words[at:end]
    return tuple(kept)
