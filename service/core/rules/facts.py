"""Facts that several rules need, worked out once per check and only when asked for."""

from bisect import bisect_left, bisect_right
from functools import cached_property

from service.core.domain import (
    SKIPPED_KINDS,
    Attribution,
    AttributionLink,
    Block,
    BlockKind,
    Credibility,
    Quotation,
    RegistrySnapshot,
    Reliability,
    Report,
    Source,
    Span,
)
from service.core.rules.words import RuleWords

#: Blocks of running prose, in which a reader expects to be told who says so.
PROSE = frozenset({BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.BLOCK_QUOTE})


class Facts:
    """Shared, lazily computed views of one report."""

    def __init__(self, report: Report, words: RuleWords, snapshot: RegistrySnapshot) -> None:
        self.report = report
        self.words = words
        self.snapshot = snapshot
        self.text = report.document.text

    @cached_property
    def sources(self) -> dict[str, Source]:
        """The cast by source id."""
        return {source.id: source for source in self.report.cast.sources}

    @cached_property
    def links(self) -> dict[str, AttributionLink]:
        """Links by attribution id."""
        return {link.attribution_id: link for link in self.report.cast.links}

    @cached_property
    def reliabilities(self) -> dict[str, Reliability]:
        """Ratings by source id."""
        return {rating.source_id: rating for rating in self.report.reliabilities}

    @cached_property
    def credibilities(self) -> dict[str, Credibility]:
        """Credibility by attribution id."""
        return {one.attribution_id: one for one in self.report.credibilities}

    @cached_property
    def sentences(self) -> tuple[Span, ...]:
        """Sentences as spans, in order."""
        layer = self.report.layer
        return tuple(layer.span(first, end) for first, end in layer.sentences)

    @cached_property
    def _sentence_starts(self) -> list[int]:
        return [span.start for span in self.sentences]

    def sentence_at(self, position: int) -> int:
        """Number of the sentence that holds a code point (the last one that starts at or before it)."""
        return max(0, bisect_right(self._sentence_starts, position) - 1)

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """The document's blocks."""
        return self.report.document.blocks

    @cached_property
    def _block_starts(self) -> list[int]:
        return [block.span.start for block in self.blocks]

    def block_at(self, position: int) -> int:
        """Number of the block that holds a code point (the last one that starts at or before it)."""
        return max(0, bisect_right(self._block_starts, position) - 1)

    def kind_at(self, position: int) -> BlockKind:
        """Kind of the block that holds a code point."""
        return self.blocks[self.block_at(position)].kind

    @cached_property
    def _block_origins(self) -> list[int]:
        offsets = self.report.document.offsets
        return [offsets.to_original(block.span).start for block in self.blocks]

    def block_near(self, original: int) -> Span:
        """The block that follows a place of the original, else the last one; a draft without text has a span of nothing."""
        if not self.blocks:
            return Span(0, 1)
        return self.blocks[min(bisect_left(self._block_origins, original), len(self.blocks) - 1)].span

    @cached_property
    def quotations(self) -> tuple[Quotation, ...]:
        """Quotations outside credits and boilerplate."""
        return tuple(
            quotation
            for quotation in self.report.layer.quotations
            if self.kind_at(quotation.span.start) not in SKIPPED_KINDS
        )

    def source_of(self, attribution: Attribution) -> Source | None:
        """The source that an attribution credits."""
        link = self.links.get(attribution.id)
        return self.sources.get(link.source_id) if link and link.source_id else None
