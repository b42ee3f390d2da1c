"""Document -> TokenLayer: tokens, paragraphs, sentences and quotations, built once and shared by all later stages."""

from bisect import bisect_left
from itertools import pairwise

from service.core.domain import SKIPPED_KINDS, BlockKind, Document, Quotation, QuotationMark, TokenLayer
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
        quotations=_quotations(doc),
        skipped=tuple(block.span for block in doc.blocks if block.kind in SKIPPED_KINDS),
    )


def _quotations(doc: Document) -> tuple[Quotation, ...]:
    """Quotations by their marks; a block quote without marks of its own is one quotation."""
    found = find_quotations(doc.text, (block.span for block in doc.blocks))
    quoted = [block.span for block in doc.blocks if block.kind is BlockKind.BLOCK_QUOTE]
    bare = [span for span in quoted if not any(span.contains(q.span) and not q.scare for q in found)]
    if not bare:
        return found
    kept = [q for q in found if not any(span.contains(q.span) for span in bare)]
    return tuple(sorted([*kept, *(Quotation(s, s, QuotationMark.BLOCK) for s in bare)], key=lambda q: q.span))


def _paragraphs(doc: Document, starts: tuple[int, ...]) -> tuple[tuple[int, int], ...]:
    """Token ranges of the blocks; what lies between two blocks (white space only) holds no token."""
    bounds = [bisect_left(starts, block.span.start) for block in doc.blocks] + [len(starts)]
    return tuple((low, high) for low, high in pairwise(bounds) if low < high)
