"""Revision numbers: how one worker learns that another one wrote something."""

from sqlalchemy import Connection, select, text

from service.storage.engine import Database
from service.storage.tables import revisions

#: Evidence the scores are computed from: outcomes and mounted ratings.
RECORDS = "records"
#: The newsroom's overlays.
OVERLAYS = "overlays"
#: API keys.
KEYS = "keys"

# One statement, so that two first writers cannot collide; both databases speak it.
_UPSERT = text(
    "INSERT INTO revisions (name, value) VALUES (:name, 1) "
    "ON CONFLICT (name) DO UPDATE SET value = revisions.value + 1 RETURNING value"
)


def bump(connection: Connection, name: str) -> int:
    """Raise a revision inside the caller's transaction and return it.

    Call it first: the row's lock makes writers of one kind follow each other, so that sequence numbers are handed out
    in the order of the commits and a reader that pages by them misses nothing.
    """
    return int(connection.execute(_UPSERT, {"name": name}).scalar_one())


def current(database: Database) -> dict[str, int]:
    """All revision numbers; a kind that was never written is absent."""
    with database.begin(read_only=True) as connection:
        rows = connection.execute(select(revisions.c.name, revisions.c.value)).all()
    return {str(name): int(value) for name, value in rows}
