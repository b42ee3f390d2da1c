"""Transcripts and interviews: paragraphs that open with a speaker's name in capitals and a colon are that speaker's, to their end.

"Q:" and "A:" head the newsroom's own explainers as well: only where the answers say "I" or "we" does somebody give an interview.
"""

from dataclasses import replace

from service.core.attribution.model import RawAttribution
from service.core.attribution.phrases import Pair
from service.core.domain import Document, TokenLayer
from service.core.lang.lexicon import Lexicons

#: Longest label in tokens, and least labels that make a transcript.
_LONGEST = 5
_LEAST = 2
_SHORTEST = 2
#: Letters of the shortest name.
_LETTERS = 2
_QUESTIONS = frozenset({"q", "question"})
_ANSWERS = frozenset({"a", "answer"})
_FIRST_PERSON = frozenset("i me my mine we us our".split())


def credit(
    doc: Document, layer: TokenLayer, low: list[str], raw: tuple[RawAttribution, ...], lexicons: Lexicons
) -> tuple[RawAttribution, ...]:
    """`raw` with labelled paragraphs credited to their speakers; what they say others said stays inside."""
    del doc, lexicons
    turns = [turn for turn in (_turn(layer, *paragraph) for paragraph in layer.paragraphs) if turn]
    turns += _answers(layer, low)
    if len(turns) < _LEAST:
        return raw
    spoken = bytearray(len(layer))
    for first, _, end in turns:
        spoken[first:end] = b"\x01" * (end - first)
    kept = (replace(row, content=tuple(part for part in row.content if not spoken[part[0]])) for row in raw)
    said = (
        RawAttribution((first, colon), (colon, colon + 1), ((colon + 1, end),), 0.8, found_by="transcript")
        for first, colon, end in turns
    )
    return (*(row for row in kept if row.content), *said)


def _turn(layer: TokenLayer, first: int, end: int) -> tuple[int, int, int] | None:
    """First token, colon and end of a paragraph that opens with a label such as `WALLACE:` or `SEN. ROSS:`; `Q:` and `A:` name nobody."""
    for colon in range(first + 1, min(first + _LONGEST + 1, end - _SHORTEST)):
        if layer.words[colon] == ":":
            return (first, colon, end) if _is_label((first, colon), layer) else None
    return None


def _answers(layer: TokenLayer, low: list[str]) -> list[tuple[int, int, int]]:
    """The turns of whoever is interviewed; none where nobody asks, or where the answers are nobody's own."""
    labelled = [
        (first, end) for first, end in layer.paragraphs if end - first > _SHORTEST and ":" in low[first + 1 : first + 4]
    ]
    if sum(low[first] in _QUESTIONS for first, _ in labelled) < _LEAST:
        return []
    turns = [(first, low.index(":", first), end) for first, end in labelled if low[first] not in _QUESTIONS]
    turns = [turn for turn in turns if low[turn[0]] in _ANSWERS or _is_name(layer, turn[0], turn[1])]
    own = sum(not _FIRST_PERSON.isdisjoint(low[colon:end]) for _, colon, end in turns)
    return turns if 2 * own >= len(turns) else []


def _is_name(layer: TokenLayer, first: int, colon: int) -> bool:
    words = layer.words[first:colon]
    return all(word[0].isupper() for word in words) and not all(word.isupper() for word in words)


def _is_label(span: Pair, layer: TokenLayer) -> bool:
    words = [word for word in layer.words[slice(*span)] if word[0].isalpha()]
    return all(word.isupper() for word in words) and max(map(len, words), default=0) >= _LETTERS
