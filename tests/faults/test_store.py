"""A store that is full, locked or in another time: refusals that say so, and nothing half-written."""

import contextlib
import os
import shutil
import sqlite3
import subprocess
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event

import service.storage.engine as engine_module
from service.api.app import create_app, default_engine
from service.runtime import clock
from service.runtime.settings import Settings
from service.storage import keys
from service.storage.engine import Database, StorageUnavailableError
from tests.faults.server import Server, Writer, nothing_lost, until

OUTCOME = {"source": "kr.nis", "outcome": "true"}
TEXT = {"text": "The port authority said on Monday that the harbor was shut."}


@pytest.fixture
def small_disk(tmp_path):
    """A file system of two megabytes."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if os.getuid() != 0 or shutil.which("mount") is None:
        pytest.skip("a small file system can be mounted by root only")
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", folder], capture_output=True, check=False)
    if done.returncode != 0:
        pytest.skip("this machine does not let us mount a file system")
    yield folder
    subprocess.run(["umount", "-l", folder], check=False)


def test_a_full_disk_refuses_writes_and_loses_nothing(small_disk):
    server = Server(f"sqlite:///{small_disk}/store.sqlite3")
    try:
        writers = [Writer(server, "before")]
        writers[0].start()
        until(lambda: len(writers[0].acknowledged) >= 5, what="writes")
        free = os.statvfs(small_disk)
        with contextlib.suppress(OSError), (small_disk / "ballast").open("wb", buffering=0) as ballast:
            for _ in range(free.f_blocks):
                ballast.write(b"x" * free.f_bsize)
        refused = until(lambda: next(iter(writers[0].refused), None), what="a refusal")
        assert refused[0] == 503
        assert refused[2]["type"] == "/problems/storage-unavailable"
        assert "full" in refused[2]["detail"]
        assert int(refused[1]["Retry-After"]) >= 1
        assert server.post("/v1/annotations", TEXT)[0] == 200
        (small_disk / "ballast").unlink()
        before = len(writers[0].acknowledged)
        until(lambda: len(writers[0].acknowledged) > before, what="writes once there is room")
        writers[0].finish()
        nothing_lost(server, writers)
        with sqlite3.connect(small_disk / "store.sqlite3") as store:
            assert store.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    finally:
        server.stop()


@pytest.fixture
def path(tmp_path):
    return tmp_path / "store.sqlite3"


@pytest.fixture
def app(path):
    return create_app(Settings(database_url=f"sqlite:///{path}"), default_engine())


def test_a_store_that_may_not_grow_says_that_it_is_full(app, path):
    database = app.extensions["sourcegrade"].database
    with sqlite3.connect(path) as store:
        (pages,) = store.execute("PRAGMA page_count").fetchone()

    def limit(connection, _record):
        connection.execute(f"PRAGMA max_page_count={pages + 1}")

    database.dispose()
    event.listen(database.engine, "connect", limit)
    client = app.test_client()
    answers = [client.post("/v1/outcomes", json={**OUTCOME, "claim": "x" * 500}) for _ in range(40)]
    codes = [answer.status_code for answer in answers]
    assert set(codes) == {201, 503}
    last = answers[-1].get_json()
    assert last["type"] == "/problems/storage-unavailable"
    assert "full" in last["detail"]
    kept = client.get("/v1/outcomes?limit=1000").get_json()["outcomes"]
    assert [row["id"] for row in kept] == [answer.get_json()["id"] for answer in answers if answer.status_code == 201]


def test_a_locked_store_refuses_writes_and_answers_the_rest(path, monkeypatch):
    monkeypatch.setattr(engine_module, "BUSY_TIMEOUT_MS", 100)
    client = create_app(Settings(database_url=f"sqlite:///{path}"), default_engine()).test_client()
    assert client.post("/v1/outcomes", json=OUTCOME).status_code == 201
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        refused = client.post("/v1/outcomes", json=OUTCOME)
        assert refused.status_code == 503
        assert "locked" in refused.get_json()["detail"]
        assert int(refused.headers["Retry-After"]) >= 1
        assert client.post("/v1/annotations", json=TEXT).status_code == 200
        # Reading needs no lock: a long write of somebody else takes nobody out of the balancer.
        assert client.get("/readyz").status_code == 200
        assert len(client.get("/v1/outcomes").get_json()["outcomes"]) == 1
    finally:
        other.execute("ROLLBACK")
        other.close()
    assert client.post("/v1/outcomes", json=OUTCOME).status_code == 201
    assert len(client.get("/v1/outcomes").get_json()["outcomes"]) == 2


class Jumping(datetime):
    """A clock that was set wrong."""

    jump = timedelta(0)

    @classmethod
    def now(cls, tz=None):
        return datetime.now(tz) + cls.jump


def test_a_clock_that_jumps_neither_reorders_nor_loses_nor_hangs(app, monkeypatch):
    client = app.test_client()
    monkeypatch.setattr(clock, "datetime", Jumping)
    made = []
    for days in (0, 400, -400, 0):
        Jumping.jump = timedelta(days=days)
        made.append(client.post("/v1/outcomes", json=OUTCOME).get_json())
        answer = client.post("/v1/annotations", json=TEXT)
        assert answer.status_code == 200
        assert answer.get_json()["complete"]
    rows = client.get("/v1/outcomes").get_json()["outcomes"]
    assert [row["id"] for row in rows] == [row["id"] for row in made]
    assert made[1]["recorded_at"] > made[3]["recorded_at"] > made[2]["recorded_at"]


def test_a_key_counts_by_the_clock_of_the_moment(path):
    database = Database(f"sqlite:///{path}")
    app = create_app(replace(Settings(database_url=f"sqlite:///{path}"), auth="on"), default_engine())
    soon = (datetime.now(UTC) + timedelta(days=1)).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    key, secret = keys.create(database, label="a", scopes=("annotate",), now=clock.now(), expires_at=soon)
    assert key.active_at(datetime.now(UTC))
    assert not key.active_at(datetime.now(UTC) + timedelta(days=2))
    answer = app.test_client().post("/v1/annotations", json=TEXT, headers={"Authorization": f"Bearer {secret}"})
    assert answer.status_code == 200


def test_a_store_in_a_folder_that_cannot_be_written_stops_the_start_in_one_line(tmp_path):
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(StorageUnavailableError, match=r"^the folder [^\n]*/file cannot be made: File exists$"):
        create_app(Settings(database_url=f"sqlite:///{tmp_path}/file/store.sqlite3"), default_engine())
