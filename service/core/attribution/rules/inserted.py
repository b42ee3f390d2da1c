"""A speaker put in between a subject and its predicate: "The vials, he says, carried no label" is his in both pieces.

The comma that closes such an insertion must be followed by a verb or a quotation that goes on in lower case, and what stands before it
must be a bare subject: then neither piece says anything without the other.
"""

from bisect import bisect_right
from dataclasses import replace

from service.core.attribution.model import RawAttribution
from service.core.attribution.phrases import Pair
from service.core.attribution.places import RowsByPlace
from service.core.domain import Document, TokenLayer
from service.core.lang.lexicon import Lexicons

#: Longest subject and longest insertion, in tokens.
_SUBJECT = 14
_INSERTION = 16
#: Longest predicate: a bound keeps the work linear.
_PREDICATE = 120
_SAYING = frozenset(
    "said says say told tells tell adds added writes wrote write insisted insists argued argues explained explains noted notes claimed "
    "claims believes warned warns found finds reported reports stressed stresses stated".split()
)
_TELLING = frozenset({"told", "tells", "tell"})
_FINITE = frozenset("is are was were has have had will would can could may might must should did does do".split())
#: Words that no subject begins with.
_OPENERS = frozenset(
    "in on at by for with from to after before during since under over but and or so then yet if when while as because although though "
    "however meanwhile still asked speaking according despite amid also later earlier instead moreover furthermore yesterday today "
    "tonight indeed".split()
)
_CLAUSAL = frozenset("who which that when while where because although though if but than whether i you we".split())
_STOP = frozenset(',.;:—–()"“”!?‘«»')
_MARKS = frozenset('"“‘«')
#: A regular past form or participle has more letters than this; a title before a name ("Lt.", "Sen.") no more than that.
_LETTERS = 4
_TITLE = 3


def join(
    doc: Document, layer: TokenLayer, low: list[str], raw: tuple[RawAttribution, ...], lexicons: Lexicons
) -> tuple[RawAttribution, ...]:
    """`raw` with both pieces round each such insertion in one row of its speaker."""
    del doc, lexicons
    rows: RowsByPlace | None = None
    for at, word in enumerate(low):
        if word in _SAYING:
            found = _insertion(layer, low, at)
            if found:
                rows = rows or RowsByPlace(raw)
                _join(low, rows, at, *found)
    return raw if rows is None else rows.all()


def _insertion(layer: TokenLayer, low: list[str], verb: int) -> tuple[Pair, Pair, Pair] | None:
    """Speaker, subject and predicate of the sentence into which the clause of `verb` is put, or None."""
    begin, end = layer.sentences[bisect_right(layer.sentences, (verb, len(layer))) - 1]
    while begin < verb and not layer.words[begin][0].isalnum():
        begin += 1
    comma = next((at for at in range(begin, min(verb, begin + _SUBJECT + 1)) if low[at] == ","), None)
    if comma is None or comma == begin or not _bare((begin, comma), low):
        return None
    close = _next_comma(low, verb + 1, min(end, comma + _INSERTION))
    speaker = (verb + 1, close or 0) if verb == comma + 1 and low[verb] not in _TELLING else (comma + 1, verb)
    if close is None or speaker[0] >= speaker[1] or not _plain(low, speaker):
        return None
    if not (low[verb] in _TELLING or verb == comma + 1 or close == verb + 1):
        return None
    if not _goes_on(layer, low, close + 1, end):
        return None
    stop = min(end, close + 1 + _PREDICATE)
    return speaker, (begin, comma), (close + 1, stop - 1 if low[stop - 1] in {".", "?", "!"} else stop)


def _bare(subject: Pair, low: list[str]) -> bool:
    words = low[slice(*subject)]
    return not (
        words[0] in _OPENERS
        or any(word in _FINITE or word in _SAYING or word in _CLAUSAL or word in _STOP for word in words)
    )


def _next_comma(low: list[str], first: int, end: int) -> int | None:
    for at in range(first, end):
        if low[at] == ",":
            return at
        if (low[at] in _STOP and not _abbreviates(low, at)) or low[at] in _CLAUSAL:
            return None
    return None


def _plain(low: list[str], phrase: Pair) -> bool:
    """Whether a phrase is a name or a plain noun phrase; the point of a title ("Dr.") may stand in it."""
    return not any(
        (low[at] in _STOP and not _abbreviates(low, at)) or low[at] in _CLAUSAL or low[at] in _FINITE
        for at in range(*phrase)
    )


def _abbreviates(low: list[str], at: int) -> bool:
    return low[at] == "." and at > 0 and len(low[at - 1]) <= _TITLE


def _goes_on(layer: TokenLayer, low: list[str], at: int, end: int) -> bool:
    """Whether a predicate stands there: a verb, or a quotation that goes on in lower case."""
    if at + 1 >= end:
        return False
    if low[at] in _MARKS:
        return layer.words[at + 1][0].islower()
    return low[at] in _FINITE or (low[at].endswith("ed") and len(low[at]) > _LETTERS) or low[at] in _IRREGULAR


#: Past forms that often open a predicate and are not regular.
_IRREGULAR = frozenset(
    "became began broke brought came cost cut fell felt gave got grew held hit kept knew led left lost made met paid put ran rose sent set "
    "shot showed shows spent stood took went won wrote".split()
)


def _join(low: list[str], rows: RowsByPlace, verb: int, speaker: Pair, subject: Pair, predicate: Pair) -> None:
    """Both pieces in one row of the speaker; what had only one of them goes, and a later speaker's words stay his."""
    own: RawAttribution | None = None
    limit = predicate[1]
    near = rows.near(subject[0], predicate[1])
    for _, row in near:
        for span in (row.cue, row.source):
            if span and predicate[0] < span[0] < limit and low[span[0] - 1] in {",", "and", "but"}:
                limit = span[0] - 1
    pieces = (subject, (predicate[0], limit))
    for number, row in near:
        mine = row.cue is not None and row.cue[0] <= verb < row.cue[1]
        if mine or (row.source == speaker and _within(row, pieces)):
            own = own or row
            rows.drop(number)
        elif _within(row, (subject,)):
            rows.drop(number)
    base = own or RawAttribution(speaker, (verb, verb + 1), pieces, 0.6, found_by="inserted")
    later = tuple(part for part in (own.content if own else ()) if part[0] >= predicate[1])
    rows.add(replace(base, source=speaker, cue=base.cue or (verb, verb + 1), content=(*pieces, *later)))


def _within(row: RawAttribution, pieces: tuple[Pair, ...]) -> bool:
    return all(any(low <= first and end <= high for low, high in pieces) for first, end in row.content)
