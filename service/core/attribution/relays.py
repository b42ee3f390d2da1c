"""Chains: who passed on what somebody else said ("Yonhap reported, citing two lawmakers briefed by the spy agency").

The tagger finds the outermost attribution, as its corpus annotates it. Where the same sentence names an inner source after a citing
word, the inner source gets the content and the outer one becomes its relay, outermost first.
"""

from bisect import bisect_right

from service.core.domain import TokenLayer
from service.core.lang.lexicon import Lexicons

_STOP = frozenset(',.;:—–()"“”!?')
_TAIL = frozenset({"as", "who", "which", "that", "saying", "in", "on", "after", "during", "but", "and"})
_LEADING = frozenset("its his her their a an the two three four several some one unnamed anonymous both".split())
#: Longest name of an inner source, in tokens.
_LONGEST = 14


def inner_source(
    layer: TokenLayer, low: list[str], source: tuple[int, int], content: tuple[tuple[int, int], ...], lexicons: Lexicons
) -> tuple[int, int] | None:
    """Token range of the source that `source` cites in the same sentence, or None."""
    end = _sentence_end(layer, source[0])
    covered = [(low_, high) for low_, high in content]
    at = source[1]
    while at < end:
        if low[at] in lexicons.citing and not _within(at, covered) and _is_citing(low, at):
            found = _noun_phrase(layer, low, at + 1, end)
            if found and not _within(found[0], covered) and found[1] <= end:
                return found
        at += 1
    return None


def _sentence_end(layer: TokenLayer, token: int) -> int:
    index = bisect_right(layer.sentences, (token, len(layer))) - 1
    return layer.sentences[index][1]


def _within(token: int, ranges: list[tuple[int, int]]) -> bool:
    return any(first <= token < end for first, end in ranges)


def _is_citing(low: list[str], at: int) -> bool:
    """A participle after a comma or a finite verb followed by a noun phrase; "cited as" and "cited in" are none."""
    following = low[at + 1] if at + 1 < len(low) else ""
    return following not in {"as", "in", "by", "for", "to", "above"} and following not in _STOP


def _noun_phrase(layer: TokenLayer, low: list[str], at: int, end: int) -> tuple[int, int] | None:
    first = at
    stop = at
    while stop < end and stop - first < _LONGEST:
        word = low[stop]
        if word in _STOP or (word in _TAIL and stop > first and not _name_goes_on(layer, low, stop, end)):
            break
        stop += 1
    while stop > first and low[stop - 1] in _LEADING:
        stop -= 1
    return (first, stop) if stop > first else None


def _name_goes_on(layer: TokenLayer, low: list[str], at: int, end: int) -> bool:
    """Whether "and", "in", "on" joins two capitalized words or belongs to the description ("officials in the ministry")."""
    if low[at] in {"in", "and"}:
        return at + 1 < end and (layer.words[at + 1][0].isupper() or low[at + 1] in {"the", "a"})
    return False
