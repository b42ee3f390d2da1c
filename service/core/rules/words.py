"""The word lists of the checks, as read from data, each compiled once into what the rules match with."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class RuleWords:
    """`sets` are single words by list name; `patterns` are lists of phrases, each list one expression over running text."""

    sets: Mapping[str, frozenset[str]] = field(default_factory=dict)
    patterns: Mapping[str, re.Pattern[str]] = field(default_factory=dict)

    def set(self, name: str) -> frozenset[str]:
        """The words of a list.

        Raises:
            KeyError: there is no such list; a rule that asks for one is broken.
        """
        return self.sets[name]

    def find(self, name: str, text: str, start: int = 0, end: int | None = None) -> re.Match[str] | None:
        """The first phrase of a list in a stretch of the text, whole words only, in any case."""
        return self.patterns[name].search(text, start, len(text) if end is None else end)

    def says(self, name: str, text: str, start: int = 0, end: int | None = None) -> bool:
        """Whether a phrase of a list stands in a stretch of the text."""
        return self.find(name, text, start, end) is not None


def rule_words_from(tables: Mapping[str, Mapping[str, Iterable[str]]]) -> RuleWords:
    """Compile `[words]` (lists of single words) and `[phrases]` (lists of expressions).

    In an expression a blank stands for any white space and `*` for up to three words. Apostrophes match both forms.
    """
    return RuleWords(
        sets={name: frozenset(word.lower() for word in words) for name, words in tables["words"].items()},
        patterns={name: pattern(phrases) for name, phrases in tables["phrases"].items()},
    )


def pattern(phrases: Iterable[str]) -> re.Pattern[str]:
    """One expression for a list of phrases, the longest first."""
    alternatives = "|".join(_phrase(phrase) for phrase in sorted(phrases, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{alternatives})(?!\w)", re.IGNORECASE)


def _phrase(phrase: str) -> str:
    pieces = [r"(?:[\w'’-]+\s+){0,3}?" if piece == "*" else _word(piece) + r"\s+" for piece in phrase.split()]
    return "".join(pieces).removesuffix(r"\s+")


def _word(piece: str) -> str:
    return re.escape(piece).replace("'", "['’]")
