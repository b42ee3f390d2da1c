"""Facts that several rules need, worked out once per check and only when asked for."""

from bisect import bisect_left, bisect_right
from functools import cached_property

from service.core.domain import (
    SKIPPED_KINDS,
    Block,
    BlockKind,
    Quotation,
    RegistrySnapshot,
    Report,
    Source,
    Span,
)
from service.core.rules.claims import Claim, claims_of
from service.core.rules.unnamed import Unnamed, find_unnamed
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
        self.layer = report.layer

    # Words

    @cached_property
    def low(self) -> tuple[str, ...]:
        """The tokens in lower case, with one form of apostrophe."""
        return tuple([word.lower() if word.isalnum() else _SIGNS.get(word, word) for word in self.layer.words])

    @cached_property
    def _hits(self) -> dict[str, list[tuple[int, int]]]:
        return self.words.scan(self.low)

    def hits(self, name: str) -> list[tuple[int, int]]:
        """Token ranges of a list's expressions, in order."""
        return self._hits[name]

    def first(self, name: str, first: int, end: int) -> tuple[int, int] | None:
        """The first expression of a list that begins in a token range."""
        hits = self._hits[name]
        at = bisect_left(hits, (first, 0))
        return hits[at] if at < len(hits) and hits[at][0] < end else None

    def says(self, name: str, tokens: tuple[int, int]) -> bool:
        """Whether an expression of a list begins in a token range."""
        return self.first(name, *tokens) is not None

    def count(self, name: str, tokens: tuple[int, int]) -> int:
        """How many expressions of a list begin in a token range."""
        hits = self._hits[name]
        return bisect_left(hits, (tokens[1], 0)) - bisect_left(hits, (tokens[0], 0))

    # Places

    def tokens(self, span: Span) -> tuple[int, int]:
        """Token range of a span."""
        starts = self.layer.starts
        return bisect_left(starts, span.start), bisect_left(starts, span.end)

    def span(self, tokens: tuple[int, int]) -> Span:
        """Span of a token range."""
        return self.layer.span(*tokens)

    @property
    def sentences(self) -> tuple[tuple[int, int], ...]:
        """Token ranges of the sentences."""
        return self.layer.sentences

    def sentence_of(self, token: int) -> int:
        """Number of the sentence that holds a token."""
        return max(0, bisect_right(self.layer.sentences, (token, len(self.layer))) - 1)

    def block_of(self, token: int) -> int:
        """Number of the paragraph (token layer) that holds a token."""
        return max(0, bisect_right(self.layer.paragraphs, (token, len(self.layer))) - 1)

    def near(self, token: int, before: int = 0, after: int = 0) -> tuple[int, int]:
        """Token range of the sentence that holds a token, with neighbors on both sides."""
        if not self.layer.sentences:
            return 0, 0
        here = self.sentence_of(token)
        last = len(self.layer.sentences) - 1
        return self.layer.sentences[max(0, here - before)][0], self.layer.sentences[min(last, here + after)][1]

    def paragraph(self, number: int) -> tuple[int, int]:
        """Token range of a paragraph; an empty one outside the text."""
        return self.layer.paragraphs[number] if 0 <= number < len(self.layer.paragraphs) else (0, 0)

    @cached_property
    def whole(self) -> tuple[int, int]:
        """Token range of the whole text."""
        return 0, len(self.layer)

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """The document's blocks."""
        return self.report.document.blocks

    @cached_property
    def _block_starts(self) -> list[int]:
        return [block.span.start for block in self.blocks]

    def kind_at(self, position: int) -> BlockKind:
        """Kind of the block that holds a code point (the last one that starts at or before it)."""
        return self.blocks[max(0, bisect_right(self._block_starts, position) - 1)].kind

    @cached_property
    def kinds(self) -> tuple[BlockKind, ...]:
        """Kind of each paragraph of the token layer."""
        return tuple(self.kind_at(self.layer.starts[first]) for first, _ in self.layer.paragraphs)

    @cached_property
    def lead(self) -> int:
        """Number of the first paragraph of prose, or -1."""
        return next((number for number, kind in enumerate(self.kinds) if kind is BlockKind.PARAGRAPH), -1)

    def is_prose(self, token: int) -> bool:
        """Whether a token stands in running prose."""
        return self.kinds[self.block_of(token)] in PROSE

    @cached_property
    def _block_origins(self) -> list[int]:
        offsets = self.report.document.offsets
        return [offsets.to_original(block.span).start for block in self.blocks]

    def block_near(self, original: int) -> Span:
        """The block that follows a place of the original, else the last one; a draft without text has a span of nothing."""
        if not self.blocks:
            return Span(0, 1)
        return self.blocks[min(bisect_left(self._block_origins, original), len(self.blocks) - 1)].span

    # Quotations

    @cached_property
    def quotations(self) -> tuple[Quotation, ...]:
        """Quotations outside credits and boilerplate."""
        return tuple(
            quotation for quotation in self.layer.quotations if self.kind_at(quotation.span.start) not in SKIPPED_KINDS
        )

    @cached_property
    def quoted(self) -> frozenset[int]:
        """Tokens inside quotations that are more than scare quotes."""
        return frozenset(token for one in self.quotations if not one.scare for token in range(*self.tokens(one.span)))

    # Who says what

    @cached_property
    def sources(self) -> dict[str, Source]:
        """The cast by source id."""
        return {source.id: source for source in self.report.cast.sources}

    @cached_property
    def claims(self) -> tuple[Claim, ...]:
        """The attributions with source, rating and place, in order of place."""
        return claims_of(self)

    @cached_property
    def unnamed(self) -> tuple[Unnamed, ...]:
        """Places where somebody speaks whose name is withheld, in order."""
        return tuple(find_unnamed(self))

    @cached_property
    def _claim_tokens(self) -> list[int]:
        return [claim.token for claim in self.claims]

    def claims_in(self, tokens: tuple[int, int]) -> tuple[Claim, ...]:
        """Claims whose cue or source stands in a token range."""
        low, high = (bisect_left(self._claim_tokens, token) for token in tokens)
        return self.claims[low:high]

    @cached_property
    def withheld_ids(self) -> frozenset[str]:
        """Ids of the sources whose names the reader does not get."""
        return frozenset(
            claim.source.id for one in self.unnamed if not one.collective for claim in one.claims if claim.source
        )

    @cached_property
    def voiced(self) -> tuple[Claim, ...]:
        """Claims that a reader relies on as information, with somebody behind them."""
        return tuple(claim for claim in self.claims if claim.source is not None and claim.attribution.informational)

    @cached_property
    def linked(self) -> tuple[tuple[int, int], ...]:
        """Token ranges of the text that links somewhere."""
        return tuple(self.tokens(span) for span, _ in self.report.document.links)

    def has_link(self, tokens: tuple[int, int]) -> bool:
        """Whether a link begins in a token range."""
        return any(tokens[0] <= first < tokens[1] for first, _ in self.linked)

    def names_in(self, tokens: tuple[int, int]) -> tuple[str, ...]:
        """Capitalized words of a token range that do not merely begin a sentence."""
        words = self.layer.words
        starts = {first for first, _ in self.sentences_in(tokens)}
        return tuple(
            words[at]
            for at in range(*tokens)
            if words[at][0].isupper() and len(words[at]) > 1 and at not in starts and words[at - 1] not in _OPENING
        )

    def sentences_in(self, tokens: tuple[int, int]) -> tuple[tuple[int, int], ...]:
        """Sentences that begin in a token range, or hold its first token."""
        if not self.layer.sentences or tokens[0] >= tokens[1]:
            return ()
        return self.layer.sentences[self.sentence_of(tokens[0]) : self.sentence_of(tokens[1] - 1) + 1]

    def word_count(self, tokens: tuple[int, int]) -> int:
        """Words (signs left out) of a token range."""
        return sum(1 for word in self.layer.words[slice(*tokens)] if word[0].isalnum())


_OPENING = frozenset('"“«‘')
_SIGNS = {"’": "'", "ʼ": "'", "‘": "'"}
