"""What a caller wants to see of a report, and what only the edge knows about the call."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field

from service.core.domain import Report

EVIDENCE = "evidence"
FACTORS = "factors"
MENTIONS = "mentions"
SELECTORS = "selectors"
DEFAULT_INCLUDE = frozenset({EVIDENCE, FACTORS, MENTIONS})


@dataclass(frozen=True, slots=True)
class View:
    """Choices of one caller.

    `offset_unit` is code_point, utf16 or utf8. `kinds` (None: all) and `min_confidence` (0..1) narrow the attributions.
    `asked` is a canonical string of everything else that shaped the report (overlay entries, names); it enters the
    annotation's id. `timing_ms` is None when the caller of the renderer did not measure.
    """

    offset_unit: str = "code_point"
    include: frozenset[str] = field(default=DEFAULT_INCLUDE)
    kinds: frozenset[str] | None = None
    min_confidence: float = 0.0
    asked: str = ""
    timing_ms: float | None = None


@dataclass(frozen=True, slots=True)
class Renderer:
    """One output format: its media type, the function that writes it, and the units that it can count in."""

    media_type: str
    render: Callable[[Report, View], bytes]
    units: tuple[str, ...] = ("code_point", "utf16", "utf8")


def content_hash(content: str) -> str:
    """SHA-256 of the content's UTF-8 bytes, in hexadecimal."""
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()


def annotation_id(report: Report, view: View, sha256: str) -> str:
    """Id of an answer: the same article, options and versions always give the same id (`an_` and 32 hex digits)."""
    provenance = report.provenance
    article = report.article
    parts = (
        sha256,
        article.media_type,
        article.language,
        article.publisher,
        article.country,
        article.title,
        article.published_at.isoformat() if article.published_at else None,
        view.offset_unit,
        ",".join(sorted(view.include)),
        ",".join(sorted(view.kinds)) if view.kinds is not None else None,
        view.min_confidence,
        view.asked,
        report.complete,
        *(getattr(provenance, name) for name in provenance.__dataclass_fields__),
    )
    return "an_" + hashlib.sha256(repr(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]
