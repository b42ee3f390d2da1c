"""A content that begins with whom the source cites: "X reported, citing two lawmakers ..., that ..." is split at the comma."""

from dataclasses import replace

from service.core.attribution.model import RawAttribution
from service.core.domain import Document, TokenLayer
from service.core.lang.lexicon import Lexicons

#: Longest description of the cited source, in tokens.
_LONGEST = 22
_GOES_ON = frozenset({"that", "saying", "as", "said"})


def split(
    doc: Document, layer: TokenLayer, low: list[str], raw: tuple[RawAttribution, ...], lexicons: Lexicons
) -> tuple[RawAttribution, ...]:
    """`raw` with the cited source's words taken out of the content; the relay rule finds it there afterwards."""
    del doc
    return tuple(_split(layer, low, row, lexicons) for row in raw)


def _split(layer: TokenLayer, low: list[str], row: RawAttribution, lexicons: Lexicons) -> RawAttribution:
    first, end = row.content[0]
    if first == 0 or low[first - 1] not in lexicons.citing:
        return row
    at = first
    while at < min(end, first + _LONGEST) - 1:
        if layer.words[at] == "," and low[at + 1] in _GOES_ON:
            return replace(row, content=((at + 1, end), *row.content[1:]))
        at += 1
    return row
