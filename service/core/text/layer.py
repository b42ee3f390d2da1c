"""Document -> TokenLayer: tokens, paragraphs, sentences and quotations, built once and shared by all later stages."""

from bisect import bisect_left

from service.core.domain import SKIPPED_KINDS, Document, TokenLayer
from service.core.text.quotations import find_quotations
from service.core.text.sentences import split_sentences
from service.core.text.tokens import tokenize


def build_layer(doc: Document) -> TokenLayer:
    """Tokens, sentences, paragraphs (one per block) and quotations of `doc`; linear in the text."""
    words, starts, ends = tokenize(doc.text)
    paragraphs = _paragraphs(doc, starts)
    return TokenLayer(
        starts=starts,
        ends=ends,
        words=words,
        sentences=split_sentences(words, starts, ends, paragraphs),
        paragraphs=paragraphs,
        quotations=find_quotations(doc.text, (block.span for block in doc.blocks)),
        skipped=tuple(block.span for block in doc.blocks if block.kind in SKIPPED_KINDS),
    )


def _paragraphs(doc: Document, starts: tuple[int, ...]) -> tuple[tuple[int, int], ...]:
    """Token ranges of the blocks; what lies between two blocks (white space only) holds no token."""
    bounds = [bisect_left(starts, block.span.start) for block in doc.blocks] + [len(starts)]
    return tuple((low, high) for low, high in zip(bounds, bounds[1:], strict=False) if low < high)
