"""Chains: who passed on what somebody else said; the inner source gets the content, the others are its relays, outermost first.

The tagger finds one attribution, mostly the outermost, as its corpus annotates it. What stands beside the content in the same sentence
shows the others: "X reported, citing Y", "X quoted Y as saying", "Y told X", "Y, quoted by X, said", "Y briefed by Z said".
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from service.core.attribution.model import RawAttribution
from service.core.attribution.outlets import outlet_at
from service.core.attribution.phrases import Pair, cited_phrase
from service.core.domain import Document, TokenLayer
from service.core.lang.lexicon import Lexicons, match_at

#: Furthest that "as saying" stands from the citing word, in tokens.
_AS_REACH = 24
#: Tokens that must be left of a content from which a relay's name is taken.
_LEAST = 3
#: Marks and rows of one sentence that are looked at; no sentence has more, and hostile input stays linear.
_MOST = 12
_CLAUSE = frozenset({"that", "saying", "as", "said"})
_PARTICIPLES = frozenset({"citing", "quoting"})
_NOT_ACTIVE = frozenset("was were is are be been being as also often widely it he she they i we not that".split())
_NOT_CITED = frozenset({"as", "in", "by", "for", "to", "above", "from", "on", "at"})
_PASSIVE = frozenset({"was", "were", "is", "are", "been", "be", "being"})
_RELATIVE = frozenset({"which", "who", "that"})
_QUOTED = frozenset({"quoted", "cited"})
#: Longest phrase that is taken for a subject, and longest "In a report" before "citing", in tokens.
_PHRASE = 12
_OPENING = 6
_STOP = frozenset(',.;:—–()"“”!?')
_MARKS = frozenset('"“‘«')
_CLOSING = frozenset('"”»,')
_DETERMINERS = frozenset({"the", "a", "an", "its", "their"})


@dataclass(frozen=True, slots=True)
class _Mark:
    """A phrase that stands before a source or a relay; `meaning` is its list in the lexicon."""

    at: int
    end: int
    meaning: str


@dataclass(frozen=True, slots=True)
class _Scene:
    """One sentence: its tokens, its marks, and the rows whose sources stand in it."""

    layer: TokenLayer
    low: list[str]
    lexicons: Lexicons
    end: int
    begin: int
    marks: Sequence[_Mark]
    rows: Sequence[RawAttribution]

    def cited(self, at: int) -> Pair | None:
        return cited_phrase(self.layer, self.low, at, self.end, self.lexicons)

    def outlet(self, at: int) -> Pair | None:
        return outlet_at(self.layer, self.low, at, self.end, self.lexicons)


def link(
    doc: Document, layer: TokenLayer, low: list[str], raw: tuple[RawAttribution, ...], lexicons: Lexicons
) -> tuple[RawAttribution, ...]:
    """`raw` with chains resolved: inner sources in place of those who cite them, relays in `via`."""
    del doc
    marks = list(_marks(low, lexicons))
    if not marks or not raw:
        return raw
    places = [mark.at for mark in marks]
    beside: dict[int, list[RawAttribution]] = defaultdict(list)
    for row in raw:
        beside[_sentence(layer, row)].append(row)
    found: list[RawAttribution] = []
    named: set[int] = set()
    for row in raw:
        home = _sentence(layer, row)
        begin, end = layer.sentences[home]
        here = marks[bisect_left(places, begin) : bisect_left(places, end)]
        linked = row
        if here:
            linked = _linked(row, _Scene(layer, low, lexicons, end, begin, here[:_MOST], beside[home][:_MOST]))
        if linked.source and linked.source != row.source:
            named.update(range(*linked.source))
        found += _briefed(linked, here, layer, low, lexicons)
    return tuple(row for row in found if not _only_cites(row, named, low, lexicons))


def _marks(low: list[str], lexicons: Lexicons) -> Iterator[_Mark]:
    """Marks in order of the text; a phrase goes before the single word with which it begins ("cited by")."""
    starts = lexicons.relay_marks
    for at, word in enumerate(low):
        if word in starts:
            found = match_at(starts, low, at)
            if found:
                yield _Mark(at, *found)


def _sentence(layer: TokenLayer, row: RawAttribution) -> int:
    place = (row.source or row.cue or row.content[0])[0]
    return bisect_right(layer.sentences, (place, len(layer))) - 1


def _linked(row: RawAttribution, scene: _Scene) -> RawAttribution:
    for step in (_named_subject, _quoted_by, _as_saying, _inside_source, _citing, _relayed, _reported_before):
        row = step(row, scene)
    return row


def _named_subject(row: RawAttribution, scene: _Scene) -> RawAttribution:
    """Who "which" is in "X, which cited Y, said ..." or "according to X, which cited Y"."""
    for mark in scene.marks:
        which = mark.at - 1
        if mark.meaning != "citing" or which <= scene.begin + 1 or scene.low[which] not in _RELATIVE:
            continue
        if row.source != (which, which + 1) and not (row.source is None and row.cue and row.cue[0] > mark.at):
            continue
        first = which - 1
        while first > scene.begin and scene.layer.words[first - 1] not in _STOP and which - first <= _PHRASE:
            first -= 1
        outlet = next(
            (found for at in range(first, which - 1) if (found := scene.outlet(at)) and found[1] == which - 1), None
        )
        if outlet:
            return replace(row, source=outlet)
    return row


def _quoted_by(row: RawAttribution, scene: _Scene) -> RawAttribution:
    """The subject speaks in "Y was quoted as saying by X that ...", whichever of the two the tagger took."""
    for mark in scene.marks:
        if mark.meaning != "carriers" or row.source is None or not mark.at <= row.source[0] <= mark.end + 1:
            continue
        verb = mark.at
        while verb > scene.begin and scene.low[verb] not in _QUOTED:
            verb -= 1
        first = verb - 1
        while first >= scene.begin and scene.low[first] in _PASSIVE | {"has", "had", "also", "later"}:
            first -= 1
        end = first + 1
        while first > scene.begin and scene.layer.words[first - 1] not in _STOP and end - first < _PHRASE:
            first -= 1
        if end < verb and first < end and not _within((end - 1, end), row.content):
            return replace(row, source=(first, end))
    return row


def _as_saying(row: RawAttribution, scene: _Scene) -> RawAttribution:
    """The tagger takes "Y as saying that ..." for what X quoted in "X quoted Y as saying that ..."."""
    first, end = row.content[0]
    low = scene.low
    if not row.source or not first or low[first - 1] not in scene.lexicons.citing or low[first - 2] in _PASSIVE:
        return row
    for at in range(first + 1, min(end - 2, first + _AS_REACH)):
        if low[at] == "as" and low[at + 1].endswith("ing") and low[at + 1] in scene.lexicons.verbs:
            content = ((at + 2, end), *row.content[1:])
            return _inner(row, (first, at), first - 1, content)
    return row


def _inner(row: RawAttribution, source: Pair, citing: int, content: tuple[Pair, ...] | None = None) -> RawAttribution:
    """`row` with `source` in place of its own, which becomes the relay."""
    assert row.source is not None
    return replace(
        row, source=source, via=(*row.via, row.source), cue=(citing, citing + 1), content=content or row.content
    )


def _inside_source(row: RawAttribution, scene: _Scene) -> RawAttribution:
    """The tagger's source holds both in "According to a report by X citing Y"."""
    if row.source is None:
        return row
    first, end = row.source
    for mark in scene.marks:
        if mark.meaning == "citing" and first < mark.at < end:
            inner = scene.cited(mark.end)
            if inner:
                return _inner(replace(row, source=(first, mark.at)), inner, mark.at)
    return row


