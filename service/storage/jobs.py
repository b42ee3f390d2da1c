"""Jobs: received piece by piece, handed to workers, read back, deleted with every word of their documents.

Every transaction that touches a job and its items takes the job's row first, so that two of them never wait for each other.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, Row, and_, func, or_, select
from sqlalchemy.exc import IntegrityError

from service.storage.engine import Database
from service.storage.tables import job_items, jobs

#: The states of a job. While it is `receiving` nobody but its sender knows of it.
RECEIVING: Final = "receiving"
QUEUED: Final = "queued"
RUNNING: Final = "running"
DONE: Final = "done"
#: The states of an item.
WAITING: Final = "waiting"
CLAIMED: Final = "claimed"
SUCCEEDED: Final = "done"
FAILED: Final = "failed"


class JobGoneError(Exception):
    """The job was deleted, expired, or taken over by a newer request with its idempotency key."""


@dataclass(frozen=True, slots=True)
class Job:
    """A job without its items. `options` is what its creator stored; times are RFC 3339 UTC."""

    id: str
    state: str
    options: dict[str, Any]
    total: int
    body_hash: str
    key_id: str
    created_at: str
    finished_at: str | None
    expires_at: str
    succeeded: int = 0
    failed: int = 0


@dataclass(frozen=True, slots=True)
class NewItem:
    """An item as it arrives: its document, or its result where it failed before anybody looked at it."""

    position: int
    document: str | None
    result: str | None = None


@dataclass(frozen=True, slots=True)
class Reservation:
    """Who asks for a job: the key it belongs to, the caller's idempotency key, and the times that count."""

    key_id: str
    idempotency_key: str | None
    now: str
    stale_before: str
    expires_at: str


def reserve(database: Database, options: dict[str, Any], asked: Reservation) -> tuple[Job, bool]:
    """Begin to receive a job; (the job, whether it is new).

    With an idempotency key that is in use the job that uses it is returned instead, also while it is being received. One
    that expired, or whose sender vanished (`stale_before`), makes way.
    """
    for last in (False, True):
        try:
            with database.begin() as connection:
                found = _user_of(connection, asked)
                if found is not None and not _makes_way(found, asked):
                    return _job(connection, found), False
                if found is not None:
                    connection.execute(jobs.delete().where(jobs.c.id == found.id))
                return _insert(connection, options, asked), True
        except IntegrityError:
            # Another request with the same key was a moment faster: look again, once.
            if last:
                raise
    raise AssertionError("unreachable")


def _user_of(connection: Connection, asked: Reservation) -> Row[Any] | None:
    if asked.idempotency_key is None:
        return None
    query = select(jobs).where(jobs.c.key_id == asked.key_id, jobs.c.idempotency_key == asked.idempotency_key)
    return connection.execute(query).one_or_none()


def _makes_way(found: Row[Any], asked: Reservation) -> bool:
    return bool(found.expires_at <= asked.now or (found.state == RECEIVING and found.touched_at < asked.stale_before))


def _insert(connection: Connection, options: dict[str, Any], asked: Reservation) -> Job:
    row = {
        "id": f"job_{secrets.token_hex(12)}",
        "state": RECEIVING,
        "options": options,
        "total": 0,
        "body_hash": "",
        "key_id": asked.key_id,
        "created_at": asked.now,
        "expires_at": asked.expires_at,
    }
    connection.execute(jobs.insert().values(**row, idempotency_key=asked.idempotency_key, touched_at=asked.now))
    return Job(**row, finished_at=None)  # type: ignore[arg-type]


def add_items(database: Database, job_id: str, items: Sequence[NewItem], *, now: str) -> None:
    """Store the next items of a job that is being received.

    Raises:
        JobGoneError: the job is not being received any more.
    """
    rows = [
        {
            "job_id": job_id,
            "position": item.position,
            "state": WAITING if item.result is None else FAILED,
            "attempts": 0,
            "document": item.document,
            "result": item.result,
        }
        for item in items
    ]
    with database.begin() as connection:
        touched = connection.execute(
            jobs.update().where(jobs.c.id == job_id, jobs.c.state == RECEIVING).values(touched_at=now)
        )
        if not touched.rowcount:
            raise JobGoneError
        if rows:
            connection.execute(job_items.insert(), rows)


def accept(database: Database, job_id: str, *, total: int, body_hash: str, now: str) -> Job:
    """Everything has arrived: the job is durable and workers may begin when this returns.

    Raises:
        JobGoneError: the job is not being received any more.
    """
    with database.begin() as connection:
        changed = connection.execute(
            jobs.update()
            .where(jobs.c.id == job_id, jobs.c.state == RECEIVING)
            .values(state=QUEUED, total=total, body_hash=body_hash, touched_at=now)
        )
        if not changed.rowcount:
            raise JobGoneError
        close_if_done(connection, job_id, now=now, expires_at=None)
        return _job(connection, connection.execute(select(jobs).where(jobs.c.id == job_id)).one())


def close_if_done(connection: Connection, job_id: str, *, now: str, expires_at: str | None) -> bool:
    """Mark the job done when no item is left; inside the caller's transaction."""
    left = select(func.count()).where(job_items.c.job_id == job_id, job_items.c.state.in_((WAITING, CLAIMED)))
    if connection.execute(left).scalar_one():
        return False
    values: dict[str, Any] = {"state": DONE, "finished_at": now, "touched_at": now}
    if expires_at is not None:
        values["expires_at"] = expires_at
    connection.execute(jobs.update().where(jobs.c.id == job_id, jobs.c.state != DONE).values(**values))
    return True


def read(database: Database, job_id: str, *, now: str) -> Job | None:
    """A job that was accepted and has not expired, with the numbers of its items."""
    query = select(jobs).where(jobs.c.id == job_id, jobs.c.state != RECEIVING, jobs.c.expires_at > now)
    with database.begin() as connection:
        row = connection.execute(query).one_or_none()
        return None if row is None else _job(connection, row)


def delete(database: Database, job_id: str) -> bool:
    """Delete a job with its documents and results; False when there is none."""
    with database.begin() as connection:
        return bool(connection.execute(jobs.delete().where(jobs.c.id == job_id)).rowcount)


def expire(database: Database, *, now: str, stale_before: str) -> int:
    """Delete jobs whose time is over, and what is left of those whose sender vanished; returns how many."""
    over = or_(jobs.c.expires_at <= now, and_(jobs.c.state == RECEIVING, jobs.c.touched_at < stale_before))
    with database.begin() as connection:
        return int(connection.execute(jobs.delete().where(over)).rowcount)


def _job(connection: Connection, row: Row[Any]) -> Job:
    counts = select(job_items.c.state, func.count()).where(job_items.c.job_id == row.id).group_by(job_items.c.state)
    found: dict[str, int] = {state: number for state, number in connection.execute(counts)}  # noqa: C416 - rows are not pairs to mypy
    names = set(Job.__dataclass_fields__) - {"succeeded", "failed"}
    return Job(
        **{name: getattr(row, name) for name in names}, succeeded=found.get(SUCCEEDED, 0), failed=found.get(FAILED, 0)
    )
