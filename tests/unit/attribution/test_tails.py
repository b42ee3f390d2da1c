"""Contents end where a phrase ends, and a quotation belongs only to a speaker near it."""

import pytest

CLIMB = "The mayor said "


@pytest.mark.parametrize(
    ("marked", "behind", "content"),
    [
        ("the bridge would open in a", " statement on Friday.", "the bridge would open"),
        ("the bridge would open in a", " week.", "the bridge would open in a week"),
        ("she had worked for the mayor at", " the harbor office.", "she had worked for the mayor at the harbor office"),
        ("the boats were worth fighting for", ".", "the boats were worth fighting for"),
        ("the bridge was built with", " stone, which is rare.", "the bridge was built with stone"),
    ],
)
def test_no_content_ends_inside_a_phrase(told, marked, behind, content):
    text = CLIMB + marked + behind
    found, _ = told(text, ("source", "The mayor", 1), ("cue", "said", 1), ("content", marked, 1))
    assert [part.text_of(text) for row in found for part in row.content] == [content]


OPENING = "“We saw the smoke,” the keeper said.\n\n"
SENTENCE = "“Nobody had told us about the valve.”"


def speakers(told, text, *marks):
    found, _ = told(text, ("source", "the keeper", 1), ("cue", "said", 1), ("content", "We saw the smoke,", 1), *marks)
    place = text.index(SENTENCE)
    return [
        row.source.span.text_of(text) if row.source else None
        for row in found
        for part in row.content
        if part.start > place
    ]


def test_a_quotation_in_the_next_paragraph_stays_with_its_speaker(told):
    assert speakers(told, OPENING + SENTENCE, ("content", SENTENCE[1:-1], 1)) == ["the keeper"]


def test_a_quotation_behind_the_words_of_others_is_nobodys(told):
    text = OPENING + "Fumes had spread by noon, inspectors wrote.\n\n" + SENTENCE
    marks = [("source", "inspectors", 2), ("cue", "wrote", 2), ("content", "Fumes had spread by noon", 2)]
    assert speakers(told, text, *marks, ("content", SENTENCE[1:-1], 1)) == [None]


def test_a_quotation_behind_plain_narration_stays_with_its_speaker(told):
    text = OPENING + "He pointed at the hill.\n\n" + SENTENCE
    assert speakers(told, text, ("content", SENTENCE[1:-1], 1)) == ["the keeper"]
