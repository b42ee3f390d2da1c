"""The tab that checks a draft, with real clicks: findings beside the text, reasons, exceptions, policies, formats."""

import json

import pytest

pytest.importorskip("selenium", reason="selenium is not installed")

from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from tests.browser.pages import WAIT, complaints, every, example, one, put_text, shown_text, until_said, until_shown

pytestmark = pytest.mark.browser
FAULTY, MENDED = 1, 2


def checked(browser, address, number: int = FAULTY, policy: str = "recommended") -> str:
    browser.get(address)
    text = example(browser, number)
    one(browser, f"#policy option[value='{policy}']").click()
    one(browser, "#check").click()
    until_shown(browser, "#verdict-box")
    return text


def test_findings_stand_beside_the_text_and_lead_to_each_other(browser, address):
    text = checked(browser, address, policy="strict")
    assert shown_text(browser, "#draft") == text
    assert one(browser, "#verdict").text == "Does not pass"
    assert browser.switch_to.active_element.get_attribute("id") == "verdict"
    items = every(browser, "#findings > li")
    assert items
    for item in items:
        assert item.find_element(By.CSS_SELECTOR, ".severity").text.lower() in {"error", "warning", "note"}
    one(browser, "#draft .tag").click()
    assert one(browser, "#findings .lit").get_attribute("id") == "finding-0"
    every(browser, "#findings h4 button")[-1].click()
    assert one(browser, "#findings .lit").get_attribute("id") == f"finding-{len(items) - 1}"
    assert every(browser, "#draft mark.lit")
    assert complaints(browser) == []


def test_a_mended_draft_has_fewer_findings_than_the_faulty_one(browser, address):
    checked(browser, address)
    before = len(every(browser, "#findings .severity"))
    checked(browser, address, MENDED)
    assert one(browser, "#verdict").text == "Passes"
    assert len(every(browser, "#findings .severity")) < before


def test_a_finding_says_why_when_asked(browser, address):
    checked(browser, address)
    every(browser, "#findings summary")[0].click()
    WebDriverWait(browser, WAIT).until(lambda _page: "Instead of" in one(browser, "#findings .why").text)
    why = one(browser, "#findings .why").text
    assert "Better" in why
    assert "Guidelines" in why
    assert complaints(browser) == []


def test_an_exception_is_put_into_the_draft_and_counts_once_it_has_a_reason(browser, address):
    checked(browser, address)
    rule = one(browser, "#findings code").text
    before = len(every(browser, "#findings > li"))
    every(browser, "#findings summary")[1].click()
    one(browser, "#findings .small").click()
    # The place of the reason is selected: what is typed now replaces it.
    browser.switch_to.active_element.send_keys("agreed with the desk")
    assert f"<!-- sourcegrade disable-line {rule} -- agreed with the desk -->" in one(browser, "#text").get_attribute(
        "value"
    )
    one(browser, "#check").click()
    WebDriverWait(browser, WAIT).until(lambda _page: one(browser, "#silenced-box").is_displayed())
    assert len(every(browser, "#findings > li")) == before - 1
    assert "(1)" in one(browser, "#silenced-title").text


def test_a_draft_that_changed_gets_no_comment_in_the_wrong_place(browser, address):
    checked(browser, address)
    one(browser, "#text").send_keys("x")
    every(browser, "#findings summary")[1].click()
    one(browser, "#findings .small").click()
    until_said(browser, "changed since it was checked")
    assert "disable-line" not in one(browser, "#text").get_attribute("value")


def test_the_houses_own_policy_counts_and_its_faults_are_told_with_the_line(browser, address):
    checked(browser, address, policy="own")
    assert "Policy:" in one(browser, "#verdict-why").text
    own = one(browser, "#own")
    own.clear()
    own.send_keys("extends: strict\nfial_on: error\n")
    one(browser, "#check").click()
    assert "line 2" in until_said(browser, "fial_on")
    browser.get_log("browser")


@pytest.mark.parametrize(
    ("name", "begins"), [("sarif", "{"), ("junit", "<?xml"), ("markdown", ""), ("text", ""), ("github", "::")]
)
def test_findings_are_taken_along_in_a_format(browser, address, name, begins):
    checked(browser, address)
    browser.execute_script(
        "Object.defineProperty(navigator, 'clipboard', "
        "{ configurable: true, value: { writeText: async (text) => { window.copied = text; } } })"
    )
    one(browser, f"#as option[value='{name}']").click()
    one(browser, "#copy").click()
    until_said(browser, "Copied", where="#taken")
    text = browser.execute_script("return window.copied")
    assert text.startswith(begins)
    assert "SRC" in text
    if name == "sarif":
        assert json.loads(text)["runs"][0]["results"]


def test_without_a_clipboard_the_text_is_shown_to_be_copied_by_hand(browser, address):
    checked(browser, address)
    browser.execute_script("Object.defineProperty(navigator, 'clipboard', { configurable: true, value: undefined })")
    one(browser, "#copy").click()
    until_said(browser, "selected", where="#taken")
    assert "SRC" in one(browser, "#shown").text


def test_tabs_are_moved_with_the_keyboard_and_keep_their_results(browser, address):
    checked(browser, address)
    one(browser, "#tab-check").send_keys(Keys.ARROW_RIGHT)
    assert browser.switch_to.active_element.get_attribute("id") == "tab-annotate"
    assert one(browser, "#panel-annotate").is_displayed()
    assert not one(browser, "#verdict-box").is_displayed()
    browser.switch_to.active_element.send_keys(Keys.END)
    assert one(browser, "#verdict-box").is_displayed()
    assert browser.current_url.endswith("#check")


def test_markup_in_a_draft_stays_text(browser, address):
    browser.get(f"{address}/#check")
    put_text(browser, "<script>document.title = 1</script> Experts say the bridge is shut.", "text/markdown")
    one(browser, "#check").click()
    until_shown(browser, "#verdict-box")
    assert "<script>" in one(browser, "#draft").text
    assert browser.title == "Sourcegrade"
    assert complaints(browser) == []