def _citing(row: RawAttribution, scene: _Scene) -> RawAttribution:
    """Every further link of "X reported, citing Y, which quoted Z"; "Citing Y, X reported"."""
    for mark in scene.marks:
        if mark.meaning != "citing" or row.source is None or not _active(scene.low, mark.at):
            continue
        inner = scene.cited(mark.end)
        if inner is None or _overlap(inner, row.source):
            continue
        content = _freed(row, mark.at, inner, scene)
        passes = _as_said(scene, inner[1]) or _passes_on(row, scene)
        if content is not None and passes and _cites(row, mark.at, scene):
            row = _inner(row, inner, mark.at, content)
    return row


def _as_said(scene: _Scene, at: int) -> bool:
    """Whether "as saying" follows the cited name: then it is that name's words, whoever quotes it."""
    low = scene.low
    return (
        at + 1 < scene.end and low[at] == "as" and low[at + 1].endswith("ing") and low[at + 1] in scene.lexicons.verbs
    )


def _passes_on(row: RawAttribution, scene: _Scene) -> bool:
    """Whether who cites passes on another's words: an outlet or a body; a person who cites something speaks for himself."""
    assert row.source is not None
    first, end = row.source
    if scene.outlet(first):
        return True
    if scene.low[first] in scene.lexicons.personal or _opens_quotation(row, scene):
        return False
    return (
        not scene.layer.words[first][0].isupper()
        or any(word in scene.lexicons.source_heads for word in scene.low[first:end])
        or scene.low[first] in _DETERMINERS
    )


