"""Every storage test runs on SQLite and, where a server answers, on PostgreSQL: the same suite, two real databases."""

from collections.abc import Iterator

import pytest

from service.storage.engine import Database
from service.storage.migrate import upgrade


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest, tmp_path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/store.sqlite3"
    return request.getfixturevalue("postgres_url")


@pytest.fixture
def empty_database(database_url: str) -> Iterator[Database]:
    """A database without a table."""
    store = Database(database_url)
    yield store
    store.dispose()


@pytest.fixture
def database(empty_database: Database) -> Database:
    upgrade(empty_database)
    return empty_database
