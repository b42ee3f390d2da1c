"""`POST /v1/annotations/batch`: a few articles in one request; each succeeds or fails on its own."""

import time
from typing import Any, Final

from flask import Response, g, request

from schemas.batch import BatchRequestSchema, BatchSchema
from schemas.errors import load
from service.api import body, negotiation
from service.api.answers import answer
from service.api.auth import requires
from service.api.parsing import Blueprint
from service.api.problems import row_of, translate
from service.api.state import State, state
from service.api.v1.annotations import count
from service.core.domain import OverlayEntry
from service.jobs.calls import known_overlays, options_of, within_longest
from service.jobs.records import Frame, call_of, done, failed, id_of
from service.runtime.clock import utc_day
from service.runtime.deadline import Deadline
from service.runtime.overlays import entries_of
from service.runtime.watch import watch

blp = Blueprint("batch", __name__, url_prefix="/v1", description="Annotate a few articles at once.")
_schema = BatchRequestSchema()
_BODY_DOC: Final = {
    "required": True,
    "content": {
        body.JSON: {
            "schema": BatchRequestSchema,
            "example": {
                "documents": [
                    {"id": "a", "text": "The bridge will stay shut until April, the transport department said."},
                    {"id": "b", "content": "<p>Two ministers denied it.</p>", "media_type": "text/html"},
                ],
                "options": {"offset_unit": "utf16"},
            },
        }
    },
}


@blp.route("/annotations/batch", methods=["POST"])
@requires("annotate")
@blp.doc(operationId="annotateBatch", requestBody=_BODY_DOC, **{"x-problems": [406, 429]})
@blp.response(200, BatchSchema, description="One record for each article, in their order; the status is 200 for any.")
def create() -> Response:
    """Annotate a few articles.

    Order is kept and ids are echoed. An article that is wrong fails alone: its record has the status and the problem that
    it would have been answered with. `deadline_ms` among the batch's options counts for the whole batch (default: the
    longest allowed), among an article's for that article; what was not begun by then gets `deadline-exceeded`. For more
    articles, use `/v1/jobs`.
    """
    here = state()
    began: float = g.began
    negotiation.choose([body.JSON])
    values = read_batch(here)
    options = dict(values.get("options", {}))
    allowed = options.pop("deadline_ms", here.settings.limits.deadline_ms_max)
    whole = Deadline(began, allowed)
    frame = make_frame(here, options, entries_of(values["registry_overlay"], "request"))
    rows = [_row(here, index, item, frame, whole) for index, item in enumerate(values["documents"])]
    good = sum(row["status"] == 200 for row in rows)
    return answer({"results": rows, "succeeded": good, "failed": len(rows) - good})


def read_batch(here: State) -> dict[str, Any]:
    """The request's documents, options and overlay entries.

    Raises:
        Problem, SourcegradeError: anything that is wrong with the request as a whole.
    """
    limits = here.settings.limits
    body.media_type(request, (body.JSON,))
    raw = body.read(request, limits.batch_bytes)
    values: dict[str, Any] = load(_schema, body.json_of(raw, limits.json_depth))
    if len(values["documents"]) > limits.batch_documents:
        raise body.too_large(limits.batch_documents, len(values["documents"]), "document")
    options = values.get("options", {})
    within_longest(options, limits, "#/options")
    known_overlays(here.resources.overlays, options.get("registry_overlays", ()), "#/options/registry_overlays")
    return values


def make_frame(here: State, defaults: dict[str, Any], overlay: tuple[OverlayEntry, ...]) -> Frame:
    """What counts for every item of the request."""
    return Frame(
        today=utc_day(),
        defaults=defaults,
        overlay=overlay,
        limits=here.settings.limits,
        public_url=here.settings.public_url,
    )


def _row(here: State, index: int, item: object, frame: Frame, whole: Deadline) -> dict[str, Any]:
    try:
        resources = here.resources
        call = call_of(item, frame, resources.overlays)
        own = whole.within(call.options["deadline_ms"])
        options = options_of(call, today=frame.today, limits=frame.limits, spent=own, watch=watch)
        with here.gate.turn(own.left_ms):
            begun = time.perf_counter()
            report = here.engine.annotate(call.article, resources, options)
    except Exception as error:  # one article fails alone
        problem = translate(error)
        # A worker that is busy from the start answers as it would for one article: the caller comes back with all of them.
        if index == 0 and problem.kind.slug == "overloaded":
            raise
        return failed(index, id_of(item), row_of(problem, here.settings.public_url))
    count(report)
    return done(index, report, call, round((time.perf_counter() - begun) * 1000, 2))