def _opens_quotation(row: RawAttribution, scene: _Scene) -> bool:
    """Whether the content is somebody's own wording: only an outlet's can be another's."""
    first = row.content[0][0]
    words = scene.layer.words
    return words[first] in _MARKS or (first > 0 and words[first - 1] in _MARKS)


def _active(low: list[str], at: int) -> bool:
    """A participle, or a finite verb before a noun phrase; "was cited as" and "it cited in May" are none."""
    if at + 1 < len(low) and (low[at + 1] in _NOT_CITED or low[at + 1] in _STOP - _MARKS):
        return False
    return low[at] in _PARTICIPLES or at == 0 or low[at - 1] not in _NOT_ACTIVE


def _cites(row: RawAttribution, at: int, scene: _Scene) -> bool:
    """Whether it is the row's source that cites: it stands before, with no other source between; or the sentence opens with it."""
    assert row.source is not None
    if at < row.source[0]:
        return scene.low[at] in _PARTICIPLES and (at - scene.begin <= 1 or _in_report(at, scene))
    between = (row.source[1], at)
    return not any(
        other.source and _overlap(other.source, between) and scene.low[other.source[0]] not in {"which", "who"}
        for other in scene.rows
        if other.source != row.source and not _within(other.source, row.content)
    )


def _in_report(at: int, scene: _Scene) -> bool:
    """Whether the sentence opens with the report that cites: "In a story citing two guards, the paper said ..."."""
    low = scene.low
    return (
        at - scene.begin <= _OPENING
        and low[scene.begin] == "in"
        and not _STOP.intersection(low[scene.begin : at])
        and any(word in scene.lexicons.source_heads for word in low[scene.begin + 1 : at])
    )


def _within(span: Pair | None, content: tuple[Pair, ...]) -> bool:
    return span is not None and any(first <= span[0] < end for first, end in content)


def _freed(row: RawAttribution, at: int, inner: Pair, scene: _Scene) -> tuple[Pair, ...] | None:
    """The content without the citing phrase at its edge; None where the phrase stands in its middle or is all of it."""
    pieces: list[Pair] = []
    after = inner[1]
    while after < scene.end and scene.low[after] in _CLOSING:
        after += 1
    for first, end in row.content:
        if end <= at or first >= after:
            pieces.append((first, end))
        elif at <= first and end <= after:  # nothing but the phrase
            continue
        elif inner[0] - 1 <= first:  # the phrase opens the piece
            if after > inner[1] or scene.low[min(after, end - 1)] in _CLAUSE:
                pieces.append((after if after > inner[1] else after + 1, end))
            elif first < after < end:
                return None
        elif first < at and after >= end - 1 and _trails(row, at, scene):
            pieces.append((first, at - 1 if scene.low[at - 1] == "," else at))
        else:
            return None
    return tuple(pieces) or None


def _trails(row: RawAttribution, at: int, scene: _Scene) -> bool:
    """A participle after a comma at the content's end belongs to an outlet's own report."""
    return (
        row.source is not None
        and scene.low[at] in _PARTICIPLES
        and outlet_at(scene.layer, scene.low, row.source[0], row.source[1] + 1, scene.lexicons) is not None
    )


