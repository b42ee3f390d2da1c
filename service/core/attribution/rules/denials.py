"""A bare denial: "Dr Vale denied dishonesty", "He denies murder", "The company has denied the claims". The tagger leaves many of them out.

What is denied is short and holds no verb, so the sentence is plain: a subject, the verb, a noun phrase, and its end.
"""

from bisect import bisect_right

from service.core.attribution.model import RawAttribution
from service.core.attribution.phrases import Pair
from service.core.attribution.places import RowsByPlace
from service.core.domain import Document, TokenLayer
from service.core.lang.lexicon import Lexicons

_CONFIDENCE = 0.6
_DENYING = frozenset("deny denies denied".split())
_BEFORE = frozenset(
    "has have had also later again both all strongly vehemently repeatedly always categorically".split()
)
#: Longest subject, description included, and longest object, in tokens.
_SUBJECT = 16
_OBJECT = 8
_STOPS = frozenset('.;:!?()"“”‘—–,')
_AFTER = frozenset("in on at when after before during and but while through via as".split())
#: What is refused rather than said to be untrue: "denied bail", "denied the motion".
_REFUSED = frozenset(
    "bail entry access permission visa visas motion request requests petition application applications appeal parole asylum "
    "treatment care medication food water him her them us me you it that this reporters journalists bond leave".split()
)
_CLAUSAL = frozenset("that who which where when how what why if whether because to".split())


def credit(
    doc: Document, layer: TokenLayer, low: list[str], raw: tuple[RawAttribution, ...], lexicons: Lexicons
) -> tuple[RawAttribution, ...]:
    """`raw` with a row for each bare denial that no row has yet."""
    del doc
    if _DENYING.isdisjoint(low):
        return raw
    rows: RowsByPlace | None = None
    for at, word in enumerate(low):
        if word not in _DENYING:
            continue
        found = _denial(layer, low, at, lexicons)
        if found is None:
            continue
        rows = rows or RowsByPlace(raw)
        source, content = found
        if not _has_row(rows, (source[0], content[1])):
            rows.add(RawAttribution(source, (at, at + 1), (content,), _CONFIDENCE, found_by="denial"))
    return raw if rows is None else rows.all()


def _denial(layer: TokenLayer, low: list[str], verb: int, lexicons: Lexicons) -> tuple[Pair, Pair] | None:
    """Source and content of a sentence that is a subject, the verb and what is denied."""
    begin, end = layer.sentences[bisect_right(layer.sentences, (verb, len(layer))) - 1]
    last = verb
    while last > begin and low[last - 1] in _BEFORE:
        last -= 1
    if not 0 < last - begin <= _SUBJECT or not _is_subject(layer, low, begin, last, lexicons):
        return None
    stop = verb + 1
    while stop < end and stop - verb <= _OBJECT and low[stop] not in _STOPS and low[stop] not in _AFTER:
        stop += 1
    words = low[verb + 1 : stop]
    if not words or stop - verb > _OBJECT or not _REFUSED.isdisjoint(words) or not _CLAUSAL.isdisjoint(words):
        return None
    return (begin, last - (low[last - 1] == ",")), (verb + 1, stop)


def _is_subject(layer: TokenLayer, low: list[str], begin: int, last: int, lexicons: Lexicons) -> bool:
    """A pronoun or a noun phrase, with a description between commas perhaps, and no other verb."""
    first, *rest = low[begin:last]
    if not rest:
        return first in lexicons.personal or layer.words[begin][0].isupper()
    comma = low.index(",", begin, last) if "," in low[begin:last] else last
    if comma < last and low[last - 1] != ",":
        return False
    plain = low[begin:comma]
    return not any(word in _STOPS or word in _CLAUSAL or word in _BE for word in plain)


_BE = frozenset("is are was were be been being said says".split())


def _has_row(rows: RowsByPlace, place: Pair) -> bool:
    """Whether some row holds words of the sentence already."""
    return any(
        low < place[1] and place[0] < high
        for _, row in rows.near(*place)
        for low, high in filter(None, (row.cue, *row.content))
    )
