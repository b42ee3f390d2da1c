"""Texts in which hundreds say the same: the work grows with the text, counted in what is looked at and not in time."""

import pytest

from service.core.pipeline import annotate_text
from service.core.reliability import others
from service.runtime.resources import load_resources

FIRST = "Ana Boris Carla Dario Elena Felix Greta Hugo Irma Jonas".split()
LAST = "Okoro Lindqvist Marchetti Novak Petrov Quiroga Rahman Sandoval Tanaka Umarov Vasquez Wanjiru".split()


@pytest.fixture(scope="module")
def resources():
    return load_resources()


def compared(people, resources, monkeypatch):
    """How many pairs of claims are compared where so many people say that a plan failed, and what was found."""
    names = [f"{FIRST[number % 10]} {LAST[number // 10 % 12]}{'x' * (number // 120)}" for number in range(people)]
    text = " ".join(f"{name} said that the northern harbour plan failed." for name in names)
    seen = []
    relation = others.relation
    monkeypatch.setattr(others, "relation", lambda *given, **named: seen.append(1) or relation(*given, **named))
    report = annotate_text(text, resources)
    monkeypatch.undo()
    return len(seen), report


def test_comparing_claims_is_linear_in_their_number(resources, monkeypatch):
    few, _ = compared(60, resources, monkeypatch)
    many, report = compared(240, resources, monkeypatch)
    assert few > 0
    assert many < 6 * few
    assert max(len(one.corroborated_by) for one in report.credibilities) < 60