def _relayed(row: RawAttribution, scene: _Scene) -> RawAttribution:
    """Relays to whom or through whom the source spoke."""
    for mark in scene.marks:
        if mark.meaning not in {"carriers", "holders", "recipients"} or row.source is None:
            continue
        relay = scene.outlet(mark.end) or (scene.cited(mark.end) if mark.meaning == "carriers" else None)
        if relay is None or not _belongs(row, mark, scene):
            continue
        if row.source[0] < mark.at < row.source[1]:
            row = replace(row, source=_before(scene.low, row.source[0], mark.at))
        if row.source is None or _overlap(relay, row.source) or relay in row.via:
            continue
        first, end = row.content[0]
        if first == relay[0] and end - relay[1] >= _LEAST:  # the tagger took who was told for the beginning of what
            row = replace(row, content=((relay[1], end), *row.content[1:]))
        elif _within(relay, row.content):
            continue
        outer = mark.meaning == "holders" or scene.low[mark.at] in {"as", "first"}
        row = replace(row, via=(relay, *row.via) if outer else (*row.via, relay))
    return row


def _reported_before(row: RawAttribution, scene: _Scene) -> RawAttribution:
    """The outlet in "X reported that, according to Y, ..." has passed on what Y said."""
    low = scene.low
    if row.source is None or row.cue is None or low[row.cue[0]] != "according" or row.via:
        return row
    verb = row.cue[0] - 1
    while verb > scene.begin and low[verb] in {",", "that"}:
        verb -= 1
    if low[verb] not in scene.lexicons.report_verbs or row.content[0][0] < verb:
        return row
    first = max(scene.begin, verb - _PHRASE)
    found = (scene.outlet(at) for at in range(first, verb))
    outlet = next((span for span in found if span and span[1] == verb), None)
    return replace(row, via=(outlet,)) if outlet else row


def _before(low: list[str], first: int, at: int) -> Pair:
    while at > first + 1 and (
        low[at - 1] in _STOP or low[at - 1] in _PASSIVE or low[at - 1] in {"as", "first", "which"}
    ):
        at -= 1
    return first, at


def _belongs(row: RawAttribution, mark: _Mark, scene: _Scene) -> bool:
    """Whether the mark stands beside the row's content and nearer to its source and cue than to another row's."""
    if _within((mark.at, mark.end), row.content):
        return False
    if mark.meaning == "recipients" and scene.low[mark.at] in {"told", "tells", "telling"}:
        speaks = row.source is not None and row.source[1] <= mark.at and scene.low[mark.at - 1] not in _PASSIVE
        if not speaks or scene.low[mark.at - 1] == "not":
            return False
    mine = _distance(row, mark)
    return all(_distance(other, mark) >= mine for other in scene.rows)


def _distance(row: RawAttribution, mark: _Mark) -> int:
    spans = [span for span in (row.source, row.cue) if span]
    return min((max(first - mark.end, mark.at - end, 0) for first, end in spans), default=1000)


def _overlap(left: Pair, right: Pair) -> bool:
    return left[0] < right[1] and right[0] < left[1]


def _only_cites(row: RawAttribution, named: set[int], low: list[str], lexicons: Lexicons) -> bool:
    """A row whose content is nothing but the name of a source that another row has got ("quoting an army commander")."""
    return (
        len(row.content) == 1
        and row.cue is not None
        and any(low[at] in lexicons.citing for at in range(*row.cue))
        and (row.content[0][0] in named or row.content[0][0] + 1 in named)
    )


def _briefed(
    row: RawAttribution, marks: Sequence[_Mark], layer: TokenLayer, low: list[str], lexicons: Lexicons
) -> Iterator[RawAttribution]:
    """The row, and one for whoever briefed its source ("two lawmakers briefed by the spy agency")."""
    yield row
    if row.source is None:
        return
    for mark in marks:
        if mark.meaning == "briefed" and row.source[0] < mark.at <= row.source[1]:
            end = layer.sentences[_sentence(layer, row)][1]
            inner = cited_phrase(layer, low, mark.end, end, lexicons)
            if inner and not _within(inner, row.content):
                via = (*row.via, (row.source[0], mark.at))
                yield replace(row, source=inner, cue=(mark.at, mark.end), via=via, found_by="relay")
