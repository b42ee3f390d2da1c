"""The page for many articles, with a real worker behind it: send, watch, read, save, delete."""

import pytest

pytest.importorskip("selenium", reason="selenium is not installed")

from tests.browser.pages import complaints, every, one, until_said

pytestmark = pytest.mark.browser
#: Seconds that a worker may take to start and load the model on a busy machine.
PATIENCE = 90


def test_files_become_a_job_that_is_watched_read_and_deleted(browser, address, worker, tmp_path):
    del worker
    (tmp_path / "one.txt").write_text("The bridge is safe, the ministry said on Monday.", encoding="utf-8")
    (tmp_path / "two.md").write_text("# Bridge\n\nIt may close, a source said.\n", encoding="utf-8")
    (tmp_path / "none.txt").write_text("", encoding="utf-8")
    (tmp_path / "rows.jsonl").write_text('{"id": "row", "text": "He won, she said."}\n', encoding="utf-8")
    browser.get(f"{address}/many")
    names = ("one.txt", "two.md", "none.txt", "rows.jsonl")
    one(browser, "#files").send_keys("\n".join(str(tmp_path / name) for name in names))
    one(browser, "#go").click()
    until_said(browser, "3 of 4 articles annotated, 1 failed", PATIENCE)
    rows = [row.text for row in every(browser, "#rows tr")]
    assert [row.split()[0] for row in rows] == ["one.txt", "two.md", "none.txt", "row"]
    assert "empty" in rows[2]
    assert float(one(browser, "#done").get_attribute("value")) == 4
    assert float(one(browser, "#sent").get_attribute("value")) == 100
    one(browser, "#save").click()
    until_said(browser, "Saved as job_")
    one(browser, "#delete").click()
    until_said(browser, "deleted")
    assert not one(browser, "#job").is_displayed()
    assert complaints(browser) == []


def test_no_file_is_told(browser, address):
    browser.get(f"{address}/many")
    one(browser, "#go").click()
    until_said(browser, "Choose at least one file")
