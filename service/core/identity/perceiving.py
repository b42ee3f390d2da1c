"""Whether somebody tells of what they saw, heard or lived through themselves: what makes a private person a witness."""

from service.core.identity.chunks import Reader

_SELVES = frozenset({"i", "we"})
_OTHERS = frozenset({"he", "she", "who"}) | _SELVES


def tells_of_seeing(reader: Reader, first: int, end: int) -> bool:
    """Whether the sentence around a source mention [first, end) says so: "Ana Lima heard the bang", "“We fled,” said Ana Lima".

    Linear in the sentence.
    """
    view, words = reader.view, reader.lexicon.words["perceiving"]
    sentence = view.sentence_of(first)
    at = first
    while at and view.sentence_of(at - 1) == sentence:
        at -= 1
        if view.keys[at] in words and at and view.keys[at - 1] in _SELVES:
            return True
    at = end
    while at < len(view) and view.sentence_of(at) == sentence:
        if view.keys[at] in words and (at == end or view.keys[at - 1] in _OTHERS):
            return True
        at += 1
    return False
