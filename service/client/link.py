"""The service over HTTP: connections are kept open, a busy service is waited for, a dead one is told in one line."""

from __future__ import annotations

import http.client
import json
import random
import socket
import threading
import time
import urllib.request
from typing import Any
from urllib.parse import urlsplit

from service.client.faults import Fault, UnreachableFault

#: Longest wait between two tries, in seconds.
LINK_PAUSE = 10.0
#: Longest wait for a service that answered before.
LINK_RESTART = 10.0
_LINK_LIMIT = 64 * 1024 * 1024


class HttpLink:
    """One service. Safe to use from several threads: each has a connection of its own.

    In seconds: `timeout` is how long one answer may take, `patience` how long a busy service is waited for, `wait` how long
    one that does not answer yet.
    """

    def __init__(
        self, url: str, key: str | None = None, *, timeout: float = 30.0, patience: float = 60.0, wait: float = 0.0
    ) -> None:
        parts = urlsplit(url if "://" in url else f"http://{url}")
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.username:
            raise Fault(f"--url {url!r} is no address of a service (http://host:port)")
        try:
            self._port = parts.port
        except ValueError as error:
            raise Fault(f"--url {url!r} has no valid port") from error
        self.url = url.rstrip("/")
        self.address = f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}"
        self._parts = parts
        self._target = parts.path.rstrip("/")
        self._headers = {"Accept": "application/json", "User-Agent": "sourcegrade-check"}
        if key:
            self._headers["Authorization"] = f"Bearer {key}"
        self._timeout = timeout
        self._patience = patience
        self._wait = wait
        self._local = threading.local()

    def read_policy(self, text: str) -> dict[str, Any]:
        """A policy file's text as JSON (`POST /v1/checks/policy`).

        Raises:
            Fault: the policy has faults; each line names its own. UnreachableFault.
        """
        return self._post("/v1/checks/policy", text.encode("utf-8"), "application/yaml")

    def check(self, request: dict[str, Any]) -> dict[str, Any]:
        """Check one draft (`POST /v1/checks`).

        Raises:
            Fault: the service refuses it. UnreachableFault.
        """
        body = json.dumps(request, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
        return self._post("/v1/checks", body, "application/json")

    def _post(self, path: str, body: bytes, kind: str) -> dict[str, Any]:
        began = time.monotonic()
        pause = 0.2
        while True:
            try:
                status, headers, raw = self._once(path, body, kind)
            except (OSError, http.client.HTTPException) as error:
                self._drop()
                why, wait = f"{self.url} does not answer ({_link_reason(error)})", None
                patience = 0.0 if isinstance(error, socket.timeout) else self._wait
            else:
                # One that has answered is there: when it goes away it is being restarted.
                self._wait = max(self._wait, min(LINK_RESTART, self._patience))
                if status == 200:
                    return self._answer(raw)
                if status not in (429, 502, 503, 504):
                    raise _link_refusal(status, raw, self.url)
                why, wait, patience = f"{self.url} is busy (HTTP {status})", _link_wait(headers), self._patience
            # Many clients that were sent away together should not come back together.
            delay = min(pause if wait is None else wait, LINK_PAUSE) * (1 + random.random() / 4)  # noqa: S311
            if time.monotonic() + delay > began + patience:
                raise UnreachableFault(why)
            time.sleep(delay)
            pause = min(pause * 2, LINK_PAUSE)

    def _once(self, path: str, body: bytes, kind: str) -> tuple[int, Any, bytes]:
        kept = getattr(self._local, "connection", None)
        if kept is not None:
            try:
                return self._send(kept, path, body, kind)
            except (ConnectionError, http.client.BadStatusLine):
                # A server may close a kept connection at any time; that says nothing about the service.
                self._drop()
        self._local.connection = self._connect()
        return self._send(self._local.connection, path, body, kind)

    def _send(self, link: http.client.HTTPConnection, path: str, body: bytes, kind: str) -> tuple[int, Any, bytes]:
        link.request("POST", self._target + path, body, {**self._headers, "Content-Type": kind})
        answer = link.getresponse()
        return answer.status, answer.headers, answer.read(_LINK_LIMIT)

    def _connect(self) -> http.client.HTTPConnection:
        """A connection, by the proxy that the environment names: a tunnel for https, whole addresses for http."""
        parts = self._parts
        host, port = parts.hostname or "", self._port
        make = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        proxy = None if urllib.request.proxy_bypass(host) else urllib.request.getproxies().get(parts.scheme)
        if not proxy:
            return make(host, port, timeout=self._timeout)
        at = urlsplit(proxy if "://" in proxy else f"http://{proxy}")
        link = make(at.hostname or "", at.port, timeout=self._timeout)
        if parts.scheme == "https":
            link.set_tunnel(host, port or 443)
        else:
            self._target = self.address
        return link

    def _drop(self) -> None:
        link = getattr(self._local, "connection", None)
        if link is not None:
            link.close()
            self._local.connection = None

    def _answer(self, raw: bytes) -> dict[str, Any]:
        try:
            values = json.loads(raw.decode("utf-8"))
        except ValueError as error:
            raise Fault(f"{self.url} answered, but not as a Sourcegrade service does") from error
        if not isinstance(values, dict):
            raise Fault(f"{self.url} answered, but not as a Sourcegrade service does")
        return values


def _link_wait(headers: Any) -> float | None:  # noqa: ANN401 - email.message.Message in some versions
    value = str(headers.get("Retry-After", "")).strip()
    return float(value) if value.isdigit() else None


def _link_reason(error: Exception) -> str:
    return (getattr(error, "strerror", None) or str(error) or type(error).__name__).strip()


def _link_refusal(status: int, raw: bytes, url: str) -> Fault:
    """A problem (RFC 9457) as lines; anything else is no answer of the service."""
    try:
        problem = json.loads(raw.decode("utf-8"))
    except ValueError:
        problem = None
    if not isinstance(problem, dict) or "title" not in problem:
        return Fault(f"{url} answered with HTTP {status}, and not as a Sourcegrade service does")
    if status in (401, 403):
        return DeniedFault(f"{url}: {problem.get('detail', '')} Set SOURCEGRADE_KEY to a key with the scope `check`.")
    errors = [row for row in problem.get("errors", ()) if isinstance(row, dict)]
    if not errors:
        return Fault(str(problem.get("detail") or problem["title"]))
    return RefusedFault(errors)


class DeniedFault(Fault):
    """The service refuses the key, the policy or the overlay: every draft would get the same answer."""


class RefusedFault(Fault):
    """The service names the places that are wrong; `errors` are its rows with pointer, detail and perhaps line."""

    def __init__(self, errors: list[dict[str, Any]]) -> None:
        super().__init__(*(str(row.get("detail", "")) for row in errors))
        self.errors = errors
