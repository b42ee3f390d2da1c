"""ninjs: every word of the document stands at its place in the JSON file, through escapes, entities and markup."""

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.core.domain import Article, BlockKind, InvalidContentError, Span
from service.core.parsing import parse
from service.core.parsing.json_strings import placed_strings

NINJS = "application/vnd.iptc.ninjs+json"
BODY = (
    "<p>The port office said: \u201cIt\u2019s caf\u00e9 season \U0001f30a.\u201d</p>"
    "<p>Ships &amp; boats\u00a0wait.</p><!-- sourcegrade disable-file SRC001 -- reason -->"
)
ITEM = {"uri": "urn:x:1", "headline": 'Ferry "stops"', "byline": "A. Writer", "language": "en-GB", "body_xhtml": BODY}


def doc_of(source: str):
    return parse(Article(source, NINJS))


def as_written(raw: str) -> str:
    """What a piece of a JSON string says."""
    return json.loads(f'"{raw}"')


@pytest.mark.parametrize("ascii_only", [True, False])
@pytest.mark.parametrize("indent", [None, 2])
def test_every_word_stands_at_its_place(ascii_only, indent):
    source = json.dumps(ITEM, ensure_ascii=ascii_only, indent=indent)
    doc = doc_of(source)
    for words in ('Ferry "stops"', "A. Writer", "It\u2019s caf\u00e9 season \U0001f30a", "boats\u00a0wait"):
        start = doc.text.index(words)
        there = doc.offsets.to_original(Span(start, start + len(words)))
        assert as_written(there.text_of(source)) == words
    ships = doc.text.index("Ships & boats")
    there = doc.offsets.to_original(Span(ships, ships + len("Ships & boats")))
    assert as_written(there.text_of(source)) == "Ships &amp; boats"
    assert [block.kind for block in doc.blocks][:2] == [BlockKind.HEADLINE, BlockKind.BYLINE]
    assert doc.meta == {"title": 'Ferry "stops"', "byline": "A. Writer"}
    assert doc.language == "en-GB"
    (directive,) = doc.directives
    assert directive.span.text_of(source).startswith("<!-- sourcegrade disable-file")


def test_the_order_of_the_file_is_the_order_of_the_text():
    doc = doc_of(json.dumps(ITEM, sort_keys=True))
    assert doc.text.index("port office") < doc.text.index("A. Writer") < doc.text.index("Ferry")
    assert doc.blocks[-1].kind is BlockKind.HEADLINE


def test_later_versions_are_read():
    item = {
        "headlines": [{"role": "short", "value": "No"}, {"role": "main", "value": "The main one"}],
        "bodies": [
            {"contentType": "text/plain", "value": "Plain words."},
            {"contentType": "application/xhtml+xml", "value": "<p>Marked words.</p>"},
        ],
    }
    doc = doc_of(json.dumps(item))
    assert "Marked words." in doc.text
    assert "Plain words." not in doc.text
    assert doc.meta["title"] == "The main one"
    assert "No" not in doc.text


def test_the_better_body_wins_and_a_plain_one_will_do():
    both = json.dumps({"body_text": "Plain words.", "body_xhtml": "<p>Marked words.</p>"})
    assert "Marked" in doc_of(both).text
    assert doc_of(json.dumps({"body_text": "Plain words."})).blocks[0].span.text_of("Plain words.") == "Plain words."


@pytest.mark.parametrize(
    "source",
    [
        "",
        "[]",
        "{",
        '{"body_text": 5}',
        "{}",
        '{"headline": " "}',
        '{"a": ' * 60 + "1" + "}" * 60,
        "[" * 100_000,
        "null",
    ],
)
def test_what_is_no_item_is_refused(source):
    with pytest.raises(InvalidContentError):
        doc_of(source)


def test_odd_values_are_read():
    doc = doc_of(
        '\ufeff{"body_text": "a \\ud800 b \\/ \\u00e9", "body_text": "The last \\t one.", "x": [1, {"y": "z"}]}'
    )
    assert "The last \t one." in doc.text
    assert "\ufffd" in doc_of('{"body_text": "a \\ud800 b"}').text


KEYS = st.sampled_from(["headline", "byline", "body_xhtml", "body_text", "headlines", "x"])
PIECES = st.sampled_from(
    ["word ", "\u00e9", "\U0001f30a", "\u00a0", "<p>", "</p>", "&amp;", "&#8217;", '"', "\\", "\n", "/", "\u2028"]
)
WORDS = st.lists(PIECES, max_size=25).map("".join)


@given(item=st.dictionaries(KEYS, WORDS, min_size=1), ascii_only=st.booleans())
def test_verbatim_characters_come_back_through_escapes(item, ascii_only):
    source = json.dumps(item, ensure_ascii=ascii_only)
    try:
        doc = doc_of(source)
    except InvalidContentError:
        return
    for segment in doc.offsets.segments:
        ours = doc.text[segment.text_start : segment.text_start + segment.length]
        raw = source[segment.orig_start : segment.orig_start + segment.orig_length]
        if segment.length == segment.orig_length:
            assert raw == ours
        elif "&" not in raw:
            assert as_written(raw) == ours
    for block in doc.blocks:
        there = doc.offsets.to_original(block.span)
        assert 0 < there.start < there.end < len(source)


@given(
    value=st.recursive(
        st.text(max_size=5) | st.none() | st.integers(),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
        max_leaves=12,
    )
)
def test_values_are_found_where_json_says(value):
    source = json.dumps({"top": value})
    for path, found in placed_strings(source).items():
        there = json.loads(source)
        for step in path:
            there = there[step]
        assert found.text == there.encode("utf-8", "replace").decode()


def test_a_long_body_full_of_escapes_takes_linear_time():
    began = time.process_time()
    doc_of(json.dumps({"body_xhtml": "<p>\u00e9 &amp; \u201c</p>" * 12_000}))
    assert time.process_time() - began < 20
