"""Interests on our own cases: seldom wrong, mostly seen, explained, and the same for either side."""

import re
from dataclasses import replace
from functools import cache

import pytest

from bench.eval.interest import found_reason, measured
from service.runtime.resources import load_resources
from tests.golden.interest import InterestCase, load_cases
from tests.unit.reliability.support import tables

SPLITS = ("tune", "test")
ALL = tuple(case for split in SPLITS for case in load_cases(split))
#: The two sides, each word for the other's.
SIDES = (("Alandic", "Borian"), ("Aland", "Boria"), ("Harvest", "Meadow"))


@cache
def figures(split: str) -> dict[str, float]:
    resources = load_resources()
    found = measured(load_cases(split), resources.tables, resources.lexicons)
    return {name: hits / max(1, n) for name, (hits, n) in found.items()}


@pytest.mark.parametrize("split", SPLITS)
def test_nine_in_ten_are_right_and_seen_with_their_reason(split: str) -> None:
    assert min(figures(split).values()) >= 0.9


def test_half_of_the_cases_are_bystanders() -> None:
    assert len(ALL) >= 60
    assert 0.4 <= sum(case.reason is None for case in ALL) / len(ALL) <= 0.6
    assert len({case.text for case in ALL}) == len(ALL)


def test_every_reason_has_cases_and_a_sentence() -> None:
    assert {rule.reason for rule in tables().interests} == {case.reason for case in ALL} - {None}
    assert all(rule.why.startswith("It ") and rule.why.endswith(".") for rule in tables().interests)


def other_side(case: InterestCase) -> InterestCase:
    """The case with both sides exchanged; the marks move with the words before them."""

    def swap(text: str) -> str:
        both = {one: other for pair in SIDES for one, other in (pair, pair[::-1])}
        return re.sub(rf"\b({'|'.join(both)})\b", lambda match: both[match.group()], text)

    country = {"XA": "XB", "XB": "XA"}.get(case.country or "", case.country)
    moved = {}
    for name in ("content", "cue"):
        place = getattr(case, name)
        moved[name] = place and (len(swap(case.text[: place[0]])), len(swap(case.text[: place[1]])))
    return replace(case, text=swap(case.text), label=swap(case.label), country=country, **moved)


@pytest.mark.parametrize("case", ALL, ids=lambda case: case.text[:60])
def test_either_side_is_judged_alike(case: InterestCase) -> None:
    resources = load_resources()
    there = found_reason(case, resources.tables, resources.lexicons)
    assert found_reason(other_side(case), resources.tables, resources.lexicons) == there
