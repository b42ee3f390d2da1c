"""How many requests and bytes a caller may send in a minute (draft-ietf-httpapi-ratelimit-headers, still a draft)."""

import threading
import time
from dataclasses import dataclass
from typing import Final

from flask import Flask, Response, g, request

from service.api.problems import Problem
from service.api.state import state
from service.runtime.settings import Settings

WINDOW: Final = 60.0
#: Callers remembered at once; the oldest window is forgotten first, so that addresses cannot fill the memory.
MAX_CALLERS: Final = 10_000
#: Probes and the pages' own files are free.
_FREE: Final = ("/healthz", "/readyz", "/static/")


@dataclass(slots=True)
class Window:
    """What one caller used since `began` (seconds of a monotonic clock)."""

    began: float
    requests: int = 0
    size: int = 0


class Meter:
    """Windows of one minute for each caller, in this process. Several workers share the limit out between them."""

    def __init__(self, requests: int, size: int, workers: int) -> None:
        self.requests = max(1, requests // workers) if requests else 0
        self.size = max(1, size // workers) if size else 0
        self._windows: dict[str, Window] = {}
        self._lock = threading.Lock()

    def use(self, caller: str, size: int, now: float) -> tuple[bool, Window]:
        """Count one request of `size` bytes; False when it is one too many."""
        with self._lock:
            window = self._windows.get(caller)
            if window is None or now - window.began >= WINDOW:
                self._windows.pop(caller, None)
                if len(self._windows) >= MAX_CALLERS:
                    del self._windows[next(iter(self._windows))]
                window = self._windows[caller] = Window(now)
            window.requests += 1
            window.size += size
            allowed = (not self.requests or window.requests <= self.requests) and (
                not self.size or window.size <= self.size
            )
            return allowed, window


def install(app: Flask, settings: Settings, workers: int) -> None:
    """Meter every request when a limit is configured."""
    if not settings.rate_requests and not settings.rate_bytes:
        return
    meter = Meter(settings.rate_requests, settings.rate_bytes, workers)

    @app.before_request
    def count() -> None:
        if request.path.startswith(_FREE):
            return
        now = time.monotonic()
        caller = _caller()
        allowed, g.rate = meter.use(caller, request.content_length or 0, now)
        g.rate_left = max(1, round(g.rate.began + WINDOW - now))
        if not allowed:
            seconds = str(g.rate_left)
            raise Problem("rate-limited", f"Try again in {seconds} s.", headers={"Retry-After": seconds})

    @app.after_request
    def tell(response: Response) -> Response:
        if "rate" in g:
            response.headers["RateLimit-Policy"] = _policy(meter)
            response.headers["RateLimit"] = _left(meter, g.rate, g.rate_left)
        return response


def _caller() -> str:
    """By key where there is a valid one: a newsroom behind one address is many callers. An invented key is nobody."""
    kind, _, secret = request.headers.get("Authorization", "").partition(" ")
    key = state().keyring.find(secret.strip()) if kind.lower() == "bearer" else None
    return key.id if key is not None else request.remote_addr or ""


def _policy(meter: Meter) -> str:
    parts = [f'"req";q={meter.requests};w=60'] if meter.requests else []
    if meter.size:
        parts.append(f'"bytes";q={meter.size};w=60;qu="content-bytes"')
    return ", ".join(parts)


def _left(meter: Meter, window: Window, seconds: int) -> str:
    parts = [f'"req";r={max(0, meter.requests - window.requests)};t={seconds}'] if meter.requests else []
    if meter.size:
        parts.append(f'"bytes";r={max(0, meter.size - window.size)};t={seconds}')
    return ", ".join(parts)
