"""Time grows with the length of an article and not with what is written in it, by CPU time and beside prose of the same length.

Two lengths and the exponent between them tell a quadratic stage long before it hurts, so that the tests stay cheap;
`python -m bench.perf.run --only growth` measures up to 200,000 characters.
"""

import math
import time
from collections.abc import Callable
from functools import cache

import pytest

from bench.perf.texts import hostile, prose
from service.core.domain import Article, SourcegradeError
from service.core.parsing import parse
from service.core.pipeline import annotate_text
from service.runtime.resources import load_resources

SHORT, LONG = 8_000, 32_000
#: Seconds(n) ~ n ** exponent. On a busy machine linear work measures up to 1.4 at these lengths, quadratic work 1.8 and more.
EXPONENT = 1.6
#: Hostile input costs at most so many times what prose of its length costs. The budget is 3, and nearly everything keeps it; an
#: attribution every few characters costs up to 6 (`python -m bench.perf.run` prints it). A busy machine must not break a test.
TIMES_PROSE = 15.0
#: A stage that takes less CPU time than this at the longer length costs nobody anything, and its exponent is noise.
NOTHING_S = 0.02

#: Hits that an author could write, each as dense as it gets. Names that differ meet no cache.
DENSE: dict[str, Callable[[int], str]] = {
    "closers": lambda _: "”",
    "apostrophes": lambda _: "'",
    "nested quotes of three kinds": lambda _: '“‘"',
    "ends of tags": lambda _: "</",
    "dashes": lambda _: "—",
    "said alone": lambda _: "said ",
    "one name": lambda _: "Ana Petrov ",
    "names who say": lambda _: "Ana Petrov said. ",
    "quote and said": lambda _: "“a,” he said. ",
    "quote and name": lambda _: "“It is so,” said Ana Petrov. ",
    "quotes that differ": lambda n: f"“Thing {n} is so,” said Bo Q{n}. ",
    "names that differ": lambda n: f"Mr. Qa{n}lor Bi{n}n, ",
    "names that differ and say": lambda n: f"Ana P{n}ov said it. ",
    "agencies": lambda _: "the agency said. ",
    "addresses": lambda _: "http://a.b/c ",
    "colons": lambda _: "Ana Petrov: It is. ",
    "paragraphs of a letter": lambda _: "A.\n\n",
}
KINDS = sorted({*hostile(100), *DENSE})


def repeated(unit: Callable[[int], str], length: int) -> str:
    return "".join(map(unit, range(length)))[:length]


def article(kind: str, length: int) -> str:
    return repeated(DENSE[kind], length) if kind in DENSE else hostile(length)[kind]


