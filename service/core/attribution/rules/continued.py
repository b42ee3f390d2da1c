"""A quotation that runs on over paragraphs is one attribution: its speaker is named once."""

from bisect import bisect_left
from collections import defaultdict
from dataclasses import replace
from itertools import pairwise

from service.core.attribution.model import RawAttribution
from service.core.attribution.phrases import Pair
from service.core.domain import Document, Quotation, TokenLayer
from service.core.lang.lexicon import Lexicons

#: Of a token that no content holds.
NOBODY = -1


def join(
    doc: Document, layer: TokenLayer, low: list[str], raw: tuple[RawAttribution, ...], lexicons: Lexicons
) -> tuple[RawAttribution, ...]:
    """`raw` with the paragraphs of one quotation joined under the speaker of the first, unless a later one has its own cue beside it."""
    del doc, low, lexicons
    pairs = [(a, b) for a, b in pairwise(layer.quotations) if b.continues and not a.closed]
    if not pairs:
        return raw
    found = list(raw)
    owner = [NOBODY] * len(layer)
    for number, row in enumerate(raw):
        for first, end in row.content:
            owner[first:end] = [number] * (end - first)
    added: dict[int, list[Pair]] = defaultdict(list)
    for before, after in pairs:
        part = _tokens(layer, after)
        home = _join(found, owner, _tokens(layer, before), part)
        if home != NOBODY:
            added[home].append(part)
    for home, parts in added.items():
        found[home] = replace(found[home], content=(*found[home].content, *parts))
    return tuple(row for row in found if row.content)


def _tokens(layer: TokenLayer, quotation: Quotation) -> Pair:
    return bisect_left(layer.starts, quotation.inner.start), bisect_left(layer.starts, quotation.inner.end)


def _join(found: list[RawAttribution], owner: list[int], before: Pair, after: Pair) -> int:
    """The row to which `after` belongs as well as `before`, or NOBODY; another row's words in `after` are taken from it."""
    home, other = _in(owner, before), _in(owner, after)
    if home in {NOBODY, other}:
        return NOBODY
    if other != NOBODY:
        cue = found[other].cue
        if cue is not None and cue != found[home].cue and cue[0] >= after[0]:
            return NOBODY
        rest = tuple(part for part in found[other].content if part[1] <= after[0] or after[1] <= part[0])
        found[other] = replace(found[other], content=rest)
    owner[slice(*after)] = [home] * (after[1] - after[0])
    return home


def _in(owner: list[int], quotation: Pair) -> int:
    """The first row that holds some of the quotation."""
    return next((number for number in owner[slice(*quotation)] if number != NOBODY), NOBODY)
