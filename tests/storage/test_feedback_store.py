"""Remarks of readers, on both databases: kept as they came, in their order."""

from service.storage import feedback
from service.storage.engine import Database

NOW = "2026-03-01T12:00:00.000Z"


def test_a_remark_comes_back_as_it_was_stored(database: Database) -> None:
    entry = {
        "annotation_id": "an_" + "0" * 32,
        "subject": "span",
        "subject_id": "a1",
        "start": 3,
        "end": 200_000,
        "expected": {"name": "Café “Ō”", "grade": "C", "is_source": False},
        "comment": "not a source \U0001f30a",
    }
    row = feedback.append(database, entry, now=NOW, key_id="key_1")
    (stored,) = feedback.entries(database)
    assert {name: stored[name] for name in entry} == entry
    assert (stored["id"], stored["recorded_at"], stored["key_id"]) == (row["id"], NOW, "key_1")


def test_what_was_not_said_is_empty(database: Database) -> None:
    feedback.append(database, {"annotation_id": "an_1", "subject": "summary"}, now=NOW)
    (stored,) = feedback.entries(database)
    assert [stored[name] for name in ("subject_id", "start", "end", "expected", "comment", "key_id")] == [None] * 6


def test_pages_keep_the_order_without_gap_or_repeat(database: Database) -> None:
    ids = [
        feedback.append(database, {"annotation_id": f"an_{n}", "subject": "source"}, now=NOW)["id"] for n in range(7)
    ]
    assert len(set(ids)) == 7
    found, after = [], 0
    while page := feedback.entries(database, limit=3, after=after):
        found += [row["id"] for row in page]
        after = page[-1]["seq"]
    assert found == ids
