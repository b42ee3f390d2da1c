"""What every input must keep: one function for the fuzzer, which searches, and for the tests, which replay the seeds.

An input is one byte that chooses the media type (`KINDS`; a capital: the whole annotation and every format too), then the article. Bytes
that are no UTF-8 become lone surrogates, which JSON lets a caller send.
"""

import json
from collections.abc import Iterator

from service.core.domain import Article, Document, Report, SourcegradeError, Span, TokenLayer
from service.core.parsing import PARSERS, parse
from service.core.parsing.ninjs import MEDIA_TYPE as NINJS
from service.core.pipeline import Resources, annotate
from service.core.text.layer import build_layer
from service.render import RENDERERS
from service.render.json import project
from service.render.view import DEFAULT_INCLUDE, SELECTORS, View

KINDS = {"p": "text/plain", "m": "text/markdown", "h": "text/html", "x": "application/xhtml+xml", "n": NINJS}
#: How a text is cut into the units that offsets count in.
ENCODINGS = {"code_point": ("utf-32-le", 4), "utf16": ("utf-16-le", 2), "utf8": ("utf-8", 1)}


class BrokenPromiseError(AssertionError):
    """An input for which a promise does not hold."""


def article_of(data: bytes) -> tuple[Article, bool]:
    """The article that the bytes stand for, and whether to annotate it (else it is parsed alone)."""
    order = [*KINDS, *(kind.upper() for kind in KINDS)]
    first = chr(data[0]) if data else "p"
    kind = first if first in order else order[ord(first) % len(order)]
    return Article(data[1:].decode("utf-8", "surrogateescape"), KINDS[kind.lower()]), kind.isupper()


def check(data: bytes, resources: Resources) -> bool:
    """Hold one input to every promise; whether it is an article at all.

    Raises:
        BrokenPromiseError: one does not hold. Any other exception is one that nobody declared.
    """
    article, whole = article_of(data)
    try:
        doc = parse(article)
    except SourcegradeError:
        return False
    _hold(set(KINDS.values()) == set(PARSERS), "every parser is searched")
    _document(doc, article.content)
    if whole:
        _report(annotate(article, resources), resources)
    else:
        _layer(build_layer(doc), doc, article.content)
    return True


def _hold(condition: object, what: str) -> None:
    if not condition:
        raise BrokenPromiseError(what)


def _document(doc: Document, content: str) -> None:
    """Offsets only grow, verbatim pieces are the author's own characters, and every block leads back into the content."""
    for segment in doc.offsets.segments:
        _hold(segment.length > 0 and segment.orig_start + segment.orig_length <= len(content), "segments lie inside")
        if segment.length == segment.orig_length:
            ours = doc.text[segment.text_start : segment.text_start + segment.length]
            _hold(content[segment.orig_start : segment.orig_start + segment.length] == ours, "verbatim is verbatim")
    _hold(doc.offsets.segments or not doc.text.strip() or doc.text == content, "without segments nothing was changed")
    _inside((block.span for block in doc.blocks), doc, content)
    last = 0
    # White space between two blocks may be our own, and has no place.
    for place in (place for place, sign in enumerate(doc.text) if not sign.isspace()):
        there = doc.offsets.to_original(Span(place, place + 1))
        _hold(there.start >= last, "places only grow")
        last = there.start
    for directive in doc.directives:
        _hold(directive.span.end <= len(content), "directives lie inside")
    _inside((span for span, _address in doc.links), doc, content)


def _inside(spans: Iterator[Span], doc: Document, content: str) -> None:
    for span in spans:
        _hold(span.end <= len(doc.text), "spans lie inside the text")
        there = doc.offsets.to_original(span)
        _hold(0 <= there.start < there.end <= len(content), "spans lead back into the content")


def _layer(layer: TokenLayer, doc: Document, content: str) -> None:
    """Every token once, in order; sentences and paragraphs cover all of them."""
    last = 0
    for start, end, word in zip(layer.starts, layer.ends, layer.words, strict=True):
        _hold(last <= start < end and doc.text[start:end] == word, "tokens are pieces of the text, in order")
        last = end
    for ranges in (layer.sentences, layer.paragraphs):
        _hold(sum(high - low for low, high in ranges) == len(layer), "ranges cover every token once")
    _inside((quotation.span for quotation in layer.quotations), doc, content)


def _report(report: Report, resources: Resources) -> None:
    """A report names only what exists, says the same twice, and every format can be written in every unit."""
    content = report.article.content
    _layer(report.layer, report.document, content)
    claims = [attribution.id for attribution in report.attributions]
    _hold({link.attribution_id for link in report.cast.links} == set(claims), "every claim has its link")
    _hold([row.attribution_id for row in report.credibilities] == claims, "every claim is judged once")
    sources = [source.id for source in report.cast.sources]
    _hold(sorted(row.source_id for row in report.reliabilities) == sorted(sources), "every source is rated once")
    for unit, (encoding, size) in ENCODINGS.items():
        raw = content.encode(encoding, "surrogatepass")
        view = View(offset_unit=unit, include=DEFAULT_INCLUDE | {SELECTORS})
        for piece in _pieces(project(report, view)):
            found = raw[piece["start"] * size : piece["end"] * size].decode(encoding, "surrogatepass")
            _hold(found == piece["text"], f"spans slice to their text in {unit}")
    for renderer in RENDERERS:
        for unit in renderer.units:
            json.loads(renderer.render(report, View(offset_unit=unit)))
    again = annotate(report.article, resources)
    _hold(project(again, View()) == project(report, View()), "the same article gives the same report")


def _pieces(value: object) -> Iterator[dict]:
    if isinstance(value, dict):
        if {"start", "end", "text"} <= set(value):
            yield value
        for inner in value.values():
            yield from _pieces(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _pieces(inner)
