"""Who changed what, when. Never article text."""

from sqlalchemy import Connection, select

from service.storage.engine import Database
from service.storage.tables import audit_log


def write(
    connection: Connection,
    *,
    action: str,
    subject: str | None,
    now: str,
    key_id: str | None = None,
    detail: dict[str, object] | None = None,
) -> None:
    """Add an entry inside the caller's transaction, so that a change and its entry live or die together."""
    connection.execute(
        audit_log.insert().values(recorded_at=now, key_id=key_id, action=action, subject=subject, detail=detail)
    )


def entries(database: Database, *, limit: int = 100) -> tuple[dict[str, object], ...]:
    """The newest entries first."""
    query = select(audit_log).order_by(audit_log.c.seq.desc()).limit(limit)
    with database.begin() as connection:
        return tuple(dict(row._mapping) for row in connection.execute(query))  # noqa: SLF001 - SQLAlchemy's public name
