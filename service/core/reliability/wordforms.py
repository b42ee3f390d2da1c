"""Word forms: one light stem for the word lists of this stage and the words of an article.

The stem only has to be the same on both sides, so plural, past and -ing endings are cut and a silent e falls away.
Irregular forms are not rules but data: they stand in one synonym group (claim_words.en.toml).
"""

import re
from itertools import pairwise

from service.core.lang.memo import remembered

#: Words up to this length are left as they are: too little would remain to tell them apart.
SHORTEST = 3
_WORD = re.compile(r"\w+(?:['’\-.]\w+)*")
_VOWELS = frozenset("aeiouy")
_DOUBLES_KEPT = frozenset("lsz")


@remembered
def stem(word: str) -> str:
    """Lower-case stem of one word; "Strikes", "striking" and "strike" give the same one."""
    key = word.lower()
    if len(key) <= SHORTEST or not key.isalpha():
        return key
    key = _without_tense(_without_plural(key))
    return key[:-1] if key.endswith("e") and len(key) > SHORTEST else key


def _without_plural(key: str) -> str:
    if not key.endswith("s") or key.endswith(("ss", "us", "is")):
        return key
    if key.endswith("ies") and len(key) > 4:
        return key[:-3] + "y"
    if key.endswith(("sses", "xes", "zes", "ches", "shes")):
        return key[:-2]
    return key[:-1]


def _without_tense(key: str) -> str:
    if key.endswith("ied") and len(key) > 4:
        return key[:-3] + "y"
    for ending in ("ing", "ed"):
        rest = key.removesuffix(ending)
        if rest != key and len(rest) >= SHORTEST and not _VOWELS.isdisjoint(rest):
            doubled = rest[-1] == rest[-2] and rest[-1] not in _DOUBLES_KEPT and rest[-1] not in _VOWELS
            return rest[:-1] if doubled else rest
    return key


@remembered
def label_words(label: str) -> frozenset[str]:
    """Stems of the words of a label and of each pair of neighbors ("talk-show host"), for look-ups in word lists."""
    stems = [stem(word) for word in _WORD.findall(label)]
    pairs = (f"{left} {right}" for left, right in pairwise(stems))
    return frozenset(stems).union(pairs)


def expression(text: str) -> str:
    """Normal form of an entry of a word list: the stems of its words, joined by blanks."""
    return " ".join(stem(word) for word in _WORD.findall(text))
