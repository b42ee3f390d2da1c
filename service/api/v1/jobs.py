"""`/v1/jobs`: many articles, annotated in the background by workers (`sourcegrade worker`)."""

from collections.abc import Iterator
from typing import Any, Final

from flask import Response, g, request

from schemas.batch import BatchRequestSchema, RecordSchema
from schemas.errors import load
from schemas.jobs import JobQuerySchema, JobSchema, ResultsQuerySchema
from service.api import accepting, body
from service.api.accepting import Order
from service.api.answers import answer
from service.api.auth import requires
from service.api.parsing import Blueprint, query_values
from service.api.problems import Problem
from service.api.state import State, state
from service.jobs.calls import known_overlays, within_longest
from service.render.json import encode
from service.runtime.clock import now
from service.storage import job_items, jobs
from service.storage.jobs import DONE, Job

NDJSON: Final = "application/x-ndjson"
#: Names under which clients know newline-delimited JSON.
LINE_TYPES: Final = (NDJSON, "application/jsonl", "application/ndjson")
#: Results fetched from the store at a time while they are sent.
_PAGE: Final = 20
blp = Blueprint("jobs", __name__, url_prefix="/v1", description="Annotate many articles in the background.")
_query_schema = JobQuerySchema()
_batch_schema = BatchRequestSchema()
_ID = {"in": "path", "name": "job_id", "required": True, "schema": {"type": "string"}}
_KEY = {
    "in": "header",
    "name": "Idempotency-Key",
    "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[A-Za-z0-9._:-]+$"},
    "description": "The same key and the same body make one job, however often they are sent.",
}
_BODY_DOC: Final = {
    "required": True,
    "content": {
        NDJSON: {
            "schema": {"type": "string", "description": "One article a line, as the items of a batch."},
            "example": '{"id": "a", "text": "The bridge is safe, the ministry said."}\n{"id": "b", "text": "It may close."}\n',
        },
        body.JSON: {"schema": BatchRequestSchema},
    },
}


@blp.route("/jobs", methods=["POST"])
@requires("jobs")
@blp.doc(
    operationId="createJob",
    requestBody=_BODY_DOC,
    parameters=[{"in": "query", "schema": JobQuerySchema}, _KEY],
    **{"x-problems": [409, 429]},
)
@blp.response(202, JobSchema, description="Accepted and stored; `Location` says where to look.")
def create() -> Response:
    """Annotate many articles in the background.

    NDJSON: one article a line, options in the query string; streamed to the store, up to the limits of a job. JSON: the body of
    a batch, up to the size of a batch. A line that is wrong fails alone, its problem in its own result. The documents are
    deleted as soon as each is done, everything else when the job expires or is deleted. Nobody waits for an answer here, so
    that `deadline_ms` cuts nothing: every document is read to its end.
    """
    here = state()
    kind = body.media_type(request, (*LINE_TYPES, body.JSON))
    order = _lines_order(here) if kind != body.JSON else _json_order(here)
    pointer = "#/options" if kind == body.JSON else "?"
    within_longest(order.defaults, here.settings.limits, pointer)
    known_overlays(here.resources.overlays, order.defaults.get("registry_overlays", ()), f"{pointer}/registry_overlays")
    return accepting.accept(here, order)


def _lines_order(here: State) -> Order:
    limit = here.settings.limits.job_bytes
    if request.content_length is not None and request.content_length > limit:
        raise body.too_large(limit, request.content_length, "byte")
    # One byte more than allowed tells a body that is too long from one that ends there.
    request.max_content_length = limit + 1
    defaults: dict[str, Any] = load(_query_schema, query_values(request, _query_schema), "?", "query string")
    return Order(body.pieces(request), defaults, [])


def _json_order(here: State) -> Order:
    limits = here.settings.limits
    raw = body.read(request, limits.batch_bytes)
    values = load(_batch_schema, body.json_of(raw, limits.json_depth))
    defaults: dict[str, Any] = load(_query_schema, query_values(request, _query_schema), "?", "query string")
    lines = (encode(item) + b"\n" for item in values["documents"])
    return Order(lines, {**defaults, **values.get("options", {})}, values["registry_overlay"])


@blp.route("/jobs/<string:job_id>", methods=["GET"], parameters=[_ID])
@requires("jobs")
@blp.doc(operationId="readJob", **{"x-problems": [404]})
@blp.response(200, JobSchema, description="The job.")
def show(job_id: str) -> Response:
    """Read how far a job is; `Retry-After` says when to look again."""
    job = _own(state(), job_id)
    response = answer(accepting.row(job))
    if job.state != DONE:
        response.headers["Retry-After"] = accepting.RETRY_AFTER
    return response


@blp.route("/jobs/<string:job_id>", methods=["DELETE"], parameters=[_ID])
@requires("jobs")
@blp.doc(operationId="deleteJob", **{"x-problems": [404]})
@blp.response(204, description="Gone, with its documents and results.")
def delete(job_id: str) -> Response:
    """Delete a job, also one that is not done; nothing of it is kept."""
    here = state()
    jobs.delete(here.database, _own(here, job_id).id)
    here.database.scrub()
    return Response(status=204)


@blp.route("/jobs/<string:job_id>/results", methods=["GET"], parameters=[_ID])
@requires("jobs")
@blp.doc(operationId="readJobResults", **{"x-problems": [404]})
@blp.arguments(ResultsQuerySchema, location="query")
@blp.response(200, RecordSchema, content_type=NDJSON, description="One result a line, in the order of the articles.")
def results(query: dict[str, Any], job_id: str) -> Response:
    """Read results, also while the job runs.

    Results come in the order of the articles, up to the first one that is not done. `X-Next-Cursor` (and `Link`) are there
    as long as more will come; with `Retry-After` it is not done yet.
    """
    here = state()
    job = _own(here, job_id)
    after = int(query.get("cursor", 0)) - 1
    last = job_items.reach(here.database, job.id, after=after, limit=query["limit"])
    response = Response(_records(here, job.id, after, last), content_type=NDJSON)
    if last + 1 < job.total:
        response.headers["X-Next-Cursor"] = str(last + 1)
        there = f"{accepting.address(job.id)}/results?cursor={last + 1}&limit={query['limit']}"
        response.headers["Link"] = f'<{there}>; rel="next"'
        if last - after < query["limit"]:
            response.headers["Retry-After"] = accepting.RETRY_AFTER
    return response


def _records(here: State, job_id: str, after: int, last: int) -> Iterator[bytes]:
    while after < last:
        records, reached = job_items.page(here.database, job_id, after=after, limit=min(_PAGE, last - after))
        if reached == after:
            return
        after = reached
        yield b"".join(record.encode() + b"\n" for record in records)


def _own(here: State, job_id: str) -> Job:
    """The caller's own job; those of other keys are not there for it."""
    job = jobs.read(here.database, job_id, now=now())
    if job is None or not (g.get("sees_all") or job.key_id == g.get("key_id")):
        raise Problem("not-found", "There is no job of this id; it may have expired.")
    return job
