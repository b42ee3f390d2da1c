"""The pages in a real browser: annotate, read the cards, choose a claim; nothing breaks the content policy."""

import pytest

pytest.importorskip("selenium", reason="selenium is not installed")

from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from tests.browser.pages import WAIT, complaints, every, example, one, put_text, shown_text, until_said, until_shown

pytestmark = pytest.mark.browser
#: Markup in an article must stay text.
HOSTILE = '<img src=x onerror="document.title=1"> The Reserve Bank of Australia said on Monday that rates would stay.'


def test_an_article_becomes_sources_and_claims(browser, address):
    browser.get(address)
    sent = example(browser, 0)
    one(browser, "#go").click()
    until_shown(browser, "#result")
    assert shown_text(browser, "#article") == sent
    cards = every(browser, ".card")
    assert cards
    assert every(browser, "#claims li[id]")
    assert all(card.find_element(By.CSS_SELECTOR, ".grade b").text in "ABCDEF" for card in cards)
    assert every(browser, ".card details .rows li")
    assert "in 100 hold" in one(browser, "#sources").text
    assert browser.switch_to.active_element.get_attribute("id") == "result-title"
    assert complaints(browser) == []


def test_a_claim_shows_its_place_and_its_source(browser, address):
    browser.get(address)
    example(browser, 0)
    one(browser, "#go").click()
    until_shown(browser, "#result")
    one(browser, "#article .tag").click()
    assert every(browser, "#article .lit")
    assert every(browser, "#claims .lit, #others .lit")
    assert complaints(browser) == []


def test_what_nobody_relies_on_stands_apart(browser, address):
    browser.get(address)
    put_text(browser, "The mayor said the bridge was safe. The builder declined to comment on the cracks.")
    one(browser, "#go").click()
    until_shown(browser, "#result")
    claims = [item.text for item in every(browser, "#claims li")]
    assert any("the bridge was safe" in claim for claim in claims)
    assert not any("no comment" in claim for claim in claims)
    one(browser, "#others-title").click()
    assert "no comment" in one(browser, "#others").text


def test_a_text_that_cites_nobody_says_so(browser, address):
    browser.get(address)
    put_text(browser, "The sun rose at seven. The trams ran.")
    one(browser, "#go").click()
    until_shown(browser, "#result")
    assert "Nobody is cited" in one(browser, "#sources").text


def test_markup_in_an_article_stays_text(browser, address):
    browser.get(address)
    put_text(browser, HOSTILE)
    one(browser, "#text").send_keys(Keys.CONTROL, Keys.ENTER)
    until_shown(browser, "#result")
    assert "<img src=x" in one(browser, "#article").text
    assert not every(browser, "#result img")
    assert browser.title == "Sourcegrade"


def test_no_text_is_told_and_the_field_has_the_focus(browser, address):
    browser.get(address)
    one(browser, "#go").click()
    until_said(browser, "There is no text yet")
    assert browser.switch_to.active_element.get_attribute("id") == "text"


def test_a_refusal_is_told_in_words(browser, address):
    browser.get(address)
    browser.execute_script("document.getElementById('text').removeAttribute('maxlength')")
    browser.execute_script("document.getElementById('text').value = 'a'.repeat(200001)")
    one(browser, "#go").click()
    assert "Shorten it" in until_said(browser, "200000")
    assert one(browser, "#status").get_attribute("class") == "bad"
    browser.get_log("browser")


def test_a_file_is_opened_with_its_format_and_another_encoding_is_refused(browser, address, tmp_path):
    browser.get(address)
    draft, old = tmp_path / "bridge.md", tmp_path / "old.txt"
    draft.write_text("# Bridge\n\nIt is safe, the ministry said.\n", encoding="utf-8")
    old.write_bytes("Brücke".encode("latin-1"))
    one(browser, "#file").send_keys(str(draft))
    until_said(browser, "bridge.md is open")
    assert one(browser, "#format").get_attribute("value") == "text/markdown"
    assert one(browser, "#count").text == "8 words"
    one(browser, "#file").send_keys(str(old))
    until_said(browser, "not UTF-8")


