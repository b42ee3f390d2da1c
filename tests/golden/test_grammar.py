"""Every kind of body of every country in every wording: a sample of the generated phrases, held to the frozen shares."""

import json

import pytest

from bench.identity.grammar import FROZEN, NOUNS, judge, phrases, table
from bench.registry.coverage import COUNTRIES
from service.runtime.resources import load_resources

#: One phrase in so many is tried; no divisor of the number of shapes, so that all of them come up.
STEP = 37


@pytest.fixture(scope="module")
def outcomes():
    resources = load_resources()
    return [judge(phrase, resources) for phrase in list(phrases(resources.snapshot))[::STEP]]


def test_the_sample_has_every_shape_kind_and_country(outcomes):
    frozen = json.loads(FROZEN.read_text(encoding="utf-8"))
    assert {one.phrase.shape for one in outcomes} >= frozen.keys() - {"all", "metonym"}
    assert {one.phrase.country for one in outcomes} >= set(COUNTRIES)
    assert {one.phrase.role for one in outcomes} >= set(NOUNS)


def test_no_shape_falls_below_its_frozen_share(outcomes):
    frozen = json.loads(FROZEN.read_text(encoding="utf-8"))
    for shape, (count, right, *_) in table(outcomes, "shape").items():
        assert right >= frozen[shape] - 2 / count, shape
