"""No attribution leaves its block by accident: contents are cut at block edges, and a headline belongs to nobody in the text below."""

from bisect import bisect_right
from dataclasses import replace

from service.core.attribution.model import RawAttribution
from service.core.domain import BlockKind, Document, TokenLayer
from service.core.lang.lexicon import Lexicons

#: Blocks whose words are the newsroom's own: only a source in the same block may be credited with them.
_OWN = frozenset({BlockKind.HEADLINE, BlockKind.CAPTION, BlockKind.DATELINE, BlockKind.CORRECTION})
_SHORTEST = 2


def cut(
    doc: Document, layer: TokenLayer, low: list[str], raw: tuple[RawAttribution, ...], lexicons: Lexicons
) -> tuple[RawAttribution, ...]:
    """`raw` with contents cut at block edges; pieces in a headline or caption stay only with a source in it, and its sources with them."""
    del low, lexicons
    found = []
    for row in raw:
        pieces = [piece for span in row.content for piece in _pieces(layer, span)]
        home = None if row.source is None else _block(layer, row.source[0])
        kept = tuple(p for p in pieces if _allowed(doc, _block(layer, p[0]), home) and p[1] - p[0] >= _SHORTEST)
        if kept:
            found.append(row if kept == row.content else replace(row, content=kept))
    return tuple(found)


def _block(layer: TokenLayer, token: int) -> int:
    return bisect_right(layer.paragraphs, (token, len(layer))) - 1


def _pieces(layer: TokenLayer, span: tuple[int, int]) -> list[tuple[int, int]]:
    found = []
    first, end = span
    while first < end:
        _, edge = layer.paragraphs[_block(layer, first)]
        found.append((first, min(end, edge)))
        first = edge
    return found


def _allowed(doc: Document, block: int, home: int | None) -> bool:
    if home is None or home == block:
        return True
    return doc.blocks[block].kind not in _OWN and doc.blocks[home].kind not in _OWN
