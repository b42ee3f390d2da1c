"""The queue of jobs, on Huey: a message says only that a job has work. What there is to do stands in the database.

A message that is lost (a worker killed after it took one, a queue that was down) costs time and nothing else: workers look
for jobs that nobody touched for a while (`service.jobs.consumer`).
"""

import json
import logging
import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from huey import Huey, PostgresHuey, RedisHuey, SqliteHuey
from huey.registry import Message
from huey.serializer import Serializer
from sqlalchemy.engine import make_url

from service.runtime.settings import Settings, SettingsError

log = logging.getLogger("service.jobs")
#: Seconds that a writer to the SQLite queue waits for another one.
SQLITE_TIMEOUT: Final = 15
#: Messages sent when a job is accepted: as many workers can begin at once. A worker that leaves work sends another.
FIRST_MESSAGES: Final = 8
#: What a task is called in messages; it must never change while messages wait.
TASK: Final = "work"


class JsonSerializer(Serializer):  # type: ignore[misc]
    """Messages as JSON. Huey's default is pickle, which would let whoever can write to the queue run code in a worker."""

    def _serialize(self, data: Message) -> bytes:
        return json.dumps([data.id, data.name, list(data.args)]).encode()

    def _deserialize(self, data: bytes) -> Message:
        identity, name, args = json.loads(bytes(data))
        return Message(identity, name, args=tuple(args), kwargs={})


def queue_url(settings: Settings) -> str:
    """Where the queue is kept: as configured, else in Redis, else beside the database."""
    return settings.queue_url or settings.redis_url or settings.database_url


def open_queue(settings: Settings) -> Huey:
    """A connection to the queue.

    Raises:
        SettingsError: no storage for the URL's scheme.
    """
    kept: dict[str, Any] = {"name": settings.queue_name, "results": False, "serializer": JsonSerializer()}
    url = queue_url(settings)
    scheme = url.partition("://")[0].partition("+")[0]
    if scheme in {"redis", "rediss", "unix"}:
        return RedisHuey(url=url, **kept)
    if scheme == "postgresql":
        dsn = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
        return _with_tables(lambda: PostgresHuey(dsn=dsn, table_prefix="queue", **kept))
    if scheme == "sqlite":
        return SqliteHuey(filename=str(_beside(url, own=bool(settings.queue_url))), timeout=SQLITE_TIMEOUT, **kept)
    raise SettingsError("QUEUE_URL must name SQLite, Redis or PostgreSQL")


def _beside(url: str, *, own: bool) -> Path:
    """The queue's file; beside the database it has a name of its own, because each has its own single writer."""
    file = Path(str(make_url(url).database)).expanduser()
    file.parent.mkdir(parents=True, exist_ok=True)
    return file if own else file.with_name(f"{file.stem}.queue.sqlite3")


def _with_tables(connect: Callable[[], Huey]) -> Huey:
    # "create table if not exists" of two first processes at once fails in one of them, which then finds the tables.
    from psycopg.errors import DuplicateTable, UniqueViolation  # noqa: PLC0415 - only with the extra `postgres`

    try:
        return connect()
    except (DuplicateTable, UniqueViolation):
        return connect()


def bind(huey: Huey, handler: Callable[[str], None]) -> Callable[[str], object]:
    """Register the one task; calling what is returned sends a message. Its name is the same in servers and workers."""

    @huey.task(name=TASK)  # type: ignore[untyped-decorator]
    def work(job_id: str) -> None:
        handler(job_id)

    send: Callable[[str], object] = work
    return send


class Sender:
    """Sends messages from the processes of the server; connects when first needed, once per process."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        self._pid: int | None = None
        self._send: Callable[[str], object] | None = None

    def announce(self, job_id: str, claims: int) -> None:
        """Say that a job has work. A queue that does not answer is not the caller's problem: the job is stored."""
        try:
            send = self._connected()
            for _ in range(min(claims, FIRST_MESSAGES)):
                send(job_id)
        except Exception as error:
            log.warning("queue", extra={"fields": {"reason": type(error).__name__, "job": job_id}})

    def _connected(self) -> Callable[[str], object]:
        with self._lock:
            if self._send is None or self._pid != os.getpid():
                self._send = bind(open_queue(self._settings), _not_here)
                self._pid = os.getpid()
            return self._send


def _not_here(job_id: str) -> None:
    raise RuntimeError(f"{job_id}: the server sends messages and never works on them")