@pytest.mark.parametrize("page", ["/", "/#check", "/many", "/docs"])
def test_a_page_fits_a_telephone_and_every_field_has_a_name(browser, address, page):
    browser.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride", {"width": 390, "height": 844, "deviceScaleFactor": 1, "mobile": True}
    )
    try:
        browser.get(address + page)
        if page == "/docs":
            WebDriverWait(browser, WAIT).until(lambda _page: every(browser, ".op"))
        assert browser.execute_script("return document.documentElement.scrollWidth") <= 390
    finally:
        browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    nameless = browser.execute_script(
        "return [...document.querySelectorAll('input, select, textarea, button')]"
        ".filter((each) => !each.labels?.length && !each.textContent.trim() && !each.getAttribute('aria-label'))"
        ".map((each) => each.outerHTML)"
    )
    assert nameless == []
    assert complaints(browser) == []


#: Words that are too faint: what stands behind an element is painted layer by layer onto one pixel, as the browser does.
FAINT = """
const pixel = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
const paint = (colors) => {
  pixel.clearRect(0, 0, 1, 1);
  for (const color of colors) { pixel.fillStyle = color; pixel.fillRect(0, 0, 1, 1); }
  return [...pixel.getImageData(0, 0, 1, 1).data].slice(0, 3);
};
const light = (rgb) => {
  const [r, g, b] = rgb.map((x) => x / 255).map((x) => x <= 0.03928 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
return [...document.querySelectorAll('body *')].filter((each) => each.checkVisibility() && !each.disabled
  && [...each.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim())).map((each) => {
  const behind = [];
  for (let at = each; at; at = at.parentElement) behind.unshift(getComputedStyle(at).backgroundColor);
  const style = getComputedStyle(each);
  const [one, other] = [light(paint(behind)), light(paint([...behind, style.color]))];
  const ratio = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
  const large = parseFloat(style.fontSize) >= 24 || (parseFloat(style.fontSize) >= 18.66 && style.fontWeight >= 700);
  return [ratio, large ? 3 : 4.5, each.className + ' ' + each.textContent.trim().slice(0, 40)];
}).filter(([ratio, least]) => ratio < least).map(([ratio, , what]) => ratio.toFixed(2) + ' ' + what);
"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("number", "go", "result"), [(0, "#go", "#result"), (1, "#check", "#verdict-box")])
def test_every_word_can_be_read_in_either_scheme(browser, address, scheme, number, go, result):
    feature = {"name": "prefers-color-scheme", "value": scheme}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [feature]})
    try:
        browser.get(address)
        example(browser, number)
        one(browser, go).click()
        until_shown(browser, result)
        browser.execute_script("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
        assert browser.execute_script(FAINT) == []
        # Gray that is faint on either ground shows that the measure sees it.
        browser.execute_script(
            "const gray = document.createElement('p'); gray.textContent = 'faint'; "
            "gray.style.color = '#777'; document.body.append(gray)"
        )
        assert len(browser.execute_script(FAINT)) == 1
    finally:
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})


def test_the_api_page_lists_and_calls_every_operation(browser, address):
    browser.get(f"{address}/docs")
    WebDriverWait(browser, WAIT).until(lambda page: page.find_elements(By.CSS_SELECTOR, ".op"))
    version = next(op for op in every(browser, ".op") if "/v1/version" in op.text)
    # By script: the page scrolls smoothly, so a pointer would still find it moving.
    browser.execute_script("arguments[0].querySelector('details:last-of-type').open = true", version)
    browser.execute_script("arguments[0].querySelector('button').click()", version)
    out = version.find_element(By.CSS_SELECTOR, "pre")
    WebDriverWait(browser, WAIT).until(lambda _page: '"engine"' in out.text)
    assert out.text.startswith("200")
    assert complaints(browser) == []
