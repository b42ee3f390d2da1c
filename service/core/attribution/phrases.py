"""Noun phrases that can be a source: after "citing", before "briefed by"."""

from service.core.attribution.outlets import outlet_at
from service.core.domain import TokenLayer
from service.core.lang.lexicon import Lexicons

Pair = tuple[int, int]
_STOP = frozenset(',.;:—–()"“”!?')
#: What follows a noun phrase; the first of these after its beginning ends it.
_TAIL = frozenset("as who which that saying in on after during but and when while because since if said says".split())
#: Words after which a noun phrase's head has been named.
_AFTER_HEAD = frozenset(
    "of in on at to from for with within by close familiar who which that about near involved present under seen "
    "obtained reviewed published released issued filed posted dated sent signed speaking".split()
)
_BRIEFED = frozenset({"briefed", "informed"})
_LEADING = frozenset("its his her their a an the two three four several some one unnamed anonymous both".split())
_CALLED = frozenset({"called", "calls", "described", "termed"})
#: Longest name of a cited source, in tokens.
_LONGEST = 18
#: Furthest that a second source's head stands from "and", and the longest name in apposition, in tokens.
_SECOND = 4
_NAME = 4
_MARKS = frozenset('"“')


def cited_phrase(layer: TokenLayer, low: list[str], at: int, end: int, lexicons: Lexicons) -> Pair | None:
    """The phrase after a citing word at `at` where it names a person, body or document; a reason ("bad weather") is None."""
    first = _after_calling(low, at, end)
    quoted = first < end and low[first] in _MARKS
    first += quoted
    stop = first
    while stop < end and stop - first < _LONGEST:
        word = low[stop]
        if word in _STOP or (word in _TAIL and stop > first and not _goes_on(layer, low, stop, end, lexicons)):
            break
        stop += 1
    stop = stop if quoted else _with_name(layer, low, stop, end)
    while stop > first and low[stop - 1] in _LEADING:
        stop -= 1
    return (first, stop) if stop > first and _is_source(layer, low, (first, stop), lexicons) else None


def _after_calling(low: list[str], at: int, end: int) -> int:
    """The phrase begins after the verb in "what it called an informed source"."""
    if at < end and low[at] == "what":
        for index in range(at + 1, min(end, at + 6)):
            if low[index] in _CALLED:
                return index + 2 if index + 1 < end and low[index + 1] == "as" else index + 1
    return at


def _goes_on(layer: TokenLayer, low: list[str], at: int, end: int, lexicons: Lexicons) -> bool:
    """Whether "and" or "in" joins two capitalized words, a place ("officials in the ministry") or a second source ("and two guards")."""
    if low[at] not in {"in", "and"} or at + 1 >= end:
        return False
    if layer.words[at + 1][0].isupper() or low[at + 1] in {"the", "a"}:
        return True
    following = low[at + 1 : min(end, at + 1 + _SECOND)]
    heads = (place for place, word in enumerate(following) if word in lexicons.source_heads)
    head = next(heads, None) if low[at] == "and" else None
    return head is not None and not any(word in _STOP or word in lexicons.verbs for word in following[:head])


def _with_name(layer: TokenLayer, low: list[str], stop: int, end: int) -> int:
    """Past a name between commas: "the port's director, Luis Ferrer, as saying"."""
    at = stop + 1
    while at < end and at - stop <= _NAME and layer.words[at][0].isupper():
        at += 1
    if (
        layer.words[stop : stop + 1] == (",",)
        and 1 < at - stop <= _NAME + 1
        and low[at : at + 1] in ([","], ["as"], ["."])
    ):
        return at
    return stop


def _is_source(layer: TokenLayer, low: list[str], phrase: Pair, lexicons: Lexicons) -> bool:
    first, end = phrase
    after = next((at for at in range(first + 1, end) if _ends_head(low, at)), end)
    heads = low[first:after]
    if heads[-1] in lexicons.reasons or heads[0] in lexicons.reasons:
        return False
    if heads[-1] in lexicons.source_heads or any(word in lexicons.anonymous_heads for word in heads):
        return not any(word in {"ongoing", "pending", "continuing"} for word in heads)
    if outlet_at(layer, low, first, end, lexicons):
        return True
    capitals = [at for at in range(first, after) if layer.words[at][0].isupper()]
    return bool(capitals) and not any(low[at] in lexicons.reasons for at in capitals)


def _ends_head(low: list[str], at: int) -> bool:
    """Whether what describes the head begins here; "briefed by" does, "an informed source" does not."""
    return low[at] in _AFTER_HEAD or (
        low[at] in _BRIEFED and low[at + 1 : at + 2] in (["by"], ["on"], ["about"], ["of"])
    )
