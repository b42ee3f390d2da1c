"""Around every request: its id, its headers, its line in the log and its metrics."""

import logging
import re
import time
import uuid
from typing import Final

from flask import Flask, Response, g, request

from service.runtime import metrics, tracing
from service.runtime.settings import Settings

log = logging.getLogger("service.access")
_REQUEST_ID = re.compile(r"[A-Za-z0-9._:-]{1,64}", re.ASCII)
_TRACEPARENT = re.compile(r"[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}", re.ASCII)

#: The pages are our own files: no inline code, nothing from elsewhere, no framing.
PAGE_CSP: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"
)
API_CSP: Final = "default-src 'none'; frame-ancestors 'none'"
_SECURITY: Final = list(
    {
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "X-Frame-Options": "DENY",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    }.items()
)


def install(app: Flask, settings: Settings) -> None:
    """Register the hooks."""

    @app.before_request
    def begin() -> None:
        g.began = time.perf_counter()
        g.request_uuid = str(uuid.uuid4())
        given = request.headers.get("X-Request-ID", "")
        g.request_id = given if _REQUEST_ID.fullmatch(given) else g.request_uuid
        given = request.headers.get("traceparent", "")
        g.traceparent = given if _TRACEPARENT.fullmatch(given) else ""
        if tracing.is_on():
            g.span = tracing.RequestSpan({"traceparent": g.traceparent})
            g.traceparent = g.span.traceparent

    @app.after_request
    def finish(response: Response) -> Response:
        _headers(response)
        _cross_origin(response, settings.cors_origins)
        _record(response)
        return response


def _headers(response: Response) -> None:
    headers = response.headers
    # Nothing of ours sets these, so they are added without looking for earlier values.
    headers.extend(_SECURITY)
    headers.add("Content-Security-Policy", PAGE_CSP if response.mimetype == "text/html" else API_CSP)
    headers.add("X-Request-ID", g.get("request_id", ""))
    headers.setdefault("Cache-Control", "no-store")
    if g.get("traceparent"):
        headers["traceparent"] = g.traceparent


def _cross_origin(response: Response, allowed: tuple[str, ...]) -> None:
    origin = request.headers.get("Origin")
    if not allowed:
        return
    response.vary.add("Origin")
    if origin in allowed:
        headers = response.headers
        headers["Access-Control-Allow-Origin"] = origin
        headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        headers["Access-Control-Expose-Headers"] = (
            "ETag, X-Request-ID, X-Check-Verdict, Retry-After, Location, Link, X-Next-Cursor, Preference-Applied, "
            "RateLimit, RateLimit-Policy"
        )
        if request.method == "OPTIONS":
            headers["Access-Control-Allow-Methods"] = "GET, POST, PUT, DELETE"
            headers["Access-Control-Allow-Headers"] = (
                "Authorization, Content-Type, If-Match, X-Request-ID, Idempotency-Key, Prefer"
            )
            headers["Access-Control-Max-Age"] = "600"


def _record(response: Response) -> None:
    # The route's pattern, never the address: a path or a query string may carry words of a draft.
    route = request.url_rule.rule if request.url_rule else "unmatched"
    method = request.method if request.url_rule else "-"
    if "span" in g:
        g.pop("span").end(route, method, response.status_code)
    seconds = time.perf_counter() - g.get("began", time.perf_counter())
    metrics.REQUESTS.labels(route, method, str(response.status_code)).inc()
    metrics.SECONDS.labels(route).observe(seconds)
    if log.isEnabledFor(logging.INFO):
        fields = {
            "request_id": g.get("request_id"),
            "trace_id": g.get("traceparent", "")[3:35] or None,
            "method": method,
            "route": route,
            "status": response.status_code,
            "ms": round(seconds * 1000, 2),
            "bytes_in": request.content_length,
            "key": g.get("key_id"),
        }
        log.info("request", extra={"fields": fields})
