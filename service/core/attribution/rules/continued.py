"""A quotation that runs on over paragraphs is one attribution: its speaker is named once."""

from bisect import bisect_left
from dataclasses import replace

from service.core.attribution.model import RawAttribution
from service.core.attribution.phrases import Pair
from service.core.domain import Document, Quotation, TokenLayer
from service.core.lang.lexicon import Lexicons


def join(
    doc: Document, layer: TokenLayer, low: list[str], raw: tuple[RawAttribution, ...], lexicons: Lexicons
) -> tuple[RawAttribution, ...]:
    """`raw` with the paragraphs of one quotation joined under the speaker of the first, unless a later one has its own cue beside it."""
    del doc, low, lexicons
    found = list(raw)
    for before, after in zip(layer.quotations, layer.quotations[1:], strict=False):
        if after.continues and not before.closed:
            _joined(found, _tokens(layer, before), _tokens(layer, after))
    return tuple(row for row in found if row.content)


def _tokens(layer: TokenLayer, quotation: Quotation) -> Pair:
    return bisect_left(layer.starts, quotation.inner.start), bisect_left(layer.starts, quotation.inner.end)


def _joined(found: list[RawAttribution], before: Pair, after: Pair) -> None:
    """Move what stands in `after` to the row that ends in `before`."""
    home = _row_in(found, before)
    if home is None:
        return
    other = _row_in(found, after)
    if other is not None:
        cue = found[other].cue
        if other == home or (cue is not None and cue != found[home].cue and cue[0] >= after[0]):
            return
        rest = tuple(part for part in found[other].content if not _overlaps(part, after))
        found[other] = replace(found[other], content=rest)
    found[home] = replace(found[home], content=(*found[home].content, after))


def _row_in(found: list[RawAttribution], quotation: Pair) -> int | None:
    return next((n for n, row in enumerate(found) if any(_overlaps(part, quotation) for part in row.content)), None)


def _overlaps(left: Pair, right: Pair) -> bool:
    return left[0] < right[1] and right[0] < left[1]
