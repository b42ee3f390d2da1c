"""The article as identity reads it: words with punctuation folded in, as parallel lists.

A *lexeme* is a word or a punctuation mark that separates phrases. Hyphens and apostrophes inside words, the dots of initials
and of titles, and the possessive mark are folded away, so that "Lt. Gen. Kyrylo Budanov", "Ukraine's" and "al-Shabaab" read
as plain words; spans lead back to the text.
"""

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from service.core.domain import Span, TokenLayer
from service.core.lang.memo import Memo
from service.core.lang.normalize import token_key

_APOSTROPHES = "'’ʼ`"
_JOINERS = "-‐‑/"
#: Signs that may be folded into the word beside them.
_FOLDED = frozenset(_APOSTROPHES + _JOINERS + ".")
#: What stands behind the dot of an address that is a name as well: "Telex.hu".
_DOMAIN = re.compile(r"[a-z]{2,6}")
#: Words behind the hyphen of a compound left open: "Inlichtingen- en Veiligheidsdienst".
_SUSPENDING = frozenset({"and", "en", "och", "og", "und"})
_DOTTED = frozenset(
    "mr mrs ms dr gen lt col sgt st sen rep gov prof rev capt maj cpl cmdr adm brig supt det hon pres fr sr jr insp asst "
    "dep vs no messrs mt ft pvt const".split()
)
_TAILS = frozenset("inc co corp ltd plc bros jr sr".split())


@dataclass(frozen=True, slots=True)
class ArticleView:
    """Parallel lists over lexemes. `caps[i]`: begins with a capital, or in a script that has none; `poss[i]`: is possessive."""

    text: str
    keys: list[str]
    starts: list[int]
    ends: list[int]
    caps: list[bool]
    poss: list[bool]
    sentence_starts: tuple[int, ...]
    paragraph_starts: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.keys)

    def word(self, index: int) -> str:
        """The characters of one lexeme."""
        return self.text[self.starts[index] : self.ends[index]]

    def surface(self, first: int, end: int) -> str:
        """The characters of lexemes [first, end), a trailing possessive mark left out."""
        return self.text[self.starts[first] : self.ends[end - 1]]

    def span(self, first: int, end: int) -> Span:
        """Code-point span of lexemes [first, end)."""
        return Span(self.starts[first], self.ends[end - 1])

    def at(self, position: int) -> int:
        """Index of the lexeme that covers a code point or is the next after it; len(self) past the last one."""
        index = bisect_right(self.starts, position) - 1
        if index >= 0 and position < self.ends[index]:
            return index
        return index + 1

    def sentence_of(self, index: int) -> int:
        """Number of the sentence a lexeme stands in."""
        return bisect_right(self.sentence_starts, self.starts[index]) - 1

    def sentence_at(self, index: int) -> tuple[int, int]:
        """Lexemes [first, end) of the sentence a lexeme stands in."""
        number = self.sentence_of(index)
        starts = self.sentence_starts
        first = bisect_left(self.starts, starts[number]) if number >= 0 else 0
        end = bisect_left(self.starts, starts[number + 1]) if number + 1 < len(starts) else len(self.keys)
        return first, end

    def paragraph_of(self, index: int) -> int:
        """Number of the paragraph a lexeme stands in."""
        return bisect_right(self.paragraph_starts, self.starts[index]) - 1


def _facts(word: str) -> tuple[str, bool]:
    """Key of a word, and whether it begins with a capital (or has none to begin with)."""
    head = word[0]
    return token_key(word), not head.islower() and head.isalpha()


_FACTS = Memo(_facts)


def view_of(text: str, layer: TokenLayer) -> ArticleView:
    """Fold the tokens into lexemes; linear in their number."""
    words, starts, ends = layer.words, layer.starts, layer.ends
    keys: list[str] = []
    first: list[int] = []
    last: list[int] = []
    caps: list[bool] = []
    poss: list[bool] = []
    facts = _FACTS
    for index, word in enumerate(words):
        head = word[0]
        if len(word) > 1:
            key, capital = facts[word]
            keys.append(key)
            caps.append(capital)
        elif head.isalnum() or head == "_":
            if head in "sS" and _possessive(words, starts, ends, index):
                if poss:
                    poss[-1] = True
                continue
            if keys and _initialism(text, last[-1], starts[index], keys[-1]):
                keys[-1] += token_key(word)
                last[-1] = ends[index]
                continue
            key, capital = facts[word]
            keys.append(key)
            caps.append(capital)
        else:
            if word in _FOLDED and _transparent(text, words, starts, ends, index):
                if word in _APOSTROPHES and poss and index + 1 < len(words) and starts[index + 1] > ends[index]:
                    poss[-1] = True
                continue
            keys.append("and" if word == "&" else word)
            caps.append(False)
        first.append(starts[index])
        last.append(ends[index])
        poss.append(False)
    return ArticleView(
        text=text,
        keys=keys,
        starts=first,
        ends=last,
        caps=caps,
        poss=poss,
        sentence_starts=tuple(starts[low] for low, high in layer.sentences if low < high),
        paragraph_starts=tuple(starts[low] for low, high in layer.paragraphs if low < high),
    )


def _possessive(words: tuple[str, ...], starts: tuple[int, ...], ends: tuple[int, ...], index: int) -> bool:
    return (
        index > 1
        and words[index - 1] in _APOSTROPHES
        and ends[index - 1] == starts[index]
        and ends[index - 2] == starts[index - 1]
    )


def _initialism(text: str, end: int, start: int, key: str) -> bool:
    """Whether "U" and "S" of "U.S." belong together: only a dot between them, single letters so far."""
    return (
        start - end == 1 and text[end] == "." and len(key) <= 3 and (end < 2 or len(key) == 1 or text[end - 2] == ".")
    )


def _transparent(text: str, words: tuple[str, ...], starts: tuple[int, ...], ends: tuple[int, ...], index: int) -> bool:
    word = words[index]
    touches_left = index > 0 and ends[index - 1] == starts[index]
    if word in _APOSTROPHES:
        inside = touches_left and index + 1 < len(words) and starts[index + 1] == ends[index]
        return touches_left and words[index - 1][-1].isalnum() and (inside or words[index - 1][-1] in "sS")
    if word in _JOINERS:
        following = words[index + 1] if index + 1 < len(words) else ""
        return touches_left and bool(following) and (starts[index + 1] == ends[index] or following in _SUSPENDING)
    if word != "." or not touches_left:
        return False
    address = index + 1 < len(words) and starts[index + 1] == ends[index] and _DOMAIN.fullmatch(words[index + 1])
    return bool(address) or _dot(text, words, ends, index)


def _dot(text: str, words: tuple[str, ...], ends: tuple[int, ...], index: int) -> bool:
    before = words[index - 1]
    if len(before) == 1 and before.isupper():
        return True
    key = before.lower()
    if key in _DOTTED and before[0].isupper():
        return True
    following = words[index + 1] if index + 1 < len(words) else ""
    return key in _TAILS and not following[:1].isupper() and ends[index] < len(text)
