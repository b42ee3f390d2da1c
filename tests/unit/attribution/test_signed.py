"""A quotation that opens a line belongs to the name behind its dash, whomever the tagger gave it to."""

import pytest


@pytest.mark.parametrize("dash", ["—", "–", "―", "-"])
def test_each_voice_has_its_own_words(told, dash):
    text = f"“The bus is always late.” {dash} Moses Otieno, 31\n“I walk to work.” {dash} Jane Wambui, Nakuru"
    found, _ = told(
        text,
        ("source", "Moses Otieno", 1),
        ("cue", dash, 1),
        ("content", "“I walk to work.”", 1),
    )
    said = [(row.source.span.text_of(text), row.content[0].text_of(text)) for row in found]
    assert said == [("Moses Otieno", "The bus is always late."), ("Jane Wambui", "I walk to work.")]
    assert {row.found_by for row in found} == {"signed"}


def test_the_name_may_stand_on_the_next_line(told):
    text = "We asked our readers.\n\n“The bus is always late.”\n— Ana de la Cruz (Lima)"
    (found,), _ = told(text)
    assert found.source.span.text_of(text) == "Ana de la Cruz"
    assert found.content[0].text_of(text) == "The bus is always late."


@pytest.mark.parametrize(
    "text",
    [
        "He called it “a mess” — Smith, the mayor, disagreed.",
        "“The bus is always late” — Moses Otieno was there.",
        "“The bus is always late” — and nobody came.",
        "The film “Late Bus” — Ana Lima, 2024",
    ],
)
def test_other_dashes_sign_nothing(told, text):
    found, _ = told(text)
    assert not [row for row in found if row.found_by == "signed"]
