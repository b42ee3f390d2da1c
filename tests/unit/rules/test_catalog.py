"""Every rule against its cases and against its own help text, end to end through the real pipeline."""

import re
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from service.core.checking import check
from service.core.domain import Article, OutcomeTally, Records, Severity, Span
from service.core.rules.catalog import RULES
from tests.unit.rules.conftest import TODAY

CASES = Path(__file__).resolve().parents[2] / "cases" / "rules"
MODULES = Path(__file__).resolve().parents[3] / "service" / "core" / "rules" / "catalog"
#: The help's examples of these rules need a setting of the newsroom's own.
SETTINGS = {
    "SRC019": {"rules": {"SRC019": "error"}},
    "SRC034": {"max_rating_age": 90},
    "SRC040": {"rules": {"SRC040": "note"}},
}
OUTCOMES = {"SRC033": {"gb.reuters": (3.0, 7.0, 10)}}


def load(path):
    """The cases of a file as (kind, text, marked, file)."""
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    for kind in ("hits", "near"):
        for row in table[kind]:
            yield kind, row, table
    for row in table.get("known", ()):
        yield "known", row, table


def unmarked(text):
    """The text without ⟦ and ⟧, and the spans between them."""
    spans, out, at = [], [], 0
    for piece in re.split(r"([⟦⟧])", text):
        if piece == "⟦":
            spans.append(at)
        elif piece == "⟧":
            spans[-1] = Span(spans[-1], at)
        else:
            out.append(piece)
            at += len(piece)
    return "".join(out), spans


def with_outcomes(resources, outcomes):
    tallies = {key: OutcomeTally(held, failed, count) for key, (held, failed, count) in outcomes.items()}
    return replace(resources, records=Records(outcomes=tallies))


@pytest.fixture(scope="module")
def find(resources, policy_of):
    """Findings of one rule in a draft."""

    def run(rule, text, table=None):
        table = table or {}
        mine = with_outcomes(resources, table["outcomes"]) if "outcomes" in table else resources
        article = Article(text, media_type=table.get("media_type", "text/markdown"))
        policy = policy_of(table.get("policy", {}))
        report = check(article, mine, policy=policy, today=TODAY)
        return [finding for finding in report.findings if finding.rule_id == rule]

    return run


def cases():
    for path in sorted(CASES.glob("*.toml")):
        for number, (kind, row, table) in enumerate(load(path)):
            text = row if isinstance(row, str) else row["text"]
            expect = row["expect"] if kind == "known" else {"hits": "hit", "near": "near"}[kind]
            marks = [pytest.mark.xfail(strict=True, reason=row["why"])] if kind == "known" else []
            yield pytest.param(expect, text, table, id=f"{path.stem}-{expect}-{number}", marks=marks)


@pytest.mark.parametrize(("expect", "text", "table"), list(cases()))
def test_rules_find_what_they_should_and_leave_the_rest_alone(find, expect, text, table):
    text, spans = unmarked(text)
    found = find(table["rule"], text, table)
    if expect == "near":
        assert not found, [(one.message, one.origin.text_of(text)) for one in found]
        return
    assert found, "no finding"
    for span in spans:
        assert any(one.origin.overlaps(span) for one in found), [one.origin.text_of(text) for one in found]
    if spans:
        assert len(found) == len(spans), [one.origin.text_of(text) for one in found]


def example_table(rule):
    table = {"policy": SETTINGS.get(rule.id, {})}
    if rule.id in OUTCOMES:
        table["outcomes"] = OUTCOMES[rule.id]
    return table


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_the_bad_example_of_the_help_triggers_and_the_good_one_does_not(find, rule):
    assert find(rule.id, rule.info.bad, example_table(rule))
    assert not find(rule.id, rule.info.good, example_table(rule))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_the_help_is_written_for_an_editor(rule):
    info = rule.info
    assert info.summary.endswith(".")
    assert 8 <= len(info.why.split()) <= 60, "the reason is told in a few sentences"
    assert info.guidelines
    assert all(guideline for guideline in info.guidelines)
    assert re.fullmatch(r"[a-z]+(?:-[a-z]+)+", info.name)


def test_what_is_on_disk_is_registered_has_cases_and_is_documented():
    on_disk = {path.stem for path in MODULES.glob("*.py")} - {"__init__"}
    registered = {rule.find.__module__.rpartition(".")[2] for rule in RULES}
    cases = {path.stem for path in CASES.glob("*.toml")}
    page = (CASES.parents[2] / "docs" / "rules.md").read_text(encoding="utf-8")
    documented = set(re.findall(r"^## (SRC\d{3})", page, re.MULTILINE))
    assert on_disk == registered == cases
    assert documented == {rule.id for rule in RULES}


def test_ids_are_unique_and_in_order():
    ids = [rule.id for rule in RULES]
    assert ids == sorted(set(ids))
    assert len(ids) == 43


@pytest.mark.parametrize("path", sorted(CASES.glob("*.toml")), ids=lambda path: path.stem)
def test_a_rule_has_six_hits_and_six_near_misses(path):
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    assert len(table["hits"]) >= 6
    assert len(table["near"]) >= 6
    module = {rule.id: rule.find.__module__.rpartition(".")[2] for rule in RULES}
    assert module[table["rule"]] == path.stem


def test_no_rule_ships_graver_than_its_precision_allows(resources):
    for rule in resources.rules:
        if rule.info.severity in {Severity.ERROR, Severity.WARNING}:
            assert rule.is_hygiene or rule.proven, rule.id
    for name, policy in resources.presets.items():
        for rule in resources.rules:
            severity = policy.setting(rule).severity
            if severity in {Severity.ERROR, Severity.WARNING}:
                assert rule.is_hygiene or rule.proven, (name, rule.id)


def test_every_problem_of_the_exchange_format_is_a_tag_of_a_rule():
    tags = {tag for rule in RULES for tag in rule.info.tags}
    assert tags == {
        "single-anonymous-source",
        "anonymous-without-reason",
        "state-media-only",
        "party-to-conflict-unchallenged",
        "agentless-attribution",
        "hearsay-chain",
        "social-media-unverified",
        "single-source-story",
        "unattributed-quote",
        "vague-source",
    }
