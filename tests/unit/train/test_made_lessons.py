"""Texts made for training: labels stand on the words that they name, look-alikes have none, other typography moves nothing."""

import random

import pytest

from bench.train.augment import _PATTERNS, Draw, World, _sentence, swapped, synthetic
from bench.train.corpora import document_of
from bench.train.restyle import WAYS, curly, lowered, restyled, shouted, single, straight
from service.core.text.layer import build_layer

TEXT = (
    "The harbor office said that two ferries would stay in port until the storm had passed over the bay. "
    "The quay was empty and nobody had swept it since the night before."
)
CONTENT = "that two ferries would stay in port until the storm had passed over the bay"
ROWS = [
    {
        "id": "own-1",
        "text": TEXT,
        "attributions": [
            {
                "source": [[0, 17]],
                "cue": [[18, 22]],
                "content": [[TEXT.index(CONTENT), TEXT.index(CONTENT) + len(CONTENT)]],
            }
        ],
    }
]
FORMS = [(group, pattern) for group, patterns in _PATTERNS["forms"].items() for pattern in patterns]
LURES = [(group, pattern) for group, patterns in _PATTERNS["look_alikes"].items() for pattern in patterns]


@pytest.fixture(scope="module")
def world() -> World:
    return World(random.Random(2))


def filled(pattern: str, world: World) -> tuple[str, list[dict]]:
    attributions: list[dict] = []
    text = _sentence(pattern, Draw(world, ["the dam would hold"]), "Before it. ", attributions)
    return text, attributions


@pytest.mark.parametrize(("group", "pattern"), FORMS)
def test_every_form_fills_and_labels_whole_words(group: str, pattern: str, world: World) -> None:
    for _ in range(5):
        text, attributions = filled(pattern, world)
        assert "<" not in text
        assert "{" not in text
        spans = [span for row in attributions for name in ("source", "cue", "content") for span in row[name]]
        assert bool(spans) == ("<C" in pattern)
        for start, end in spans:
            assert len("Before it. ") <= start < end <= len(text)
            assert text[start:end] == text[start:end].strip()
        assert all(row["cue"] and row["content"] for row in attributions), group


@pytest.mark.parametrize(("group", "pattern"), LURES)
def test_no_look_alike_has_a_label(group: str, pattern: str, world: World) -> None:
    text, attributions = filled(pattern, world)
    assert not attributions, group
    assert "<" not in text
    assert "{" not in text


def test_one_source_can_belong_to_two_attributions(world: World) -> None:
    text, (one, two) = filled("<S12> <K1:confirmed> <C1:that {clause}> but <K2:said> <C2:{clause}>.", world)
    assert one["source"] == two["source"]
    assert text[slice(*one["cue"][0])] == "confirmed"
    assert text[slice(*two["content"][0])] == "the dam would hold"


def test_pattern_documents_are_the_same_for_the_same_seed() -> None:
    made = [list(synthetic(ROWS, World(random.Random(3)), 20)) for _ in range(2)]
    assert made[0] == made[1]
    assert any(row["attributions"] for row in made[0])


def test_a_swapped_source_takes_its_label_along(world: World) -> None:
    for _ in range(20):
        row = swapped(ROWS[0], world, share=1.0)
        (attribution,) = row["attributions"]
        assert row["text"][slice(*attribution["content"][0])] == CONTENT
        assert row["text"][slice(*attribution["cue"][0])] == "said"


QUOTED = 'FLOODS RISE\n\n“We’ll stay,” she said. "Nobody leaves." He called it “a trick”.'


@pytest.mark.parametrize("way", [way for way, _ in WAYS], ids=lambda way: way.__name__)
def test_other_typography_keeps_length_and_tokens(way) -> None:
    changed = way(QUOTED)
    assert len(changed) == len(QUOTED)
    before, after = (build_layer(document_of(text)) for text in (QUOTED, changed))
    assert before.starts == after.starts
    assert before.ends == after.ends


def test_ways_do_what_they_say() -> None:
    assert straight("“Yes,” it’s") == '"Yes," it\'s'
    assert curly('"Yes," she said, "no."') == "“Yes,” she said, “no.”"
    assert single("“It’s,” she said") == "‘It’s,’ she said"
    assert single("“One ‘two’ three”") == "“One ‘two’ three”"
    assert shouted("Floods rise\n\nShe said.") == "FLOODS RISE\n\nShe said."
    assert lowered("Reuters") == "reuters"


def test_a_text_that_would_change_its_length_stays() -> None:
    text = "İzmir and Straße " * 3
    rng = random.Random(0)
    assert {len(restyled(text, rng, share=1.0)) for _ in range(60)} == {len(text)}


def test_the_share_says_how_many_change() -> None:
    rng = random.Random(1)
    changed = sum(restyled(QUOTED, rng) != QUOTED for _ in range(800))
    assert 100 < changed < 230
    assert restyled(QUOTED, rng, share=0.0) == QUOTED
