"""An answer to what stands right before it: "..., which the company denied"; "..., a claim Moscow rejects"; "Asmara denied it" alone.

The tagger takes such a clause for the end of the content before it. It is an attribution of its own: whoever denies or confirms is
its source, and its content is what is denied or confirmed (the antecedent).
"""

from bisect import bisect_right
from dataclasses import replace

from service.core.attribution.model import RawAttribution
from service.core.attribution.phrases import Pair
from service.core.attribution.places import RowsByPlace
from service.core.domain import Document, TokenLayer
from service.core.lang.lexicon import AnswerWords, Lexicons

_CONFIDENCE = 0.7
#: Longest subject ("the company's head of exports"), and longest run of auxiliaries and adverbs before the verb, in tokens.
_SUBJECT = 9
_BEFORE_VERB = 4
#: Shortest clause that can be denied, in tokens.
_SHORTEST = 4
_ARTICLES = frozenset("a an the".split())
_STOPS = frozenset(',.;:!?()"“”‘—–')
#: What an answer goes on with where the clause is over ("denied in a statement", "rejected as baseless").
_AFTER = frozenset(
    "as in on at when after before during and but while through via publicly repeatedly strongly yesterday again too".split()
)
_CLOSING = frozenset('"”’')
_JOINTS = frozenset({"and", "but"})
_QUOTES = frozenset('"“”«»')


def credit(
    doc: Document, layer: TokenLayer, low: list[str], raw: tuple[RawAttribution, ...], lexicons: Lexicons
) -> tuple[RawAttribution, ...]:
    """`raw` with answers as rows of their own, and the contents before them cut where they begin."""
    del doc
    words = lexicons.answers
    if words.verbs.isdisjoint(low):
        return raw
    rows: RowsByPlace | None = None
    for at, word in enumerate(low):
        if word not in words.verbs:
            continue
        found = _answer(layer, low, at, lexicons)
        if found is None:
            continue
        rows = rows or RowsByPlace(raw)
        _put(layer, low, rows, found, words)
    return raw if rows is None else rows.all()


#: Source, cue, and where the answering clause begins and ends; the second is the token behind what it answers.
Answer = tuple[Pair, Pair, Pair]


def _answer(layer: TokenLayer, low: list[str], verb: int, lexicons: Lexicons) -> Answer | None:
    sentence = layer.sentences[bisect_right(layer.sentences, (verb, len(layer))) - 1]
    words = lexicons.answers
    if low[verb + 1 : verb + 2] == ["by"]:
        return _passive(low, verb, sentence, words)
    pronoun = verb + 1 < sentence[1] and low[verb + 1] in words.pronouns
    end = verb + 1 + pronoun
    if not _ends(low, end, sentence[1]):
        return None
    last = _subject_end(low, verb, sentence[0], words)
    first = _subject_begin(layer, low, last, sentence[0], lexicons)
    if first is None:
        return None
    begin = _joint(low, first, sentence[0]) if pronoun else _opening(low, first, sentence[0], words)
    return None if begin is None else ((first, last), (verb, verb + 1), (begin, end))


def _passive(low: list[str], verb: int, sentence: Pair, words: AnswerWords) -> Answer | None:
    """The answer of "..., which was denied by X" and "..., a claim rejected by X"."""
    begin = _opening(low, _subject_end(low, verb, sentence[0], words), sentence[0], words)
    if begin is None:
        return None
    end = verb + 2
    while end < sentence[1] and end - verb - 2 < _SUBJECT and low[end] not in _STOPS and low[end] not in _AFTER:
        end += 1
    if end == verb + 2 or (end < sentence[1] and low[end] not in _STOPS and low[end] not in _AFTER):
        return None
    return (verb + 2, end), (verb, verb + 1), (begin, end)


def _ends(low: list[str], at: int, stop: int) -> bool:
    return at >= stop or low[at] in _STOPS or low[at] in _AFTER


def _subject_end(low: list[str], verb: int, begin: int, words: AnswerWords) -> int:
    """Where the subject ends: before auxiliaries and adverbs of the verb."""
    at = verb
    while at > begin and verb - at < _BEFORE_VERB and (low[at - 1] in words.before or low[at - 1].endswith("ly")):
        at -= 1
    return at


def _subject_begin(layer: TokenLayer, low: list[str], last: int, begin: int, lexicons: Lexicons) -> int | None:
    """Where the subject begins that ends before `last`: a pronoun, or a noun phrase up to what opens the clause."""
    words = lexicons.answers
    at = last
    while at > begin and last - at < _SUBJECT:
        word = low[at - 1]
        if word in _STOPS or word in words.relative or word in _JOINTS or _is_noun(low, at - 1, words):
            break
        if word in lexicons.verbs and not layer.words[at - 1][0].isupper() and word not in lexicons.source_heads:
            return None
        at -= 1
    if at == last or low[at] in words.relative:
        return None
    single = last - at == 1
    if single and not (
        layer.words[at][0].isupper() or low[at] in lexicons.personal or low[at] in lexicons.source_heads
    ):
        return None
    return at


