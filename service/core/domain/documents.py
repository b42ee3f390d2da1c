"""The article as it comes in, the document it becomes, and its tokens."""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from service.core.domain.spans import OffsetMap, Span


@dataclass(frozen=True, slots=True)
class Article:
    """What the client sent, untouched.

    `content` is the exact text that all offsets of the response count in. `publisher`, `country` (ISO 3166-1 alpha-2)
    and `title` are context that identity may use; none is an input to a score.
    """

    content: str
    media_type: str = "text/plain"
    id: str | None = None
    language: str | None = None
    published_at: datetime | None = None
    publisher: str | None = None
    country: str | None = None
    title: str | None = None


class BlockKind(StrEnum):
    """What a block of the document is."""

    HEADLINE = "headline"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    BLOCK_QUOTE = "block_quote"
    CAPTION = "caption"
    CREDIT = "credit"
    BYLINE = "byline"
    DATELINE = "dateline"
    CORRECTION = "correction"
    TABLE = "table"
    CODE = "code"
    BOILERPLATE = "boilerplate"


#: Blocks that carry no reporting: nothing in them is a source.
SKIPPED_KINDS = frozenset({BlockKind.CREDIT, BlockKind.BYLINE, BlockKind.BOILERPLATE, BlockKind.CODE, BlockKind.TABLE})


@dataclass(frozen=True, slots=True)
class Block:
    """One block (paragraph, headline, caption ...) of the document text."""

    kind: BlockKind
    span: Span


@dataclass(frozen=True, slots=True)
class Directive:
    """An inline comment addressed to the checks, e.g. `sourcegrade disable-next-line SRC012 -- reason`.

    `span` counts in the original content; `text` is the comment's body without its marks.
    """

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Document:
    """Text with markup removed and the author's own characters kept, with the way back to the original.

    Blocks are sorted, disjoint and inside the text. `meta` is front matter or head data (strings, lists, mappings).
    """

    text: str
    blocks: tuple[Block, ...]
    offsets: OffsetMap = field(default_factory=OffsetMap)
    language: str = "en"
    meta: Mapping[str, object] = field(default_factory=dict)
    directives: tuple[Directive, ...] = ()
    links: tuple[tuple[Span, str], ...] = ()

    def __post_init__(self) -> None:
        last = 0
        for block in self.blocks:
            if block.span.start < last or block.span.end > len(self.text):
                raise ValueError("blocks must be sorted, disjoint and inside the text")
            last = block.span.end


class QuotationMark(StrEnum):
    """How a quotation is opened."""

    DOUBLE = "double"
    SINGLE = "single"
    GUILLEMET = "guillemet"
    BLOCK = "block"


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quoted stretch of the text, marks included.

    `closed` is false when the closing mark is missing, `opened` false when the opening one is; then `span` reaches to the
    block's edge. `continues` is true for a paragraph of a quotation that runs on from the paragraph before.
    """

    span: Span
    inner: Span
    mark: QuotationMark
    opened: bool = True
    closed: bool = True
    continues: bool = False
    scare: bool = False


@dataclass(frozen=True, slots=True)
class TokenLayer:
    """Tokens as parallel tuples (fast to build and to share); a token is a run of word characters or one other sign.

    `words[i]` is the token's text, `starts[i]`/`ends[i]` its code points. `sentences` and `paragraphs` are half-open token
    index ranges that cover every token. `skipped` are code-point spans (credits, boilerplate ...) in which no source is looked for.
    """

    starts: tuple[int, ...]
    ends: tuple[int, ...]
    words: tuple[str, ...]
    sentences: tuple[tuple[int, int], ...]
    paragraphs: tuple[tuple[int, int], ...]
    quotations: tuple[Quotation, ...] = ()
    skipped: tuple[Span, ...] = ()

    def __len__(self) -> int:
        return len(self.words)

    def span(self, first: int, end: int) -> Span:
        """Code-point span of tokens [first, end)."""
        return Span(self.starts[first], self.ends[end - 1])

    def skips(self, span: Span) -> bool:
        """Whether any of a span lies where no source is looked for; logarithmic, since `skipped` is sorted and disjoint."""
        after = bisect_right(self.skipped, span.start, key=_end_of)
        return after < len(self.skipped) and self.skipped[after].start < span.end


def _end_of(span: Span) -> int:
    return span.end
