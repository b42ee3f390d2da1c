"""A sentence that ends in ", X said" or ", said X" is X's in full, however its inside reads; so is what stands before ", X say, and ...".

The tagger sees verbs inside such a clause ("Drones struck a refinery, the army said") and may take them for cues of their own. The
comma, a short noun phrase and a verb of saying at the end of the sentence decide.
"""

from bisect import bisect_right
from dataclasses import replace

from service.core.attribution.model import RawAttribution
from service.core.attribution.places import RowsByPlace
from service.core.domain import BlockKind, Document, TokenLayer
from service.core.lang.lexicon import Lexicons

#: Longest noun phrase between the comma and the verb, and shortest clause before it, in tokens.
_LONGEST = 14
_SHORTEST = 4
_IN_HEADLINE = 2
#: Longest clause before it, in tokens: no sentence that people write is longer, and a bound keeps the work linear.
_LONGEST_CLAUSE = 200
_STOPS = frozenset(',.;:—–()"“”!?‘«»')
#: What a writer's opening words may cost: a content that begins up to here in the clause and ends with it stays as it was read.
_OPENING = 5
#: Longest description between commas: "..., Jo Ade, who runs the ward, said".
_LONGEST_APPOSITION = 14
#: Verbs that stand before their subject, and what such a subject and its description begin with beside a capital.
_INVERTED = frozenset({"said", "says"})
_OPENERS = frozenset(
    "the a an one two three his her their its some several another who whose which both and local senior".split()
)
_BE = frozenset("is are was were has have had will would can could may might must should did does do".split())
_AUXILIARIES = frozenset("had has have also later earlier already since then".split())
_TELLING = frozenset({"told", "tells"})
_QUOTING = frozenset({"quoted", "quotes", "cited"})
#: Longest phrase for who was told, in tokens, and what ends it.
_HEARER = 8
_AFTER_HEARER = frozenset(
    "on in at by this last late early after before during that how why what when where if whether to".split()
)
#: Words that no subject of a trailing verb of saying contains: they open another clause.
_CLAUSAL = frozenset(
    "who which that when while where because although though if but as what whether than so i you we would will could can should "
    "must might may had has have is are was were be said say says told".split()
)
_DAYS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday today yesterday late early earlier on this last in a an the "
    "morning afternoon evening night week month statement report interview press news conference briefing reporters to at "
    "separately later release bulletin post message x twitter facebook telegram its his her their".split()
)
#: Beside these, verbs that tell of speech inside the clause; acts ("agreed", "ordered") are part of what is reported.
_SPEECH = frozenset(
    "saying tells telling asked urged denied denies accused blamed alleged complained promised argued believed thinks".split()
)
#: Verbs of headlines; elsewhere most are nouns.
_HEADLINE_VERBS = frozenset("fear fears find finds rules hears learns hints vows urges".split())
#: What a court or an inquiry hears has been said before it: "..., a jury heard".
_HEARING = frozenset({"heard", "hears"})
_COURTS = frozenset("court jury inquiry inquest tribunal hearing judge judges panel committee commission trial".split())
#: "..., she wrote in a memo to staff": a phrase for where it was said ends the sentence.
_PLACES = frozenset(
    "memo letter statement email e-mail note post filing report interview message book column tweet affidavit speech briefing release "
    "blog thread video editorial essay paper petition".split()
)
_PLACE = 6
#: Verbs that end a clause so; others ("called", "described") need an object and are none.
_ENDING = frozenset(
    "said say says reported reports announced announces added adds warned warns confirmed confirms told estimated "
    "estimates believe believes acknowledged claimed claims insisted wrote writes explained showed shows show found finds predicted "
    "warn claim confirm predict predicts suggests suggest quoted quotes cited".split()
)


def credit(
    doc: Document, layer: TokenLayer, low: list[str], raw: tuple[RawAttribution, ...], lexicons: Lexicons
) -> tuple[RawAttribution, ...]:
    """`raw` with the clauses before ", X said" credited to X."""
    del lexicons
    ends = [quotation.span.end for quotation in layer.quotations]
    rows: RowsByPlace | None = None
    for at, word in enumerate(low):
        if (word in _ENDING or word in _HEADLINE_VERBS or word in _HEARING) and at >= _IN_HEADLINE:
            terse = _in_headline(doc, layer, at)
            if word not in _ENDING and not terse and not (word in _HEARING and low[at - 1] in _COURTS):
                continue
            found = _clause(layer, low, at, _IN_HEADLINE if terse else _SHORTEST, ends)
            if found:
                rows = rows or RowsByPlace(raw)
                _credit(low, rows, *found, _after_hearer(layer, low, at, len(low)))
    return raw if rows is None else rows.all()


