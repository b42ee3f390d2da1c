"""The marked articles can be trusted, and identity on them does not fall below the frozen figures."""

import itertools
import json

import pytest

from bench.identity.run import FROZEN, cases_given, figures
from service.core.domain import SourceType
from service.runtime.resources import load_resources
from tests.golden.gold import SPLITS, load_split
from tests.golden.marked import load_marked, parse_marked

SETS = {split: load_marked(split) for split in SPLITS}
ALL = tuple(article for articles in SETS.values() for article in articles)


@pytest.mark.parametrize("article", ALL, ids=lambda article: article.id)
def test_rows_are_well_formed_and_marks_lie_apart(article):
    spans = sorted([place for place, _ in article.mentions] + list(article.lures))
    assert all(one[1] <= other[0] for one, other in itertools.pairwise(spans))
    for source in article.sources:
        assert source.type in {kind.value for kind in SourceType}
        assert source.country is None or (len(source.country) == 2 and source.country.isupper())
        assert not (source.anonymous and source.canonical), source.key
    assert "{" not in article.text


def test_there_are_enough_mentions_and_the_splits_are_disjoint():
    assert sum(len(article.mentions) for article in ALL) >= 400
    texts = [article.text for article in ALL] + [article.text for split in SPLITS for article in load_split(split)]
    assert len(set(texts)) == len(texts)
    for articles in SETS.values():
        sources = [source for article in articles for source in article.sources]
        assert len({source.country for source in sources}) >= 25
        assert len({source.type for source in sources}) >= 15


def test_a_mark_without_a_row_is_refused():
    with pytest.raises(ValueError, match="without a row"):
        list(
            parse_marked(
                "=== x1 | war | - | Title\n{a:The army} said so, {b:it} added.\n---\na | Army | FR | military\n"
            )
        )


@pytest.mark.parametrize("split", SPLITS)
def test_identity_does_not_fall_below_the_frozen_figures(split):
    frozen = json.loads(FROZEN.read_text(encoding="utf-8"))[f"{split}, mentions given"]
    now = figures(cases_given(SETS[split], load_resources()))
    for name in ("identity_right", "country_right", "type_right", "anonymity_right", "mentions_joined"):
        assert now[name][0] >= frozen[name] - 0.02, name
