"""`POST /v1/annotations`: one article in, its sources and claims out."""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any, Final

from flask import Response, g, request

from schemas import errors
from schemas.annotations import MEDIA_TYPES, AnnotationQuerySchema, AnnotationRequestSchema
from schemas.jobs import JobSchema
from schemas.report import AnnotationSchema
from service.api import accepting, body, negotiation, parsing
from service.api.accepting import Order
from service.api.auth import authorize, requires
from service.api.parsing import Blueprint
from service.api.state import State, elapsed_ms, state
from service.api.turns import turn
from service.core.domain import Report
from service.jobs import calls
from service.jobs.calls import Call
from service.render import RENDERERS
from service.render.json import encode
from service.render.view import Renderer, View, annotation_id, content_hash
from service.runtime import metrics
from service.runtime.clock import today, utc_day
from service.runtime.watch import watch

RAW_TYPES: Final = MEDIA_TYPES
BODY_TYPES: Final = (body.JSON, *RAW_TYPES)
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
#: The other formats have their standards' own shapes.
_ANSWER_DOC: Final = {
    each.media_type: {
        "schema": {"$ref": "#/components/schemas/Annotation"} if each.media_type == body.JSON else {"type": "object"}
    }
    for each in RENDERERS
}
_request_schema = AnnotationRequestSchema()
_query_schema = AnnotationQuerySchema()


@blp.route("/annotations", methods=["POST"])
@requires("annotate")
@blp.doc(
    operationId="annotate",
    requestBody=_BODY_DOC,
    parameters=[{"in": "query", "schema": AnnotationQuerySchema}],
    **{"x-problems": [406, 409, 429], "x-content": _ANSWER_DOC},
)
@blp.response(200, AnnotationSchema, description="The annotated article.")
@blp.alt_response(202, schema=JobSchema, description="Accepted as a job (`Prefer: respond-async`).")
def create() -> Response:
    """Annotate one article.

    JSON (`{"text": …}` or `{"document": …}`), or the raw text with its options in the query string. Where both give an
    option, the body's counts. Nothing of the text is stored, logged or sent anywhere; with `Prefer: respond-async` it is
    stored until a worker has done it, the answer is 202, and the key needs the scope `jobs` too.
    """
    here = state()
    renderer = choose_renderer()
    values, query = read_values(here)
    call = make_call(here, errors.load(_request_schema, values), query)
    if "respond-async" in request.headers.get("Prefer", "").replace(",", " ").split():
        authorize("jobs")
        item, defaults = accepting.for_one(values, query)
        order = Order([encode(item)], defaults, values.get("registry_overlay", []))
        response = accepting.accept(here, order)
        response.headers["Preference-Applied"] = "respond-async"
        return response
    if call.options["offset_unit"] not in renderer.units:
        detail = f"This format counts in {' or '.join(renderer.units)} only."
        raise parsing.invalid("#/options/offset_unit", detail, "unsupported")
    report, view = run(here, call)
    return respond(report, view, renderer)


def choose_renderer() -> Renderer:
    """The format asked for in Accept."""
    wanted = negotiation.choose([renderer.media_type for renderer in RENDERERS])
    return next(renderer for renderer in RENDERERS if renderer.media_type == wanted)


def read_values(here: State) -> tuple[dict[str, Any], dict[str, Any]]:
    """The request's values, not yet validated, and those of its query string.

    Raises:
        Problem, SourcegradeError: it cannot be read.
    """
    limits = here.settings.limits
    kind = body.media_type(request, BODY_TYPES)
    query = load_query()
    calls.within_longest(query, limits, "?")
    raw = body.read(request, limits.body_bytes)
    if kind != body.JSON:
        return {"document": {"content": body.text_of(raw), "media_type": kind}}, query
    return body.json_of(raw, limits.json_depth), query


def load_query() -> dict[str, Any]:
    """The query string's options and fields of the document.

    Raises:
        RequestError: it breaks the schema.
    """
    if not request.query_string:
        return {}
    values = parsing.query_values(request, _query_schema)
    found: dict[str, Any] = errors.load(_query_schema, values, "?", "query string")
    return found


def make_call(here: State, values: Mapping[str, Any], query: Mapping[str, Any]) -> Call:
    """Validated values as a call.

    Raises:
        SourcegradeError: the document is empty or too long, a named overlay does not exist, or too much time is asked for.
    """
    return calls.make_call(values, query, limits=here.settings.limits, overlays=here.resources.overlays)


def known_overlays(here: State, names: Sequence[str], pointer: str) -> None:
    """Check that every named overlay is in force: an option is never silently dropped.

    Raises:
        RequestError: with the name's place.
    """
    calls.known_overlays(here.resources.overlays, names, pointer)


def run(here: State, call: Call) -> tuple[Report, View]:
    """Annotate in this process' turn, within the caller's deadline.

    Raises:
        Problem: `overloaded`, or `deadline-exceeded` when no time was left to begin.
    """
    with turn(here, call.options["deadline_ms"]) as deadline:
        options = calls.options_of(call, today=utc_day(), limits=here.settings.limits, spent=deadline, watch=watch)
        report = here.engine.annotate(call.article, here.resources, options)
    count(report)
    return report, calls.view_of(call, elapsed_ms(g.began))


def count(report: Report) -> None:
    """Add an annotated article to the metrics."""
    metrics.DOCUMENTS.labels(str(report.complete).lower()).inc()
    metrics.CODE_POINTS.observe(len(report.article.content))
    metrics.ATTRIBUTIONS.inc(len(report.attributions))


def respond(report: Report, view: View, renderer: Renderer) -> Response:
    """The response with its validator; a newer day, text, option or version changes the ETag."""
    content = watch("render", renderer.render, report, view)
    response = Response(content, content_type=renderer.media_type)
    basis = (annotation_id(report, view, content_hash(report.article.content)), renderer.media_type, today())
    # Weak: the timing inside differs between two answers that say the same.
    response.set_etag(sha256(repr(basis).encode()).hexdigest()[:32], weak=True)
    response.vary.update(["Accept", "Authorization"])
    return response