def _in_headline(doc: Document, layer: TokenLayer, at: int) -> bool:
    """Headlines are terse ("Bridge is sound, engineers say"), so a shorter clause will do there."""
    return doc.blocks[bisect_right(layer.paragraphs, (at, len(layer))) - 1].kind is BlockKind.HEADLINE


def _clause(
    layer: TokenLayer, low: list[str], verb: int, least: int, ends: list[int]
) -> tuple[tuple[int, int], tuple[int, int], tuple[int, int]] | None:
    """Content, source and cue of the clause that `verb` ends, or None."""
    number = bisect_right(layer.sentences, (verb, len(layer))) - 1
    begin, end = layer.sentences[number]
    found = _subject(layer, low, verb, (begin, end))
    if found is None:
        return None
    comma, source = found
    start = _start(layer, begin, comma)
    if not least <= comma - start <= _LONGEST_CLAUSE or any(layer.words[i] in '"“”:;‘«»' for i in range(start, comma)):
        return None
    if _quoted(layer, start, verb, ends):
        return None
    return (start, comma), source, (verb, verb + 1)


def _subject(
    layer: TokenLayer, low: list[str], verb: int, sentence: tuple[int, int]
) -> tuple[int, tuple[int, int]] | None:
    """The comma that ends the clause and who says it: before the verb, with or without a description, or behind it."""
    begin, end = sentence
    if low[verb] in _INVERTED and verb > begin and low[verb - 1] == ",":
        behind = _behind(layer, low, verb + 1, end)
        if behind and _finite(low, begin, verb) and not _finite(low, *behind):
            return verb - 1, behind
    if not _ends(layer, low, _after_hearer(layer, low, verb, end), end):
        return None
    subject = verb
    while subject > begin and low[subject - 1] in _AUXILIARIES:
        subject -= 1
    if subject > begin and low[subject - 1] == ",":
        subject -= 1
        comma = _described(layer, low, begin, subject)
    else:
        comma = _comma(layer, low, begin, subject)
    return None if comma is None else (comma, (comma + 1, subject))


def _behind(layer: TokenLayer, low: list[str], first: int, end: int) -> tuple[int, int] | None:
    """The subject behind an inverted verb that ends the clause: up to the sentence's end or a description of it; None if it is none."""
    if first >= end or not (layer.words[first][0].isupper() or low[first] in _OPENERS):
        return None
    at = first
    while at < end and at - first <= _LONGEST and low[at] not in _CLAUSAL and layer.words[at] not in _STOPS:
        at += 1
    stop = at
    while stop > first + 1 and low[stop - 1] in _DAYS and layer.words[stop - 1].islower():
        stop -= 1
    rest = end - at
    ends = rest <= 1 or low[at] in {"who", "that"} or (layer.words[at] == "," and _describes(layer, low, at + 1))
    return (first, stop) if ends and stop > first else None


def _finite(low: list[str], first: int, end: int) -> bool:
    """Whether a clause stands there, by its auxiliaries and regular past forms; "Its director, Ana Vaz, said the roof leaked" has none."""
    return any(word in _BE or (word.endswith("ed") and len(word) > len("need")) for word in low[first:end])


def _describes(layer: TokenLayer, low: list[str], at: int) -> bool:
    return layer.words[at][0].isupper() or layer.words[at][0].isdigit() or low[at] in _OPENERS


def _described(layer: TokenLayer, low: list[str], begin: int, comma: int) -> int | None:
    """The comma before a subject with a description between commas ("..., the mayor, Jo Ade, said"); `comma` closes it."""
    at = comma - 1
    while at > begin and comma - at <= _LONGEST_APPOSITION and layer.words[at] not in _STOPS:
        at -= 1
    if layer.words[at] != "," or not _describes(layer, low, at + 1) or at + 1 >= comma:
        return None
    before = _comma(layer, low, begin, at)
    return before if before is not None and _describes(layer, low, before + 1) else None


def _after_hearer(layer: TokenLayer, low: list[str], verb: int, end: int) -> int:
    """Who was told or quoted belongs to the cue: "told the Anadolu news agency on Friday", "quoted the mayor as saying"."""
    at = verb + 1
    if low[verb] in _QUOTING:
        stop = min(end, verb + _LONGEST)
        return next((n + 2 for n in range(at + 1, stop - 1) if low[n] == "as" and low[n + 1] == "saying"), verb)
    if low[verb] not in _TELLING:
        return at
    while at < end and at - verb <= _HEARER and low[at] not in _AFTER_HEARER and layer.words[at] not in _STOPS:
        at += 1
    return at


def _quoted(layer: TokenLayer, first: int, end: int, ends: list[int]) -> bool:
    """Whether any of it stands in a quotation: there it is somebody's own wording, which the marks delimit.

    `ends` are the code points at which the quotations end; like the quotations they are in order.
    """
    low, high = layer.starts[first], layer.ends[end]
    for number in range(bisect_right(ends, low), len(ends)):
        q = layer.quotations[number]
        if q.span.start >= high:
            break
        if not q.scare and (q.span.start <= low or q.span.end >= high):
            return True
    return False


