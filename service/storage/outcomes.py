"""What claims turned out to be: an append-only log and the tallies that the scores read."""

import secrets
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Row, func, literal, select

from service.core.domain import OutcomeTally
from service.storage import revisions
from service.storage.engine import Database
from service.storage.tables import outcomes

#: What each outcome adds to "held" per unit of weight (SCORING.md 2.5).
HELD_SHARE = {"true": 1.0, "partly": 0.5, "false": 0.0}


@dataclass(frozen=True, slots=True)
class NewOutcome:
    """An outcome as entered. `weight` 0 withdraws the earlier row with the same source and reference."""

    source: str
    outcome: str
    selection: str = "random"
    weight: float = 1.0
    reference: str | None = None
    claim: str | None = None
    topic: str | None = None
    key_id: str | None = None


@dataclass(frozen=True, slots=True)
class StoredOutcome:
    """A row of the log. `recorded_at` is RFC 3339 UTC."""

    seq: int
    id: str
    source: str
    outcome: str
    selection: str
    weight: float
    reference: str | None
    claim: str | None
    topic: str | None
    recorded_at: str


def append(database: Database, new: NewOutcome, *, now: str) -> StoredOutcome:
    """Store one outcome; it is durable when this returns.

    Raises:
        StorageUnavailableError: nothing was stored.
    """
    values = {
        "id": f"oc_{secrets.token_hex(12)}",
        "source": new.source,
        "outcome": new.outcome,
        "selection": new.selection,
        "weight": new.weight,
        "reference": new.reference,
        "claim": new.claim,
        "topic": new.topic,
        "recorded_at": now,
    }
    with database.begin() as connection:
        revisions.bump(connection, revisions.RECORDS)
        seq = connection.execute(
            outcomes.insert().values(**values, key_id=new.key_id).returning(outcomes.c.seq)
        ).scalar_one()
    return StoredOutcome(seq=int(seq), **values)  # type: ignore[arg-type]


def page(
    database: Database, *, source: str | None = None, limit: int = 100, after: int = 0
) -> tuple[tuple[StoredOutcome, ...], int | None]:
    """Outcomes in the order in which they were stored, and the cursor of the next page (None at the end)."""
    query = select(outcomes).where(outcomes.c.seq > after).order_by(outcomes.c.seq).limit(limit + 1)
    if source is not None:
        query = query.where(outcomes.c.source == source)
    with database.begin(read_only=True) as connection:
        rows = [_stored(row) for row in connection.execute(query)]
    more = len(rows) > limit
    rows = rows[:limit]
    return tuple(rows), (rows[-1].seq if more else None)


def _stored(row: Row[Any]) -> StoredOutcome:
    values = {name: getattr(row, name) for name in StoredOutcome.__dataclass_fields__}
    return StoredOutcome(**values)


def tallies(database: Database, *, forgetting: float = 1.0) -> dict[str, OutcomeTally]:
    """Sums per source. Of rows with the same source and reference only the newest counts (a correction).

    `forgetting` (0-1) is what is left of a source's sums when its next outcome of the same track comes: S <- g S + v o
    (SCORING.md 2.5). A correction stands where it was entered, not where the row that it corrects stood.
    """
    found: dict[str, OutcomeTally] = {}
    for source, selection, outcome, topic, weight, count, last in _counting(database, one_by_one=forgetting < 1.0):
        share = HELD_SHARE[outcome]
        tally = _faded(found.get(source, OutcomeTally()), selection, forgetting)
        sums = (float(weight) * share, float(weight) * (1 - share))
        found[source] = _add(tally, selection, topic, sums, count, last)
    return found


def _counting(database: Database, *, one_by_one: bool) -> list[tuple[Any, ...]]:
    """The rows that count, in the order of entry or summed up by what is alike."""
    newest = select(func.max(outcomes.c.seq)).group_by(
        outcomes.c.source, func.coalesce(outcomes.c.reference, outcomes.c.id)
    )
    alike = (outcomes.c.source, outcomes.c.selection, outcomes.c.outcome, outcomes.c.topic)
    counting = outcomes.c.seq.in_(newest), outcomes.c.weight > 0
    if one_by_one:
        query = (
            select(*alike, outcomes.c.weight, literal(1), outcomes.c.recorded_at)
            .where(*counting)
            .order_by(outcomes.c.seq)
        )
    else:
        sums = func.sum(outcomes.c.weight), func.count(), func.max(outcomes.c.recorded_at)
        query = select(*alike, *sums).where(*counting).group_by(*alike).order_by(*alike)
    with database.begin(read_only=True) as connection:
        return [tuple(row) for row in connection.execute(query)]


def _faded(tally: OutcomeTally, selection: str, forgetting: float) -> OutcomeTally:
    """The sums of a track before its next outcome is added; counts tell how many were entered and do not fade."""
    if forgetting >= 1.0:
        return tally
    if selection == "suspected":
        return replace(
            tally,
            suspected_held=tally.suspected_held * forgetting,
            suspected_failed=tally.suspected_failed * forgetting,
        )
    topics = {name: (held * forgetting, failed * forgetting) for name, (held, failed) in tally.by_topic.items()}
    return replace(tally, held=tally.held * forgetting, failed=tally.failed * forgetting, by_topic=topics)


def _add(
    tally: OutcomeTally, selection: str, topic: str | None, sums: tuple[float, float], count: int, last: str
) -> OutcomeTally:
    held, failed = sums
    last_on = max(filter(None, (tally.last_on, last[:10])))
    if selection == "suspected":
        return replace(
            tally,
            suspected_held=tally.suspected_held + held,
            suspected_failed=tally.suspected_failed + failed,
            suspected_count=tally.suspected_count + int(count),
            last_on=last_on,
        )
    topics = dict(tally.by_topic)
    if topic is not None:
        before = topics.get(topic, (0.0, 0.0))
        topics[topic] = (before[0] + held, before[1] + failed)
    return replace(
        tally,
        held=tally.held + held,
        failed=tally.failed + failed,
        count=tally.count + int(count),
        last_on=last_on,
        by_topic=topics,
    )
