"""The edge of the rate limits: who calls, 429, and the headers (draft-ietf-httpapi-ratelimit-headers, still a draft)."""

from typing import Final

from flask import Flask, Response, g, request

from service.api.meters import WINDOW, Quota, Use, meter_for
from service.api.problems import Problem
from service.api.state import state
from service.runtime.settings import Settings

#: Probes and the pages' own files are free.
_FREE: Final = ("/healthz", "/readyz", "/static/")


def install(app: Flask, settings: Settings, workers: int) -> None:
    """Meter every request when a limit is configured.

    Raises:
        SettingsError: Redis is configured, and its extra is not installed.
    """
    quota = Quota(settings.rate_requests, settings.rate_bytes)
    if not quota.requests and not quota.size:
        return
    meter = meter_for(quota, workers, settings.redis_url)

    @app.before_request
    def count() -> None:
        if request.path.startswith(_FREE):
            return
        use = g.rate = meter.use(_caller(), request.content_length or 0)
        if not use.allowed:
            raise Problem("rate-limited", f"Try again in {use.seconds} s.", headers={"Retry-After": str(use.seconds)})

    @app.after_request
    def tell(response: Response) -> Response:
        if "rate" in g:
            response.headers["RateLimit-Policy"] = _policy(g.rate.quota)
            response.headers["RateLimit"] = _left(g.rate)
        return response


def _caller() -> str:
    """By key where there is a valid one: a newsroom behind one address is many callers. An invented key is nobody."""
    kind, _, secret = request.headers.get("Authorization", "").partition(" ")
    key = state().keyring.find(secret.strip()) if kind.lower() == "bearer" else None
    return key.id if key is not None else request.remote_addr or ""


def _policy(quota: Quota) -> str:
    parts = [f'"req";q={quota.requests};w={WINDOW}'] if quota.requests else []
    if quota.size:
        parts.append(f'"bytes";q={quota.size};w={WINDOW};qu="content-bytes"')
    return ", ".join(parts)


def _left(use: Use) -> str:
    quota = use.quota
    parts = [f'"req";r={max(0, quota.requests - use.requests)};t={use.seconds}'] if quota.requests else []
    if quota.size:
        parts.append(f'"bytes";r={max(0, quota.size - use.size)};t={use.seconds}')
    return ", ".join(parts)
