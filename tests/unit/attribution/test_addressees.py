"""Whom somebody told is no part of what was said."""

import pytest


@pytest.mark.parametrize(
    ("text", "cue", "content", "right"),
    [
        (
            "Ana Lima warned in a note to clients that cash could run out.",
            "warned",
            "clients that cash could run out",
            "that cash could run out",
        ),
        (
            "Ana Lima told the board's members that it had failed.",
            "told",
            "the board's members that it had failed",
            "that it had failed",
        ),
        ("Ana Lima wants to show that it works.", "wants", "to show that it works", "to show that it works"),
        (
            "Ana Lima agreed to demands, saying that it hurt.",
            "agreed",
            "demands, saying that it hurt",
            "demands, saying that it hurt",
        ),
        (
            "Ana Lima said the plan that failed was hers.",
            "said",
            "the plan that failed was hers",
            "the plan that failed was hers",
        ),
    ],
)
def test_the_clause_is_the_content(told, text, cue, content, right):
    (found,), _ = told(text, ("source", "Ana Lima", 1), ("cue", cue, 1), ("content", content, 1))
    assert found.content[0].text_of(text) == right
