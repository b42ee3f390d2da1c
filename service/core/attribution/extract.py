"""TokenLayer -> attributions: the tagger's findings, completed by the rules for hard forms, in order of the text."""

from collections.abc import Iterable

from service.core.attribution.confidence import confidence_of, trusted
from service.core.attribution.decode import decode
from service.core.attribution.house import without_own
from service.core.attribution.kinds import is_silent, read_cue, read_hedge
from service.core.attribution.mentions import mention_of
from service.core.attribution.model import Calibration, RawAttribution, Tagger, TaggerOutput
from service.core.attribution.quoting import QuotedWords, quotation_form, quoted_words, trimmed
from service.core.attribution.rules import EXTRACTORS
from service.core.domain import Attribution, Document, Span, TokenLayer
from service.core.lang.lexicon import Lexicons


def extract(
    doc: Document,
    layer: TokenLayer,
    tagger: Tagger,
    lexicons: Lexicons,
    output: TaggerOutput | None = None,
    publisher: str | None = None,
) -> tuple[Attribution, ...]:
    """All attributions of a document, ids a1, a2 ... in order of their first content.

    `output` are the layer's scores where they are known already; `publisher` is no relay of its own sources. What stands in skipped
    blocks (credits, bylines, boilerplate) is no attribution. Linear in the text.
    """
    if not doc.blocks or not len(layer):
        return ()
    low = [word.lower() for word in layer.words]
    raw = trusted(decode(output or tagger.score(layer), tagger.settings), tagger.calibration, tagger.settings)
    for extractor in EXTRACTORS:
        raw = extractor(doc, layer, low, raw, lexicons)
    raw = without_own(doc, layer, raw, publisher)
    found = [(_content(layer, row.content), row) for row in raw if not _skipped(layer, row)]
    kept = sorted((pair for pair in found if pair[0]), key=lambda pair: pair[0][0])
    quoted = quoted_words(layer)
    return tuple(
        _finish(layer, low, (f"a{number}", *pair), quoted, lexicons, tagger.calibration)
        for number, pair in enumerate(kept, 1)
    )


def _skipped(layer: TokenLayer, row: RawAttribution) -> bool:
    first = row.content[0][0]
    return bool(layer.skipped) and layer.skips(layer.span(first, first + 1))


def _finish(
    layer: TokenLayer,
    low: list[str],
    found: tuple[str, tuple[Span, ...], RawAttribution],
    quoted: QuotedWords,
    lexicons: Lexicons,
    calibration: Calibration | None,
) -> Attribution:
    number, content, row = found
    source = mention_of(layer, low, row.source, lexicons) if row.source else None
    relays = (mention_of(layer, low, relay, lexicons) for relay in row.via)
    reading = read_cue(low, row.cue, row.content[0], lexicons)
    return Attribution(
        id=number,
        source=source,
        cue=layer.span(*row.cue) if row.cue else None,
        content=content,
        kind=reading.kind,
        quotation=quotation_form(quoted, row.content),
        informational=reading.informational and not is_silent(low, row.source, lexicons),
        hedge=read_hedge(layer, low, row.cue, row.content[0], lexicons),
        negated=reading.negated,
        via=tuple(relay for relay in relays if relay),
        confidence=confidence_of(row, calibration),
        found_by=row.found_by,
    )


def _content(layer: TokenLayer, ranges: Iterable[tuple[int, int]]) -> tuple[Span, ...]:
    spans = sorted(span for span in (trimmed(layer, part) for part in ranges) if span)
    kept: list[Span] = []
    for span in spans:
        if kept and span.start < kept[-1].end:
            continue
        kept.append(span)
    return tuple(kept)
