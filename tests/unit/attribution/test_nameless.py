"""Why a source is not named is no part of what was said, and cuts nobody off from his verb."""

import pytest


def test_the_clause_behind_the_speaker_is_nobodys_statement(told):
    text = "The brakes had failed, said a guard, who asked not to be named because the inquiry is open."
    found, _ = told(
        text,
        ("source", "a guard", 1),
        ("cue", "said", 1),
        ("content", "The brakes had failed", 1),
        ("source", "a guard", 2),
        ("cue", "said", 2),
        ("content", "who asked not to be named because the inquiry is open", 2),
    )
    assert [row.content[0].text_of(text) for row in found] == ["The brakes had failed"]


def test_a_content_that_runs_into_the_clause_ends_before_it(told):
    text = "A guard said the brakes had failed on condition of anonymity because the inquiry is open."
    (found,), _ = told(
        text,
        ("source", "A guard", 1),
        ("cue", "said", 1),
        ("content", "the brakes had failed on condition of anonymity because the inquiry is open", 1),
    )
    assert found.content[0].text_of(text) == "the brakes had failed"


@pytest.mark.parametrize("clause", ["who asked not to be named", "who was not authorised to speak in public"])
def test_the_speaker_stands_before_the_clause(told, clause):
    text = f"An aide in Lima, {clause}, said the brakes had failed."
    (found,), _ = told(text, ("cue", "said", 1), ("content", "the brakes had failed", 1))
    assert found.source.span.text_of(text) == "An aide in Lima"


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("A guard asked that the brakes be tested at once.", "that the brakes be tested at once"),
        ("A guard said the man had asked not to be named captain again, which pleased all.", "which pleased all"),
    ],
)
def test_other_requests_stay(told, text, content):
    found, _ = told(text, ("source", "A guard", 1), ("cue", "guard", 1), ("content", content, 1))
    assert [row.content[0].text_of(text) for row in found] == [content]
