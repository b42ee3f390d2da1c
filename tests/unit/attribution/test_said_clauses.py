""" ", X said" at the end of a sentence: what it covers, and what looks like it."""

import pytest

HITS = [
    (
        "Drones struck an oil depot near the port overnight, the navy's press office said on Saturday.",
        ("Drones", "struck", "an oil depot near the port overnight"),
        ("the navy's press office", "Drones struck an oil depot near the port overnight"),
    ),
    (
        "The 22-year-old has agreed personal terms, sources close to the player say, and could have a medical on Monday.",
        ("The 22-year-old", "has agreed", "personal terms"),
        ("sources close to the player", "The 22-year-old has agreed personal terms"),
    ),
    (
        "Police are looking into arson, a senior officer told reporters.",
        ("Police", "are looking into", "arson"),
        ("a senior officer", "Police are looking into arson"),
    ),
    (
        "The club wants thirty million for the winger, L'Equipe reported.",
        ("The club", "wants", "thirty million for the winger"),
        ("L'Equipe", "The club wants thirty million for the winger"),
    ),
    (
        "The dam was drained for two weeks in May, said an engineer who was briefed on the repair.",
        ("The dam", "was drained", "for two weeks in May"),
        ("an engineer", "The dam was drained for two weeks in May"),
    ),
    (
        "The dam was drained for two weeks in May, said Ana Lima, the basin's chief engineer.",
        ("The dam", "was drained", "for two weeks in May"),
        ("Ana Lima", "The dam was drained for two weeks in May"),
    ),
    (
        "Two divers were hurt in the lock, a spokesman for the port, Luis Ferrer, told the radio.",
        ("Two divers", "were hurt", "in the lock, a spokesman for the port"),
        ("a spokesman for the port, Luis Ferrer", "Two divers were hurt in the lock"),
    ),
    (
        "Two divers were hurt in the lock, an inquest heard on Monday.",
        ("Two divers", "were hurt", "in the lock"),
        ("an inquest", "Two divers were hurt in the lock"),
    ),
    (
        "The port will cut two shifts, Ana Lima wrote in a memo to staff that was seen by Radio One.",
        ("The port", "will cut", "two shifts"),
        ("Ana Lima", "The port will cut two shifts"),
    ),
]


@pytest.mark.parametrize(("text", "misread", "right"), HITS)
def test_the_clause_belongs_to_who_ends_it(told, text, misread, right):
    source, cue, content = misread
    (found,), _ = told(text, ("source", source, 1), ("cue", cue, 1), ("content", content, 1))
    assert found.source.span.text_of(text) == right[0]
    assert found.content[0].text_of(text) == right[1]
    assert found.found_by == "said_clause"


def test_a_clause_that_the_tagger_missed_is_found(told):
    text = "Two bridges in the valley are closed, the district's road office said."
    (found,), _ = told(text)
    assert (found.source.span.text_of(text), found.cue.text_of(text)) == ("the district's road office", "said")
    assert found.content[0].text_of(text) == "Two bridges in the valley are closed"


def test_an_attribution_inside_the_clause_stays(told):
    text = "The striker told the radio that he had signed, the newspaper reported."
    found, _ = told(text, ("source", "The striker", 1), ("cue", "told", 1), ("content", "that he had signed", 1))
    assert [a.source.span.text_of(text) for a in found] == ["The striker"]
    assert [relay.span.text_of(text) for relay in found[0].via] == ["the newspaper", "the radio"]


MISSES = [
    "On Monday, the ministry said the bridge was closed.",
    "As the bell rang in the square, the speaker said, “Go home and stay there.”",
    "The mayor, who has often said so, smiled.",
    "He opened the door to the garden, sat down and said nothing.",
    "“We waited for hours in the rain, the nurse said so, and nobody came to us,” he told me.",
    "If the river rises above the old mark, which officials say is likely, the road will close.",
]


@pytest.mark.parametrize("text", MISSES)
def test_what_only_looks_like_it_is_left_alone(told, text):
    found, _ = told(text)
    assert not [a for a in found if a.found_by == "said_clause"]


@pytest.mark.parametrize(
    "text",
    ["Its director, Teresa Vaz, said the roof leaked.", "The keeper, a tall man, said Lima won the second race."],
)
def test_a_subject_with_a_description_is_no_clause(told, text):
    assert told(text)[0] == ()


@pytest.mark.parametrize(
    "text",
    [
        "Two divers were hurt in the lock, the crowd heard a bang.",
        "Two divers were hurt in the lock, Ana Lima wrote in a memo that nobody had read it.",
    ],
)
def test_what_is_heard_elsewhere_or_said_afterwards_ends_no_clause(told, text):
    found, _ = told(text)
    assert not [row for row in found if row.found_by == "said_clause"]
