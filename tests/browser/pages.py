"""What the browser tests do on the pages."""

from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait

WAIT = 20


def complaints(browser: webdriver.Chrome) -> list[str]:
    """What the browser's console holds against the page."""
    return [row["message"] for row in browser.get_log("browser") if row["level"] in {"WARNING", "SEVERE"}]


def one(browser: webdriver.Chrome, selector: str) -> WebElement:
    return browser.find_element(By.CSS_SELECTOR, selector)


def every(browser: webdriver.Chrome, selector: str) -> list[WebElement]:
    return browser.find_elements(By.CSS_SELECTOR, selector)


def until_shown(browser: webdriver.Chrome, selector: str, seconds: float = WAIT) -> WebElement:
    WebDriverWait(browser, seconds).until(lambda page: page.find_element(By.CSS_SELECTOR, selector).is_displayed())
    return one(browser, selector)


def until_said(browser: webdriver.Chrome, words: str, seconds: float = WAIT, where: str = "#status") -> str:
    WebDriverWait(browser, seconds).until(lambda page: words in page.find_element(By.CSS_SELECTOR, where).text)
    return one(browser, where).text


def put_text(browser: webdriver.Chrome, text: str, kind: str = "text/plain") -> None:
    one(browser, "#text").send_keys(text)
    one(browser, f"#format option[value='{kind}']").click()


def example(browser: webdriver.Chrome, number: int) -> str:
    """Click an example; returns the text that it put into the field."""
    every(browser, "#examples button")[number].click()
    return browser.execute_script("return document.getElementById('text').value")


def shown_text(browser: webdriver.Chrome, box: str) -> str:
    """The text in a box without the numbers and grades that the page set between its words."""
    return browser.execute_script(
        "const copy = document.querySelector(arguments[0]).cloneNode(true);"
        "copy.querySelectorAll('.tag').forEach((tag) => tag.remove()); return copy.textContent",
        box,
    )
