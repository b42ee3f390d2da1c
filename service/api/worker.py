"""The server's worker: threads are for requests that have begun to arrive, never for connections that only wait.

What cannot be read as a request is refused here, before the application sees it, and no word of it is repeated in the answer or the
log: after a wrong Content-Length, the "request line" is a piece of an article.
"""

import contextlib
import errno
import json
import logging
import socket
import struct
import time
from functools import partial
from selectors import EVENT_READ
from typing import Any, Final

from gunicorn import util
from gunicorn.glogging import Logger
from gunicorn.http import errors
from gunicorn.workers.gthread import TConn, ThreadWorker

from schemas.problem_kinds import problem_row
from service.runtime.logs import JsonFormatter, told

#: A thread that reads or writes gives up when nothing moves for so long (seconds).
STALLED_SECONDS = 10
#: Bytes a second that must come of a request while somebody waits for it; below, its sender is let go after STALLED_SECONDS.
LEAST_PACE = 16 * 1024
#: Bytes of a request's head that are awaited without a thread; what is longer is read by one, at that pace.
HEAD = 8 * 1024
log = logging.getLogger("service.server")

#: What gunicorn cannot read -> status, reason, detail; the first that fits.
_UNREADABLE: Final[tuple[tuple[type[Exception], int, str, str], ...]] = (
    (errors.LimitRequestLine, 414, "URI Too Long", "The request line is too long."),
    (errors.LimitRequestHeaders, 431, "Request Header Fields Too Large", "The header fields are too many or too long."),
    (errors.ExpectationFailed, 417, "Expectation Failed", "Of `Expect`, only `100-continue` is understood."),
    (errors.UnsupportedTransferCoding, 501, "Not Implemented", "Of `Transfer-Encoding`, only `chunked` is understood."),
    (errors.ParseException, 400, "Bad Request", "These bytes are no HTTP request."),
)


class _Paced:
    """A socket whose sender is let go when it sends at less than the least pace: a byte now and then would hold a thread for ever.

    Only the time that a read waits counts, not what the service does between two.
    """

    def __init__(self, client: socket.socket) -> None:
        self._client = client
        self.begin()

    def begin(self) -> None:
        """Count anew, for the next request."""
        self._waited, self._received = 0.0, 0

    @property
    def is_late(self) -> bool:
        """Whether the sender is slower than the least pace."""
        return self._waited > STALLED_SECONDS + self._received / LEAST_PACE

    def recv(self, *size: int) -> bytes:
        """The socket's next bytes.

        Raises:
            ConnectionResetError: they come too slowly.
        """
        if self.is_late:
            raise ConnectionResetError(errno.ECONNRESET, "too slow")
        began = time.monotonic()
        found = self._client.recv(*size)
        self._waited += time.monotonic() - began
        self._received += len(found)
        return found

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever a socket has
        return getattr(self._client, name)


class _Connection(TConn):  # type: ignore[misc]
    """A connection that is closed at once when its request was read to the end."""

    peeked = 0
    paced: _Paced | None = None

    def init(self) -> None:
        """Read at a pace; the first time also make what reads."""
        first = not self.initialized
        super().init()
        if first and not self.is_http2 and not self.cfg.is_ssl:
            self.paced = self.parser.unreader.sock = _Paced(self.sock)
        if self.paced is not None:
            self.paced.begin()

    def head_is_there(self) -> bool:
        """Whether a thread would not wait for the request's head: it is there, too long, or will never come.

        The poller looks again when one more byte is there than now, so that a slow head costs nothing but its connection.
        """
        try:
            seen = self.sock.recv(HEAD, socket.MSG_PEEK)
        except OSError:
            seen = b""
        more = len(seen) > self.peeked
        self.peeked = len(seen)
        if more and len(seen) < HEAD and b"\r\n\r\n" not in seen:
            self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVLOWAT, len(seen) + 1)
            return False
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVLOWAT, 1)
        self.peeked = 0
        return True

    def close(self, graceful: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002 - the library's own signature
        """Close at once: the original waits up to two seconds for the client, in the thread that accepts everybody else."""
        super().close(graceful=False)

    def linger(self) -> None:
        """Let a client that is still sending read its answer first; one that was too slow waits for nothing."""
        if self._unread() and not (self.paced and self.paced.is_late):
            util.close_graceful(self.sock)

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

    def handle(self, conn: _Connection) -> Any:  # noqa: ANN401 - the library's own signature
        """Answer, and wait here for a client whose request was refused before it was read."""
        goes_on = super().handle(conn)
        if not goes_on:
            conn.linger()
        return goes_on

    def on_pending_socket_readable(self, conn: _Connection, client: socket.socket) -> None:
        """Give a connection a thread once the head of its first request is there; it has a few seconds to come."""
        if conn.head_is_there():
            super().on_pending_socket_readable(conn, client)

    def on_client_socket_readable(self, conn: _Connection, client: socket.socket) -> None:
        """Give a kept connection a thread once the head of its next request is there."""
        if conn.head_is_there():
            super().on_client_socket_readable(conn, client)

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
