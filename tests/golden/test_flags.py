"""The checks raise the problems that another author saw in articles: no flag falls below its frozen figures."""

import json

import pytest

from bench.eval.flags import FROZEN, GOLD, SPLITS, counts, evaluate
from service.runtime.resources import load_resources

KNOWN = json.loads(FROZEN.read_text(encoding="utf-8"))
FLAGS = {tag for rule in load_resources().rules for tag in rule.info.tags}


@pytest.mark.parametrize(("split", "path"), list(zip(SPLITS, GOLD, strict=True)), ids=SPLITS)
def test_flags_are_raised_as_often_as_before(split, path):
    found, before = counts(evaluate([path]))["together"], KNOWN[split]["together"]
    assert found["right"] >= before["right"] - 1
    assert found["wrong"] <= before["wrong"] + 1


@pytest.mark.parametrize("path", GOLD, ids=SPLITS)
def test_gold_names_flags_that_rules_raise(path):
    articles = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert {flag for article in articles for flag in article["flags"]} <= FLAGS
    assert sum(not article["flags"] for article in articles) >= 4