def _comma(layer: TokenLayer, low: list[str], begin: int, verb: int) -> int | None:
    """The comma before the subject of `verb`, or None where what stands between is no plain noun phrase."""
    at = verb - 1
    while at > begin and verb - at <= _LONGEST:
        if layer.words[at] == ",":
            return at if at < verb - 1 else None
        if layer.words[at] in _STOPS or low[at] in _CLAUSAL or (layer.words[at] == "'" == layer.words[at + 1]):
            return None
        at -= 1
    return None


def _ends(layer: TokenLayer, low: list[str], at: int, end: int) -> bool:
    """Whether after the verb only a day or a place of saying follows until the sentence or the clause ends."""
    while at < end and (low[at] in _DAYS or low[at].isdigit()):
        at += 1
    if at >= end or layer.words[at] == "." or _in_place(low, at, end):
        return True
    return layer.words[at] == "," and at + 1 < end and layer.words[at + 1] not in "\"“‘«'"


def _in_place(low: list[str], at: int, end: int) -> bool:
    """Whether all that follows tells in what it was said: no clause of its own, such as "in a letter that he would resign", among it."""
    first = at
    while first > 0 and low[first - 1] in _DAYS and low[first] != "in":
        first -= 1
    place = next((n for n in range(first, min(end, first + _PLACE)) if low[n] in _PLACES), None)
    if low[first] != "in" or place is None:
        return False
    return all(
        low[n] not in _STOPS - {",", "."} and (low[n] != "that" or low[n + 1] in _BE) for n in range(place, end - 1)
    )


def _start(layer: TokenLayer, begin: int, comma: int) -> int:
    while begin < comma and not layer.words[begin][0].isalnum():
        begin += 1
    return begin


def _credit(
    low: list[str],
    rows: RowsByPlace,
    content: tuple[int, int],
    source: tuple[int, int],
    cue: tuple[int, int],
    heard: int,
) -> None:
    """Credit `content` to `source` in one row of `rows`; what the clause's own verbs were taken for goes.

    So does what stands before `heard`: who was told is no content.
    """
    phrase = (min(source[0], cue[0]), max(source[1], cue[1]))
    near = rows.near(content[0], phrase[1])
    for number, row in near:
        if row.source and _touches(row.source, source) and all(cue[1] <= a and b <= heard for a, b in row.content):
            rows.drop(number)
    near = rows.near(content[0], phrase[1])
    if any(_agrees(row, content, source) for _, row in near):
        return
    own: RawAttribution | None = None
    for number, row in near:
        if _touches(row.cue, cue) or (row.cue is None and _touches(row.source, source)):
            if own is None or any(part[0] < phrase[1] for part in row.content):
                rows.drop(number)
            own = own or row
        elif all(content[0] <= a < content[1] and b <= phrase[1] for a, b in row.content) and not _speaks(low, row):
            rows.drop(number)
        else:
            rows.put(number, _cut(row, content, phrase))
    if own is None:
        own = RawAttribution(source, cue, (content,), 0.6, found_by="said_clause")
    after = tuple(part for part in own.content if part[0] >= max(phrase[1], heard - 1))
    rows.add(replace(own, source=source, cue=own.cue or cue, content=(content, *after)))


def _agrees(row: RawAttribution, content: tuple[int, int], source: tuple[int, int]) -> bool:
    """Whether the tagger read the same, up to the writer's opening words ("But", "In addition,")."""
    return _touches(row.source, source) and any(
        content[0] <= first <= content[0] + _OPENING and abs(end - content[1]) <= 1 for first, end in row.content
    )


def _touches(left: tuple[int, int] | None, right: tuple[int, int]) -> bool:
    return left is not None and left[0] < right[1] and right[0] < left[1]


def _speaks(low: list[str], row: RawAttribution) -> bool:
    """Whether a row's cue is a verb of speech, so that it is an attribution inside the clause ("told the BBC he had quit")."""
    return row.cue is not None and any(low[i] in _SPEECH or low[i] in _ENDING for i in range(*row.cue))


def _cut(row: RawAttribution, content: tuple[int, int], phrase: tuple[int, int]) -> RawAttribution:
    """A row whose content runs over the speaker's phrase keeps what follows it, if the rest was the clause's."""
    parts = []
    for first, end in row.content:
        if first < phrase[0] and end > phrase[1] and content[0] <= first:
            parts.append((phrase[1] + 1, end))
        else:
            parts.append((first, end))
    changed = tuple(parts)
    # Nearly every row of a long text lies elsewhere: it is kept as it is, not copied.
    return replace(row, content=changed) if changed != row.content and all(a < b for a, b in changed) else row
