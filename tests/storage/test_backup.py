"""The commands of docs/operations.md: a copy made while others write is whole, and it can be put back."""

import re
import shutil
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from service.storage import outcomes
from service.storage.engine import Database
from service.storage.migrate import differences, upgrade

PAGE = Path(__file__).resolve().parents[2] / "docs" / "operations.md"


def command(begin: str) -> str:
    """The line of the page that begins so."""
    return next(line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith(begin))


def store(database: Database, number: int) -> outcomes.StoredOutcome:
    new = outcomes.NewOutcome(source="kr.nis", outcome="true", selection="random", reference=f"r{number}")
    return outcomes.append(database, new, now="2026-03-01T12:00:00.000Z")


def rows(database: Database) -> list[str]:
    return [row.reference or "" for row in outcomes.page(database, limit=10_000)[0]]


def run(words: list[str], **options: object) -> None:
    done = subprocess.run(words, capture_output=True, text=True, check=False, **options)  # type: ignore[call-overload]
    assert done.returncode == 0, done.stderr


def back_up(database: Database, folder: Path) -> Path:
    if database.is_sqlite:
        code = re.search(r'python3 -c "(.*)"$', command("python3 -c"))
        assert code
        program = code[1].replace('\\"', '"').replace("var/sourcegrade.sqlite3", str(database.url.database))
        run([sys.executable, "-c", program], cwd=folder)
        return folder / "backup.sqlite3"
    if shutil.which("pg_dump") is None:
        pytest.skip("pg_dump is not installed")
    url = make_url(str(database.url.set(drivername="postgresql").render_as_string(hide_password=False)))
    words = command("pg_dump").replace('"$DATABASE"', url.render_as_string(hide_password=False)).split()
    run(words, cwd=folder)
    return folder / "backup.dump"


def put_back(database: Database, copy: Path) -> None:
    database.dispose()
    if database.is_sqlite:
        path = Path(str(database.url.database))
        for ending in ("-wal", "-shm"):
            path.with_name(path.name + ending).unlink(missing_ok=True)
        shutil.copy(copy, path)
        return
    found = re.search(r"`(pg_restore [^`]*)`", PAGE.read_text(encoding="utf-8"))
    assert found
    url = database.url.set(drivername="postgresql").render_as_string(hide_password=False)
    run(found[1].replace('"$DATABASE"', url).replace("backup.dump", str(copy)).split())


def test_a_copy_made_while_others_write_is_whole_and_can_be_put_back(database: Database, tmp_path: Path) -> None:
    for number in range(20):
        store(database, number)
    stop = threading.Event()

    def write() -> None:
        number = 20
        while not stop.is_set():
            store(database, number)
            number += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        copy = back_up(database, tmp_path)
    finally:
        stop.set()
        writer.join()
    after = len(rows(database))
    put_back(database, copy)
    upgrade(database)
    found = rows(database)
    assert found == [f"r{number}" for number in range(len(found))]
    assert 20 <= len(found) <= after
    assert differences(database) == []
    if database.is_sqlite:
        with sqlite3.connect(str(database.url.database)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    store(database, 10_000)
    assert rows(database)[-1] == "r10000"
