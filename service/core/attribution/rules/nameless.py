"""Why a source is not named is nobody's statement: "said a guard, who asked not to be named because the case is open".

The tagger at times takes such a clause for what was said, or loses the speaker whom it cuts off from the verb.
"""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace

from service.core.attribution.model import RawAttribution
from service.core.attribution.phrases import Pair
from service.core.attribution.places import RowsByPlace
from service.core.domain import Document, TokenLayer
from service.core.lang.lexicon import Lexicons, match_at

#: Longest name of a speaker before the clause, in tokens.
_LONGEST = 16
#: "Asked that" opens such a clause only where a name is what is asked for, within so many tokens.
_REACH = 8
_NAMING = frozenset({"name", "names", "named", "identified", "quoted", "used", "identity", "anonymous", "anonymity"})
_OPEN = frozenset({"that"})
_STOP = frozenset(',.;:—–()"“”‘«»!?')
_PUNCTUATION = frozenset(".,;")


def cut(
    doc: Document, layer: TokenLayer, low: list[str], raw: tuple[RawAttribution, ...], lexicons: Lexicons
) -> tuple[RawAttribution, ...]:
    """`raw` without such clauses in its contents, and with the speakers that stand before them."""
    del doc
    rows: RowsByPlace | None = None
    for clause in _clauses(layer, low, lexicons):
        rows = rows or RowsByPlace(raw)
        for number, row in rows.near(max(0, clause[0] - 1), min(len(low), clause[1] + 2)):
            mended = _mended(layer, row, clause)
            if mended is None:
                rows.drop(number)
            elif mended is not row:
                rows.drop(number)
                rows.add(mended)
    return raw if rows is None else rows.all()


def _clauses(layer: TokenLayer, low: list[str], lexicons: Lexicons) -> Iterator[Pair]:
    """Each such clause from its first word to the comma or the sentence's end; disjoint, in order."""
    after = 0
    for at, word in enumerate(low):
        found = match_at(lexicons.nameless, low, at) if at >= after and word in lexicons.nameless else None
        if found is None:
            continue
        begin, stop = layer.sentences[bisect_right(layer.sentences, (at, len(low))) - 1]
        if low[found[0] - 1] in _OPEN and _NAMING.isdisjoint(low[found[0] : min(stop, found[0] + _REACH)]):
            continue
        first = at
        while first > max(begin, after) and low[first - 1] in lexicons.nameless_opening:
            first -= 1
        after = found[0]
        while after < stop and low[after] not in _PUNCTUATION:
            after += 1
        yield first, after


def _mended(layer: TokenLayer, row: RawAttribution, clause: Pair) -> RawAttribution | None:
    """The row without the clause, None where nothing else was said; a row whose own cue is in the clause stays as it is."""
    first, end = clause
    if row.cue is not None and first <= row.cue[0] < end:
        return row
    content = tuple(part for part in (_outside(part, clause) for part in row.content) if part)
    if not content:
        return None
    source = row.source
    if row.cue is not None and end <= row.cue[0] <= end + 1 and (source is None or first <= source[0] < end):
        source = _speaker(layer, first) or source
    changed = content != row.content or source != row.source
    return replace(row, content=content, source=source) if changed else row


def _outside(part: Pair, clause: Pair) -> Pair | None:
    """What of a content stands before the clause that it runs into; all of it where the clause lies in its middle or elsewhere."""
    if clause[0] <= part[0] and part[1] <= clause[1]:
        return None
    return (part[0], clause[0]) if part[0] < clause[0] < part[1] <= clause[1] else part


def _speaker(layer: TokenLayer, first: int) -> Pair | None:
    """The phrase that a clause between commas describes."""
    end = first - 1 if first and layer.words[first - 1] == "," else first
    begin = end
    while begin > 0 and end - begin < _LONGEST and layer.words[begin - 1] not in _STOP:
        begin -= 1
    sentence = layer.sentences[bisect_right(layer.sentences, (first, len(layer))) - 1][0]
    begin = max(begin, sentence)
    return (begin, end) if begin < end else None
