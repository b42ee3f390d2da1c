"""The items of jobs: a worker claims a few for a while, and only the holder of a claim may store their results."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import and_, func, or_, select

from service.storage.engine import Database
from service.storage.jobs import CLAIMED, FAILED, QUEUED, RUNNING, SUCCEEDED, WAITING, close_if_done
from service.storage.tables import job_items, jobs

#: Characters of documents in one claim, unless its first document alone is longer.
CLAIM_CHARACTERS: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Item:
    """A claimed item. `attempts` counts the claims on it, this one included."""

    position: int
    document: str
    attempts: int


@dataclass(frozen=True, slots=True)
class Claim:
    """Items of one job that this worker may work on, until somebody else finds the claim stale."""

    job_id: str
    id: str
    options: dict[str, Any]
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """What became of an item: its record as JSON, and whether the article was annotated."""

    position: int
    record: str
    succeeded: bool


def claim(database: Database, job_id: str, claim_id: str, *, limit: int, now: str, stale_before: str) -> Claim | None:
    """Claim the next items of a job; None when nothing of it can be claimed.

    An item whose claim is older than `stale_before` is free again: its worker died. It is then claimed alone, so that a
    document that kills its worker takes no other with it.
    """
    free = or_(job_items.c.state == WAITING, and_(job_items.c.state == CLAIMED, job_items.c.claimed_at < stale_before))
    sizes = select(job_items.c.position, job_items.c.attempts, func.length(job_items.c.document).label("size"))
    query = sizes.where(job_items.c.job_id == job_id, free).order_by(job_items.c.position).limit(limit)
    with database.begin() as connection:
        live = jobs.c.id == job_id, jobs.c.state.in_((QUEUED, RUNNING)), jobs.c.expires_at > now
        options = connection.execute(select(jobs.c.options).where(*live).with_for_update()).scalar_one_or_none()
        if options is None:
            return None
        chosen = _together(connection.execute(query).all())
        if not chosen:
            return None
        mine = job_items.c.job_id == job_id, job_items.c.position.in_(chosen)
        connection.execute(
            job_items.update()
            .where(*mine)
            .values(state=CLAIMED, claim=claim_id, claimed_at=now, attempts=job_items.c.attempts + 1)
        )
        connection.execute(jobs.update().where(jobs.c.id == job_id).values(state=RUNNING, touched_at=now))
        rows = connection.execute(
            select(job_items.c.position, job_items.c.document, job_items.c.attempts)
            .where(*mine)
            .order_by(job_items.c.position)
        ).all()
    return Claim(job_id, claim_id, options, tuple(Item(row.position, row.document or "", row.attempts) for row in rows))


def _together(rows: Sequence[Any]) -> list[int]:
    """The positions that one claim takes: a suspect alone, else fresh ones up to the size."""
    if not rows:
        return []
    if rows[0].attempts:
        return [rows[0].position]
    chosen: list[int] = []
    size = 0
    for row in rows:
        size += row.size or 0
        if row.attempts or (chosen and size > CLAIM_CHARACTERS):
            break
        chosen.append(row.position)
    return chosen


def renew(database: Database, held: Claim, *, now: str) -> bool:
    """Say that the worker is alive; False when the claim is lost."""
    with database.begin() as connection:
        connection.execute(jobs.update().where(jobs.c.id == held.job_id).values(touched_at=now))
        changed = connection.execute(job_items.update().where(*_held(held)).values(claimed_at=now))
        return bool(changed.rowcount)


def finish(database: Database, held: Claim, results: Sequence[Result], *, now: str, expires_at: str) -> bool:
    """Store results and delete their documents; True when the job is done.

    A result whose claim was lost is dropped: whoever claimed the item then stores it, so nothing is there twice.
    """
    with database.begin() as connection:
        connection.execute(jobs.update().where(jobs.c.id == held.job_id).values(touched_at=now))
        for result in results:
            connection.execute(
                job_items.update()
                .where(*_held(held), job_items.c.position == result.position)
                .values(
                    state=SUCCEEDED if result.succeeded else FAILED,
                    result=result.record,
                    document=None,
                    claim=None,
                    claimed_at=None,
                )
            )
        return close_if_done(connection, held.job_id, now=now, expires_at=expires_at)


def release(database: Database, held: Claim) -> None:
    """Give back what was not finished, as if it had not been claimed: the worker was told to stop."""
    with database.begin() as connection:
        connection.execute(
            job_items.update()
            .where(*_held(held))
            .values(state=WAITING, claim=None, claimed_at=None, attempts=job_items.c.attempts - 1)
        )


def _held(held: Claim) -> tuple[Any, ...]:
    return (job_items.c.job_id == held.job_id, job_items.c.claim == held.id, job_items.c.state == CLAIMED)


def idle(database: Database, *, now: str, idle_before: str) -> tuple[str, ...]:
    """Unfinished jobs that nobody touched since `idle_before`; they count as touched now."""
    waits = jobs.c.state.in_((QUEUED, RUNNING)), jobs.c.touched_at < idle_before, jobs.c.expires_at > now
    with database.begin() as connection:
        found = connection.execute(select(jobs.c.id).where(*waits).order_by(jobs.c.created_at)).scalars().all()
        if found:
            connection.execute(jobs.update().where(jobs.c.id.in_(found)).values(touched_at=now))
    return tuple(found)


def reach(database: Database, job_id: str, *, after: int, limit: int) -> int:
    """The last of at most `limit` finished positions that follow `after` without a gap (`after` where there is none)."""
    query = (
        select(job_items.c.position, job_items.c.state)
        .where(job_items.c.job_id == job_id, job_items.c.position > after)
        .order_by(job_items.c.position)
        .limit(limit)
    )
    with database.begin() as connection:
        for row in connection.execute(query):
            if row.state not in {SUCCEEDED, FAILED}:
                break
            after = row.position
    return after


def page(database: Database, job_id: str, *, after: int, limit: int) -> tuple[tuple[str, ...], int]:
    """Records in the order of the items from position `after` + 1 up to the first unfinished one, and the last position.

    The position is `after` where nothing follows yet. Begin with -1.
    """
    query = (
        select(job_items.c.position, job_items.c.state, job_items.c.result)
        .where(job_items.c.job_id == job_id, job_items.c.position > after)
        .order_by(job_items.c.position)
        .limit(limit)
    )
    records: list[str] = []
    with database.begin() as connection:
        for row in connection.execute(query):
            if row.state not in {SUCCEEDED, FAILED}:
                break
            records.append(row.result)
            after = row.position
    return tuple(records), after
