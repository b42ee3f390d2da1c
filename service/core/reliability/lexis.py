"""Word lists turned into one look-up per word: which lists it is in, what it means for agreement, whether it is a name.

Every word of every claim passes here, so the answer for a word form is computed once and kept (up to a limit); a claim's words
are then one pass of dictionary look-ups and bit operations.
"""

import re
from collections.abc import Mapping

from service.core.lang.memo import Memo
from service.core.reliability.wordforms import stem
from service.core.reliability.words import ClaimWords

#: A phrase list's bit stands under this prefix; it tells that a phrase of the list may occur.
PHRASE = "phrase:"
NUMBER = "number"
#: The same for expressions of one word, where the bit settles it.
_ALONE = "alone:"

#: (bits of the lists, stem that counts for agreement or None, lower-case name or None)
Form = tuple[int, str | None, str | None]


class _Masks(dict[tuple[str, ...], int]):
    """Bits of some lists together, by their names; an unknown list has none."""

    def __init__(self, bit: Mapping[str, int]) -> None:
        super().__init__()
        self._bit = bit

    def __missing__(self, names: tuple[str, ...]) -> int:
        found = self[names] = sum(self._bit.get(name, 0) for name in names)
        return found


class Lexis:
    """The look-ups for one version of the word lists."""

    def __init__(self, words: ClaimWords) -> None:
        self.words = words
        phrases = words.phrases
        self._keys = {PHRASE + name: frozenset(max(p, key=len) for p in found) for name, found in phrases.items()}
        self._keys |= {_ALONE + name: frozenset(p[0] for p in found if len(p) == 1) for name, found in phrases.items()}
        self.bit = {name: 1 << place for place, name in enumerate([*words.lists, *self._keys, NUMBER])}
        self._patterns = {name: _pattern(found) for name, found in phrases.items() if found}
        self.forms: Mapping[str, Form] = Memo(self._form)
        self.masks: Mapping[tuple[str, ...], int] = _Masks(self.bit)
        #: Masks that every claim is compared with.
        self.time, self.negation = self.mask("time", "calendar"), self.mask("negation")

    def _form(self, word: str) -> Form:
        lower = word.lower()
        key = stem(lower)
        bits = 0
        for name, entries in self.words.lists.items():
            if key in entries or lower in entries:
                bits |= self.bit[name]
        for name, entries in self._keys.items():
            if lower in entries:
                bits |= self.bit[name]
        counts = lower in self.words.numbers or lower in self.words.shares
        if word[0].isdigit() or counts:
            bits |= self.bit[NUMBER]
        common = bits & (self.bit.get("stop", 0) | self.bit.get("negation", 0))
        carries = not common and len(word) > 1 and word.isalpha() and not counts
        content = self.words.synonyms.get(key, key) if carries else None
        if not word[0].isupper():
            bits &= ~self.bit.get("calendar", 0)
        named = word[0].isupper() and not common and not bits & (self.bit.get("time", 0) | self.bit.get("calendar", 0))
        return bits, content, lower if named else None

    def mask(self, *names: str) -> int:
        """Bits of some lists together; an unknown list has none."""
        return self.masks[names]

    def says(self, tokens: tuple[str, ...], bits: int, name: str) -> bool:
        """Whether tokens hold an expression of the phrase list `name`; `bits` are those of their forms together."""
        if bits & self.bit.get(_ALONE + name, 0):
            return True
        if not bits & self.bit.get(PHRASE + name, 0):
            return False
        return self._patterns[name].search(" ".join(tokens).lower()) is not None


def _pattern(phrases: tuple[tuple[str, ...], ...]) -> re.Pattern[str]:
    """The phrases of a list as one pattern; `*` in a phrase stands for up to three words."""
    alternatives = (_alternative(phrase) for phrase in phrases)
    return re.compile(rf"(?<!\w)(?:{'|'.join(alternatives)})(?!\w)")


def _alternative(phrase: tuple[str, ...]) -> str:
    parts = [r"(?:\w+\W{1,3}){0,3}" if word == "*" else re.escape(word) + r"\W{1,3}" for word in phrase[:-1]]
    return "".join(parts) + re.escape(phrase[-1])
