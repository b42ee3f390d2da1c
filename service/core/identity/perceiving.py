"""Whether somebody tells of what they saw, heard or lived through themselves: what makes a private person a witness."""

from service.core.identity.chunks import Reader

_SELVES = frozenset({"i", "we"})
_OTHERS = frozenset({"he", "she", "who"}) | _SELVES
#: How far from the mention it is looked for, in lexemes: further than any sentence that people write.
_REACH = 120


#: Where somebody lives who is called a resident in other words: "who lives across the road".
_NEARBY = frozenset({"across", "opposite", "nearby", "near", "next", "beside", "behind", "above", "below"})


def _lives_there(keys: list[str], first: int, stop: int) -> bool:
    """Whether "who lives across …" stands right behind the first words of the mention."""
    if "who" not in keys[first:stop]:
        return False
    at = keys.index("who", first, stop)
    return keys[at + 1 : at + 2] in (["lives"], ["lived"]) and keys[at + 2 : at + 3] != [] and keys[at + 2] in _NEARBY


def tells_of_seeing(reader: Reader, first: int, end: int) -> bool:
    """Whether the sentence around a source mention [first, end) says so: "Ana Lima heard the bang", "“We fled,” said Ana Lima".

    Linear in the sentence, and bounded.
    """
    view, words = reader.view, reader.lexicon.words["perceiving"]
    begin, close = view.sentence_at(first)
    start, stop = max(begin, first - _REACH), min(close, end + _REACH)
    keys = view.keys
    if _lives_there(keys, first, stop):
        return True
    if words.isdisjoint(keys[start:stop]):
        return False
    before = any(keys[at] in words and keys[at - 1] in _SELVES for at in range(start + 1, first))
    inside = any(keys[at] in words and keys[at - 1] == "who" for at in range(first + 1, end))
    return (
        before or inside or any(keys[at] in words and (at == end or keys[at - 1] in _OTHERS) for at in range(end, stop))
    )
