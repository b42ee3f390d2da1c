"""Overlays: nobody overwrites a version they have not seen; history stays."""

import pytest

from service.storage import overlays, revisions
from service.storage.engine import Database
from service.storage.overlays import OverlayConflictError

NOW = "2026-03-01T12:00:00Z"
ENTRY = {"match": ["coordinating staff"], "id": "house:x", "type": "government"}


def test_an_overlay_comes_back_with_its_etag(database: Database) -> None:
    stored = overlays.write(database, "newsdesk", [ENTRY], if_match=None, now=NOW)
    assert overlays.read(database, "newsdesk") == stored
    assert stored.version == 1


def test_a_writer_must_name_the_version_it_saw(database: Database) -> None:
    first = overlays.write(database, "newsdesk", [ENTRY], if_match=None, now=NOW)
    with pytest.raises(OverlayConflictError) as caught:
        overlays.write(database, "newsdesk", [], if_match=None, now=NOW)
    assert caught.value.etag == first.etag
    second = overlays.write(database, "newsdesk", [], if_match=first.etag, now=NOW)
    with pytest.raises(OverlayConflictError):
        overlays.write(database, "newsdesk", [ENTRY], if_match=first.etag, now=NOW)
    assert overlays.read(database, "newsdesk") == second


def test_if_match_on_a_missing_overlay_is_a_conflict(database: Database) -> None:
    with pytest.raises(OverlayConflictError):
        overlays.write(database, "none", [], if_match="*", now=NOW)


def test_deleting_keeps_the_history_and_versions_go_on(database: Database) -> None:
    first = overlays.write(database, "newsdesk", [ENTRY], if_match=None, now=NOW)
    assert overlays.delete(database, "newsdesk", if_match=first.etag, now=NOW)
    assert not overlays.delete(database, "newsdesk", if_match="*", now=NOW)
    again = overlays.write(database, "newsdesk", [], if_match=None, now=NOW)
    assert again.version == 3
    assert [row["action"] for row in overlays.history(database, "newsdesk")] == ["put", "delete", "put"]
    assert overlays.history(database, "newsdesk")[-1]["entries"] == [ENTRY]


def test_writes_raise_the_revision(database: Database) -> None:
    overlays.write(database, "newsdesk", [ENTRY], if_match=None, now=NOW)
    assert revisions.current(database)[revisions.OVERLAYS] == 1
