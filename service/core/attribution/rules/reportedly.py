"""“The money reportedly left in 312 transfers”: an adverb says that somebody told it, and nobody is named.

The tagger knows “it is reported that”, and passes the adverb over.
"""

from bisect import bisect_right

from service.core.attribution.model import RawAttribution
from service.core.attribution.places import RowsByPlace
from service.core.domain import BlockKind, Document, TokenLayer
from service.core.lang.lexicon import Lexicons

_ADVERBS = frozenset({"reportedly", "purportedly"})
_CONFIDENCE = 0.6
#: Shortest and longest clause, in tokens.
_SHORTEST, _LONGEST = 4, 60
_STOPS = frozenset(".;:!?—–")
#: Behind a comma these begin another clause.
_JOINTS = frozenset("and but while whereas which who although though as because after before when".split())


def credit(
    doc: Document, layer: TokenLayer, low: list[str], raw: tuple[RawAttribution, ...], lexicons: Lexicons
) -> tuple[RawAttribution, ...]:
    """`raw` with a row without source for each clause with such an adverb that no row covers."""
    del lexicons
    if _ADVERBS.isdisjoint(low):
        return raw
    rows: RowsByPlace | None = None
    for at, word in enumerate(low):
        if word not in _ADVERBS or not _is_prose(doc, layer, at):
            continue
        first, end = _clause(layer, low, at)
        if not _SHORTEST <= end - first <= _LONGEST:
            continue
        rows = rows or RowsByPlace(raw)
        if not any(part[0] < end and first < part[1] for _, row in rows.near(first, end) for part in row.content):
            rows.add(RawAttribution(None, (at, at + 1), ((first, end),), _CONFIDENCE, found_by="adverb"))
    return raw if rows is None else rows.all()


def _is_prose(doc: Document, layer: TokenLayer, at: int) -> bool:
    return doc.blocks[bisect_right(layer.paragraphs, (at, len(layer))) - 1].kind is not BlockKind.HEADLINE


def _clause(layer: TokenLayer, low: list[str], at: int) -> tuple[int, int]:
    """The clause of a token: between the stops of its sentence, or a comma and a word that begins another clause."""
    first, stop = layer.sentences[bisect_right(layer.sentences, (at, len(layer))) - 1]
    begin = at
    while begin > first and low[begin - 1] not in _STOPS and not (low[begin] in _JOINTS and low[begin - 1] == ","):
        begin -= 1
    begin += low[begin] in _JOINTS
    end = at
    while (
        end < stop and low[end] not in _STOPS and not (low[end] == "," and end + 1 < stop and low[end + 1] in _JOINTS)
    ):
        end += 1
    return begin, end
