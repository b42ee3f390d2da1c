"""What a pure function said of a word, remembered: news repeats its words, and a dictionary's look-up costs no call.

A server meets new words for ever, so a memory has two bounds. It holds a number of words; full, it forgets them all and learns the
common ones again within a few articles (to forget the oldest alone would cost every look-up, and to keep the first would let one
strange text fill it for good). And it holds no long ones: a "word" may be as long as an article.
"""

from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
#: Words remembered: some hundred articles' new ones; at most some 100 bytes each and place.
MOST = 8_192
#: Code points of the longest word or name that is remembered.
LONGEST = 64


class Memo(dict[str, T]):
    """Answers by word, each computed at its first look-up; known ones stay inside the dictionary. Safe between threads."""

    def __init__(self, compute: Callable[[str], T]) -> None:
        super().__init__()
        self._compute = compute

    def __missing__(self, word: str) -> T:
        found = self._compute(word)
        if len(word) <= LONGEST:
            if len(self) >= MOST:
                self.clear()
            self[word] = found
        return found


def remembered(compute: Callable[[str], T]) -> Callable[[str], T]:
    """Decorate a pure function of one word or name: called, it is the look-up of its memory."""
    return Memo(compute).__getitem__
