"""Sources that are none (the empty "it" of a passive, a bare article), names in quotation marks taken whole, owners of a noun cue."""

from bisect import bisect_left, bisect_right
from dataclasses import replace
from operator import itemgetter

from service.core.attribution.model import RawAttribution
from service.core.domain import Document, TokenLayer
from service.core.lang.lexicon import Lexicons

_ARTICLES = frozenset("the a an this that these those his her its their there".split())
_BE = frozenset("is was are were been be being has have had also now widely generally later".split())
_PASSIVE_BE = frozenset({"is", "was", "are", "were", "been", "be"})
#: Longest passive after "it", in tokens.
_PASSIVE = 5
_EMPTY = frozenset({"it", "there"})
#: Longest noun phrase that is taken for a subject, in tokens.
_LONGEST_SUBJECT = 14
#: "According to reports from X": X is the source, the reports belong to the cue.
_CARRIERS = frozenset("reports report data figures information statements remarks".split())
#: "His warning that ...", "the union's demand": whose it is stands right before the cue.
_OWNERS = frozenset("his her their its my our your whose".split())
_APOSTROPHES = frozenset("'’")
#: "The mayor, asked whether ..., said": what he was asked is not his question.
_ASKED = frozenset({"asked", "pressed", "questioned", "quizzed"})
_ANSWERS = frozenset({"no", "yes"})
_PAUSE = frozenset(".,;:!")
#: Kinds of verbs whose subject speaks, what may stand before them, and words that open a sentence without being its subject.
_SPEECH = frozenset({"statement", "report", "denial"})
_ADVERBS = frozenset({"allegedly", "reportedly", "also", "later", "then", "earlier", "has", "have", "had"})
_NO_SUBJECT = frozenset(
    "in on at by for with from to after before during since under but and or so then if when while as because although though "
    "however meanwhile asked speaking according despite it there".split()
)
_LONGEST_DESCRIPTION = 20
#: Longest name of an owner, in tokens.
_LONGEST_OWNER = 6


def mend(
    doc: Document, layer: TokenLayer, low: list[str], raw: tuple[RawAttribution, ...], lexicons: Lexicons
) -> tuple[RawAttribution, ...]:
    """`raw` with empty agents removed, quoted names whole, and noun cues credited to whose they are."""
    del doc
    names = _quoted_names(layer)
    mended = (_mended(names, low, row, lexicons) for row in _subjects(raw))
    return tuple(_described(layer, low, _owned(layer, low, row, lexicons), lexicons) for row in mended)


def _owned(layer: TokenLayer, low: list[str], row: RawAttribution, lexicons: Lexicons) -> RawAttribution:
    """A sourceless row whose cue is a noun gets the possessive before it: "her remark that ...", "Kenya's claims about ..."."""
    if row.source is not None or row.cue is None or not any(low[at] in lexicons.nouns for at in range(*row.cue)):
        return row
    first, end = row.cue
    if low[first] in _OWNERS and end - first > 1:
        return replace(row, source=(first, first + 1), cue=(first + 1, end))
    if first and low[first - 1] in _OWNERS:
        return replace(row, source=(first - 1, first))
    if first > 2 and low[first - 1] == "s" and low[first - 2] in _APOSTROPHES:
        return replace(row, source=(_owner(layer, first - 2), first - 2))
    return row


def _described(layer: TokenLayer, low: list[str], row: RawAttribution, lexicons: Lexicons) -> RawAttribution:
    """A sourceless row behind a description between commas gets whom it describes, if he opens the sentence: "X, known as Y, said"."""
    if row.source is not None or row.cue is None or row.content[0][0] < row.cue[1]:
        return row
    verb = row.cue[0]
    begin = layer.sentences[bisect_right(layer.sentences, (verb, len(layer))) - 1][0]
    end = verb - 1 if verb > begin and low[verb - 1] in _ADVERBS else verb
    cue = low[slice(*row.cue)]
    speaks = any(lexicons.verbs.get(word) in _SPEECH for word in cue) and _PASSIVE_BE.isdisjoint(cue)
    if end <= begin or low[end - 1] != "," or not speaks:
        return row
    commas = [at for at in range(begin, end - 1) if low[at] == ","]
    if commas and low[begin] in _NO_SUBJECT:
        begin = commas.pop(0) + 1
    comma = commas[0] if commas else begin
    if not begin < comma <= begin + _LONGEST_SUBJECT or end - comma > _LONGEST_DESCRIPTION or low[begin] in _NO_SUBJECT:
        return row
    free = not any(first < comma and begin < last for first, last in row.content)
    return replace(row, source=(begin, comma)) if free else row


