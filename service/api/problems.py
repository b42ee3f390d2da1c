"""RFC 9457 problems: one table, one shape, one handler."""

import json
import logging
import traceback
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from flask import Flask, Response, g, request
from werkzeug.exceptions import HTTPException

from service.core.domain import SourcegradeError
from service.storage.engine import StorageUnavailableError

MEDIA_TYPE: Final = "application/problem+json"
log = logging.getLogger("service.api")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of problem: its slug is stable, `help` says to a client's author what to do."""

    slug: str
    status: int
    title: str
    help: str


KINDS: Final = {
    kind.slug: kind
    for kind in (
        Kind("malformed-json", 400, "The body is not JSON", "Send UTF-8 JSON as RFC 8259 defines it."),
        Kind("json-too-deep", 400, "The JSON is nested too deeply", "Nest at most as deep as `/v1/limits` says."),
        Kind("bad-request", 400, "The request cannot be read", "Check the request line and headers."),
        Kind("unauthenticated", 401, "A key is needed", "Send `Authorization: Bearer <key>` with a key that is valid."),
        Kind("forbidden", 403, "The key does not allow this", "Use a key with the scope in `required_scope`."),
        Kind("not-found", 404, "There is nothing here", "Check the address; ids are case-sensitive."),
        Kind("method-not-allowed", 405, "The method is not allowed here", "Use a method of the `Allow` header."),
        Kind("not-acceptable", 406, "No such format", "Ask in `Accept` for one of the formats in `available`."),
        Kind("idempotency-conflict", 409, "The key is in use", "Wait for the first request, or use a new key."),
        Kind(
            "precondition-failed", 412, "It was changed meanwhile", "Read it again and send the new ETag in `If-Match`."
        ),
        Kind("payload-too-large", 413, "Too large", "Stay below `limit` (in `unit`), or split the document."),
        Kind("unsupported-media-type", 415, "The body's format is not supported", "Send one of `supported`, as UTF-8."),
        Kind("invalid-request", 422, "The request breaks the schema", "`errors` points at each place."),
        Kind("unsupported-language", 422, "No model covers the language", "Send a language of `supported`, or none."),
        Kind("rate-limited", 429, "Too many requests", "Wait as long as `Retry-After` says."),
        Kind("internal", 500, "Something went wrong here", "Report the `request_id`; nothing else is known outside."),
        Kind("overloaded", 503, "Busy", "Wait as long as `Retry-After` says, and try again."),
        Kind("deadline-exceeded", 503, "No time was left to begin", "Allow more `deadline_ms`, or try again later."),
        Kind("storage-unavailable", 503, "The store does not answer", "Nothing was stored. Try again."),
    )
}

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


def type_uri(slug: str, public_url: str = "") -> str:
    """Address of the page that explains a kind of problem."""
    return f"{public_url}/problems/{slug}"


def respond(problem: Problem, public_url: str = "") -> Response:
    """The response of a problem."""
    body = {
        "type": type_uri(problem.kind.slug, public_url),
        "title": problem.kind.title,
        "status": problem.status,
        "detail": problem.detail,
        "instance": f"urn:uuid:{g.get('request_uuid', '00000000-0000-0000-0000-000000000000')}",
        **problem.members,
    }
    response = Response(json.dumps(body), status=problem.status, content_type=MEDIA_TYPE)
    response.headers.update(problem.headers)
    return response


def translate(error: Exception) -> Problem:
    """Any exception as a problem: what the caller caused is told, what we caused is not."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, SourcegradeError) and error.code in KINDS:
        return _of_core(error)
    if isinstance(error, StorageUnavailableError):
        return Problem(
            "storage-unavailable", "The store does not answer; nothing was stored.", headers={"Retry-After": "2"}
        )
    if isinstance(error, HTTPException):
        return _of_werkzeug(error)
    _log_fault(error)
    return Problem("internal", "The request could not be completed.", request_id=g.get("request_id"))


def _of_core(error: SourcegradeError) -> Problem:
    if error.code == "invalid-request":
        pointer = str(error.details.get("pointer", "#"))
        told = error.details.get("errors") or [{"pointer": pointer, "detail": error.message, "code": "invalid"}]
        return Problem(error.code, error.message, errors=told)
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


def _log_fault(error: Exception) -> None:
    # An exception's message may quote the article, so the log gets the type and the places in our code only.
    frames = traceback.extract_tb(error.__traceback__)
    places = [f"{frame.filename.rpartition('/service/')[2]}:{frame.lineno}:{frame.name}" for frame in frames[-12:]]
    log.error("fault", extra={"fields": {"error": type(error).__name__, "places": places}})


def install(app: Flask, public_url: str) -> None:
    """Register the one handler."""

    def handle(error: Exception) -> Response:
        return respond(translate(error), public_url)

    app.register_error_handler(Exception, handle)
