"""Which format the client wants."""

from collections.abc import Sequence

from flask import request
from werkzeug.http import parse_options_header

from service.api.problems import Problem


def choose(available: Sequence[str]) -> str:
    """The best of the available media types; the first one without an Accept header, and among equals.

    Raises:
        Problem: `not-acceptable`, with what is available.
    """
    if not request.headers.get("Accept", "").strip():
        return available[0]
    ranges = [(*parse_options_header(value), float(quality)) for value, quality in request.accept_mimetypes]
    best = max(available, key=lambda kind: _quality(kind, ranges))
    if _quality(best, ranges) <= 0:
        raise Problem("not-acceptable", "None of the formats in Accept is available.", available=list(available))
    return best


def _quality(media_type: str, ranges: Sequence[tuple[str, dict[str, str], float]]) -> float:
    """The quality of the most specific range that covers the type (RFC 9110, 12.5.1); 0 where none does."""
    bare, own = parse_options_header(media_type)
    found = (0, 0.0)
    for wanted, parameters, quality in ranges:
        # The answer is UTF-8 whatever the charset says; any other parameter has to be ours.
        asked = {name: value for name, value in parameters.items() if name not in {"q", "charset"}}
        if wanted == bare and asked.items() <= own.items():
            found = max(found, (3 + len(asked), quality))
        elif wanted == bare.partition("/")[0] + "/*":
            found = max(found, (2, quality))
        elif wanted == "*/*":
            found = max(found, (1, quality))
    return found[1]
