"""JSON answers and their validators."""

from typing import Any

from flask import Response, request

from service.render.json import encode


def answer(values: Any, status: int = 200, **headers: str) -> Response:  # noqa: ANN401 - JSON is anything
    """A JSON response; header names are written with underscores."""
    response = Response(encode(values), status=status, content_type="application/json")
    for name, value in headers.items():
        response.headers[name.replace("_", "-")] = value
    return response


def conditional(response: Response, etag: str, *, weak: bool = False) -> Response:
    """The response with its ETag, or 304 when the client already has it."""
    response.set_etag(etag, weak=weak)
    # It may be kept, but is asked for again each time.
    response.headers["Cache-Control"] = "private, no-cache"
    response.make_conditional(request.environ)
    return response
