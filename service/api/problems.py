"""RFC 9457 problems: one table, one shape, one handler."""

import json
import logging
from collections.abc import Mapping
from typing import Final

from flask import Flask, Response, g, request
from werkzeug.exceptions import HTTPException

from schemas.problem_kinds import KINDS, problem_row
from service.core.domain import SourcegradeError
from service.runtime import metrics
from service.runtime.logs import told
from service.storage.engine import StorageUnavailableError

MEDIA_TYPE: Final = "application/problem+json"
log = logging.getLogger("service.api")


_BY_STATUS: Final = {400: "bad-request", 404: "not-found", 405: "method-not-allowed", 413: "payload-too-large"}


class Problem(Exception):  # noqa: N818 - the standard's own word
    """A problem to answer with. `members` are the kind's own fields; they never hold article text."""

    def __init__(
        self,
        slug: str,
        detail: str,
        *,
        headers: Mapping[str, str] | None = None,
        status: int | None = None,
        **members: object,
    ) -> None:
        super().__init__(detail)
        self.kind = KINDS[slug]
        self.detail = detail
        self.status = status or self.kind.status
        self.headers = dict(headers or {})
        self.members: dict[str, object] = dict(members)


def out_of_time() -> Problem:
    """The problem of a deadline that passed before anything was done."""
    return Problem("deadline-exceeded", "No time was left to begin.", headers={"Retry-After": "1"}, retry_after=1)


def respond(problem: Problem, public_url: str = "") -> Response:
    """The response of a problem."""
    instance = f"urn:uuid:{g.get('request_uuid', '00000000-0000-0000-0000-000000000000')}"
    body = row_of(problem, public_url, instance=instance)
    response = Response(json.dumps(body), status=problem.status, content_type=MEDIA_TYPE)
    response.headers.update(problem.headers)
    return response


def row_of(problem: Problem, public_url: str, **members: object) -> dict[str, object]:
    """A problem as JSON-ready values."""
    return problem_row(
        problem.kind.slug, problem.detail, public_url=public_url, status=problem.status, **members, **problem.members
    )


def translate(error: Exception) -> Problem:
    """Any exception as a problem: what the caller caused is told, what we caused is not."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, SourcegradeError) and error.code in KINDS:
        return _of_core(error)
    if isinstance(error, StorageUnavailableError):
        return Problem(
            "storage-unavailable", f"Nothing was stored: {error}.", headers={"Retry-After": "2"}, retry_after=2
        )
    if isinstance(error, HTTPException):
        return _of_werkzeug(error)
    log.error("fault", extra={"fields": {**told(error), "request_id": g.get("request_id")}})
    return Problem("internal", "The request could not be completed.", request_id=g.get("request_id"))


def _of_core(error: SourcegradeError) -> Problem:
    if error.code == "invalid-request" and "errors" not in error.details:
        pointer = str(error.details.get("pointer", "#"))
        told = error.details.get("errors") or [{"pointer": pointer, "detail": error.message, "code": "invalid"}]
        return Problem(error.code, error.message, errors=told)
    if error.code == "deadline-exceeded":
        return out_of_time()
    problem = Problem(error.code, error.message)
    problem.members.update(error.details)
    return problem


def _of_werkzeug(error: HTTPException) -> Problem:
    status = error.code or 500
    headers = {name: value for name, value in error.get_headers() if name in {"Allow", "Retry-After"}}
    if status == 413:
        limit = request.max_content_length
        return Problem(
            "payload-too-large", "The body is too large.", limit=limit, actual=request.content_length, unit="byte"
        )
    slug = _BY_STATUS.get(status)
    if slug is None:
        slug = "bad-request" if 400 <= status < 500 else "internal"
        status = status if 400 <= status < 500 else 500
    return Problem(slug, KINDS[slug].title + ".", headers=headers, status=status)


def install(app: Flask, public_url: str) -> None:
    """Register the one handler."""

    def handle(error: Exception) -> Response:
        problem = translate(error)
        metrics.PROBLEMS.labels(problem.kind.slug).inc()
        return respond(problem, public_url)

    app.register_error_handler(Exception, handle)
