"""A speaker between a subject and its predicate has said both; between two sentences he has not."""

import pytest


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("The vials, Ana Lima says, had no label.", ("The vials", "had no label")),
        ("The vials, says Ana Lima, had no label.", ("The vials", "had no label")),
        ("The vials, Ana Lima told the inquiry, carried no label.", ("The vials", "carried no label")),
        ("The vials, Ana Lima wrote, “had no label at all”.", ("The vials", "“had no label at all”")),
    ],
)
def test_both_pieces_are_one_statement(told, text, pieces):
    verb = next(word for word in ("says", "told", "wrote") if word in text)
    (found,), _ = told(text, ("source", "Ana Lima", 1), ("cue", verb, 1), ("content", "The vials", 1))
    assert found.source.span.text_of(text) == "Ana Lima"
    assert tuple(span.text_of(text).strip("“”") for span in found.content) == tuple(p.strip("“”") for p in pieces)


def test_the_insertion_is_found_where_nothing_was(told):
    text = "The vials, Ana Lima says, had no label."
    (found,), _ = told(text)
    assert found.found_by == "inserted"
    assert [span.text_of(text) for span in found.content] == ["The vials", "had no label"]


def test_a_later_speaker_keeps_his_words(told):
    text = "The vials, Ana Lima says, had no label, and Bo Karim said two were lost."
    rows, _ = told(
        text,
        ("source", "Ana Lima", 1),
        ("cue", "says", 1),
        ("content", "The vials", 1),
        ("source", "Bo Karim", 2),
        ("cue", "said", 2),
        ("content", "two were lost", 2),
    )
    said = {row.source.span.text_of(text): [span.text_of(text) for span in row.content] for row in rows}
    assert said["Bo Karim"] == ["two were lost"]
    assert said["Ana Lima"][:1] == ["The vials"]
    assert all("two were lost" not in piece for piece in said["Ana Lima"])


@pytest.mark.parametrize(
    "text",
    [
        "In a letter, Ana Lima says, had no effect.",
        "The vials were lost, Ana Lima says, had they been kept.",
        "The vials, Ana Lima says, the nurse and the guard.",
    ],
)
def test_no_bare_subject_or_no_predicate_is_no_insertion(told, text):
    found, _ = told(text)
    assert not [row for row in found if row.found_by == "inserted"]
