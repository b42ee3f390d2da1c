"""Every hard form keeps its level; each short case is right, or a known failure that is noted as one."""

import json
from functools import cache

import pytest

from bench.eval.forms import FROZEN, by_form, cases_of, faults
from bench.eval.run import Case
from service.core.domain import AttributionKind, SourceType
from service.runtime.resources import load_resources
from tests.golden.gold import FORMS, SPLITS, load_articles, occurrences

KNOWN = json.loads(FROZEN.read_text(encoding="utf-8"))
GOLD = [article for split in SPLITS for article in load_articles(FORMS / f"{split}.jsonl")]
#: A form may lose this much before somebody has to look at it.
SLACK = 0.1


@cache
def found(split: str) -> dict[str, Case]:
    return {case.article.id: case for case in cases_of(split, load_resources())}


def marked(article):
    failing = article.id in KNOWN["failing"]
    reason = "known failure: python -m bench.eval.forms --errors"
    return pytest.param(
        article, id=article.id, marks=[pytest.mark.xfail(strict=True, reason=reason)] if failing else []
    )


@pytest.mark.parametrize("article", [marked(article) for article in GOLD])
def test_case(article) -> None:
    assert list(faults(found(article.split)[article.id])) == []


@pytest.mark.parametrize("split", SPLITS)
def test_no_form_falls_below_its_frozen_level(split: str) -> None:
    for form, figures in by_form(tuple(found(split).values())).items():
        before = KNOWN[split][form]
        assert figures.f1 >= before["e2e"] - SLACK, form
        assert figures.counts["right"] / figures.counts["cases"] >= before["right"] - SLACK, form


def test_each_form_has_cases_to_tune_on_and_to_test() -> None:
    forms = {article.form for article in GOLD}
    for form in forms:
        for split in SPLITS:
            assert sum(article.form == form and article.split == split for article in GOLD) >= 3, (form, split)
    assert len({article.text for article in GOLD}) == len({article.id for article in GOLD}) == len(GOLD)


@pytest.mark.parametrize("article", GOLD, ids=lambda article: article.id)
def test_gold_is_verbatim_and_labelled(article) -> None:
    strings = [mention for source in article.sources for mention in source.mentions]
    strings += [string for item in article.attributions for string in (item.cue, *item.content)] + list(
        article.not_sources
    )
    assert [string for string in strings if string and not occurrences(article.text, string)] == []
    assert {source.type for source in article.sources} <= {kind.value for kind in SourceType}
    assert {item.kind for item in article.attributions} <= {kind.value for kind in AttributionKind}
    keys = {source.key for source in article.sources}
    assert {key for item in article.attributions for key in (item.source, item.relayed_by) if key} <= keys
