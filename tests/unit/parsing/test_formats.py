"""What each parser keeps, drops and calls things, with every word's place in what the client sent."""

import re

import pytest

from service.core.domain import Article, BlockKind, InvalidContentError, Span, UnsupportedMediaTypeError
from service.core.parsing import parse

MARKDOWN = """---
title: Ferry stopped
byline: "A. Writer"
---
# Ferry *stopped*

The **harbour office** said \\*nothing\\* &amp; left [a note](https://example.org/note) on
  the door.

> The ferry will sail,
> the captain said.

<!-- sourcegrade disable-next-line SRC012 -- agreed with the desk -->
- first `item` of a *list*

| a | b |
|---|---|
| x | y |

```
code "says" things
```
"""

PAGE = """<html><head><title>Ferry &amp; harbour</title><script>var said = "no";</script></head>
<body><nav>Home | Sport</nav><h1>Ferry stopped</h1>
<p>The mayor said: &ldquo;It&#8217;s over.&rdquo;<br>He left <b>at once</b>.</p>
<blockquote><p>We will sail again.</p></blockquote>
<figure><figcaption>The harbour on Monday</figcaption></figure>
<footer>All rights reserved</footer></body></html>"""


def words_at_home(doc, content):
    """Every word of the document stands at its place in the content, unless an entity stood there."""
    for match in re.finditer(r"\w+", doc.text):
        original = doc.offsets.to_original(Span(*match.span())).text_of(content)
        assert original == match.group() or "&" in original, (match.group(), original)


def kinds(doc):
    return [(block.kind, block.span.text_of(doc.text)) for block in doc.blocks]


def test_markdown_keeps_the_words_and_their_places():
    doc = parse(Article(MARKDOWN, "text/markdown"))
    words_at_home(doc, MARKDOWN)
    found = {text: kind for kind, text in kinds(doc)}
    assert found["Ferry stopped"] is BlockKind.HEADLINE
    assert found["The harbour office said *nothing* & left a note on\nthe door."] is BlockKind.PARAGRAPH
    assert found["The ferry will sail,\nthe captain said."] is BlockKind.BLOCK_QUOTE
    assert found["first item of a list"] is BlockKind.LIST_ITEM
    assert found["x"] is BlockKind.TABLE
    assert any(kind is BlockKind.CODE for kind in found.values())


def test_markdown_front_matter_links_and_directives():
    doc = parse(Article(MARKDOWN, "text/markdown"))
    assert doc.meta == {"title": "Ferry stopped", "byline": "A. Writer"}
    assert [(span.text_of(doc.text), url) for span, url in doc.links] == [("a note", "https://example.org/note")]
    (directive,) = doc.directives
    assert directive.text == "disable-next-line SRC012 -- agreed with the desk"
    assert directive.span.text_of(MARKDOWN).startswith("<!-- sourcegrade")


def test_html_keeps_the_article_and_drops_the_page():
    doc = parse(Article(PAGE, "text/html"))
    words_at_home(doc, PAGE)
    assert kinds(doc) == [
        (BlockKind.HEADLINE, "Ferry stopped"),
        (BlockKind.PARAGRAPH, "The mayor said: “It’s over.”"),
        (BlockKind.PARAGRAPH, "He left at once."),
        (BlockKind.BLOCK_QUOTE, "We will sail again."),
        (BlockKind.CAPTION, "The harbour on Monday"),
    ]
    assert doc.meta["title"] == "Ferry & harbour"
    quote = doc.text.index("“It’s")
    assert doc.offsets.to_original(Span(quote, quote + 5)).text_of(PAGE) == "&ldquo;It&#8217;s"


PLAIN = [
    ("Photo: Getty Images", BlockKind.CREDIT),
    ("Images source: © harbourpress", BlockKind.CREDIT),
    ("AFP/Jane Doe", BlockKind.CREDIT),
    ("By Maria Silva in Lisbon", BlockKind.BYLINE),
    ("(Reporting by Ann Lee; Editing by Bo Ray)", BlockKind.BYLINE),
    ("3:51 PM EDT, October 23, 2024", BlockKind.DATELINE),
    ("Sign up for our daily newsletter", BlockKind.BOILERPLATE),
    ("Reproduction of this text without prior written consent is forbidden.", BlockKind.BOILERPLATE),
    ("Correction: an earlier version named the wrong bridge.", BlockKind.CORRECTION),
    ("Workers at the quay on Monday (Photo: Ann Lee)", BlockKind.CAPTION),
    # near misses: prose about the same things stays prose
    ("By Tuesday, officials said the road was open again.", BlockKind.PARAGRAPH),
    ("The photographs were leaked, the museum said.", BlockKind.PARAGRAPH),
    ("“All rights reserved,” said the sign at the gate, according to the judge.", BlockKind.PARAGRAPH),
    ("He told AFP that copyright had expired.", BlockKind.PARAGRAPH),
]


@pytest.mark.parametrize(("line", "kind"), PLAIN)
def test_furniture_of_plain_text(line, kind):
    text = f"The ferry sailed at noon, the mayor said.\n\n{line}\n\nThe harbour was calm, he added."
    assert parse(Article(text)).blocks[1].kind is kind


def test_plain_text_is_its_own_map_and_wrapped_lines_are_one_paragraph():
    text = "\n\n".join(
        "The harbour office said on Monday that the ferry would\nnot sail before the wind had turned, and that all\n"
        "tickets stay valid until the end of the month."
        for _ in range(3)
    )
    doc = parse(Article(text))
    assert doc.text == text
    assert len(doc.blocks) == 3


def test_unknown_media_type_names_the_known_ones():
    with pytest.raises(UnsupportedMediaTypeError) as caught:
        parse(Article("x", "application/pdf"))
    assert "text/plain" in caught.value.details["supported"]


@pytest.mark.parametrize("block", ["a: &x [1]\nb: *x", "- only\n- a list", "a: [unclosed"])
def test_front_matter_that_cannot_be_used_is_refused(block):
    with pytest.raises(InvalidContentError):
        parse(Article(f"---\n{block}\n---\ntext", "text/markdown"))


def test_a_rule_line_is_no_front_matter():
    assert parse(Article("---\nNo end of it here.", "text/markdown")).meta == {}


@pytest.mark.parametrize("half", ["<p", "<a href=", "<!-- no end", "</", "<?php", "<!x"])
def test_what_no_tag_can_close_is_text(half):
    document = parse(Article(f"<p>The mayor said so.</p><p>Then {half}", "text/html"))
    assert [block.span.text_of(document.text) for block in document.blocks] == ["The mayor said so.", f"Then {half}"]