def _owner(layer: TokenLayer, end: int) -> int:
    """Where the name of an owner that ends before `end` begins: its capitalized words, else its one word."""
    first = end - 1
    while (
        first > 0
        and end - first < _LONGEST_OWNER
        and layer.words[first - 1][0].isupper()
        and layer.words[first][0].isupper()
    ):
        first -= 1
    return first


def _subjects(raw: tuple[RawAttribution, ...]) -> tuple[RawAttribution, ...]:
    """A sourceless short content that ends where its cue begins, while another content shares the cue, is that content's source."""
    found: list[RawAttribution] = []
    for row in raw:
        before = found[-1] if found else None
        if before and _is_subject(before, row):
            found[-1] = replace(row, source=before.content[0])
        else:
            found.append(row)
    return tuple(found)


def _is_subject(before: RawAttribution, row: RawAttribution) -> bool:
    if before.source is not None or before.cue is None or before.cue != row.cue or len(before.content) > 1:
        return False
    first, end = before.content[0]
    return end == before.cue[0] and end - first <= _LONGEST_SUBJECT and row.content[0][0] >= before.cue[1]


def _mended(names: list[tuple[int, int]], low: list[str], row: RawAttribution, lexicons: Lexicons) -> RawAttribution:
    if row.source is None:
        return replace(row, cue=_whole_passive(low, row.cue, row.content[0])) if row.cue else row
    if row.cue and _is_asked(low, row, lexicons):
        return replace(row, source=None)
    source = _whole_name(names, _without_answer(low, row.source), row.content)
    if source[1] - source[0] > 2 and low[source[0]] in _CARRIERS and low[source[0] + 1] in {"from", "by"} and row.cue:
        cue = (row.cue[0], source[0] + 2) if row.cue[1] == source[0] else row.cue
        row, source = replace(row, cue=cue), (source[0] + 2, source[1])
    words = low[source[0] : source[1]]
    if all(word in _ARTICLES or not word[0].isalnum() for word in words):
        return replace(row, source=None)
    if len(words) == 1 and words[0] in _EMPTY and row.cue and _passive(low, source, row.cue):
        return replace(row, source=None)
    return row if source == row.source else replace(row, source=source)


def _without_answer(low: list[str], source: tuple[int, int]) -> tuple[int, int]:
    """A source without the "No." or "Yes," that stands before its sentence."""
    first, end = source
    return (first + 2, end) if end - first > 2 and low[first] in _ANSWERS and low[first + 1] in _PAUSE else source


def _is_asked(low: list[str], row: RawAttribution, lexicons: Lexicons) -> bool:
    """Whether a participle between commas follows the phrase, and the verb behind them ("X, asked whether ..., said")."""
    assert row.source
    assert row.cue
    after, first = row.content[-1][1], row.cue[0]
    return (
        low[first] in _ASKED
        and low[first - 1] == ","
        and row.source[1] in {first - 1, first}
        and low[after : after + 1] == [","]
        and after + 1 < len(low)
        and low[after + 1] in lexicons.verbs
    )


def _whole_passive(low: list[str], cue: tuple[int, int], content: tuple[int, int]) -> tuple[int, int]:
    """The tagger at times takes only the "it" of "it is believed that"; the verb belongs to the cue."""
    alone = cue[1] - cue[0] == 1 and low[cue[0]] in _EMPTY
    return (cue[0], content[0]) if alone and cue[1] < content[0] <= cue[1] + _PASSIVE else cue


def _passive(low: list[str], source: tuple[int, int], cue: tuple[int, int]) -> bool:
    """Whether "it" is followed by a form of "be" and a participle: "it was assured that", "it has been reported"."""
    at = source[1]
    seen = False
    while at < min(len(low), cue[1] + 2) and low[at] in _BE:
        seen = seen or low[at] in {"is", "was", "been", "be"}
        at += 1
    return (
        seen
        and at < cue[1] + 2
        and at < len(low)
        and (low[at].endswith(("ed", "n")) or low[at] in {"said", "thought", "told", "clear"})
    )


def _quoted_names(layer: TokenLayer) -> list[tuple[int, int]]:
    """Token ranges of the names in quotation marks, marks included; sorted and disjoint, as the quotations are."""
    starts = layer.starts
    return [
        (bisect_left(starts, quotation.span.start), bisect_left(starts, quotation.span.end))
        for quotation in layer.quotations
        if quotation.scare
    ]


def _whole_name(
    names: list[tuple[int, int]], source: tuple[int, int], content: tuple[tuple[int, int], ...]
) -> tuple[int, int]:
    """A source that touches a name in quotation marks gets all of it, unless content stands there."""
    first, end = source
    at = bisect_right(names, first, key=itemgetter(1))
    while at < len(names) and names[at][0] < end:
        low, high = names[at]
        at += 1
        if not any(low < b and a < high for a, b in content):
            first, end = min(first, low), max(end, high)
    return first, end