def cpu(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun


@pytest.fixture(scope="module", autouse=True)
def warm():
    """The first article of a process loads and compiles much."""
    annotate_text(prose(3_000), load_resources())


@cache
def spent(kind: str, length: int, attempt: int) -> float:
    text = prose(length) if kind == "prose" else article(kind, length)
    return cpu(lambda: annotate_text(text, load_resources()))


@cache
def yardstick() -> float:
    """What prose of the longer length costs."""
    return min(spent("prose", LONG, attempt) for attempt in range(3))


def holds(figure: Callable[[int], float], limit: float) -> tuple[bool, list[float]]:
    """Whether one of three attempts keeps the limit: other work on the machine can only make a figure worse."""
    seen = []
    for attempt in range(3):
        seen.append(round(figure(attempt), 2))
        if seen[-1] <= limit:
            return True, seen
    return False, seen


@pytest.mark.parametrize("kind", KINDS)
def test_time_grows_with_the_length(kind):
    def exponent(attempt: int) -> float:
        short, long = spent(kind, SHORT, attempt), spent(kind, LONG, attempt)
        return math.log(long / short) / math.log(LONG / SHORT) if long > NOTHING_S else 0.0

    kept, seen = holds(exponent, EXPONENT)
    assert kept, f"time grows with the length to the power of {seen}"


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_costs_many_times_what_prose_costs(kind):
    kept, seen = holds(lambda attempt: spent(kind, LONG, attempt) / yardstick(), TIMES_PROSE)
    assert kept, f"costs {seen} times prose"


MARKUP: dict[str, tuple[str, str, str]] = {
    "html: open elements": ("text/html", "", "<div>"),
    "html: half a tag": ("text/html", "", "<p"),
    "html: half an attribute": ("text/html", "", "<a href="),
    "html: ampersands": ("text/html", "", "&"),
    "html: comments": ("text/html", "", "<!--"),
    "html: ends of comments": ("text/html", "<!--", "--"),
    "html: declarations": ("text/html", "", "<!["),
    "html: scripts": ("text/html", "", "<script>"),
    "html: paragraphs": ("text/html", "", "<p>a</p>"),
    "html: quotes in a tag": ("text/html", "<a ", '"'),
    "markdown: brackets": ("text/markdown", "", "["),
    "markdown: pictures": ("text/markdown", "", "!["),
    "markdown: half a link": ("text/markdown", "", "[a]("),
    "markdown: quotes in quotes": ("text/markdown", "", "> "),
    "markdown: lists": ("text/markdown", "", "- "),
    "markdown: stars": ("text/markdown", "", "*a"),
    "markdown: double stars": ("text/markdown", "", "**a "),
    "markdown: underscores": ("text/markdown", "", "_a "),
    "markdown: ticks": ("text/markdown", "", "`"),
    "markdown: ticks of all lengths": ("text/markdown", "", "`a``b```c"),
    "markdown: backslashes": ("text/markdown", "", "\\"),
    "markdown: tags": ("text/markdown", "", "<a>"),
    "markdown: half an autolink": ("text/markdown", "", "<http:"),
    "markdown: references": ("text/markdown", "", "[a]: /b\n\n"),
    "markdown: entities": ("text/markdown", "", "&amp;"),
    "markdown: headings": ("text/markdown", "", "# a\n"),
    "markdown: directives": ("text/markdown", "", "<!-- sourcegrade disable-next-line SRC012 -- a -->\n"),
    "front matter: lists in lists": ("text/markdown", "---\na: ", "["),
    "front matter: keys": ("text/markdown", "---\n", "a: b\n"),
    "plain: blanks": ("text/plain", "a", " "),
    "plain: lines": ("text/plain", "", "a\n"),
    "plain: rules": ("text/plain", "", "---\n"),
    "ninjs: brackets": ("application/vnd.iptc.ninjs+json", '{"body_text": ', "["),
    "ninjs: escapes": ("application/vnd.iptc.ninjs+json", '{"body_text": "', "\\u0041"),
}


#: Reading may cost so many times what annotating prose of the length costs: it is linear, and the library's constant is not ours.
#: The Markdown library tries a link at every bracket, as deep as nesting is allowed: 10 times.
TIMES_READING = 30.0


def read(media_type: str, text: str) -> None:
    try:
        parse(Article(text, media_type))
    except SourcegradeError:
        return


@cache
def reading(kind: str, length: int, attempt: int) -> float:
    media_type, begin, unit = MARKUP[kind]
    text = (begin + unit * (length // len(unit)))[:length]
    return cpu(lambda: read(media_type, text))


@pytest.mark.parametrize("kind", MARKUP)
def test_markup_is_read_in_time_that_grows_with_its_length(kind):
    def exponent(attempt: int) -> float:
        short, long = reading(kind, SHORT, attempt), reading(kind, LONG, attempt)
        return math.log(long / short) / math.log(LONG / SHORT) if long > NOTHING_S else 0.0

    kept, seen = holds(exponent, EXPONENT)
    assert kept, f"time grows with the length to the power of {seen}"


@pytest.mark.parametrize("kind", MARKUP)
def test_reading_markup_costs_a_bounded_multiple_of_prose(kind):
    kept, seen = holds(lambda attempt: reading(kind, LONG, attempt) / yardstick(), TIMES_READING)
    assert kept, f"reading costs {seen} times what annotating prose costs"
