"""Rows found by place, and the rule that uses it: its work grows with the text and not with its square."""

import pytest

from service.core.attribution.model import RawAttribution
from service.core.attribution.places import RowsByPlace
from service.core.attribution.rules import said_clauses
from service.core.domain import Article
from service.core.lang.lexicon import Lexicons
from service.core.parsing import parse
from service.core.text.layer import build_layer


def row(source, cue, *content):
    return RawAttribution(source, cue, content, 0.9)


def test_rows_are_found_by_source_cue_and_every_part_in_their_order():
    rows = RowsByPlace(
        [row((900, 902), (902, 903), (500, 520)), row(None, None, (10, 20), (700, 720)), row(None, None, (30, 40))]
    )
    assert [number for number, _ in rows.near(0, 50)] == [1, 2]
    assert [number for number, _ in rows.near(505, 506)] == [0]
    assert [number for number, _ in rows.near(901, 902)] == [0]
    assert [number for number, _ in rows.near(710, 711)] == [1]
    assert rows.near(2000, 2001) == []


def test_dropped_rows_are_gone_and_added_ones_come_last():
    rows = RowsByPlace([row(None, None, (0, 5)), row(None, None, (6, 9))])
    rows.drop(0)
    rows.put(1, row(None, None, (7, 9)))
    rows.add(row(None, None, (1, 5)))
    assert [one.content for one in rows.all()] == [((7, 9),), ((1, 5),)]
    assert [number for number, _ in rows.near(0, 9)] == [1, 2]


def looked_at(sentences, monkeypatch):
    """How many rows the rule looks at in a text of that many clauses with a misread row in each."""
    doc = parse(Article("Drones struck an oil depot near the port, the army said. " * sentences))
    layer = build_layer(doc)
    low = [word.lower() for word in layer.words]
    raw = tuple(row((first, first + 1), (first + 1, first + 2), (first + 2, first + 8)) for first, _ in layer.sentences)
    seen = []
    agrees = said_clauses._agrees
    monkeypatch.setattr(said_clauses, "_agrees", lambda *given: seen.append(1) or agrees(*given))
    found = said_clauses.credit(doc, layer, low, raw, Lexicons())
    monkeypatch.undo()
    assert [one.found_by for one in found] == ["said_clause"] * sentences
    return len(seen)


@pytest.mark.skipif(not said_clauses.__file__.endswith(".py"), reason="compiled functions call each other directly")
def test_a_clause_looks_at_the_rows_around_it_only(monkeypatch):
    assert looked_at(400, monkeypatch) < 5 * looked_at(100, monkeypatch)
