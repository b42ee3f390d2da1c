"""The published tables are those in force, and the page of the documentation is written from them."""

from bench.docs.methodology import PAGE, page
from service.runtime.methodology import published
from tests.unit.reliability.support import tables


def test_every_published_row_has_a_mark_and_every_number_of_the_tables_is_published() -> None:
    found = published(tables())
    assert found["digest"] == tables().digest
    rows = [row for table in found["tables"].values() for row in table]
    assert len(rows) > 60
    assert all(row["status"] in {"measured", "transported", "policy"} for row in rows)
    assert {row["id"]: row["value"] for row in found["tables"]["constants"]} == dict(tables().value)
    assert {row["id"]: (row["mu"], row["kappa"]) for row in found["tables"]["classes"]} == {
        key: (row.mu, row.kappa) for key, row in tables().classes.items()
    }


def test_the_page_is_up_to_date() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert page(text) == text, "run make docs"
