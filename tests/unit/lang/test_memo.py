"""What is remembered of words is bounded in number and in length, whatever is sent."""

import tracemalloc

from service.core.domain import Article
from service.core.lang.memo import LONGEST, MOST, Memo, remembered
from service.core.pipeline import annotate
from service.runtime.resources import load_resources

MEGABYTE = 1024 * 1024


def test_each_word_is_computed_once():
    asked = []
    memo = Memo(lambda word: asked.append(word) or word.upper())
    assert [memo[word] for word in ("a", "b", "a")] == ["A", "B", "A"]
    assert asked == ["a", "b"]


def test_a_full_memory_begins_anew_and_a_long_word_is_not_kept():
    memo = Memo(str.upper)
    for number in range(3 * MOST + 5):
        assert memo[f"w{number}"] == f"W{number}"
        assert len(memo) <= MOST
    kept = len(memo)
    long = "x" * (LONGEST + 1)
    assert memo[long] == long.upper()
    assert (len(memo), long in memo) == (kept, False)


def test_a_function_keeps_its_answers():
    asked = []

    @remembered
    def length(word):
        asked.append(word)
        return len(word)

    assert [length("abc"), length("abc")] == [3, 3]
    assert asked == ["abc"]


def test_articles_of_words_as_long_as_articles_leave_nothing_behind():
    resources = load_resources()

    def sent(number: int) -> Article:
        return Article(
            f"{number:04d}{'x' * 20_000}. The mayor of {'Y' * 20_000}{number} said it was {'z' * 20_000}{number}."
        )

    annotate(sent(0), resources)
    tracemalloc.start()
    for number in range(1, 6):
        annotate(sent(number), resources)
    before, _ = tracemalloc.get_traced_memory()
    for number in range(6, 26):
        annotate(sent(number), resources)
    after, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    # Twenty articles of 60 kB: each kept once would be more than a megabyte.
    assert after - before < MEGABYTE / 2
