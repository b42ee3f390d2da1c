"""Bring a database to the current schema with Alembic."""

from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Connection, text

from service.storage.engine import Database
from service.storage.tables import metadata

MIGRATIONS = Path(__file__).parent / "migrations"
#: Any fixed number: PostgreSQL's advisory lock that lets one process migrate while the others wait.
_ADVISORY_LOCK = 5_150_724


def upgrade(database: Database) -> None:
    """Apply all pending migrations; several processes may call it at once.

    Raises:
        StorageUnavailableError: the database does not answer.
    """
    if database.is_sqlite and database.url.database not in {None, "", ":memory:"}:
        Path(str(database.url.database)).expanduser().parent.mkdir(parents=True, exist_ok=True)
    with database.begin() as connection:
        if not database.is_sqlite:
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _ADVISORY_LOCK})
        command.upgrade(_config(connection), "head")


def differences(database: Database) -> list[object]:
    """What the tables in code have that the migrated database lacks, or the other way round (empty: none)."""
    with database.begin() as connection:
        return list(compare_metadata(MigrationContext.configure(connection), metadata))


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config
