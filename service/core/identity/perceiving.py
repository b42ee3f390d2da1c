"""Whether somebody tells of what they saw, heard or lived through themselves: what makes a private person a witness."""

from bisect import bisect_left

from service.core.identity.chunks import Reader

_SELVES = frozenset({"i", "we"})
_OTHERS = frozenset({"he", "she", "who"}) | _SELVES


def tells_of_seeing(reader: Reader, first: int, end: int) -> bool:
    """Whether the sentence around a source mention [first, end) says so: "Ana Lima heard the bang", "“We fled,” said Ana Lima".

    Linear in the sentence.
    """
    view, words = reader.view, reader.lexicon.words["perceiving"]
    number = view.sentence_of(first)
    start = bisect_left(view.starts, view.sentence_starts[number]) if number >= 0 else 0
    later = view.sentence_starts[number + 1 : number + 2]
    stop = bisect_left(view.starts, later[0]) if later else len(view)
    keys = view.keys
    if words.isdisjoint(keys[start:stop]):
        return False
    before = any(keys[at] in words and keys[at - 1] in _SELVES for at in range(start + 1, first))
    return before or any(keys[at] in words and (at == end or keys[at - 1] in _OTHERS) for at in range(end, stop))
