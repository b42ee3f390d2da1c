"""What somebody was asked is not his question, "No." is no part of a name, and nobody's silence informs no reader."""

import pytest


@pytest.mark.parametrize("asked", ["asked", "pressed"])
def test_who_is_asked_does_not_ask(told, asked):
    text = f"The mayor, {asked} whether the dam would hold, said it would."
    found, _ = told(
        text,
        ("source", "The mayor", 1),
        ("cue", asked, 1),
        ("content", "whether the dam would hold", 1),
        ("source", "The mayor", 2),
        ("cue", "said", 2),
        ("content", "it would", 2),
    )
    assert [row.source and row.source.span.text_of(text) for row in found] == [None, "The mayor"]


def test_who_asks_asks(told):
    text = "The judge asked whether the dam would hold."
    (found,), _ = told(
        text, ("source", "The judge", 1), ("cue", "asked", 1), ("content", "whether the dam would hold", 1)
    )
    assert found.source.span.text_of(text) == "The judge"


def test_a_name_in_apposition_asks(told):
    text = "The mayor, Ana Lima, asked whether the dam would hold."
    (found,), _ = told(
        text, ("source", "The mayor, Ana Lima", 1), ("cue", "asked", 1), ("content", "whether the dam would hold", 1)
    )
    assert found.source.span.text_of(text) == "The mayor, Ana Lima"


def test_an_answer_before_a_name_is_no_part_of_it(told):
    text = "No. The clinic said the shot is free."
    (found,), _ = told(text, ("source", "No. The clinic", 1), ("cue", "said", 1), ("content", "the shot is free", 1))
    assert found.source.span.text_of(text) == "The clinic"
    assert found.informational


@pytest.mark.parametrize("nobody", ["No group", "Neither side"])
def test_nobody_informs_nobody(told, nobody):
    text = f"{nobody} has claimed that the shot is free."
    (found,), _ = told(text, ("source", nobody, 1), ("cue", "claimed", 1), ("content", "that the shot is free", 1))
    assert not found.informational


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("The accused, known as Bo (24), allegedly told a guard that the shot is free.", "The accused"),
        ("In court, the accused, known as Bo (24), told a guard that the shot is free.", "the accused"),
        ("The accused, known as Bo (24), was told by a guard that the shot is free.", None),
        ("In court, known as the Old Hall, told that the shot is free.", None),
    ],
)
def test_who_is_described_between_commas_speaks(told, text, speaker):
    cue = "was told" if "was told" in text else "told"
    (found,), _ = told(text, ("cue", cue, 1), ("content", "that the shot is free", 1))
    assert (found.source.span.text_of(text) if found.source else None) == speaker
