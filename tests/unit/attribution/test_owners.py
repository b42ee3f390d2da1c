"""A noun for speech belongs to whose it is; who cites another speaks for himself unless he is an outlet or a body."""

import pytest


@pytest.mark.parametrize(
    ("text", "cue", "content", "owner"),
    [
        ("Her warning that the ice was thin came too late.", "warning", "that the ice was thin", "Her"),
        ("The union’s demand for a second crew was not new.", "demand", "for a second crew", "union"),
        ("Few believed Ana Lima's claim that the books were lost.", "claim", "that the books were lost", "Ana Lima"),
        ("The warning that the ice was thin came too late.", "warning", "that the ice was thin", None),
        ("His dog saw that the ice was thin.", "saw", "that the ice was thin", None),
    ],
)
def test_the_owner_of_a_noun_cue(told, text, cue, content, owner):
    (found,), _ = told(text, ("cue", cue, 1), ("content", content, 1))
    assert (found.source and found.source.span.text_of(text)) == owner


@pytest.mark.parametrize(
    ("source", "text", "right"),
    [
        ("she", "“The wells are dry,” she said, citing a survey of farmers.", "she"),
        ("Lima", "Prices had doubled, Lima said, citing officials at the mill.", "Lima"),
        ("The coast guard", "The coast guard, citing two fishermen, said the hull was intact.", "two fishermen"),
        ("Radio One", "Radio One, citing two fishermen, said the hull was intact.", "two fishermen"),
    ],
)
def test_who_cites_speaks_for_himself_unless_he_passes_on(told, source, text, right):
    content = next(part for part in ("The wells are dry,", "Prices had doubled", "the hull was intact") if part in text)
    (found,), _ = told(text, ("source", source, 1), ("cue", "said", 1), ("content", content, 1))
    assert found.source.span.text_of(text) == right
