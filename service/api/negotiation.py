"""Which format the client wants."""

from collections.abc import Sequence

from flask import request

from service.api.problems import Problem


def choose(available: Sequence[str]) -> str:
    """The best of the available media types (the first one without an Accept header).

    Raises:
        Problem: `not-acceptable`, with what is available.
    """
    if not request.headers.get("Accept", "").strip():
        return available[0]
    accepted = request.accept_mimetypes
    # Quality first, then our own order: `*/*` gets the default.
    ranked = sorted(available, key=lambda kind: -_quality(kind))
    if not accepted or _quality(ranked[0]) <= 0:
        raise Problem("not-acceptable", "None of the formats in Accept is available.", available=list(available))
    return ranked[0]


def _quality(media_type: str) -> float:
    accepted = request.accept_mimetypes
    # A parameter (profile, charset) that the client left out does not matter.
    bare = media_type.partition(";")[0]
    return max(float(accepted.quality(media_type)), float(accepted.quality(bare)))
