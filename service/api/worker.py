"""The server's worker: threads are for requests that have begun to arrive, never for connections that only wait.

What cannot be read as a request is refused here, before the application sees it, and no word of it is repeated in the answer or the
log: after a wrong Content-Length, the "request line" is a piece of an article.
"""

import contextlib
import json
import logging
import socket
import struct
import time
from functools import partial
from selectors import EVENT_READ
from typing import Any, Final

from gunicorn.glogging import Logger
from gunicorn.http import errors
from gunicorn.workers.gthread import TConn, ThreadWorker

from schemas.problem_kinds import problem_row
from service.runtime.logs import JsonFormatter, told

#: A thread that reads or writes gives up when nothing moves for so long (seconds).
STALLED_SECONDS = 10
log = logging.getLogger("service.server")

#: What gunicorn cannot read -> status, reason, detail; the first that fits.
_UNREADABLE: Final[tuple[tuple[type[Exception], int, str, str], ...]] = (
    (errors.LimitRequestLine, 414, "URI Too Long", "The request line is too long."),
    (errors.LimitRequestHeaders, 431, "Request Header Fields Too Large", "The header fields are too many or too long."),
    (errors.ExpectationFailed, 417, "Expectation Failed", "Of `Expect`, only `100-continue` is understood."),
    (errors.UnsupportedTransferCoding, 501, "Not Implemented", "Of `Transfer-Encoding`, only `chunked` is understood."),
    (errors.ParseException, 400, "Bad Request", "These bytes are no HTTP request."),
)


class _Connection(TConn):  # type: ignore[misc]
    """A connection that is closed at once when its request was read to the end."""

    def close(self, graceful: bool = False) -> None:  # noqa: FBT001, FBT002 - the library's own signature
        """Wait for the client to close only where it may still be sending; else the answer is delivered without us.

        The original waits up to two seconds in the thread that accepts everybody else.
        """
        super().close(graceful=graceful and self._unread())

    def _unread(self) -> bool:
        message = getattr(self.parser, "mesg", None)
        left = getattr(getattr(getattr(message, "body", None), "reader", None), "length", 0)
        return bool(left)


class PollingWorker(ThreadWorker):  # type: ignore[misc]
    """gunicorn's threaded worker, except that a new connection waits for its first byte in the poller.

    The original lets it wait in one of the threads for up to five seconds: a few hundred silent connections would keep
    everybody else waiting for minutes.
    """

    def accept(self, listener: socket.socket) -> None:
        """Take a connection and look at it again when it has something to say; silent ones are closed like kept-alive ones."""
        try:
            client, address = listener.accept()
        except (BlockingIOError, ConnectionAbortedError):
            return
        stall = struct.pack("ll", STALLED_SECONDS, 0)
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, stall)
        client.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, stall)
        self.nr_conns += 1
        connection: Any = _Connection(self.cfg, client, address, listener.getsockname())
        connection.timeout = time.monotonic() + self.cfg.keepalive
        self.pending_conns.append(connection)
        self.poller.register(client, EVENT_READ, partial(self.on_pending_socket_readable, connection))

    def handle_error(self, req: object, client: socket.socket, addr: object, exc: Exception) -> None:  # noqa: ARG002
        """Refuse what cannot be read (the original quotes it), and tell a fault of ours without its message."""
        ours = isinstance(exc, errors.InvalidResponseHeader | errors.InvalidResponseHeaderName)
        fits = [row for row in _UNREADABLE if isinstance(exc, row[0]) and not ours]
        if fits:
            _, status, reason, detail = fits[0]
            log.warning("unreadable", extra={"fields": {"error": type(exc).__name__, "status": status}})
            row = problem_row("bad-request", detail, status=status)
        else:
            status, reason = 500, "Internal Server Error"
            log.error("fault", extra={"fields": told(exc)})
            row = problem_row("internal", "The request could not be completed.")
        body = json.dumps(row)
        head = f"Content-Type: application/problem+json\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
        with contextlib.suppress(OSError):
            client.sendall(f"HTTP/1.1 {status} {reason}\r\n{head}{body}".encode())


class ServerLog(Logger):  # type: ignore[misc]
    """gunicorn's own lines in the form of ours, without the bytes that its errors carry."""

    def setup(self, cfg: Any) -> None:  # noqa: ANN401 - the library's own signature
        """Give its handlers our form."""
        super().setup(cfg)
        self.error_log.filters.clear()
        self.error_log.addFilter(_without_bytes)
        for handler in self.error_log.handlers:
            handler.setFormatter(JsonFormatter())


def _without_bytes(record: logging.LogRecord) -> bool:
    if isinstance(record.args, tuple):
        record.args = tuple(
            type(value).__name__ if isinstance(value, errors.ParseException | errors.NoMoreData) else value
            for value in record.args
        )
    return True
