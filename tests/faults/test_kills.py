"""kill -9 in the middle of writes: what was acknowledged is there afterwards, once and whole."""

import os
import signal
import sqlite3
import time

import pytest

from tests.faults.server import Server, Writer, nothing_lost, until

WRITERS = 4


def begin(server, label="a"):
    writers = [Writer(server, f"{label}{number}") for number in range(WRITERS)]
    for writer in writers:
        writer.start()
    until(lambda: sum(len(writer.acknowledged) for writer in writers) >= 12, what="the first writes")
    return writers


def end(writers):
    for writer in writers:
        writer.finish()


def more_from(writers):
    before = sum(len(writer.acknowledged) for writer in writers)
    until(lambda: sum(len(writer.acknowledged) for writer in writers) >= before + 12, what="writes after the fault")


def test_a_killed_worker_loses_nothing_and_is_replaced(sqlite_server):
    writers = begin(sqlite_server)
    killed = set()
    for _ in range(3):
        victim = until(lambda: [pid for pid in sqlite_server.workers() if pid not in killed], what="a worker")[0]
        killed.add(victim)
        os.kill(victim, signal.SIGKILL)
        more_from(writers)
    end(writers)
    until(lambda: len(sqlite_server.workers()) == 2, what="replacement")
    assert not killed & set(sqlite_server.workers())
    nothing_lost(sqlite_server, writers)
    shown = until(lambda: sqlite_server.metrics() if sqlite_server.metrics()["sourcegrade_workers"] == 2 else None)
    # A worker that is killed before it has counted its own start is not counted.
    assert 3 <= shown["sourcegrade_worker_starts_total"] <= 5
    assert shown["sourcegrade_busy_workers"] == shown["sourcegrade_waiting"] == 0
    counted = sum(v for k, v in shown.items() if k.startswith("sourcegrade_requests_total") and 'status="201"' in k)
    assert counted >= sum(len(writer.acknowledged) for writer in writers)


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def test_a_killed_server_loses_nothing(kind, tmp_path, request):
    path = tmp_path / "store.sqlite3"
    url = f"sqlite:///{path}" if kind == "sqlite" else request.getfixturevalue("own_postgres").url
    server = Server(url)
    try:
        writers = begin(server)
        versions = [put(server, number) for number in range(3)]
        server.kill_all()
        end(writers)
        if kind == "sqlite":
            with sqlite3.connect(path) as store:
                assert store.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        server.start()
        nothing_lost(server, writers)
        status, headers, body = server.get("/v1/overlays/house")
        assert (status, headers["ETag"]) == (200, versions[-1])
        assert len(body["entries"]) == 3
    finally:
        server.stop()


def put(server, number):
    entries = [{"match": [f"Desk {n}"], "id": f"house:{n}", "type": "company"} for n in range(number + 1)]
    condition = {"If-None-Match": "*"} if number == 0 else {"If-Match": server.get("/v1/overlays/house")[1]["ETag"]}
    status, headers, _ = server.ask("PUT", "/v1/overlays/house", {"entries": entries}, headers=condition)
    assert status in {200, 201}
    return headers["ETag"]


@pytest.mark.postgres
def test_a_killed_postgresql_is_told_and_survived_without_a_restart(own_postgres):
    server = Server(own_postgres.url)
    try:
        writers = begin(server)
        own_postgres.kill()
        refused = until(lambda: next((r for w in writers for r in w.refused if r[0] == 503), None), what="a refusal")
        assert refused[2]["type"] == "/problems/storage-unavailable"
        assert int(refused[1]["Retry-After"]) >= 1
        # What needs no store goes on, with the registry and the records of before.
        status, _, body = server.post(
            "/v1/annotations", {"text": "The port authority said on Monday that it was shut."}
        )
        assert status == 200
        assert body["attributions"]
        assert server.get("/healthz")[0] == 200
        assert server.get("/readyz")[0] == 503
        until(lambda: server.metrics()["sourcegrade_workers_without_store"] == 2, what="the metric")
        own_postgres.start()
        more_from(writers)
        end(writers)
        until(lambda: server.get("/readyz")[0] == 200, what="readiness")
        nothing_lost(server, writers)
        assert not [one for writer in writers for one in writer.refused if one[0] != 503]
    finally:
        server.stop()


def test_writers_at_once_are_all_kept_in_order(sqlite_server):
    writers = begin(sqlite_server)
    time.sleep(0.2)
    end(writers)
    nothing_lost(sqlite_server, writers)
    assert not [one for writer in writers for one in writer.refused]
