"""Spans end where words end."""

import pytest


@pytest.mark.parametrize(
    ("text", "source", "content", "whole"),
    [
        (
            "Around 600 died, lawmaker Park Sun-won said.",
            "lawmaker Park Sun",
            "Around 600 died",
            "lawmaker Park Sun-won",
        ),
        ("Officers said the 17-year-old had left.", "Officers", "the 17", "the 17-year-old"),
        ("The ministry said it had lost 3,000 rifles.", "The ministry", "it had lost 3", "it had lost 3,000"),
        ("The firm said sales rose 4.5 percent.", "The firm", "sales rose 4", "sales rose 4.5"),
    ],
)
def test_a_span_takes_the_whole_word(told, text, source, content, whole):
    (found,), _ = told(text, ("source", source, 1), ("cue", "said", 1), ("content", content, 1))
    assert whole in (found.source.span.text_of(text), found.content[0].text_of(text))


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("The firm said sales rose 4. 5 people left.", "sales rose 4"),
        ("The firm said sales rose - 5 people left.", "sales rose"),
        ("The firm said it had sold the plant-", "it had sold the plant"),
    ],
)
def test_a_dash_or_a_stop_is_no_joint(told, text, content):
    (found,), _ = told(text, ("source", "The firm", 1), ("cue", "said", 1), ("content", content, 1))
    assert found.content[0].text_of(text) == content
