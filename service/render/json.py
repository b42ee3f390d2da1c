"""Report -> the JSON response of API.md. Written by hand: a schema walk would cost more than the annotation.

Members of enumerations are written by their `_value_`: `value` says the same at the cost of two calls, and an answer holds hundreds.
"""

import json
from typing import Any

import orjson

from service.core.domain import Attribution, AttributionLink, Credibility, Provenance, Report, Span
from service.render.sources import source_row
from service.render.units import Ruler, length_in
from service.render.view import FACTORS, SELECTORS, Renderer, View, annotation_id, content_hash

MEDIA_TYPE = "application/json"
#: Version of this response format; it changes only when a field changes its meaning.
API_VERSION = "1"
#: Characters of context on each side of a W3C TextQuoteSelector.
CONTEXT = 32
#: For what the fast encoder refuses.
_PATIENT = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False, check_circular=False)


def project(report: Report, view: View) -> dict[str, Any]:
    """The response as JSON-ready values."""
    content = report.article.content
    ruler = Ruler(content, report.document.offsets, view.offset_unit)
    kept = _kept(report, view)
    links = {link.attribution_id: link for link in report.cast.links}
    sha256 = content_hash(content)
    return {
        "annotation_id": annotation_id(report, view, sha256),
        "complete": report.complete,
        "offset_unit": view.offset_unit,
        "document": _document(report, sha256),
        "versions": version_rows(report.provenance),
        "sources": _sources(report, kept, links, ruler, view),
        "attributions": _attributions(report, kept, links, ruler, view),
        "summary": dict(report.summary.values),
        "warnings": [_warning(notice.code, notice.span, notice.detail, ruler) for notice in report.notices],
        "timing_ms": view.timing_ms,
    }


def encode(values: object) -> bytes:
    """JSON as UTF-8, without spaces; a lone surrogate, which UTF-8 cannot say, becomes a question mark.

    Raises:
        TypeError, ValueError: a value that JSON does not have.
    """
    try:
        return orjson.dumps(values)
    except TypeError:  # a lone surrogate, or a number beyond 64 bits
        return _PATIENT.encode(values).encode("utf-8", "replace")


def render(report: Report, view: View) -> bytes:
    """The response body."""
    return encode(project(report, view))


RENDERER = Renderer(MEDIA_TYPE, render)


def _kept(report: Report, view: View) -> tuple[Attribution, ...]:
    return tuple(
        attr
        for attr in report.attributions
        if (view.kinds is None or attr.kind._value_ in view.kinds) and attr.confidence >= view.min_confidence
    )


def _document(report: Report, sha256: str) -> dict[str, object]:
    content = report.article.content
    return {
        "id": report.article.id,
        "sha256": sha256,
        "media_type": report.article.media_type,
        "language": report.document.language,
        "length": {unit: length_in(unit, content) for unit in ("code_point", "utf16", "utf8")},
    }


def version_rows(found: Provenance) -> dict[str, str]:
    """The versions as responses show them."""
    return {
        "api": API_VERSION,
        "engine": found.engine,
        "model": found.model,
        "ruleset": found.ruleset,
        "registry": found.registry,
        "priors": found.priors,
        "lexicons": found.lexicons,
        "records": found.records,
    }


def _sources(
    report: Report, kept: tuple[Attribution, ...], links: dict[str, AttributionLink], ruler: Ruler, view: View
) -> list[dict[str, Any]]:
    spoken: dict[str, list[str]] = {}
    relaying: set[str] = set()
    for attr in kept:
        link = links.get(attr.id)
        if link is None:
            continue
        if link.source_id is not None:
            spoken.setdefault(link.source_id, []).append(attr.id)
        relaying.update(link.via)
    rated = {row.source_id: row for row in report.reliabilities}
    narrowed = len(kept) < len(report.attributions)
    return [
        source_row(source, rated.get(source.id), spoken.get(source.id, []), ruler, view)
        for source in report.cast.sources
        # A caller who narrowed the attributions gets the sources of those that are left.
        if not narrowed or source.id in spoken or source.id in relaying
    ]


def _attributions(
    report: Report, kept: tuple[Attribution, ...], links: dict[str, AttributionLink], ruler: Ruler, view: View
) -> list[dict[str, Any]]:
    judged = {row.attribution_id: row for row in report.credibilities}
    shown = {attr.id for attr in kept}
    return [_attribution(attr, links.get(attr.id), judged.get(attr.id), ruler, view, shown) for attr in kept]


def _attribution(
    attr: Attribution,
    link: AttributionLink | None,
    judged: Credibility | None,
    ruler: Ruler,
    view: View,
    shown: set[str],
) -> dict[str, Any]:
    row: dict[str, Any] = {
        "id": attr.id,
        "source": link.source_id if link else None,
        "source_span": ruler.span(attr.source.span) if attr.source else None,
        "cue": ruler.span(attr.cue) if attr.cue else None,
        "content": [_content(span, ruler, view) for span in attr.content],
        "quotation": attr.quotation._value_,
        "kind": attr.kind._value_,
        "informational": attr.informational,
        "hedge": {"level": attr.hedge.level, **ruler.span(attr.hedge.span)} if attr.hedge else None,
        "negated": attr.negated,
        "via": list(link.via) if link else [],
        "credibility": _credibility(judged, view, shown) if judged else None,
        "confidence": round(attr.confidence, 4),
        "found_by": attr.found_by,
    }
    return row


def _content(span: Span, ruler: Ruler, view: View) -> dict[str, object]:
    row = ruler.span(span)
    if SELECTORS in view.include:
        there = ruler.original(span)
        text = ruler.content
        row["selectors"] = [
            {"type": "TextPositionSelector", "start": there.start, "end": there.end},
            {
                "type": "TextQuoteSelector",
                "exact": text[there.start : there.end],
                "prefix": text[max(0, there.start - CONTEXT) : there.start],
                "suffix": text[there.end : there.end + CONTEXT],
            },
        ]
    return row


def _credibility(judged: Credibility, view: View, shown: set[str]) -> dict[str, Any]:
    row: dict[str, Any] = {
        "grade": judged.grade,
        "score": judged.score,
        "interval": list(judged.interval) if judged.interval else None,
        "neutral_score": judged.neutral_score,
        "basis": judged.basis,
        # Every id in an answer names something in the same answer, also when the caller narrowed it.
        "corroborated_by": [other for other in judged.corroborated_by if other in shown],
        "contradicted_by": [other for other in judged.contradicted_by if other in shown],
    }
    if FACTORS in view.include:
        row["factors"] = [
            {
                "kind": factor.kind,
                "label": factor.label,
                "ln_lr": factor.ln_lr,
                "multiplier": factor.multiplier,
                "status": factor.status._value_,
                "parameters": dict(factor.parameters),
            }
            for factor in judged.factors
        ]
    return row


def _warning(code: str, span: Span | None, detail: str | None, ruler: Ruler) -> dict[str, object]:
    row: dict[str, object] = {"code": code}
    if span is not None:
        row["span"] = ruler.span(span)
    if detail is not None:
        row["detail"] = detail
    return row
