"""Migrations: the database that they make is the one that the tables describe, and rows live through every step."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from service.storage import keys, migrate
from service.storage.engine import Database
from service.storage.migrate import differences, upgrade

NOW = "2026-03-01T12:00:00Z"
#: A row of the first tables, as its own revision wrote it.
FIRST_ROWS = (
    "INSERT INTO jobs (id, state, options, total, body_hash, key_id, created_at, expires_at) "
    "VALUES ('job_1', 'done', '{}', 1, 'h', '', '2026-03-01T12:00:00Z', '2026-03-02T12:00:00Z')",
    "INSERT INTO job_items (job_id, position, state, attempts, document, result) "
    "VALUES ('job_1', 0, 'done', 1, NULL, '{}')",
    "INSERT INTO outcomes (id, source, outcome, selection, weight, recorded_at) "
    "VALUES ('oc_1', 'kr.nis', 'true', 'random', 1, '2026-03-01T12:00:00Z')",
)


def move(database: Database, step, revision: str) -> None:
    with database.begin() as connection:
        step(migrate._config(connection), revision)


def revisions(database: Database) -> list[str]:
    with database.begin() as connection:
        script = ScriptDirectory.from_config(migrate._config(connection))
    return [step.revision for step in reversed(list(script.walk_revisions()))]


def tables(database: Database) -> set[str]:
    return set(inspect(database.engine).get_table_names()) - {"alembic_version"}


def test_migrated_database_equals_the_tables_in_code(database: Database) -> None:
    assert differences(database) == []


def test_upgrading_twice_changes_nothing(database: Database) -> None:
    upgrade(database)
    assert differences(database) == []


def test_the_newest_migration_is_known_without_the_library(database: Database) -> None:
    assert migrate.newest() == revisions(database)[-1]
    names = [path.name for path in (migrate.MIGRATIONS / "versions").glob("[0-9]*.py")]
    assert [name.partition("_")[0] for name in sorted(names)] == revisions(database)


def test_a_start_on_a_current_database_does_not_load_the_migrations_library(database: Database) -> None:
    command = (
        "import sys; from service.storage.engine import Database; from service.storage.migrate import upgrade; "
        f"upgrade(Database({database.url.render_as_string(hide_password=False)!r})); assert 'alembic' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", command], check=True)


def test_rows_of_the_first_revision_live_through_all_later_ones(empty_database: Database) -> None:
    move(empty_database, command.upgrade, "0001")
    with empty_database.begin() as connection:
        for row in FIRST_ROWS:
            connection.execute(text(row))
    upgrade(empty_database)
    assert differences(empty_database) == []
    with empty_database.begin() as connection:
        assert connection.execute(text("SELECT id, touched_at FROM jobs")).all() == [("job_1", "")]
        assert connection.execute(text("SELECT result, claim FROM job_items")).all() == [("{}", None)]
        assert connection.execute(text("SELECT source FROM outcomes")).all() == [("kr.nis",)]


def test_every_step_can_be_undone_and_done_again(database: Database) -> None:
    key, _ = keys.create(database, label="x", scopes=("check",), now=NOW)
    for revision in reversed(revisions(database)[:-1]):
        move(database, command.downgrade, revision)
        assert [row.id for row in keys.all_keys(database).values()] == [key.id]
    upgrade(database)
    assert differences(database) == []
    move(database, command.downgrade, "base")
    assert tables(database) == set()
    upgrade(database)
    assert differences(database) == []


def test_processes_that_start_together_migrate_once(empty_database: Database) -> None:
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: upgrade(Database(empty_database.url.render_as_string(hide_password=False))), range(4)))
    assert differences(empty_database) == []