def _opening(low: list[str], first: int, begin: int, words: AnswerWords) -> int | None:
    """The token of the comma that the clause begins with, read backward from its subject: ", which", ", a claim that"."""
    at = first
    if at > begin and low[at - 1] in words.relative:
        at -= 1
        if low[at] == "which" and _pauses(low, at, begin):
            return at - 1
    return _noun_comma(low, at, begin, words) if at > begin and low[at - 1] in words.nouns else None


def _joint(low: list[str], first: int, begin: int) -> int | None:
    """Where a clause with a pronoun for its object begins: with its sentence, or with ", and", ", but", ";"."""
    if first == begin:
        return begin if begin > 0 else None
    if low[first - 1] in _JOINTS:
        return first - 1 - (first - 1 > begin and low[first - 2] == ",")
    return first - 1 if low[first - 1] == ";" else None


def _is_noun(low: list[str], at: int, words: AnswerWords) -> bool:
    """Whether a token is the noun of ", a claim"."""
    return low[at] in words.nouns and _noun_comma(low, at + 1, max(0, at - _BEFORE_VERB), words) is not None


def _noun_comma(low: list[str], end: int, begin: int, words: AnswerWords) -> int | None:
    """The comma (or the closing mark behind it) before ", a claim", ", an accusation", ", claims"."""
    at = end - 1
    if at > begin and low[at] in words.nouns and low[at - 1] in _ARTICLES:
        at -= 1
    return at - 1 if _pauses(low, at, begin) else None


def _pauses(low: list[str], at: int, begin: int) -> bool:
    """Whether a comma stands before a token, at times inside of closing marks."""
    if at <= begin:
        return False
    return low[at - 1] == "," or (low[at - 1] in _CLOSING and at - 1 > begin and low[at - 2] == ",")


def _put(layer: TokenLayer, low: list[str], rows: RowsByPlace, found: Answer, words: AnswerWords) -> None:
    source, cue, (begin, end) = found
    sentence = bisect_right(layer.sentences, (begin, len(layer))) - 1
    first, stop = layer.sentences[sentence]
    whole_sentence = begin == first
    if whole_sentence:
        sentence -= 1
        first, stop = layer.sentences[sentence]
        if sentence < 0 or not _same_block(layer, first, begin):
            return
    around = rows.near(begin, end)
    if any(low < begin and end < high for _, row in around for low, high in row.content):
        return  # the clause is inside of what somebody says
    for number, row in around:
        mended = _cut(row, begin, end)
        if mended is None:
            rows.drop(number)
        elif mended is not row:
            rows.put(number, mended)
    bound = stop if whole_sentence else begin
    content = _antecedent(rows, (first, bound))
    if not content and low[cue[0]] not in words.of_plans:
        content = _clause(low, (first, bound))
    if content:
        rows.add(RawAttribution(source, cue, content, _CONFIDENCE, found_by="answer"))


def _same_block(layer: TokenLayer, one: int, other: int) -> bool:
    paragraphs = layer.paragraphs
    return bisect_right(paragraphs, (one, len(layer))) == bisect_right(paragraphs, (other, len(layer)))


def _cut(row: RawAttribution, begin: int, end: int) -> RawAttribution | None:
    """A row without what belongs to the answer; None where nothing is left of it."""
    if row.cue is not None and begin <= row.cue[0] < end:
        return None
    if not any(low < end and begin < high for low, high in row.content):
        return row
    kept = [(low, min(high, begin)) for low, high in row.content if low < begin]
    kept += [(max(low, end), high) for low, high in row.content if high > end and low >= begin]
    return replace(row, content=tuple(kept)) if kept else None


def _antecedent(rows: RowsByPlace, within: Pair) -> tuple[Pair, ...]:
    """The content that ends last in a token range."""
    first, end = within
    best: tuple[Pair, ...] = ()
    for _, row in rows.near(first, end):
        own = tuple(part for part in row.content if first <= part[0] and part[1] <= end)
        if own and (not best or own[-1][1] > best[-1][1]):
            best = own
    return best


def _clause(low: list[str], within: Pair) -> tuple[Pair, ...]:
    first, end = within
    while end > first and low[end - 1] in _STOPS:
        end -= 1
    if end - first < _SHORTEST or any(low[at] in _QUOTES for at in range(first, end)):
        return ()
    return ((first, end),)
