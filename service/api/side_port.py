"""The second port: metrics and probes for those who may reach it, and nothing else."""

from collections.abc import Callable, Iterable
from typing import Any, Final

#: Set by us for a request that came in by the second port; a client can set only keys that begin with HTTP_.
INSIDE: Final = "sourcegrade.inside"
PATHS: Final = ("/metrics", "/healthz", "/readyz")
Wsgi = Callable[[dict[str, Any], Any], Iterable[bytes]]


class SidePort:
    """Goes around everything that believes forwarded headers: the port is the socket's own."""

    def __init__(self, app: Wsgi, port: int) -> None:
        self._app = app
        self._port = str(port)

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:  # noqa: ANN401 - WSGI's own signature
        """Mark what came in here; everything but metrics and probes is not found."""
        environ[INSIDE] = environ.get("SERVER_PORT") == self._port
        if environ[INSIDE] and environ.get("PATH_INFO") not in PATHS:
            environ["PATH_INFO"] = "/not-here"
        return self._app(environ, start_response)
