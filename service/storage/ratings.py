"""Ratings that the newsroom holds a licence for. Imported in batches; the newest row of a rater and source counts."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import func, select

from service.core.domain import Citation, MountedRating
from service.storage import revisions
from service.storage.engine import Database
from service.storage.tables import ratings


@dataclass(frozen=True, slots=True)
class Batch:
    """One import: its id, rater, number of rows and when it was stored (RFC 3339 UTC)."""

    id: str
    rater: str
    rows: int
    recorded_at: str


def mount(database: Database, rows: Iterable[tuple[str, MountedRating]], *, now: str) -> tuple[str, int]:
    """Store (source, rating) pairs as one batch, all or nothing; returns the batch's id and the number of rows."""
    batch = f"rb_{secrets.token_hex(8)}"
    values = [
        {
            "source": source,
            "rater": rating.rater,
            "value": rating.value,
            "rated_on": rating.rated_on,
            "title": rating.citation.title if rating.citation else rating.rater,
            "url": rating.citation.url if rating.citation else None,
            "batch": batch,
            "recorded_at": now,
        }
        for source, rating in rows
    ]
    with database.begin() as connection:
        revisions.bump(connection, revisions.RECORDS)
        if values:
            connection.execute(ratings.insert(), values)
    return batch, len(values)


def mounted(database: Database) -> dict[str, tuple[MountedRating, ...]]:
    """The newest rating of each rater, by source."""
    newest = select(func.max(ratings.c.seq)).group_by(ratings.c.source, ratings.c.rater)
    query = select(ratings).where(ratings.c.seq.in_(newest)).order_by(ratings.c.source, ratings.c.rater)
    found: dict[str, list[MountedRating]] = {}
    with database.begin(read_only=True) as connection:
        for row in connection.execute(query):
            citation = Citation(title=row.title, url=row.url, as_of=row.rated_on)
            rating = MountedRating(rater=row.rater, value=row.value, rated_on=row.rated_on, citation=citation)
            found.setdefault(row.source, []).append(rating)
    return {source: tuple(rows) for source, rows in found.items()}


def batches(database: Database) -> tuple[Batch, ...]:
    """Every import that is still stored, the oldest first."""
    query = (
        select(ratings.c.batch, ratings.c.rater, func.count(), func.min(ratings.c.recorded_at))
        .group_by(ratings.c.batch, ratings.c.rater)
        .order_by(func.min(ratings.c.seq))
    )
    with database.begin() as connection:
        return tuple(Batch(batch, rater, int(rows), at) for batch, rater, rows, at in connection.execute(query))


def remove(database: Database, batch: str) -> int:
    """Delete one import for good, as a licence that ended demands; returns how many rows went."""
    with database.begin() as connection:
        gone = connection.execute(ratings.delete().where(ratings.c.batch == batch)).rowcount
        if gone:
            revisions.bump(connection, revisions.RECORDS)
    return int(gone)
