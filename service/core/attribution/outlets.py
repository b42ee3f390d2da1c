"""Phrases that name an outlet: "the state news agency BTA", "Israel's Channel 12", "the paper", "Le Monde"."""

from service.core.domain import TokenLayer
from service.core.lang.lexicon import Lexicons, match_at
from service.core.lang.normalize import name_key

#: Longest name of an outlet with what describes it, in tokens.
_LONGEST = 12
_DEFINITE = frozenset({"the", "that"})
#: "This newspaper" and "our sister paper" are the house itself.
_OWN = frozenset({"this", "our"})
_INDEFINITE = frozenset({"a", "an", "another", "some", "several", "its", "their", "his", "her", "my"})
_DETERMINERS = _DEFINITE | _INDEFINITE
_INSIDE = frozenset({"'", "’", "s", "-", "–", "&", "of", "de", "la", "el", "du", "and"})
_DAYS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april june july august".split()
)


def outlet_at(layer: TokenLayer, low: list[str], first: int, end: int, lexicons: Lexicons) -> tuple[int, int] | None:
    """Token range of the outlet that the phrase beginning at `first` names, or None where it names none.

    Looks no further than `end`. "A newspaper" without a name is nobody in particular and counts as none.
    """
    stop = _phrase_end(layer, low, first, min(end, first + _LONGEST), lexicons)
    if stop == first or low[first] in _OWN or (stop < len(low) and low[stop] in lexicons.outlets.people):
        return None
    begin = first + 1 if low[first] in _DETERMINERS else first
    named = _named_part(layer, begin, stop)
    if named and any(low[at] in lexicons.outlets.naming and layer.words[at].islower() for at in range(begin, stop)):
        return first, stop
    if _has_noun(low, begin, stop, lexicons):
        return (first, stop) if named or _definite(low, first, lexicons) else None
    if named and _is_name(layer, low, named, lexicons):
        return first, stop
    return None


def _phrase_end(layer: TokenLayer, low: list[str], first: int, end: int, lexicons: Lexicons) -> int:
    at = first
    if at < end and low[at] in _DETERMINERS:
        at += 1
    while at < end:
        if low[at] in _DAYS and layer.words[at][0].isupper() and not _titled(layer, low, at, lexicons):
            break
        phrase = match_at(lexicons.outlets.phrases, low, at)
        if phrase:
            at = phrase[0]
        elif _belongs(layer, low, at, (first, end), lexicons):
            at += 1
        else:
            break
    while at > first and low[at - 1] in _INSIDE:
        at -= 1
    return at


def _titled(layer: TokenLayer, low: list[str], at: int, lexicons: Lexicons) -> bool:
    """Whether a day belongs to a name: "The Sunday Times"."""
    return at + 1 < len(low) and layer.words[at + 1][0].isupper() and low[at + 1] in lexicons.outlets.last


def _belongs(layer: TokenLayer, low: list[str], at: int, phrase: tuple[int, int], lexicons: Lexicons) -> bool:
    """Whether a token can stand in an outlet's name or in what describes it."""
    words, word = lexicons.outlets, layer.words[at]
    if word[0].isupper() or word[0].isdigit() or low[at] in words.inside:
        return True
    return low[at] in _INSIDE and phrase[0] < at < phrase[1] - 1 and _goes_on(layer, low, at)


def _goes_on(layer: TokenLayer, low: list[str], at: int) -> bool:
    """A joining sign or word inside a name: before a capital, or the "s" and hyphens of a compound."""
    following = layer.words[at + 1]
    if low[at] in {"'", "’"}:
        return following == "s"
    return following[0].isupper() or low[at] in {"-", "–", "s"}


def _named_part(layer: TokenLayer, first: int, end: int) -> tuple[int, int] | None:
    """From the first capitalized word to the last."""
    capitals = [index for index in range(first, end) if layer.words[index][0].isupper()]
    if not capitals:
        return None
    last = capitals[-1] + 1
    return capitals[0], (last + 1 if last < end and layer.words[last][0].isdigit() else last)


def _has_noun(low: list[str], first: int, end: int, lexicons: Lexicons) -> bool:
    words = lexicons.outlets
    return any(low[at] in words.nouns or match_at(words.phrases, low, at) for at in range(first, end))


def _definite(low: list[str], first: int, lexicons: Lexicons) -> bool:
    return (
        low[first] in _DEFINITE or low[first] == "state" or match_at(lexicons.outlets.phrases, low, first) is not None
    )


def _is_name(layer: TokenLayer, low: list[str], named: tuple[int, int], lexicons: Lexicons) -> bool:
    """Whether the capitalized words, or those before or after a possessive or an adjective, are an outlet's name."""
    first, end = named
    words = lexicons.outlets
    if end - first > 1 and (low[end - 1] in words.last or low[first] in words.first):
        return True
    if low[end - 1] in words.last and end < len(low) and first > 0 and low[first - 1] == "the":
        return True  # "the Times"
    if _known(layer, first, end, lexicons):
        return True
    for at in range(first + 1, end):
        if layer.words[at] in "'’" and (
            _known(layer, first, at, lexicons) or _is_tail(layer, low, at + 2, end, lexicons)
        ):
            return True
    return end - first > 1 and (_known(layer, first, end - 1, lexicons) or _known(layer, first + 1, end, lexicons))


def _is_tail(layer: TokenLayer, low: list[str], first: int, end: int, lexicons: Lexicons) -> bool:
    """What follows a possessive is the name ("Israel's Channel 12", "Spain's El País")."""
    return first < end and (_known(layer, first, end, lexicons) or low[first] in lexicons.outlets.first)


def _known(layer: TokenLayer, first: int, end: int, lexicons: Lexicons) -> bool:
    return first < end and lexicons.outlets.known(name_key(_text(layer, first, end)))


def _text(layer: TokenLayer, first: int, end: int) -> str:
    """The words as they stand, spaces only where the text has some."""
    gaps = (" " * (at > first and layer.starts[at] > layer.ends[at - 1]) for at in range(first, end))
    return "".join(gap + word for gap, word in zip(gaps, layer.words[first:end], strict=True))
