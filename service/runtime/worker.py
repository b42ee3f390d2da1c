"""The server's worker: threads are for requests that have begun to arrive, never for connections that only wait."""

import socket
import struct
import time
from functools import partial
from selectors import EVENT_READ
from typing import Any

from gunicorn.workers.gthread import TConn, ThreadWorker

#: A thread that reads or writes gives up when nothing moves for so long (seconds).
STALLED_SECONDS = 10


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
