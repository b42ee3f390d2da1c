"""Transcripts and interviews: paragraphs that open with a speaker's name in capitals and a colon are that speaker's, to their end."""

from dataclasses import replace

from service.core.attribution.model import RawAttribution
from service.core.attribution.phrases import Pair
from service.core.domain import Document, TokenLayer
from service.core.lang.lexicon import Lexicons

#: Longest label in tokens, and least labels that make a transcript.
_LONGEST = 5
_LEAST = 2
_SHORTEST = 2
#: Letters of the shortest name; "Q" and "A" head the newsroom's own explainers as well.
_LETTERS = 2


def credit(
    doc: Document, layer: TokenLayer, low: list[str], raw: tuple[RawAttribution, ...], lexicons: Lexicons
) -> tuple[RawAttribution, ...]:
    """`raw` with labelled paragraphs credited to their speakers; what they say others said stays inside."""
    del doc, low, lexicons
    turns = [turn for turn in (_turn(layer, *paragraph) for paragraph in layer.paragraphs) if turn]
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


def _is_label(span: Pair, layer: TokenLayer) -> bool:
    words = [word for word in layer.words[slice(*span)] if word[0].isalpha()]
    return all(word.isupper() for word in words) and max(map(len, words), default=0) >= _LETTERS
