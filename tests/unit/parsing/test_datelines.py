"""A dateline is a block of its own; what only looks like one stays prose."""

import pytest

from service.core.domain import Article, BlockKind
from service.core.parsing import parse

HITS = [
    ("KYIV (Dnipro Wire) — Drones hit a depot, the army said.", "KYIV (Dnipro Wire) —"),
    ("AMSTERDAM, March 3 - Dutch prices rose, the office said.", "AMSTERDAM, March 3 -"),
    ("ISTANBUL/ANKARA, Dec 1 (Bosphorus Press) - Turkish prices rose.", "ISTANBUL/ANKARA, Dec 1 (Bosphorus Press) -"),
    ("Lagos, Nigeria (WAP) -- The strike goes on.", "Lagos, Nigeria (WAP) --"),
    ("NEW DELHI: The monsoon is late, the weather office said.", "NEW DELHI:"),
    ("ÖREBRO, Sweden (NP) — A man was found.", "ÖREBRO, Sweden (NP) —"),
    ("BRASÍLIA — “We will veto it,” the president said.", "BRASÍLIA —"),
]
MISSES = [
    "NATO — which met on Friday — said nothing.",
    "The U.S. — The largest buyer — pays in advance.",
    "I - He never said who.",
    "Kyiv — The city was dark.",
    "HE SAID SO - and nobody asked.",
]


@pytest.mark.parametrize(("text", "dateline"), HITS)
def test_the_dateline_stands_alone(text, dateline):
    doc = parse(Article(text))
    first, second = doc.blocks
    assert (first.kind, first.span.text_of(text)) == (BlockKind.DATELINE, dateline)
    assert (second.kind, second.span.text_of(text)) == (BlockKind.PARAGRAPH, text[len(dateline) + 1 :])


@pytest.mark.parametrize("text", MISSES)
def test_prose_stays_prose(text):
    assert [block.kind for block in parse(Article(text)).blocks] == [BlockKind.PARAGRAPH]


def test_only_the_first_paragraph_has_one():
    text = "LIMA — The port is shut.\n\nQUITO — The port is open."
    assert [block.kind for block in parse(Article(text)).blocks] == [
        BlockKind.DATELINE,
        BlockKind.PARAGRAPH,
        BlockKind.PARAGRAPH,
    ]


TIMES = [
    ("14:32 The port has reopened.", "14:32"),
    ("[14h05] Le Havre is shut, the harbour master says.", "[14h05]"),
    ("2.15pm GMT – A crane has fallen.", "2.15pm GMT –"),
    ("9:05 a.m.: Ferries are late.", "9:05 a.m.:"),
]
NO_TIMES = [
    "7.30 said the film was cut.",
    "10:30 a.m. on Monday is too late.",
    "24 Hours said it would close.",
    "3 AM said so.",
]


@pytest.mark.parametrize(("text", "time"), TIMES)
def test_the_time_of_an_entry_stands_alone(text, time):
    text = f"The port was shut at noon.\n\n{text}"
    _, clock, entry = parse(Article(text)).blocks
    assert (clock.kind, clock.span.text_of(text).strip()) == (BlockKind.DATELINE, time)
    assert entry.kind is BlockKind.PARAGRAPH


@pytest.mark.parametrize("text", NO_TIMES)
def test_prose_that_begins_with_a_number_stays_prose(text):
    assert [block.kind for block in parse(Article(text)).blocks] == [BlockKind.PARAGRAPH]
