"""Bring a database to the current schema with Alembic."""

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text

from service.storage.engine import Database, StorageUnavailableError
from service.storage.tables import metadata

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS = Path(__file__).parent / "migrations"
#: Any fixed number: PostgreSQL's advisory lock that lets one process migrate while the others wait.
_ADVISORY_LOCK = 5_150_724


def upgrade(database: Database) -> None:
    """Apply all pending migrations; several processes may call it at once.

    Raises:
        StorageUnavailableError: the database does not answer, or its folder cannot be made.
    """
    if database.is_sqlite and database.url.database not in {None, "", ":memory:"}:
        folder = Path(str(database.url.database)).expanduser().parent
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StorageUnavailableError(f"the folder {folder} cannot be made: {error.strerror}") from error
    with database.begin() as connection:
        if not database.is_sqlite:
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _ADVISORY_LOCK})
        if _revision(connection) == newest():
            return
        from alembic import command  # noqa: PLC0415 - a tenth of the start-up's time, and most starts need none of it

        command.upgrade(_config(connection), "head")


def newest() -> str:
    """The revision of the newest migration: their files are named by it (`0002_what_it_does.py`)."""
    return max(path.name for path in (MIGRATIONS / "versions").glob("[0-9]*_*.py")).partition("_")[0]


def _revision(connection: Connection) -> str | None:
    """The revision of the database; None for one without tables."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def differences(database: Database) -> list[object]:
    """What the tables in code have that the migrated database lacks, or the other way round (empty: none)."""
    from alembic.autogenerate import compare_metadata  # noqa: PLC0415 - as above
    from alembic.migration import MigrationContext  # noqa: PLC0415

    with database.begin() as connection:
        return list(compare_metadata(MigrationContext.configure(connection), metadata))


def _config(connection: Connection) -> "Config":
    from alembic.config import Config  # noqa: PLC0415 - as above

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config
