"""Scores of a text within the caller's time: as many windows as fit, and the document up to the last whole block that they cover."""

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, replace

from service.core.attribution.model import Tagger, TaggerOutput
from service.core.domain import DeadlineExceededError, Document, Span, TokenLayer

#: What the other stages cost after the tagger, as a multiple of the tagger's time on the same words (`make bench`: 3 to 4).
AFTERWARDS = 3.5


@dataclass(frozen=True, slots=True)
class Scored:
    """A document and its tokens as far as they are scored (`output` None: there was nothing to score)."""

    doc: Document
    layer: TokenLayer
    output: TaggerOutput | None
    complete: bool = True


class Pace:
    """Whether one more window fits, judged by what the windows before it took and what the later stages will take.

    `spent` is the used share of the caller's time: 1 and more means that it is over.
    """

    def __init__(self, spent: Callable[[], float]) -> None:
        self._spent = spent
        self._began = spent()
        self._windows = 0

    def __call__(self) -> bool:
        """Asked before every window but the first."""
        self._windows += 1
        now = self._spent()
        used = now - self._began
        following = used / self._windows
        return now + following + AFTERWARDS * (used + following) <= 1.0


def score_within(doc: Document, layer: TokenLayer, tagger: Tagger, spent: Callable[[], float]) -> Scored:
    """Score as much as the time allows, at least the first window.

    Raises:
        DeadlineExceededError: the time was over before anything was scored.
    """
    if spent() >= 1.0:
        raise DeadlineExceededError("No time was left to begin.")
    if not doc.blocks or not len(layer):
        return Scored(doc, layer, None)
    output = tagger.score(layer, Pace(spent))
    covered = len(output.tags)
    if covered >= len(layer):
        return Scored(doc, layer, output)
    return _cut(doc, layer, output, covered)


def _cut(doc: Document, layer: TokenLayer, output: TaggerOutput, covered: int) -> Scored:
    """Only whole blocks count: half a paragraph would make half an attribution. One block longer than a window stays cut."""
    whole = [high for _, high in layer.paragraphs if high <= covered]
    tokens = whole[-1] if whole else covered
    end = layer.ends[tokens - 1]
    blocks = tuple(block for block in doc.blocks if block.span.start < end)
    if blocks[-1].span.end > end:
        blocks = (*blocks[:-1], replace(blocks[-1], span=replace(blocks[-1].span, end=end)))
    part = TokenLayer(
        starts=layer.starts[:tokens],
        ends=layer.ends[:tokens],
        words=layer.words[:tokens],
        sentences=_ranges(layer.sentences, tokens),
        paragraphs=_ranges(layer.paragraphs, tokens),
        quotations=tuple(quotation for quotation in layer.quotations if quotation.span.end <= end),
        skipped=tuple(span for span in layer.skipped if span.start < end),
    )
    original = doc.offsets.to_original(Span(0, end)).end
    shown = replace(
        doc,
        text=doc.text[:end],
        blocks=blocks,
        links=tuple(link for link in doc.links if link[0].end <= end),
        directives=tuple(one for one in doc.directives if one.span.start < original),
    )
    return Scored(shown, part, _rows(output, tokens), complete=False)


def _ranges(ranges: tuple[tuple[int, int], ...], tokens: int) -> tuple[tuple[int, int], ...]:
    kept = ranges[: bisect_right(ranges, tokens - 1, key=lambda one: one[0])]
    return (*kept[:-1], (kept[-1][0], min(kept[-1][1], tokens)))


def _rows(output: TaggerOutput, tokens: int) -> TaggerOutput:
    return TaggerOutput(
        output.tags[:tokens],
        output.queries[:tokens],
        output.keys[:tokens],
        output.null[:tokens],
        output.more[:tokens],
        output.bias,
    )
