"""“..., as reported by X” at the end of a sentence credits X with the sentence, whatever the tagger took for its subject."""

from bisect import bisect_right
from dataclasses import replace

from service.core.attribution.model import RawAttribution
from service.core.domain import Document, TokenLayer
from service.core.lang.lexicon import Lexicons, match_at

#: Cues that only join a subject to what is said of it.
_COPULAS = frozenset("is was are were be been has have had".split())
_SPEECH = frozenset({"statement", "report", "denial", "appeal"})
_STOP = frozenset('.;:!?()"“”')
_LONGEST = 14


def credit(
    doc: Document, layer: TokenLayer, low: list[str], raw: tuple[RawAttribution, ...], lexicons: Lexicons
) -> tuple[RawAttribution, ...]:
    """`raw` with sentences that end in "as reported by X" credited to X."""
    del doc
    return tuple(_credited(layer, low, row, lexicons) for row in raw)


def _credited(layer: TokenLayer, low: list[str], row: RawAttribution, lexicons: Lexicons) -> RawAttribution:
    first, last = row.content[0][0], row.content[-1][1]
    sentence = layer.sentences[bisect_right(layer.sentences, (last - 1, len(layer))) - 1]
    for at in range(max(first, sentence[0]), min(last + 3, sentence[1])):
        found = match_at(lexicons.relay_phrases, low, at) if low[at] == "as" else None
        if not found or at <= first:
            continue
        end = found[0]
        while end < sentence[1] and end - found[0] < _LONGEST and layer.words[end] not in _STOP:
            end += 1
        if end == found[0] or (row.source and row.source[0] < end and found[0] < row.source[1]):
            return row
        if _speaks(low, row, lexicons):
            return _before(layer, row, at)
        return _moved(layer, low, row, (at, found[0], end))
    return row


def _speaks(low: list[str], row: RawAttribution, lexicons: Lexicons) -> bool:
    """Whether the row has a source of its own that says something: then X passes that on (the relay rule)."""
    if row.source is None or row.cue is None:
        return False
    return any(lexicons.verbs.get(low[at]) in _SPEECH for at in range(*row.cue))


def _before(layer: TokenLayer, row: RawAttribution, at: int) -> RawAttribution:
    """The content cut before the phrase."""
    stop = at - 1 if layer.words[at - 1] == "," else at
    kept = tuple((first, min(end, stop)) for first, end in row.content if first < stop)
    return replace(row, content=kept) if kept else row


def _moved(layer: TokenLayer, low: list[str], row: RawAttribution, phrase: tuple[int, int, int]) -> RawAttribution:
    at, name, end = phrase
    start = row.content[0][0]
    joined = row.cue is not None and all(low[i] in _COPULAS for i in range(*row.cue))
    if row.source and joined and row.source[0] < start:
        start = row.source[0]
    stop = at - 1 if layer.words[at - 1] == "," else at
    return replace(row, source=(name, end), cue=(at, name), content=((start, stop),)) if stop > start else row
