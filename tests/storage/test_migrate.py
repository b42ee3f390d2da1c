"""Migrations: the database that they make is the one that the tables describe."""

from service.storage.engine import Database
from service.storage.migrate import differences, upgrade


def test_migrated_database_equals_the_tables_in_code(database: Database) -> None:
    assert differences(database) == []


def test_upgrading_twice_changes_nothing(database: Database) -> None:
    upgrade(database)
    assert differences(database) == []
