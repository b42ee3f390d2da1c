"""Database connections: one engine per process, SQLite (WAL) or PostgreSQL by URL."""

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

#: How long a SQLite writer waits for another one before it gives up, in milliseconds.
BUSY_TIMEOUT_MS = 15_000
#: Connections per process; a transaction takes milliseconds, so that a worker with many threads needs few.
POOL_SIZE = 4


class StorageUnavailableError(Exception):
    """The database cannot be reached or refuses to write (down, locked, disk full). Nothing was stored."""


class Database:
    """A database by URL. Safe to create before a fork: each process opens its own connections."""

    def __init__(self, url: str) -> None:
        """Connects with the first transaction.

        Raises:
            StorageUnavailableError: this is no address, or no driver for it is installed.
        """
        try:
            self.url = make_url(url)
            self.url.get_dialect().import_dbapi()
        except (ArgumentError, ValueError, ModuleNotFoundError) as error:
            raise StorageUnavailableError("DATABASE_URL names no database that can be used") from error
        self._lock = threading.Lock()
        self._engine: Engine | None = None
        self._pid: int | None = None

    @property
    def is_sqlite(self) -> bool:
        """Whether the URL names a SQLite file (or memory)."""
        return self.url.get_backend_name() == "sqlite"

    @property
    def engine(self) -> Engine:
        """This process's engine."""
        if self._pid != os.getpid():
            with self._lock:
                if self._pid != os.getpid():
                    self._engine = self._open()
                    self._pid = os.getpid()
        assert self._engine is not None
        return self._engine

    def _open(self) -> Engine:
        # Parameters are hidden: they hold texts of jobs, and the library would quote them in its log and its errors.
        if not self.is_sqlite:
            return create_engine(
                self.url,
                hide_parameters=True,
                pool_size=POOL_SIZE,
                max_overflow=POOL_SIZE,
                pool_pre_ping=True,
                pool_timeout=5,
            )
        engine = create_engine(self.url, hide_parameters=True, connect_args={"timeout": BUSY_TIMEOUT_MS / 1000})
        event.listen(engine, "connect", _configure_sqlite)
        event.listen(engine, "begin", _begin_immediately)
        return engine

    @contextmanager
    def begin(self, *, read_only: bool = False) -> Iterator[Connection]:
        """One transaction: committed (durable) when the block ends, rolled back when it raises.

        `read_only` transactions wait for no writer.

        Raises:
            StorageUnavailableError: the database is down, locked for too long, read-only or full.
        """
        try:
            with self.engine.connect().execution_options(read_only=read_only) as connection, connection.begin():
                yield connection
        except DBAPIError as error:
            if isinstance(error.orig, Exception) and _is_outage(error):
                raise StorageUnavailableError(_plain_reason(error)) from error
            raise

    def ping(self) -> None:
        """Raise StorageUnavailableError when the database does not answer."""
        with self.begin(read_only=True) as connection:
            connection.execute(text("SELECT 1"))

    def scrub(self) -> None:
        """Move SQLite's write-ahead log into the database and empty it, so that deleted text is not left there.

        Best effort: while another process reads, the log stays until the next call. PostgreSQL has no such call; its log
        and dead rows go when the server recycles and vacuums them.
        """
        if not self.is_sqlite:
            return
        connection = self.engine.raw_connection()
        try:
            connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").close()
        except sqlite3.OperationalError:
            return
        finally:
            connection.close()

    def dispose(self) -> None:
        """Close this process's connections."""
        if self._engine is not None and self._pid == os.getpid():
            self._engine.dispose()


def _configure_sqlite(connection: Any, _record: Any) -> None:  # noqa: ANN401 - a driver's own object
    # The driver's own transaction handling is switched off so that BEGIN IMMEDIATE below is the one that counts.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
    cursor.execute("PRAGMA journal_mode=WAL")
    # FULL: a commit returns only after the log is on the disk, so an acknowledged row survives a power cut.
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    # A job's documents and results are overwritten when they are deleted, not only forgotten.
    cursor.execute("PRAGMA secure_delete=ON")
    cursor.close()


def _begin_immediately(connection: Connection) -> None:
    # Readers that later write would otherwise fail with "database is locked" instead of waiting their turn.
    read_only = connection.get_execution_options().get("read_only", False)
    connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")


def _is_outage(error: DBAPIError) -> bool:
    name = type(error.orig).__name__
    return error.connection_invalidated or name in {
        "OperationalError",
        "InterfaceError",
        "AdminShutdown",
        "CrashShutdown",
        "CannotConnectNow",
        "DiskFull",
        "ConnectionTimeout",
        "ReadOnlySqlTransaction",
    }


def _plain_reason(error: DBAPIError) -> str:
    message = str(error.orig).splitlines()[0] if error.orig else "no answer"
    if "locked" in message:
        return "the database is locked by another writer"
    if "full" in message:
        return "the disk is full"
    if "readonly" in message or "read-only" in message:
        return "the database cannot be written to"
    return "the database does not answer"
