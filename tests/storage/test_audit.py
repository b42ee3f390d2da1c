"""The audit log says who changed what and when, on both databases, and holds no text."""

from sqlalchemy import select

from service.storage import audit, feedback, keys, outcomes, overlays
from service.storage.engine import Database
from service.storage.tables import audit_log

NOW = "2026-03-01T12:00:00.000Z"
CANARY = "Zanzerlith"


def test_no_entry_holds_a_word_of_what_was_written(database: Database) -> None:
    key, secret = keys.create(database, label=CANARY, scopes=("admin",), now=NOW)
    entries = [{"match": [CANARY], "id": f"house:{CANARY.lower()}", "type": "company", "rationale": CANARY}]
    first = overlays.write(database, "house", entries, if_match=None, now=NOW, key_id=key.id)
    overlays.write(database, "house", [], if_match=first.etag, now=NOW, key_id=key.id)
    overlays.delete(database, "house", if_match="*", now=NOW, key_id=key.id)
    outcomes.append(
        database, outcomes.NewOutcome("kr.nis", "true", claim=CANARY, reference=CANARY, key_id=key.id), now=NOW
    )
    feedback.append(database, {"annotation_id": "an_1", "subject": "source", "comment": CANARY}, now=NOW, key_id=key.id)
    keys.revoke(database, key.id, now=NOW)
    with database.begin(read_only=True) as connection:
        rows = connection.execute(select(audit_log).order_by(audit_log.c.seq)).all()
    assert [row.action for row in rows] == ["key.create", "overlay.put", "overlay.put", "overlay.delete", "key.revoke"]
    assert [row.subject for row in rows] == [key.id, "house", "house", "house", key.id]
    assert [row.detail for row in rows] == [None, {"version": 1}, {"version": 2}, {"version": 3}, None]
    assert {row.key_id for row in rows[1:4]} == {key.id}
    for word in (CANARY, CANARY.lower(), secret):
        assert word not in repr(rows)


def test_an_entry_lives_and_dies_with_its_change(database: Database) -> None:
    overlays.write(database, "house", [], if_match=None, now=NOW)
    before = audit.entries(database)
    for tag in ("wrong", None):
        try:
            overlays.write(database, "house", [], if_match=tag, now=NOW)
        except overlays.OverlayConflictError:
            continue
        raise AssertionError("the conflict was not seen")
    assert audit.entries(database) == before
