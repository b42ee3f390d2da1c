"""Whether somebody tells of what they saw, heard or lived through themselves: what makes a private person a witness."""

from service.core.identity.chunks import Reader

_SELVES = frozenset({"i", "we"})
_OTHERS = frozenset({"he", "she", "who"}) | _SELVES
#: How far from the mention it is looked for, in lexemes: further than any sentence that people write.
_REACH = 120


def tells_of_seeing(reader: Reader, first: int, end: int) -> bool:
    """Whether the sentence around a source mention [first, end) says so: "Ana Lima heard the bang", "“We fled,” said Ana Lima".

    Linear in the sentence, and bounded.
    """
    view, words = reader.view, reader.lexicon.words["perceiving"]
    begin, close = view.sentence_at(first)
    start, stop = max(begin, first - _REACH), min(close, end + _REACH)
    keys = view.keys
    if words.isdisjoint(keys[start:stop]):
        return False
    before = any(keys[at] in words and keys[at - 1] in _SELVES for at in range(start + 1, first))
    return before or any(keys[at] in words and (at == end or keys[at - 1] in _OTHERS) for at in range(end, stop))
