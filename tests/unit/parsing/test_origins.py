"""Where words of Markdown stand, in the layouts in which a search for them would find the wrong place."""

import pytest

from service.core.domain import Article, Span
from service.core.parsing import parse

CASES = [
    ("a line that stands twice", "> same\n> same he", "same he", 9),
    ("a tab after a list mark", "-\tsame\n\n\tsame two", "same two", 9),
    ("a quote in a list in a quote", "> - > one\n>   > one more", "one more", 16),
    ("a cell with a bar in it", "| a | b |\n|---|---|\n| a\\|a | aa |", "aa", 29),
    ("a heading of its own sign", "## # one #", "# one", 3),
    ("an underlined heading of two lines", "one\n  one more\n===", "one more", 6),
    ("a no-break space alone on a line", "\u00a0\r0", "0", 2),
    ("two signs at each line's end", "a\r\nb\r\n\r\n- c\r\n  c d", "c d", 15),
    ("code over two lines", "x `a\n   a b` y", "a b", 8),
    ("an address in angle brackets", "see <http://a.example/b> now", "http://a.example/b", 5),
    ("a sign at the end of a link", "[no, he said!](x) !", "he said!", 5),
]


@pytest.mark.parametrize(("content", "words", "place"), [row[1:] for row in CASES], ids=[row[0] for row in CASES])
def test_words_are_where_the_author_wrote_them(content, words, place):
    doc = parse(Article(content, "text/markdown"))
    at = doc.text.rindex(words)
    found = doc.offsets.to_original(Span(at, at + len(words)))
    assert (found.start, found.end) == (place, place + len(words))
    assert content[found.start : found.end] == words


def test_a_bar_in_a_cell_stands_for_the_escaped_one():
    content = "| a | b |\n|---|---|\n| he\\|she | c |"
    doc = parse(Article(content, "text/markdown"))
    at = doc.text.index("he|she")
    found = doc.offsets.to_original(Span(at, at + 6))
    assert content[found.start : found.end] == "he\\|she"


@pytest.mark.parametrize("content", ["<![0", "<![A[ he said", "a <![if x]> b", "<![CDATA[ x ]]> b", "<!x", "<!"])
@pytest.mark.parametrize("kind", ["text/html", "text/markdown"])
def test_a_declaration_that_is_none_is_a_comment(content, kind):
    assert parse(Article(content, kind)) is not None
