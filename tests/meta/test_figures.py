"""The measured tables on the pages are those that were frozen."""

import re

import pytest

from bench.docs import figures


@pytest.mark.parametrize("name", figures.TABLES)
def test_the_tables_of_a_page_are_the_frozen_ones(name):
    text = (figures.ROOT / "docs" / f"{name}.md").read_text(encoding="utf-8")
    assert figures.page(name, text) == text, "run `make docs`"


def test_every_test_and_file_named_on_the_page_of_archives_exists():
    text = (figures.ROOT / "docs" / "archives.md").read_text(encoding="utf-8")
    named = re.findall(r"`((?:tests|bench|docs)/[\w./-]+)`", text)
    assert named
    for path in named:
        assert (figures.ROOT / path).exists(), path
