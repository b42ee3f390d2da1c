"""Who speaks right behind a quotation's comma has said it."""

import pytest

OPENING = "The mayor said the bridge was safe. "


@pytest.mark.parametrize(
    ("behind", "speaker"),
    [
        ("“Nobody had looked at the bolts,” said Ana Lima.", "Ana Lima"),
        ("“Nobody had looked at the bolts,” Ana Lima said.", "Ana Lima"),
        ("“Nobody had looked at the bolts,” Ana Lima, a welder, added.", "Ana Lima, a welder"),
        ("“Nobody had looked at the bolts,” whispers welder Ana Lima.", "welder Ana Lima"),
        ("“Nobody had looked at the bolts,” claims against the firm grew.", "The mayor"),
        ("‘Had anybody looked at the bolts?’ asked the welder.", "the welder"),
        ("“Nobody had looked at the bolts,” a charge the council denied.", "The mayor"),
        ("“Nobody had looked at the bolts,” and Ana Lima said so too.", "The mayor"),
        ("“Nobody had looked at the bolts.” Ana Lima said nothing.", "The mayor"),
    ],
)
def test_the_speaker_behind_the_comma(told, behind, speaker):
    quoted = behind[1:].partition("”")[0].partition("’ ")[0]
    marks = [("source", "The mayor", 1), ("cue", "said", 1), ("content", quoted, 1)]
    found, text = told(OPENING + behind, *marks)
    assert [row.source.span.text_of(text) for row in found if row.found_by != "answer"] == [speaker]


def test_a_cue_that_leads_up_to_the_quotation_keeps_it(told):
    text = "The mayor said “nobody had looked at the bolts,” Radio One told listeners."
    marks = [("source", "The mayor", 1), ("cue", "said", 1), ("content", "nobody had looked at the bolts,", 1)]
    found, _ = told(text, *marks)
    assert found[0].source.span.text_of(text) == "The mayor"


def test_what_the_first_speaker_said_before_stays_with_the_first(told):
    text = "“We waited,” the mayor said. “It was cold and it was dark,” Ana Lima said."
    marks = [
        ("source", "the mayor", 1),
        ("cue", "said", 1),
        ("content", "We waited,", 1),
        ("content", "It was cold and it was dark,", 1),
    ]
    found, _ = told(text, *marks)
    assert [(row.source.span.text_of(text), row.content[0].text_of(text)) for row in found] == [
        ("the mayor", "We waited"),
        ("Ana Lima", "It was cold and it was dark"),
    ]


def test_a_content_that_runs_on_over_the_speaker_is_cut(told):
    text = "“We waited,” the mayor said. “It was cold,” said Ana Lima."
    found, _ = told(
        text,
        ("source", "the mayor", 1),
        ("cue", "said", 1),
        ("content", "We waited,", 1),
        ("content", "“It was cold,” said Ana Lima", 1),
    )
    said = {row.source.span.text_of(text): [span.text_of(text) for span in row.content] for row in found}
    assert said == {"the mayor": ["We waited"], "Ana Lima": ["It was cold"]}
