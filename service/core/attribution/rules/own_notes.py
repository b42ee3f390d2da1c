"""What a correction says about its own article is no attribution: "An earlier version of this article said ..."."""

from bisect import bisect_right

from service.core.attribution.model import RawAttribution
from service.core.domain import BlockKind, Document, TokenLayer
from service.core.lang.lexicon import Lexicons

_ARTICLE = frozenset(
    "version article story report caption headline post item dispatch graphic map chart photo obituary review column".split()
)


def drop(
    doc: Document, layer: TokenLayer, low: list[str], raw: tuple[RawAttribution, ...], lexicons: Lexicons
) -> tuple[RawAttribution, ...]:
    """`raw` without what corrections say of the article, or say without naming anybody."""
    del lexicons
    if all(block.kind is not BlockKind.CORRECTION for block in doc.blocks):
        return raw
    return tuple(row for row in raw if not (_in_correction(doc, layer, row) and _own(low, row)))


def _in_correction(doc: Document, layer: TokenLayer, row: RawAttribution) -> bool:
    block = bisect_right(layer.paragraphs, (row.content[0][0], len(layer))) - 1
    return doc.blocks[block].kind is BlockKind.CORRECTION


def _own(low: list[str], row: RawAttribution) -> bool:
    return row.source is None or not _ARTICLE.isdisjoint(low[row.source[0] : row.source[1]])
