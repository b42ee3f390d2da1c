"""Resources follow the store, and a store that fails never takes the last ones away."""

import gc
import threading
import time
from dataclasses import replace

import pytest

from service.runtime import live
from service.runtime.live import Live
from service.runtime.resources import load_resources
from service.storage import outcomes, overlays
from service.storage.engine import Database, StorageUnavailableError
from service.storage.migrate import upgrade

NOW = "2026-01-01T00:00:00.000Z"


@pytest.fixture
def database(tmp_path):
    found = Database(f"sqlite:///{tmp_path}/store.sqlite3")
    upgrade(found)
    yield found
    found.dispose()


def test_the_value_is_swapped_and_never_changed(database):
    watched = Live(load_resources(), database)
    before = watched.current()
    outcomes.append(database, outcomes.NewOutcome("kr.nis", "true"), now=NOW)
    overlays.write(database, "desk", [{"match": ["it"], "id": "h:1"}], if_match=None, now=NOW)
    watched.refresh()
    after = watched.current()
    assert before.records.outcomes == {}
    assert after.records.outcomes["kr.nis"].held == 1.0
    assert after.overlays["desk"][0].id == "h:1"
    assert after.provenance.records == "1.1"
    assert replace(after, records=before.records, overlays=before.overlays, provenance=before.provenance) == before


def test_nothing_is_read_again_while_nothing_changed(database, monkeypatch):
    watched = Live(load_resources(), database)
    watched.current()
    monkeypatch.setattr(outcomes, "tallies", lambda _database: pytest.fail("read without a change"))
    watched.refresh()


def test_an_outage_keeps_the_last_resources(database, monkeypatch):
    outcomes.append(database, outcomes.NewOutcome("kr.nis", "true"), now=NOW)
    watched = Live(load_resources(), database)
    seen = watched.current()

    def dead(_database):
        raise StorageUnavailableError("the database does not answer")

    monkeypatch.setattr(live.revisions, "current", dead)
    watched.refresh()
    assert watched.current() is seen


def test_a_poll_that_died_is_started_again(database, monkeypatch):
    monkeypatch.setattr(live, "POLL_SECONDS", 0.01)
    monkeypatch.setattr("threading.excepthook", lambda _arguments: None)
    watched = Live(load_resources(), database)
    watched.current()
    whole = live.revisions.current
    monkeypatch.setattr(live.revisions, "current", lambda _database: {}["broken"])
    time.sleep(0.2)
    with pytest.raises(KeyError):
        watched.current()
    monkeypatch.setattr(live.revisions, "current", whole)
    outcomes.append(database, outcomes.NewOutcome("kr.nis", "true"), now=NOW)
    assert watched.current().records.outcomes["kr.nis"].count == 1


def test_an_application_that_is_gone_leaves_no_poll_behind(database, monkeypatch):
    monkeypatch.setattr(live, "POLL_SECONDS", 0.01)
    before = set(threading.enumerate())
    watched = Live(load_resources(), database)
    watched.current()
    (thread,) = set(threading.enumerate()) - before
    del watched
    gc.collect()
    thread.join(10)
    assert not thread.is_alive()
