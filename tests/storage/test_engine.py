"""The engine: outages are told apart from mistakes, and say what happened."""

from pathlib import Path

import pytest
from sqlalchemy import event

from service.storage import outcomes
from service.storage.engine import Database, StorageUnavailableError
from service.storage.migrate import upgrade
from service.storage.outcomes import NewOutcome

NOW = "2026-03-01T12:00:00Z"


def test_a_server_that_is_not_there_is_an_outage() -> None:
    pytest.importorskip("psycopg")
    database = Database("postgresql+psycopg://nobody@127.0.0.1:1/none")
    with pytest.raises(StorageUnavailableError, match="does not answer"):
        database.ping()


def test_a_locked_sqlite_file_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("service.storage.engine.BUSY_TIMEOUT_MS", 50)
    url = f"sqlite:///{tmp_path}/s.sqlite3"
    holder, writer = Database(url), Database(url)
    upgrade(holder)
    with holder.begin(), pytest.raises(StorageUnavailableError, match="locked"):
        outcomes.append(writer, NewOutcome("a", "true"), now=NOW)
    assert outcomes.page(writer)[0] == ()


def test_a_full_disk_loses_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/s.sqlite3")
    upgrade(database)
    # SQLite's own ceiling gives the error of a full disk without filling one.
    event.listen(database.engine, "connect", lambda raw, _: raw.execute("PRAGMA max_page_count=60"))
    database.dispose()
    kept = []
    with pytest.raises(StorageUnavailableError, match="full"):  # noqa: PT012 - the write that fails is not known before
        for _ in range(200):
            kept.append(outcomes.append(database, NewOutcome("a", "true", claim="x" * 4000), now=NOW))  # noqa: PERF401 - what was kept before the error counts
    assert kept
    assert outcomes.page(Database(f"sqlite:///{tmp_path}/s.sqlite3"), limit=1000)[0] == tuple(kept)
