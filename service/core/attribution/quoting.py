"""How much of a content stands in quotation marks, and where its outer marks are left out."""

from bisect import bisect_left
from dataclasses import dataclass
from itertools import accumulate

from service.core.domain import Quotation, QuotationForm, Span, TokenLayer

#: Share of the words in quotation marks from which a content is direct, and below which it is indirect.
_DIRECT, _INDIRECT = 0.95, 0.05
#: Words of a short quotation that is more than a scare quote; longer words than this tell a title by their capitals.
_PHRASE = 3
#: No content has more marks at an edge; a bound keeps hostile input linear.
_EDGE_MARKS = 3
_OPEN = "\"“„«‘'"
_CLOSE = "\"”»’'"
#: What closes each opening mark.
_PAIRS = {'"': '"', "“": "”", "„": "“”", "«": "»", "‘": "’", "'": "'"}


@dataclass(frozen=True, slots=True)
class QuotedWords:
    """Running counts over the tokens of one text: words, and words inside quotations; entry i counts what stands before token i."""

    words: list[int]
    quoted: list[int]


def quoted_words(layer: TokenLayer) -> QuotedWords:
    """Count the words of `layer` that stand in quotations; scare quotes and titles do not count. Linear time."""
    words = [word[0].isalnum() for word in layer.words]
    inside = [False] * len(layer)
    for quotation in layer.quotations:
        if quotation.scare and not _is_phrase(layer, quotation):
            continue
        first, end = bisect_left(layer.starts, quotation.inner.start), bisect_left(layer.starts, quotation.inner.end)
        inside[first:end] = words[first:end]
    return QuotedWords([0, *accumulate(words)], [0, *accumulate(inside)])


def quotation_form(counts: QuotedWords, content: tuple[tuple[int, int], ...]) -> QuotationForm:
    """Direct, indirect or mixed by the share of words inside quotations."""
    total = sum(counts.words[high] - counts.words[low] for low, high in content)
    share = sum(counts.quoted[high] - counts.quoted[low] for low, high in content) / total if total else 0.0
    if share >= _DIRECT:
        return QuotationForm.DIRECT
    return QuotationForm.MIXED if share > _INDIRECT else QuotationForm.INDIRECT


def _is_phrase(layer: TokenLayer, quotation: Quotation) -> bool:
    """Whether a short quotation renders words of speech: three or more, not all capitalized as in a title or name."""
    first, end = bisect_left(layer.starts, quotation.inner.start), bisect_left(layer.starts, quotation.inner.end)
    words = [word for word in layer.words[first:end] if word[0].isalnum()]
    return len(words) >= _PHRASE and not all(word[0].isupper() for word in words if len(word) > _PHRASE)


def trimmed(layer: TokenLayer, span: tuple[int, int]) -> Span | None:
    """Code points of a content span without edge punctuation that is not the author's sentence: separators, lone marks.

    Outer quotation marks are left out when the span is one quotation; an unpaired mark at an edge is left out as well.
    """
    low, high = span
    words = layer.words
    while low < high and words[low] in ",;:–—-)]":
        low += 1
    while low < high and words[high - 1] in ",;:–—-([":
        high -= 1
    for _ in range(_EDGE_MARKS):
        if low < high and words[low] in _OPEN and not _closes_inside(words, low, high):
            low += 1
        if low < high and words[high - 1] in _CLOSE and not _opens_inside(words, low, high):
            high -= 1
    if high - low > 2 and words[low] in _OPEN and words[high - 1] in _CLOSE and _one_quotation(words, low, high):
        low, high = low + 1, high - 1
    while low < high and words[high - 1] in ",;:":
        high -= 1
    if low >= high or not any(word[0].isalnum() for word in words[low:high]):
        return None
    return Span(layer.starts[low], layer.ends[high - 1])


def _closes_inside(words: tuple[str, ...], low: int, high: int) -> bool:
    return any(word in _PAIRS[words[low]] for word in words[low + 1 : high])


def _opens_inside(words: tuple[str, ...], low: int, high: int) -> bool:
    mark = words[high - 1]
    if mark in "’'":  # an apostrophe is likelier than a closing mark without its opener
        return True
    opener = {'"': '"', "”": "“", "»": "«"}[mark]
    return any(word == opener for word in words[low : high - 1])


def _one_quotation(words: tuple[str, ...], low: int, high: int) -> bool:
    opener, closer = words[low], words[high - 1]
    inner = words[low + 1 : high - 1]
    if opener == closer:
        return opener not in inner
    return closer not in inner and opener not in inner
