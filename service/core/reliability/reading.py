"""A claim as this stage reads it: its words, names and polarity, taken from the shared token layer."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from typing import NamedTuple

from service.core.domain import Attribution, Span, TokenLayer
from service.core.reliability.lexis import Lexis

_FAR = 1 << 60


class Reading(NamedTuple):
    """One claim's content, and the rest of the sentence that tells how it was made.

    `bits` and `around_bits` say which word lists occur (Lexis.bit); `stems` are content words by which claims are compared,
    `names` its capitalized words after the first; `denies` is whether an odd number of negations stands in it.
    """

    tokens: tuple[str, ...]
    bits: int
    stems: frozenset[str]
    names: frozenset[str]
    denies: bool
    around: tuple[str, ...]
    around_bits: int
    paragraph: int

    @property
    def text(self) -> str:
        """The content in lower case, a blank between tokens and at both ends."""
        return f" {' '.join(self.tokens).lower()} "


#: Content of white space only, which a markup may leave: nothing in it can be compared or judged.
_EMPTY = Reading((), 0, frozenset(), frozenset(), denies=False, around=(), around_bits=0, paragraph=0)


def read(layer: TokenLayer, attribution: Attribution, lexis: Lexis) -> Reading:
    """Read the content of one attribution."""
    ranges = [_range(layer, span) for span in attribution.content]
    tokens = tuple([word for first, end in ranges for word in layer.words[first:end]])
    if not tokens:
        return _EMPTY
    forms = lexis.forms
    columns = zip(*map(forms.__getitem__, tokens), strict=True)
    list_bits, contents, names = columns
    bits = 0
    for found in set(list_bits):
        bits |= found
    negation = lexis.mask("negation")
    denials = sum(1 for found in list_bits if found & negation) if bits & negation else 0
    around = _around(layer, attribution, ranges)
    around_bits = 0
    for word in around:
        around_bits |= forms[word][0]
    return Reading(
        tokens=tokens,
        bits=bits,
        stems=frozenset(filter(None, contents)),
        names=frozenset(filter(None, names[1:])),
        denies=denials % 2 == 1,
        around=around,
        around_bits=around_bits,
        paragraph=bisect_right(layer.paragraphs, (ranges[0][0], _FAR)) - 1,
    )


def _range(layer: TokenLayer, span: Span) -> tuple[int, int]:
    return bisect_left(layer.starts, span.start), bisect_left(layer.starts, span.end)


def _around(layer: TokenLayer, attribution: Attribution, content: Iterable[tuple[int, int]]) -> tuple[str, ...]:
    """Words of the cue's sentence without content and source: a source called "the statement" names no channel."""
    source = attribution.source
    place = attribution.cue or (source.span if source else attribution.content[0])
    number = bisect_right(layer.sentences, (bisect_left(layer.starts, place.start), _FAR)) - 1
    if number < 0:
        return ()
    at, end = layer.sentences[number]
    taken = sorted([*content, _range(layer, source.span)] if source else content)
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
