"""Quotations of some length that the tagger left out: joined to a speech verb beside them, else reported as unattributed.

A direct quotation is an attribution whoever it belongs to; a quotation without speaker is what an editor must see.
"""

from bisect import bisect_left

from service.core.attribution.model import RawAttribution
from service.core.domain import BlockKind, Document, TokenLayer
from service.core.lang.lexicon import Lexicons

#: Words from which an uncovered quotation is taken for speech and not for a title or a scare quote.
_WORDS = 6
#: Words from which a quotation that opens a headline is speech.
_PHRASE = 4
_REACH = 12
_NOT_SOURCE = frozenset({"and", "but", "then", "also", "later", "who", "which"})


def extend(
    doc: Document, layer: TokenLayer, low: list[str], raw: tuple[RawAttribution, ...], lexicons: Lexicons
) -> tuple[RawAttribution, ...]:
    """`raw` and one attribution for each long quotation that no content touches."""
    headlines = [block.span for block in doc.blocks if block.kind is BlockKind.HEADLINE]
    covered = bytearray(len(layer))
    for row in raw:
        for first, end in row.content:
            covered[first:end] = b"\x01" * (end - first)
    added = []
    for quotation in layer.quotations:
        if quotation.scare:
            continue
        first = bisect_left(layer.starts, quotation.inner.start)
        end = bisect_left(layer.starts, quotation.inner.end)
        words = sum(1 for word in layer.words[first:end] if word[0].isalnum())
        if any(covered[first:end]):
            continue
        if words >= _PHRASE and any(span.contains(quotation.span) for span in headlines) and _heads(layer, first, end):
            added.append(RawAttribution(None, None, ((first, end),), 0.5, found_by="quotation"))
        if words < _WORDS:
            continue
        source, cue = _speaker(layer, low, end, lexicons)
        if source is None and not _sentence_like(layer, first, end):
            continue
        added.append(RawAttribution(source, cue, ((first, end),), 0.6 if source else 0.5, found_by="quotation"))
    return raw + tuple(added)


def _heads(layer: TokenLayer, first: int, end: int) -> bool:
    """Whether a headline opens with the quotation and goes on after a colon ("‘We slept in the car’: families flee")."""
    return first <= 1 and layer.words[end + 1 : end + 2] == (":",) and layer.words[first][0].isupper()


def _sentence_like(layer: TokenLayer, first: int, end: int) -> bool:
    """Whether the quotation is speech by its form: it begins with a capital and ends like a sentence."""
    return layer.words[first][0].isupper() and layer.words[end - 1] in ".!?…,"


def _speaker(
    layer: TokenLayer, low: list[str], end: int, lexicons: Lexicons
) -> tuple[tuple[int, int] | None, tuple[int, int] | None]:
    """Source and cue right after the quotation ("...," the statement said; "...," said X)."""
    at = end
    while at < len(low) and layer.words[at] in "\"”’'»,":
        at += 1
    stop = at
    while stop < len(low) and stop - at < _REACH and layer.words[stop] not in '.;:!?"“':
        stop += 1
    for index in range(at, stop):
        if lexicons.verbs.get(low[index]) not in {"statement", "report", "appeal", "denial", "question"}:
            continue
        if index > at:
            return _phrase(low, at, index), (index, index + 1)
        after = _until_comma(layer, index + 1, stop)
        return ((index + 1, after) if after > index + 1 else None), (index, index + 1)
    return None, None


def _phrase(low: list[str], first: int, end: int) -> tuple[int, int] | None:
    while first < end and low[first] in _NOT_SOURCE:
        first += 1
    return (first, end) if first < end else None


def _until_comma(layer: TokenLayer, at: int, stop: int) -> int:
    while at < stop and layer.words[at] not in ",(":
        at += 1
    return at
