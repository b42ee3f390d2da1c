"""What readers of an annotation say is wrong with it."""

import secrets
from typing import Any

from sqlalchemy import select

from service.storage.engine import Database
from service.storage.tables import feedback


def append(database: Database, entry: dict[str, Any], *, now: str, key_id: str | None = None) -> dict[str, Any]:
    """Store one entry (columns of the table `feedback`); durable when this returns."""
    row = {**entry, "id": f"fb_{secrets.token_hex(12)}", "recorded_at": now}
    with database.begin() as connection:
        connection.execute(feedback.insert().values(**row, key_id=key_id))
    return row


def entries(database: Database, *, limit: int = 100, after: int = 0) -> tuple[dict[str, Any], ...]:
    """Entries in the order in which they were stored."""
    query = select(feedback).where(feedback.c.seq > after).order_by(feedback.c.seq).limit(limit)
    with database.begin() as connection:
        return tuple(dict(row._mapping) for row in connection.execute(query))  # noqa: SLF001 - SQLAlchemy's public name
