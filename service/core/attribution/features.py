"""What the tagger sees of a token: ids of its word, prefix, suffix and shape, and where it stands.

Training and service share this module, so that both see the same numbers. Words of the vocabulary have their own row; all
others share hashed rows (crc32, stable between runs and machines).
"""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from struct import Struct
from zlib import crc32

import numpy as np
import numpy.typing as npt

from service.core.domain import QuotationMark, TokenLayer
from service.core.lang.memo import Memo

#: Rows shared by words outside the vocabulary, and by prefixes and suffixes.
WORD_BUCKETS = 2048
AFFIX_BUCKETS = 4096
SHAPES = 32
#: Place ids: 8 quotation states x paragraph start x sentence start.
PLACES = 32
#: A capitalized word without any habit of its own stands for each word of a quoted name.
_NAME = "Zorvath"
_DIGITS = str.maketrans("123456789", "000000000")

#: Quotation states of a token.
OUTSIDE, DOUBLE, SINGLE, OPEN_ENDED, SCARE, MARK, CONTINUED, BLOCK = range(8)
_MARKS = bytes((MARK,))
#: A state as the upper bits of a place id.
_SHIFTED = bytes(state << 2 & 0xFF for state in range(256))
#: Columns of a row: word, prefix, suffix and shape, which the word decides, and its place.
_COLUMNS = 5
_PACK = Struct(f"={_COLUMNS}i").pack


class TokenEncoder:
    """Maps words to feature rows (word, prefix, suffix, shape) and remembers them.

    `vocabulary` maps a lower-case word (digits folded to 0) to its row; rows of unknown words follow after the last one.
    """

    def __init__(self, vocabulary: Mapping[str, int]) -> None:
        self.vocabulary = vocabulary
        self.rows: Mapping[str, bytes] = Memo(self._encode)

    def _encode(self, word: str) -> bytes:
        """A packed row, the place left 0."""
        key = word.lower().translate(_DIGITS)
        index = self.vocabulary.get(key)
        if index is None:
            index = len(self.vocabulary) + _hash(key) % WORD_BUCKETS
        prefix = _hash("p" + key[:3]) % AFFIX_BUCKETS
        suffix = _hash("s" + key[-3:]) % AFFIX_BUCKETS
        return _PACK(index, prefix, suffix, shape_of(word), 0)


def _hash(key: str) -> int:
    # A lone surrogate, which no file of UTF-8 but any JSON can hold, is a word that nobody knows and not an error.
    return crc32(key.encode("utf-8", "surrogatepass"))


def shape_of(word: str) -> int:
    """Shape id in 0..31: letters' case, digits, punctuation, length."""
    first = word[0]
    if not (first.isalnum() or first == "_"):
        return 1 + min(".,:;!?\"'“”‘’-–—()$%&".find(first) + 1, 21)
    if first.isdigit():
        return 24 if len(word) == 4 and word.isdigit() else 25
    if word.isupper():
        return 26 if len(word) == 1 else 27
    if word.islower():
        return 28
    if first.isupper():
        return 29 if word[1:].islower() else 30
    return 31


def encode(layer: TokenLayer, encoder: TokenEncoder) -> npt.NDArray[np.int32]:
    """One row (word, prefix, suffix, shape, place) for each token of the layer; [T, 5]."""
    words: Sequence[str] = layer.words
    names = name_tokens(layer)
    if names:
        words = list(words)
        for index in names:
            words[index] = _NAME
    # Joined bytes are the array: no number of it becomes a Python object.
    packed = bytearray().join(map(encoder.rows.__getitem__, words))
    rows = np.frombuffer(packed, dtype=np.int32).reshape(-1, _COLUMNS)
    rows[:, -1] = np.frombuffer(places(layer), dtype=np.uint8)
    return rows


def name_tokens(layer: TokenLayer) -> list[int]:
    """Words of titles and names in quotation marks: their verbs are no cues ("the “I Want to Live” project")."""
    found: list[int] = []
    for quotation in layer.quotations:
        if not quotation.scare:
            continue
        first = bisect_left(layer.starts, quotation.inner.start)
        end = bisect_left(layer.starts, quotation.inner.end)
        inside = [index for index in range(first, end) if layer.words[index][0].isalnum()]
        if len(inside) > 1 and all(layer.words[index][0].isupper() for index in inside if len(layer.words[index]) > 2):
            found += inside
    return found


def places(layer: TokenLayer) -> bytearray:
    """Place id of each token: quotation state * 4 + paragraph start * 2 + sentence start."""
    found = quotation_states(layer).translate(_SHIFTED)
    for low, _ in layer.paragraphs:
        found[low] |= 2
    for low, _ in layer.sentences:
        found[low] |= 1
    return found


def quotation_states(layer: TokenLayer) -> bytearray:
    """Quotation state of each token; tokens and quotations are both in order."""
    states = bytearray(len(layer))
    starts = layer.starts
    done = 0  # of two quotations that share tokens the earlier one counts
    for quotation in layer.quotations:
        first = max(done, bisect_left(starts, quotation.span.start))
        opened = max(first, bisect_left(starts, quotation.inner.start))
        closed = max(opened, bisect_left(starts, quotation.inner.end))
        end = max(closed, bisect_left(starts, quotation.span.end))
        state = _state(quotation.mark, quotation.scare, quotation.opened and quotation.closed, quotation.continues)
        states[first:end] = _MARKS * (opened - first) + bytes((state,)) * (closed - opened) + _MARKS * (end - closed)
        done = end
    return states


def _state(mark: QuotationMark, scare: bool, whole: bool, continues: bool) -> int:  # noqa: FBT001 - four plain facts
    if mark is QuotationMark.BLOCK:
        return BLOCK
    if scare:
        return SCARE
    if continues:
        return CONTINUED
    if not whole:
        return OPEN_ENDED
    return SINGLE if mark is QuotationMark.SINGLE else DOUBLE
