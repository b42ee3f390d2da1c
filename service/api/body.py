"""Bytes of a request -> text or JSON values, within the limits."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final, NoReturn

from flask import Request
from gunicorn.http.errors import ParseException
from werkzeug.exceptions import ClientDisconnected

from service.api.problems import Problem
from service.runtime.json_text import json_of

__all__ = ["JSON", "json_of", "media_type", "pieces", "read", "text_of", "too_large"]

JSON: Final = "application/json"
#: Bytes read from a client at a time.
CHUNK: Final = 65_536


def media_type(request: Request, supported: tuple[str, ...]) -> str:
    """The body's media type, one of `supported`.

    Raises:
        Problem: `unsupported-media-type` for another type, charset or content encoding.
    """
    found = request.mimetype
    if request.headers.get("Content-Encoding", "identity").strip().lower() != "identity":
        _unsupported("Compressed bodies are not supported.", supported)
    if found not in supported:
        _unsupported("The Content-Type is not supported." if found else "Content-Type is missing.", supported)
    charset = request.mimetype_params.get("charset", "utf-8").lower()
    if charset not in {"utf-8", "utf8", "us-ascii"}:
        _unsupported("Only UTF-8 is supported.", supported)
    return found


def _unsupported(detail: str, supported: tuple[str, ...]) -> NoReturn:
    raise Problem(
        "unsupported-media-type", detail, supported=list(supported), headers={"Accept-Post": ", ".join(supported)}
    )


def read(request: Request, limit: int) -> bytes:
    """The raw body, at most `limit` bytes.

    Raises:
        Problem: `payload-too-large`, `request-timeout` when the body stops arriving, `bad-request` when its chunks are broken.
    """
    announced = request.content_length
    if announced is not None and announced > limit:
        raise too_large(limit, announced, "byte")
    # A chunked body announces nothing, and reading stops at the limit without a word: one byte more tells.
    request.max_content_length = limit + 1
    with _arriving():
        raw = request.get_data(cache=False)
    if len(raw) > limit:
        raise too_large(limit, None, "byte")
    _whole(announced, len(raw))
    return raw


def pieces(request: Request) -> Iterator[bytes]:
    """The body piece by piece, as it arrives; bounded by `request.max_content_length`.

    Raises:
        Problem: as `read`, also after the last piece when more was announced.
    """
    received = 0
    while True:
        with _arriving():
            piece = request.stream.read(CHUNK)
        if not piece:
            break
        received += len(piece)
        yield piece
    _whole(request.content_length, received)


@contextmanager
def _arriving() -> Iterator[None]:
    try:
        yield
    except (OSError, ClientDisconnected) as error:  # the server's socket gives up after a while
        raise Problem("request-timeout", "The body stopped arriving.", headers={"Connection": "close"}) from error
    except ParseException as error:
        raise Problem("bad-request", "The body's chunks cannot be read.", headers={"Connection": "close"}) from error


def _whole(announced: int | None, received: int) -> None:
    """A client that hangs up ends the body without a word: half an article is no article, half a job no job."""
    if announced is not None and received < announced:
        raise Problem("request-timeout", "The body ended before its announced length.", headers={"Connection": "close"})


def too_large(limit: int, actual: int | None, unit: str) -> Problem:
    """The problem of something too long; `unit` is byte, code_point, document or entry, `actual` None when unknown."""
    names = {"byte": "body", "code_point": "document", "document": "batch", "entry": "overlay"}
    return Problem(
        "payload-too-large",
        f"The {names[unit]} has {actual or 'more'} {unit.replace('_', ' ')}s; the limit is {limit}.",
        limit=limit,
        actual=actual,
        unit=unit,
    )


def text_of(raw: bytes) -> str:
    """A raw text body.

    Raises:
        Problem: `invalid-request` when it is not UTF-8.
    """
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        detail = f"The body is not UTF-8: byte {error.start} begins no character."
        raise Problem(
            "invalid-request", detail, errors=[{"pointer": "#", "detail": detail, "code": "not_utf8"}]
        ) from error
