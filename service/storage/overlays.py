"""House registry overlays with their history. Writers name the version they saw, so nobody overwrites unseen work."""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from service.storage import audit, revisions
from service.storage.engine import Database
from service.storage.tables import overlay_history, overlays


class OverlayConflictError(Exception):
    """The caller's If-Match does not name the stored version. `etag` is the current one, None when there is none."""

    def __init__(self, etag: str | None) -> None:
        super().__init__("the overlay was changed by somebody else")
        self.etag = etag


@dataclass(frozen=True, slots=True)
class StoredOverlay:
    """One overlay: its entries as the newsroom wrote them."""

    name: str
    version: int
    entries: tuple[dict[str, Any], ...]
    updated_at: str

    @property
    def etag(self) -> str:
        """Changes with every version."""
        body = json.dumps([self.name, self.version, self.entries], sort_keys=True)
        return hashlib.sha256(body.encode()).hexdigest()[:32]


def read(database: Database, name: str) -> StoredOverlay | None:
    """The overlay, or None."""
    with database.begin(read_only=True) as connection:
        row = connection.execute(select(overlays).where(overlays.c.name == name)).one_or_none()
    return None if row is None else StoredOverlay(row.name, row.version, tuple(row.entries), row.updated_at)


def read_all(database: Database) -> tuple[StoredOverlay, ...]:
    """All overlays by name."""
    with database.begin(read_only=True) as connection:
        rows = connection.execute(select(overlays).order_by(overlays.c.name)).all()
    return tuple(StoredOverlay(row.name, row.version, tuple(row.entries), row.updated_at) for row in rows)


def write(
    database: Database,
    name: str,
    entries: list[dict[str, Any]],
    *,
    if_match: str | None,
    now: str,
    key_id: str | None = None,
) -> StoredOverlay:
    """Create or replace an overlay; durable when this returns. `if_match` "*" accepts any existing version.

    Raises:
        OverlayConflictError: it exists and `if_match` is not its etag, or it does not exist and `if_match` is given.
    """
    with database.begin() as connection:
        revisions.bump(connection, revisions.OVERLAYS)
        version = _next_version(connection, name, if_match)
        row = {"version": version, "entries": entries, "updated_at": now, "key_id": key_id}
        changed = connection.execute(overlays.update().where(overlays.c.name == name).values(**row))
        if not changed.rowcount:
            connection.execute(overlays.insert().values(name=name, **row))
        _remember(connection, name, version, "put", entries, now, key_id)
    return StoredOverlay(name, version, tuple(entries), now)


def delete(database: Database, name: str, *, if_match: str | None, now: str, key_id: str | None = None) -> bool:
    """Remove an overlay (its history stays); False when there is none.

    Raises:
        OverlayConflictError: `if_match` is not its etag.
    """
    with database.begin() as connection:
        revisions.bump(connection, revisions.OVERLAYS)
        if connection.execute(select(overlays.c.name).where(overlays.c.name == name)).one_or_none() is None:
            return False
        version = _next_version(connection, name, if_match)
        connection.execute(overlays.delete().where(overlays.c.name == name))
        _remember(connection, name, version, "delete", None, now, key_id)
    return True


def history(database: Database, name: str) -> tuple[dict[str, Any], ...]:
    """All versions of an overlay, newest first."""
    query = select(overlay_history).where(overlay_history.c.name == name).order_by(overlay_history.c.version.desc())
    with database.begin(read_only=True) as connection:
        return tuple(dict(row._mapping) for row in connection.execute(query))  # noqa: SLF001 - SQLAlchemy's public name


def _next_version(connection: Any, name: str, if_match: str | None) -> int:  # noqa: ANN401
    row = connection.execute(select(overlays).where(overlays.c.name == name)).one_or_none()
    if row is None:
        if if_match is not None:
            raise OverlayConflictError(None)
    else:
        etag = StoredOverlay(row.name, row.version, tuple(row.entries), row.updated_at).etag
        if if_match not in {etag, "*"}:
            raise OverlayConflictError(etag)
    last = connection.execute(
        select(func.max(overlay_history.c.version)).where(overlay_history.c.name == name)
    ).scalar_one()
    return int(last or 0) + 1


def _remember(  # noqa: PLR0913 - one row of the history
    connection: Any,  # noqa: ANN401
    name: str,
    version: int,
    action: str,
    entries: list[dict[str, Any]] | None,
    now: str,
    key_id: str | None,
) -> None:
    connection.execute(
        overlay_history.insert().values(
            name=name, version=version, action=action, entries=entries, recorded_at=now, key_id=key_id
        )
    )
    audit.write(
        connection, action=f"overlay.{action}", subject=name, now=now, key_id=key_id, detail={"version": version}
    )
