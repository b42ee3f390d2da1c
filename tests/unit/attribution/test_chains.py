"""Chains that the tagger reads as one link: who said it is the source, who passed it on the relay."""

import pytest

CHAINS = [
    (
        "In a report citing two guards, the Daily Herald said the dam was empty.",
        ("the Daily Herald", "said", "the dam was empty"),
        ("two guards", "the Daily Herald", "the dam was empty"),
    ),
    (
        "The Daily Herald claimed, citing “friends of the guard”, that the dam was empty.",
        ("The Daily Herald", "claimed", "“friends of the guard”, that the dam was empty"),
        ("friends of the guard", "The Daily Herald", "that the dam was empty"),
    ),
    (
        "“The dam is empty,” the Daily Herald quoted engineer Ana Lima as saying.",
        ("the Daily Herald", "quoted", "The dam is empty,"),
        ("engineer Ana Lima", "the Daily Herald", "The dam is empty"),
    ),
    (
        "The dam is empty, according to two guards, the Daily Herald reported.",
        ("the Daily Herald", "reported", "The dam is empty, according to two guards"),
        ("two guards", "the Daily Herald", "The dam is empty"),
    ),
    (
        "The Daily Herald reported that, according to two guards, the dam was empty.",
        ("two guards", "according to", "the dam was empty"),
        ("two guards", "The Daily Herald", "the dam was empty"),
    ),
    (
        "Ana Lima has confirmed to the Daily Herald that the dam is empty.",
        ("Ana Lima", "confirmed", "that the dam is empty"),
        ("Ana Lima", "the Daily Herald", "that the dam is empty"),
    ),
]


@pytest.mark.parametrize(("text", "read", "wanted"), CHAINS)
def test_who_said_it_and_who_passed_it_on(told, text, read, wanted):
    source, cue, content = read
    (found,), _ = told(text, ("source", source, 1), ("cue", cue, 1), ("content", content, 1))
    assert found.source.span.text_of(text) == wanted[0]
    assert [relay.span.text_of(text) for relay in found.via] == [wanted[1]]
    assert found.content[0].text_of(text) == wanted[2]


@pytest.mark.parametrize(
    "text",
    [
        "In a hall full of guards, citing cold weather, Ana Lima said the dam was empty.",
        "Ana Lima has confirmed to the city council that the dam is empty.",
    ],
)
def test_no_relay_where_nobody_passes_on(told, text):
    content = text[text.index("th" + "e dam" if "said" in text else "that the dam") : -1]
    (found,), _ = told(
        text, ("source", "Ana Lima", 1), ("cue", "said" if "said" in text else "confirmed", 1), ("content", content, 1)
    )
    assert found.source.span.text_of(text) == "Ana Lima"
    assert found.via == ()


def test_who_was_told_is_no_content(told):
    text = "The dam is empty, two guards told the Daily Herald."
    found, _ = told(
        text,
        ("source", "two guards", 1),
        ("cue", "told", 1),
        ("content", "The dam is empty", 1),
        ("source", "two guards", 2),
        ("cue", "told", 2),
        ("content", "the Daily", 2),
    )
    assert [[span.text_of(text) for span in row.content] for row in found] == [["The dam is empty"]]


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        ("The ministry told reporters that the dam was empty, it said.", {"The ministry"}),
        ("A guard told her that the dam was empty, she said.", {"A guard", "she"}),
    ],
)
def test_it_said_repeats_the_body_before(told, text, speakers):
    first, last = ("The ministry", "it") if "it said" in text else ("A guard", "she")
    found, _ = told(
        text,
        ("source", first, 1),
        ("cue", "told", 1),
        ("content", "that the dam was empty", 1),
        ("source", last, 2),
        ("cue", "said", 2),
    )
    assert {row.source.span.text_of(text) for row in found} == speakers
