"""Sentences as token ranges. A sentence never leaves its paragraph."""

from collections.abc import Sequence

_END = frozenset(".!?…")
_CLOSE = frozenset("\"”’')]»")
#: Words after which a dot does not end a sentence when a capital follows.
ABBREVIATIONS = frozenset(
    "mr mrs ms dr gen lt col sgt st sen rep gov prof rev capt maj cpl cmdr adm brig supt det hon pres fr sr jr insp asst dep "
    "vs no inc co corp ltd bros jan feb mar apr jun jul aug sept oct nov dec ft mt etc u e i a p al approx est dept univ".split()
)
#: With a capital these begin a sentence even behind such a word ("made by Acme Inc. The company said", "in the U.S. It").
_OPENERS = frozenset(
    "the it he she they but in an this that these those we you his her their its on after as if when while there not however "
    "meanwhile since because according asked both many most some several one two".split()
)


def split_sentences(
    words: Sequence[str], starts: Sequence[int], ends: Sequence[int], paragraphs: Sequence[tuple[int, int]]
) -> tuple[tuple[int, int], ...]:
    """Half-open token ranges that cover every token; linear time."""
    found: list[tuple[int, int]] = []
    for low, high in paragraphs:
        first = low
        index = low
        while index < high:
            if words[index] in _END and _ends(words, starts, ends, index, high):
                index += 1
                while index < high and words[index] in (_CLOSE | _END) and starts[index] == ends[index - 1]:
                    index += 1
                found.append((first, index))
                first = index
            else:
                index += 1
        if first < high:
            found.append((first, high))
    return tuple(found)


def _ends(words: Sequence[str], starts: Sequence[int], ends: Sequence[int], index: int, high: int) -> bool:
    after = index + 1
    while after < high and words[after] in (_CLOSE | _END) and starts[after] == ends[after - 1]:
        after += 1
    if after >= high:
        return True
    if starts[after] == ends[after - 1]:
        return False
    following = words[after]
    if following[0].islower():
        return False
    if words[index] != "." or index == 0 or ends[index - 1] != starts[index]:
        return True
    return following.lower() in _OPENERS or not _abbreviates(words[index - 1], following)


def _abbreviates(before: str, following: str) -> bool:
    """Whether the dot behind a word is the word's own: "Dr. Vale", "J. Smith", "No. 7"."""
    if before.lower() == "no":
        return following[0].isdigit()
    return before.lower() in ABBREVIATIONS or (len(before) == 1 and before.isupper())
