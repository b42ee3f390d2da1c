"""Who speaks right behind a quotation's comma has said it: “..., ” said X; “..., ” X said; “..., ” X, a farmer, said.

The tagger at times hands such a quotation to whoever spoke in the sentence before.
"""

from bisect import bisect_left, bisect_right
from dataclasses import replace

from service.core.attribution.model import RawAttribution
from service.core.attribution.phrases import Pair
from service.core.attribution.places import RowsByPlace
from service.core.domain import Document, TokenLayer
from service.core.lang.lexicon import Lexicons

#: Longest name of a speaker and longest apposition behind it, in tokens.
_LONGEST = 10
_APPOSITION = 14
#: Furthest that a name stands behind what describes it ("second violin Jo Falk"), in tokens.
_DESCRIPTION = 4
#: Words before a quotation that a cue of its own takes at most ("said in Paris that “...").
_NEAR = 4
_PAUSE = frozenset(",?!")
_MARKS = frozenset("\"”’'»,")
_STOP = frozenset('.;:!?"“”‘()—–')
_DETERMINERS = frozenset("the a an one his her their its another".split())
#: Verbs that stand beside a quotation; others ("a charge he denied") tell of it.
_SAYING = frozenset(
    "said says added adds wrote writes asked asks replied replies explained explains continued continues recalled recalls argued argues "
    "insisted insists noted notes warned warns joked joked quipped tweeted posted declared exclaimed shouted concluded stated observed "
    "remarked testified responded answered acknowledged admitted conceded lamented complained told tells reads read sighed sighs laughed "
    "laughs went goes countered counters chuckled muttered whispered snapped boasted".split()
)
#: Words that no plain name of a speaker contains or begins with.
_CLAUSAL = frozenset(
    "and but or so then who which that when while where as if than what whether because although though have has had is are was were "
    "be been will would can could may might must should not to for in on at with from by".split()
)


def credit(
    doc: Document, layer: TokenLayer, low: list[str], raw: tuple[RawAttribution, ...], lexicons: Lexicons
) -> tuple[RawAttribution, ...]:
    """`raw` with quotations credited to the speaker named right behind them."""
    del doc
    rows: RowsByPlace | None = None
    for quotation in layer.quotations:
        if quotation.scare:
            continue
        end = bisect_left(layer.starts, quotation.span.end)
        found = _speaker(layer, low, end, lexicons)
        if found is None:
            continue
        first = bisect_left(layer.starts, quotation.inner.start)
        rows = rows or RowsByPlace(raw)
        _credit(low, rows, (first, end), *found)
    return raw if rows is None else rows.all()


def _speaker(layer: TokenLayer, low: list[str], end: int, lexicons: Lexicons) -> tuple[Pair, Pair] | None:
    """Source and cue behind the closing mark before token `end`, or None."""
    at = end
    while at < len(low) and low[at] in _MARKS:
        at += 1
    stop = layer.sentences[bisect_right(layer.sentences, (max(end - 1, 0), len(low))) - 1][1]
    if at >= stop or not (low[at - 1] == "," or (end > 1 and low[end - 2] in _PAUSE)):
        return None
    if low[at] in _SAYING or (lexicons.verbs.get(low[at]) == "statement" and _names(layer, low, at + 1)):
        after = _name_end(layer, low, at + 1, stop)
        return ((at + 1, after), (at, at + 1)) if after > at + 1 else None
    name = _name_end(layer, low, at, stop)
    verb = _verb_behind(low, name, stop) if at < name < stop else None
    return None if verb is None else ((at, verb - (low[verb - 1] == ",")), (verb, verb + 1))


def _names(layer: TokenLayer, low: list[str], at: int) -> bool:
    """Whether a name, a description with a name or a phrase for one person begins there, as it does behind an inverted verb."""
    if at >= len(low) or low[at] in _CLAUSAL:
        return False
    return low[at] in _DETERMINERS or any(word[0].isupper() for word in layer.words[at : at + _DESCRIPTION])


def _verb_behind(low: list[str], name: int, stop: int) -> int | None:
    """The verb of saying right behind a name, or behind a description of it between commas."""
    if low[name] in _SAYING:
        return name
    if low[name] != ",":
        return None
    for at in range(name + 2, min(stop - 1, name + _APPOSITION)):
        if low[at] == "," and low[at + 1] in _SAYING:
            return at + 1
        if low[at] in _STOP:
            return None
    return None


def _name_end(layer: TokenLayer, low: list[str], first: int, stop: int) -> int:
    """End of the plain noun phrase at `first`; `first` itself where none begins there."""
    at = first
    while at < stop and at - first < _LONGEST and low[at] not in _SAYING:
        if (
            low[at] == "."
            and at > first
            and len(low[at - 1]) <= 3
            and layer.words[at - 1][0].isupper()
            and at + 1 < stop
        ):
            at += 1
            continue
        if low[at] in _CLAUSAL or low[at] in _STOP or low[at] == ",":
            break
        at += 1
    return at


def _credit(low: list[str], rows: RowsByPlace, quotation: Pair, source: Pair, cue: Pair) -> None:
    for number, row in rows.near(*quotation):
        own = tuple(part for part in row.content if part[0] < quotation[1] and quotation[0] < part[1])
        if not own or (row.source and _touch(row.source, source)) or _leads_up(low, row, own[0][0]):
            continue
        if row.source is None:
            if row.cue and _touch(row.cue, cue):
                rows.drop(number)
                rows.add(replace(row, source=source))
            continue
        if any(source[0] < part[1] and part[0] < source[1] for part in row.content):
            if any(part[0] < quotation[0] - 1 and source[0] < part[1] for part in own):
                continue
            own = (quotation,)
        earlier = tuple(part for part in row.content if part[1] <= quotation[0])
        if earlier:
            rows.put(number, replace(row, content=earlier))
            rows.add(replace(row, source=source, cue=cue, content=_later(row, quotation, own)))
        else:
            rows.drop(number)
            rows.add(replace(row, source=source, cue=cue, content=_later(row, quotation, own)))


def _later(row: RawAttribution, quotation: Pair, own: tuple[Pair, ...]) -> tuple[Pair, ...]:
    """What is the speaker's: the quotation, without his own name where the tagger read on over it, and what follows."""
    return (*own, *(part for part in row.content if part[0] >= quotation[1] and part not in own))


def _leads_up(low: list[str], row: RawAttribution, first: int) -> bool:
    """Whether the row's own cue stands right before the content, in its sentence."""
    return row.cue is not None and 0 <= first - row.cue[1] <= _NEAR and "." not in low[row.cue[1] : first]


def _touch(one: Pair, other: Pair) -> bool:
    return one[0] < other[1] and other[0] < one[1]
