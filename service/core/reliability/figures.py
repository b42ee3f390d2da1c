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
#: Four digits in this range name a year.
_YEARS = (1800, 2100)
#: What shares are counted in, as a stem; and the words after which a fraction stands for itself.
_PERCENT = "percent"
#: Words between a part and its whole, and the largest whole after "of" that is a sample and no date.
_PART_OF, _WHOLE = frozenset({"in", "of"}), 100_000.0
#: "Two of its ships" tells nothing of how many there were.
_OWNERS = frozenset({"its", "the", "their", "them", "his", "her", "those", "these", "our"})
_OF = frozenset({"of", "the", "its", "their", "more", "less"})


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with the stems of the words that follow it (what it counts).

    `exact` is false after "about", "at least" and the like.
    """

    value: float
    units: frozenset[str]
    exact: bool


def figures(tokens: tuple[str, ...], words: ClaimWords) -> tuple[Figure, ...]:
    """Figures in a row of tokens, in digits or words; years are none. Times and lengths are in their smaller unit."""
    pieces = _pieces(tokens)
    found: list[Figure] = []
    last = -1
    for index, piece in enumerate(pieces):
        if index <= last or not (piece[0].isdecimal() or piece in words.numbers or piece in words.shares):
            continue
        figure, last = _figure(pieces, index, words)
        if figure is not None:
            found.append(figure)
    return tuple(found)


def is_year(piece: str) -> bool:
    """Whether a word names a year: four digits of the last two centuries or this one."""
    return len(piece) == 4 and piece.isdecimal() and _YEARS[0] <= int(piece) < _YEARS[1]


def _figure(pieces: list[str], index: int, words: ClaimWords) -> tuple[Figure | None, int]:
    """The figure that begins at `index` and the index of its last word; None for a year, "the third floor" and "two of its ships"."""
    exact = words.lists.get("approximate", frozenset()).isdisjoint(pieces[max(0, index - _BEFORE) : index])
    share = _share(pieces, index, words)
    if share is not None:
        value, last = share
        return Figure(value, frozenset({_PERCENT}), exact), last
    if pieces[index] in words.shares:
        return None, index
    value, last = _value(pieces, index, words)
    if is_year(pieces[index]) or (
        pieces[last + 1 : last + 2] == ["of"] and not _OWNERS.isdisjoint(pieces[last + 2 : last + 3])
    ):
        return None, last
    after = [stem(word) for word in pieces[last + 1 : last + 1 + _AFTER]]
    units = [words.synonyms.get(form, form) for form in after if not words.has("stop", form)]
    if units and units[0] in words.units:
        part, size = words.units[units[0]]
        value, units = value * size, [part] if part else units[1:]
    return Figure(value, frozenset(units), exact), last


def _share(pieces: list[str], index: int, words: ClaimWords) -> tuple[float, int] | None:
    """A share in percent with the index of its last word: "a third", "one in five", "one train in ten", "60 of 200"."""
    if pieces[index] in words.shares:
        fraction = index + 1 >= len(pieces) or pieces[index + 1] in _OF
        return (words.shares[pieces[index]], index) if fraction else None
    for at in (index + 1, index + 2):
        if at + 1 < len(pieces) and pieces[at] in _PART_OF and (pieces[at] == "of" or pieces[index].isalpha()):
            one, whole = (words.numbers.get(pieces[place]) or _digits(pieces[place]) for place in (index, at + 1))
            if 0.0 < one < whole <= (_SCALE if pieces[at] == "in" else _WHOLE) and not is_year(pieces[at + 1]):
                return 100.0 * one / whole, at + 1
    return None


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
