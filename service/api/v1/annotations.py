"""`POST /v1/annotations`: one article in, its sources and claims out."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

from flask import Response, g, request

from schemas.annotations import MEDIA_TYPES, AnnotationQuerySchema, AnnotationRequestSchema, OptionsSchema
from schemas.report import AnnotationSchema
from service.api import body, negotiation, parsing
from service.api.auth import requires
from service.api.clock import today, utc_day
from service.api.parsing import Blueprint
from service.api.problems import Problem
from service.api.state import State, elapsed_ms, out_of_time, state
from service.core.domain import Article, OverlayEntry, Report
from service.core.pipeline import Options
from service.render import RENDERERS
from service.render.view import DEFAULT_INCLUDE, Renderer, View, annotation_id, content_hash
from service.runtime import metrics
from service.runtime.overlays import entries_of

RAW_TYPES: Final = MEDIA_TYPES
BODY_TYPES: Final = (body.JSON, *RAW_TYPES)
_DOCUMENT_FIELDS: Final = ("id", "language", "published_at", "publisher", "country", "title")
_BODY_DOC: Final = {
    "required": True,
    "content": {
        body.JSON: {
            "schema": AnnotationRequestSchema,
            "example": {"text": "The bridge will stay shut until April, the transport department said on Monday."},
        },
        **{kind: {"schema": {"type": "string"}} for kind in RAW_TYPES},
    },
}

blp = Blueprint("annotations", __name__, url_prefix="/v1", description="Annotate articles.")
_request_schema = AnnotationRequestSchema()
_query_schema = AnnotationQuerySchema()
_options_schema = OptionsSchema()


@dataclass(frozen=True, slots=True)
class Call:
    """One article to annotate and how."""

    article: Article
    options: Mapping[str, Any]
    overlay: tuple[OverlayEntry, ...]


@blp.route("/annotations", methods=["POST"])
@requires("annotate")
@blp.doc(
    operationId="annotate",
    requestBody=_BODY_DOC,
    parameters=[{"in": "query", "schema": AnnotationQuerySchema}],
    **{"x-problems": [406, 429]},
)
@blp.response(200, AnnotationSchema, description="The annotated article.")
def create() -> Response:
    """Annotate one article.

    JSON (`{"text": …}` or `{"document": …}`), or the raw text with its options in the query string. Where both give an
    option, the body's counts. Nothing of the text is stored, logged or sent anywhere.
    """
    here = state()
    renderer = choose_renderer()
    call = read_call(here)
    report, view = run(here, call)
    return respond(report, view, renderer)


def choose_renderer() -> Renderer:
    """The format asked for in Accept."""
    wanted = negotiation.choose([renderer.media_type for renderer in RENDERERS])
    return next(renderer for renderer in RENDERERS if renderer.media_type == wanted)


def read_call(here: State) -> Call:
    """The request as a call.

    Raises:
        Problem: anything that is wrong with the request.
    """
    limits = here.settings.limits
    kind = body.media_type(request, BODY_TYPES)
    query = _load_query()
    raw = body.read(request, limits.body_bytes)
    if kind != body.JSON:
        document = {"content": body.text_of(raw), "media_type": kind}
        return make_call(here, {"document": document}, query)
    return make_call(here, parsing.load(_request_schema, body.json_of(raw, limits.json_depth)), query)


def _load_query() -> dict[str, Any]:
    if not request.query_string:
        return {}
    loaded = _query_schema.validate(parsing.query_values(request, _query_schema))
    if loaded:
        errors = parsing.errors_of(loaded, "?")
        raise Problem("invalid-request", f"{len(errors)} error(s) in the query string.", errors=errors[:50])
    found: dict[str, Any] = _query_schema.load(parsing.query_values(request, _query_schema))
    return found


def make_call(here: State, values: Mapping[str, Any], query: Mapping[str, Any]) -> Call:
    """Validated values as a call.

    Raises:
        Problem: the document is empty or too long, or a named overlay does not exist.
    """
    document = {**query, **values.get("document", {})}
    content = values.get("text", document.get("content", ""))
    pointer = "#/text" if "text" in values else "#/document/content"
    limit = here.settings.limits.code_points
    if not content:
        raise parsing.invalid(pointer, "The document is empty.", "empty")
    if len(content) > limit:
        raise body.too_large(limit, len(content), "code_point")
    article = Article(
        content=content,
        media_type=document.get("media_type", "text/plain"),
        **{name: document.get(name) for name in _DOCUMENT_FIELDS},
    )
    options = {**_defaults(here), **_choices(query), **values.get("options", {})}
    known_overlays(here, options["registry_overlays"], "#/options/registry_overlays")
    return Call(article, options, entries_of(values.get("registry_overlay", ()), "request"))


def _defaults(here: State) -> dict[str, Any]:
    return {
        "offset_unit": "code_point",
        "include": sorted(DEFAULT_INCLUDE),
        "kinds": None,
        "min_confidence": 0.0,
        "deadline_ms": here.settings.limits.deadline_ms,
        "registry_overlays": [],
    }


def _choices(query: Mapping[str, Any]) -> dict[str, Any]:
    return {name: query[name] for name in query if name in _options_schema.fields}


def known_overlays(here: State, names: Sequence[str], pointer: str) -> None:
    """Check that every named overlay is in force: an option is never silently dropped.

    Raises:
        Problem: `invalid-request` with the name's place.
    """
    known = here.resources.overlays
    for index, name in enumerate(names):
        if name not in known:
            raise parsing.invalid(f"{pointer}/{index}", "No overlay of this name is stored.", "unknown_overlay")


def run(here: State, call: Call) -> tuple[Report, View]:
    """Annotate in this process' turn, within the caller's deadline.

    Raises:
        Problem: `overloaded`, or `deadline-exceeded` when no time was left to begin.
    """
    began: float = g.began
    allowed = min(call.options["deadline_ms"], here.settings.limits.deadline_ms_max)
    end = began + allowed / 1000
    resources = here.resources
    options = Options(
        today=utc_day(),
        overlay=call.overlay,
        overlay_names=tuple(call.options["registry_overlays"]),
        max_code_points=here.settings.limits.code_points,
        expired=lambda: time.perf_counter() > end,
    )
    with here.gate.turn((end - time.perf_counter()) * 1000):
        if options.expired():
            raise out_of_time()
        report = here.engine.annotate(call.article, resources, options)
    _count(report)
    return report, _view(call, elapsed_ms(began))


def _count(report: Report) -> None:
    metrics.DOCUMENTS.labels(str(report.complete).lower()).inc()
    metrics.CODE_POINTS.observe(len(report.article.content))
    metrics.ATTRIBUTIONS.inc(len(report.attributions))


def _view(call: Call, timing_ms: float) -> View:
    options = call.options
    return View(
        offset_unit=options["offset_unit"],
        include=frozenset(options["include"]),
        kinds=frozenset(options["kinds"]) if options["kinds"] is not None else None,
        min_confidence=options["min_confidence"],
        asked=repr((call.overlay, tuple(options["registry_overlays"]))),
        timing_ms=timing_ms,
    )


def respond(report: Report, view: View, renderer: Renderer) -> Response:
    """The response with its validator; a newer day, text, option or version changes the ETag."""
    content = renderer.render(report, view)
    response = Response(content, content_type=renderer.media_type)
    basis = (annotation_id(report, view, content_hash(report.article.content)), renderer.media_type, today())
    # Weak: the timing inside differs between two answers that say the same.
    response.set_etag(sha256(repr(basis).encode()).hexdigest()[:32], weak=True)
    response.vary.update(["Accept", "Authorization"])
    return response
