"""Clients that press a server: one event loop, kept connections, no help from retries, nothing hidden."""

import asyncio
import itertools
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from bench.perf.measure import quantiles


@dataclass
class Seen:
    """What the clients of one run saw: milliseconds of each 200, how often each status came, what broke."""

    spent: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    without_retry_after: int = 0
    broken: list[str] = field(default_factory=list)
    wall: float = 0.0

    def figures(self) -> dict[str, float]:
        """Requests answered with 200 per second, their latency, and how many were refused or broke."""
        found = quantiles(self.spent or [0.0])
        return {
            "answered": self.statuses[200], "refused": self.statuses[503], "broken": len(self.broken),
            "requests_per_s": round(self.statuses[200] / self.wall, 1),
            "p50_ms": round(found["median"], 1), "p99_ms": round(found["p99"], 1),
        }  # fmt: skip


def post(text: str) -> bytes:
    """The bytes of one annotation's request."""
    body = text.encode()
    head = f"POST /v1/annotations HTTP/1.1\r\nHost: bench\r\nContent-Type: text/plain\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


def get(path: str) -> bytes:
    """The bytes of a probe, which asks for its connection to be closed."""
    return f"GET {path} HTTP/1.1\r\nHost: bench\r\nConnection: close\r\n\r\n".encode()


class Connection:
    """One kept connection; opened again when the server said that it closes."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, request: bytes) -> tuple[int, dict[str, str]]:
        """Status and headers of the answer, whose body is read to its end."""
        if self._streams is None:
            self._streams = await asyncio.open_connection("127.0.0.1", self._port)
        reader, writer = self._streams
        writer.write(request)
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        first, *rest = head.split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in rest if line)}
        await reader.readexactly(int(headers.get("content-length", 0)))
        if headers.get("connection", "").lower() == "close":
            self.close()
        return int(first.split()[1]), headers

    def close(self) -> None:
        if self._streams is not None:
            self._streams[1].close()
            self._streams = None


async def _client(port: int, requests: Iterator[bytes], seen: Seen, end: float) -> None:
    connection = Connection(port)
    for request in requests:
        begun = time.perf_counter()
        if begun >= end:
            break
        try:
            status, headers = await connection.ask(request)
        except (OSError, asyncio.IncompleteReadError) as error:
            seen.broken.append(repr(error))
            connection.close()
            continue
        seen.statuses[status] += 1
        if status == 200:
            seen.spent.append((time.perf_counter() - begun) * 1000)
        elif status == 503:
            seen.without_retry_after += "retry-after" not in headers
            await asyncio.sleep(float(headers.get("retry-after", 1)))
    connection.close()


async def press(
    port: int, requests: list[bytes], clients: int, *, seconds: float = 1e9, most: int | None = None
) -> Seen:
    """`clients` send one request after the other for `seconds`, or until they have sent `most` together."""
    seen = Seen()
    # One iterator for all: every client takes the next request.
    shared = itertools.islice(itertools.cycle(requests), most)
    begun = time.perf_counter()
    await asyncio.gather(*(_client(port, shared, seen, begun + seconds) for _ in range(clients)))
    seen.wall = time.perf_counter() - begun
    return seen


async def probe(port: int, path: str, spent: list[float], stop: asyncio.Event, pause: float = 0.05) -> None:
    """Ask for a probe again and again on new connections, as an orchestrator does; milliseconds, infinite for no 200."""
    while not stop.is_set():
        begun = time.perf_counter()
        connection = Connection(port)
        try:
            status, _headers = await connection.ask(get(path))
            spent.append((time.perf_counter() - begun) * 1000 if status == 200 else float("inf"))
        except (OSError, asyncio.IncompleteReadError):
            spent.append(float("inf"))
        connection.close()
        await asyncio.sleep(pause)
