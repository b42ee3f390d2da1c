"""A claim as this stage reads it: its words, figures, names and polarity, taken from the shared token layer."""

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import lru_cache

from service.core.domain import Attribution, Document, Span, TokenLayer
from service.core.reliability.wordforms import stem
from service.core.reliability.words import ClaimWords

_FIGURE = re.compile(r"\d[\d,]*(?:\.\d+)?")
#: How many words before a figure may make it approximate, and after it may say what it counts.
_BEFORE, _AFTER = 3, 3


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with the stems of the words that follow it (what it counts).

    `exact` is false after "about", "at least" and the like.
    """

    value: float
    units: frozenset[str]
    exact: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """One claim's content. `stems` are its content words, `names` its capitalized words inside a sentence (lower case).

    `text` is the content in lower case with single blanks between tokens and at both ends, for look-ups of expressions;
    `around` is the same for the rest of the sentence that holds the cue, the source's own words left out.
    """

    words: int
    text: str
    around: str
    around_stems: frozenset[str]
    stems: frozenset[str]
    all_stems: frozenset[str]
    names: frozenset[str]
    figures: tuple[Figure, ...]
    denies: bool
    paragraph: int


def read(doc: Document, layer: TokenLayer, attribution: Attribution, words: ClaimWords) -> Reading:
    """Read the content of one attribution."""
    indexes = [index for span in attribution.content for index in range(*_range(layer, span))]
    tokens = [layer.words[index] for index in indexes]
    lower = [token.lower() for token in tokens]
    stems = [stem(token) for token in lower]
    stop, negation = words.lists.get("stop", frozenset()), words.lists.get("negation", frozenset())
    content = frozenset(
        words.synonyms.get(form, form)
        for form, token in zip(stems, lower, strict=True)
        if token not in stop and form not in stop and form not in negation and len(token) > 1 and token.isalpha()
    )
    around = _around(layer, attribution, frozenset(indexes))
    start = attribution.content[0].start
    return Reading(
        words=sum(1 for token in tokens if token[0].isalnum()),
        text=" " + " ".join(lower) + " ",
        around=" " + " ".join(around) + " ",
        around_stems=frozenset(map(stem, around)),
        stems=content,
        all_stems=frozenset(stems),
        names=frozenset(token.lower() for token in tokens[1:] if token[0].isupper() and token.lower() not in stop),
        figures=_figures(_spoken(doc, attribution.content), words),
        denies=(sum(1 for form in stems if form in negation) + _contractions(lower)) % 2 == 1,
        paragraph=bisect_right(layer.paragraphs, (bisect_left(layer.starts, start), len(layer))) - 1,
    )


def _range(layer: TokenLayer, span: Span) -> tuple[int, int]:
    return bisect_left(layer.starts, span.start), bisect_left(layer.starts, span.end)


def _contractions(lower: list[str]) -> int:
    """How many "n't" there are; the tokenizer leaves "didn", an apostrophe and "t"."""
    return sum(1 for left, right in zip(lower, lower[2:], strict=False) if right == "t" and left.endswith("n"))


def _around(layer: TokenLayer, attribution: Attribution, content: frozenset[int]) -> list[str]:
    """The sentence of the cue without content and source: what tells how the claim was made."""
    place = attribution.cue or (attribution.source.span if attribution.source else attribution.content[0])
    at = bisect_left(layer.starts, place.start)
    number = bisect_right(layer.sentences, (at, len(layer))) - 1
    if number < 0:
        return []
    first, end = layer.sentences[number]
    source = range(*_range(layer, attribution.source.span)) if attribution.source else range(0)
    return [layer.words[i].lower() for i in range(first, end) if i not in content and i not in source]


def _spoken(doc: Document, content: tuple[Span, ...]) -> str:
    return " ".join(span.text_of(doc.text) for span in content)


def _figures(text: str, words: ClaimWords) -> tuple[Figure, ...]:
    """Figures of a text in digits or words, with what they count."""
    pieces = re.findall(r"\d[\d,]*(?:\.\d+)?|\w+", text)
    found: list[Figure] = []
    skip = -1
    for index, piece in enumerate(pieces):
        if index <= skip or not (_FIGURE.fullmatch(piece) or piece.lower() in words.numbers):
            continue
        value, skip = _value(pieces, index, words)
        before = {word.lower() for word in pieces[max(0, index - _BEFORE) : index]}
        after = [stem(word) for word in pieces[skip + 1 : skip + 1 + _AFTER]]
        units = frozenset(words.synonyms.get(form, form) for form in after if not words.has("stop", form))
        exact = before.isdisjoint(words.lists.get("approximate", frozenset()))
        found.append(Figure(value, units, exact))
    return tuple(found)


def _value(pieces: list[str], index: int, words: ClaimWords) -> tuple[float, int]:
    """Value of the figure that begins at `index`, and the index of its last word ("12 million", "two hundred")."""
    piece = pieces[index]
    value = words.numbers.get(piece.lower())
    if value is None:
        value = float(piece.replace(",", "").rstrip("."))
    last = index
    while last + 1 < len(pieces):
        scale = words.numbers.get(pieces[last + 1].lower(), 0.0)
        if scale < 100.0:
            break
        value *= scale
        last += 1
    return value, last


@lru_cache(maxsize=64)
def _pattern(phrases: tuple[tuple[str, ...], ...]) -> re.Pattern[str]:
    alternatives = (r"\W{1,3}".join(map(re.escape, phrase)) for phrase in phrases)
    return re.compile(rf"(?<!\w)(?:{'|'.join(alternatives)})(?!\w)")


def says(text: str, name: str, words: ClaimWords) -> bool:
    """Whether a lower-case text holds an expression of the list `name`."""
    phrases = words.phrases.get(name, ())
    return bool(phrases) and _pattern(phrases).search(text) is not None
