"""The kinds of problem (RFC 9457): slugs are stable, and each has a page under `/problems/`."""

from dataclasses import dataclass
from typing import Final


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
        Kind("request-timeout", 408, "The body did not arrive", "Send the whole body at once, and check the network."),
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


def problem_row(
    slug: str, detail: str, *, public_url: str = "", status: int | None = None, **members: object
) -> dict[str, object]:
    """A problem as JSON-ready values; `members` are the kind's own fields and never hold article text."""
    kind = KINDS[slug]
    return {
        "type": f"{public_url}/problems/{slug}",
        "title": kind.title,
        "status": status or kind.status,
        "detail": detail,
        **members,
    }
