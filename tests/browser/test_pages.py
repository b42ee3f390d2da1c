"""The pages in a real browser: annotate, read the cards, choose a claim; nothing breaks the content policy."""

import shutil
import threading
from collections.abc import Iterator

import pytest
from werkzeug.serving import make_server

from service.api.app import create_app, default_engine
from service.runtime.settings import Settings

selenium = pytest.importorskip("selenium", reason="selenium is not installed")

from selenium import webdriver  # noqa: E402
from selenium.webdriver.common.by import By  # noqa: E402
from selenium.webdriver.support.ui import WebDriverWait  # noqa: E402

pytestmark = pytest.mark.browser
WAIT = 20
#: Markup in an article must stay text.
HOSTILE = '<img src=x onerror="document.title=1"> The Reserve Bank of Australia said on Monday that rates would stay.'


@pytest.fixture(scope="module")
def address(tmp_path_factory) -> Iterator[str]:
    store = f"sqlite:///{tmp_path_factory.mktemp('page')}/store.sqlite3"
    server = make_server("127.0.0.1", 0, create_app(Settings(database_url=store), default_engine()), threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()


@pytest.fixture(scope="module")
def browser() -> Iterator[webdriver.Chrome]:
    program, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if program is None or driver is None:
        pytest.skip("no chromium with its driver on this machine")
    options = webdriver.ChromeOptions()
    options.binary_location = program
    for flag in (
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--window-size=1200,1400",
    ):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    found = webdriver.Chrome(options=options, service=webdriver.ChromeService(executable_path=driver))
    yield found
    found.quit()


def complaints(browser: webdriver.Chrome) -> list[str]:
    """What the browser's console holds against the page."""
    return [row["message"] for row in browser.get_log("browser") if row["level"] in {"WARNING", "SEVERE"}]


def annotate(browser: webdriver.Chrome, text: str | None) -> None:
    if text is None:
        browser.find_element(By.ID, "example").click()
    else:
        browser.find_element(By.ID, "text").send_keys(text)
    browser.find_element(By.ID, "go").click()
    WebDriverWait(browser, WAIT).until(lambda page: page.find_element(By.ID, "result").is_displayed())


def test_an_article_becomes_sources_and_claims(browser, address):
    browser.get(address)
    annotate(browser, None)
    sent = browser.execute_script("return document.getElementById('text').value")
    shown = browser.execute_script(
        "const copy = document.getElementById('article').cloneNode(true);"
        "copy.querySelectorAll('.tag').forEach((tag) => tag.remove()); return copy.textContent"
    )
    assert shown == sent
    cards = browser.find_elements(By.CSS_SELECTOR, ".card")
    claims = browser.find_elements(By.CSS_SELECTOR, "#claims li[id]")
    assert cards
    assert claims
    assert all(card.find_element(By.CSS_SELECTOR, ".grade b").text in "ABCDEF" for card in cards)
    assert browser.find_elements(By.CSS_SELECTOR, ".card details .rows li")
    assert complaints(browser) == []


def test_a_claim_shows_its_place_and_its_source(browser, address):
    browser.get(address)
    annotate(browser, None)
    browser.find_element(By.CSS_SELECTOR, "#article .tag").click()
    assert browser.find_elements(By.CSS_SELECTOR, "#article .lit")
    assert browser.find_elements(By.CSS_SELECTOR, "#claims .lit")
    assert complaints(browser) == []


def test_markup_in_an_article_stays_text(browser, address):
    browser.get(address)
    annotate(browser, HOSTILE)
    assert "<img src=x" in browser.find_element(By.ID, "article").text
    assert not browser.find_elements(By.CSS_SELECTOR, "#result img")
    assert browser.title == "Sourcegrade"


def test_a_refusal_is_told_in_words(browser, address):
    browser.get(address)
    browser.execute_script("document.getElementById('text').removeAttribute('maxlength')")
    browser.execute_script("document.getElementById('text').value = 'a'.repeat(200001)")
    browser.find_element(By.ID, "go").click()
    status = browser.find_element(By.ID, "status")
    WebDriverWait(browser, WAIT).until(lambda _page: "200000" in status.text)
    assert status.get_attribute("class") == "bad"
    browser.get_log("browser")


def test_the_api_page_lists_and_calls_every_operation(browser, address):
    browser.get(f"{address}/docs")
    WebDriverWait(browser, WAIT).until(lambda page: page.find_elements(By.CSS_SELECTOR, ".op"))
    version = next(op for op in browser.find_elements(By.CSS_SELECTOR, ".op") if "/v1/version" in op.text)
    # By script: the page scrolls smoothly, so a pointer would still find it moving.
    browser.execute_script("arguments[0].querySelector('details:last-of-type').open = true", version)
    browser.execute_script("arguments[0].querySelector('button').click()", version)
    out = version.find_element(By.CSS_SELECTOR, "pre")
    WebDriverWait(browser, WAIT).until(lambda _page: '"engine"' in out.text)
    assert out.text.startswith("200")
    assert complaints(browser) == []
