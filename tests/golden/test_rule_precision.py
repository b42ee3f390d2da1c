"""The draft checks on our own articles and drafts: what they find, and that they get no worse."""

import json
from pathlib import Path

from bench.docs.rules import PAGE, page
from bench.eval.rules import MEASURED, drafts, evaluate, everything_on, measured
from service.core.checking import check
from service.core.domain import Article
from service.runtime.resources import load_resources
from tests.golden.test_pipeline import CONVOY

FROZEN = json.loads((Path(__file__).parents[2] / "bench" / "frozen" / "rules.json").read_text(encoding="utf-8"))


def test_an_article_of_the_hard_forms_gets_the_findings_that_an_editor_would_make():
    resources = load_resources()
    report = check(Article(CONVOY), resources, policy=everything_on(resources.rules))
    found = {(finding.rule_id, finding.origin.text_of(CONVOY)) for finding in report.findings}
    assert {
        ("SRC001", "Up to 9,000 soldiers of a mountain brigade may be sent to the coast."),
        ("SRC004", "It was assured that"),
        ("SRC022", "the Polish Press Agency"),
        ("SRC042", "Images source: © kcna"),
    } <= found
    assert "SRC007" in {rule for rule, _ in found}
    assert len(found) <= 8


def test_no_rule_is_less_precise_than_its_frozen_figure():
    for rule, score in evaluate().items():
        frozen = FROZEN["rules"].get(rule, {}).get("precision")
        if frozen is not None and score.found >= 5:
            assert score.precision >= frozen - 0.1, (rule, score.examples)


def test_the_shipped_precision_is_the_frozen_one():
    for rule, row in FROZEN["rules"].items():
        line = f"{rule} = {row['precision']:.3f}" if row["precision"] is not None else ""
        if row["right"] + row["wrong"] >= 5 and rule < "SRC050":
            assert line in MEASURED.read_text(encoding="utf-8")


def test_every_expectation_stands_in_its_draft():
    for draft in drafts():
        for rule, words in draft.expected:
            assert words in draft.text, (draft.id, rule, words)
    assert sum(1 for draft in drafts() if draft.id[0] in "de") >= 24


def test_the_page_of_the_rules_is_generated_from_them():
    assert PAGE.read_text(encoding="utf-8") == page()
    assert "[precision]" in measured({})
