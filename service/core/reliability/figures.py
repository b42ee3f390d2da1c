"""Numbers in claims: "about 1,500 soldiers", "twelve thousand people", and what they count."""

import re
from dataclasses import dataclass

from service.core.reliability.wordforms import stem
from service.core.reliability.words import ClaimWords

_PIECE = re.compile(r"\d[\d,]*(?:\.\d+)?|\w+")
#: How many words before a figure may make it approximate, and after it may say what it counts.
_BEFORE, _AFTER = 3, 3
#: Words from here on multiply what stands before them ("two hundred").
_SCALE = 100.0


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with the stems of the words that follow it (what it counts).

    `exact` is false after "about", "at least" and the like.
    """

    value: float
    units: frozenset[str]
    exact: bool


def figures(tokens: tuple[str, ...], words: ClaimWords) -> tuple[Figure, ...]:
    """Figures in a row of tokens, in digits or words."""
    pieces = _pieces(tokens)
    found: list[Figure] = []
    last = -1
    for index, piece in enumerate(pieces):
        if index <= last or not (piece[0].isdecimal() or piece in words.numbers):
            continue
        value, last = _value(pieces, index, words)
        after = [stem(word) for word in pieces[last + 1 : last + 1 + _AFTER]]
        units = frozenset(words.synonyms.get(form, form) for form in after if not words.has("stop", form))
        exact = words.lists.get("approximate", frozenset()).isdisjoint(pieces[max(0, index - _BEFORE) : index])
        found.append(Figure(value, units, exact))
    return tuple(found)


def _pieces(tokens: tuple[str, ...]) -> list[str]:
    """Lower-case words, the groups of a figure ("1", ",", "500") joined again."""
    text = re.sub(r"(?<=\d) ([,.]) (?=\d)", r"\1", " ".join(tokens).lower())
    return list(_PIECE.findall(text))


def _value(pieces: list[str], index: int, words: ClaimWords) -> tuple[float, int]:
    """Value of the figure that begins at `index`, and the index of its last word."""
    spelled = words.numbers.get(pieces[index])
    value = _digits(pieces[index]) if spelled is None else spelled
    last = index
    while last + 1 < len(pieces) and (scale := words.numbers.get(pieces[last + 1], 0.0)) >= _SCALE:
        value *= scale
        last += 1
    return value, last


def _digits(piece: str) -> float:
    """A figure in digits of any script; what is glued to it ("3rd") is left out."""
    digits = re.match(r"\d[\d,]*(?:\.\d+)?", piece)
    return float(digits.group().replace(",", "")) if digits else 0.0
