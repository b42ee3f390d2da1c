import pytest

from service.core.domain import Finding, PolicyError, Severity, Span
from service.core.rules.globs import matches
from service.core.rules.policy import FailOn, Policy
from service.core.rules.verdict import judge


@pytest.mark.parametrize(
    ("pattern", "path", "fits"),
    [
        ("*.md", "draft.md", True),
        ("*.md", "news/2026/draft.md", True),
        ("news/*.md", "news/draft.md", True),
        ("news/*.md", "news/2026/draft.md", False),
        ("news/**/*.md", "news/2026/11/draft.md", True),
        ("news/**/*.md", "news/draft.md", True),
        ("**/opinion/**", "a/opinion/b/c.md", True),
        ("**/opinion/**", "a/opinions/b/c.md", False),
        ("opinion/**", "opinion/a.md", True),
        ("opinion/**", "news/opinion/a.md", False),
        ("draft-?.md", "draft-1.md", True),
        ("draft-?.md", "draft-12.md", False),
        ("./news/*.md", "news/a.md", True),
        ("news/*", "./news/a.md", True),
        ("a*b*c", "aXXbYYc", True),
        ("a*b*c", "aXXbYYcZ", False),
        ("", "a", False),
    ],
)
def test_globs_stay_inside_folders_unless_doubled(pattern, path, fits):
    assert matches(pattern, path) is fits


def test_a_hostile_glob_costs_no_more_than_its_length():
    assert not matches("*a" * 2000 + "b", "a" * 4000)
    assert not matches("**/" * 500 + "b", "a/" * 500 + "a")


@pytest.mark.parametrize(
    ("mapping", "pointer", "code"),
    [
        ({"fail-on": "error"}, "/fail-on", "unknown"),
        ({"extends": "lenient"}, "/extends", "unknown"),
        ({"fail_on": "fatal"}, "/fail_on", "invalid"),
        ({"report_level": "all"}, "/report_level", "invalid"),
        ({"max_warnings": -1}, "/max_warnings", "invalid"),
        ({"max_warnings": True}, "/max_warnings", "invalid"),
        ({"max_warnings": "many"}, "/max_warnings", "invalid"),
        ({"rules": {"SRC999": "error"}}, "/rules/SRC999", "unknown"),
        ({"rules": {"a/b~c": "error"}}, "/rules/a~1b~0c", "unknown"),
        ({"rules": {"SRC004": "fatal"}}, "/rules/SRC004", "invalid"),
        ({"rules": {"SRC004": {"severity": "fatal"}}}, "/rules/SRC004/severity", "invalid"),
        ({"rules": {"SRC004": {"level": "error"}}}, "/rules/SRC004/level", "unknown"),
        ({"rules": ["SRC004"]}, "/rules", "invalid"),
        ({"per_path": [{"glob": "a/**"}]}, "/per_path/0", "invalid"),
        ({"per_path": [{"glob": "a/**", "rules": {"SRC000": "off"}}]}, "/per_path/0/rules/SRC000", "unknown"),
        ({"min_grade": "F"}, "/min_grade", "invalid"),
        ({"max_rating_age": "a year"}, "/max_rating_age", "invalid"),
        ({"ignore": "*.md"}, "/ignore", "invalid"),
        ({"ignore": [1]}, "/ignore/0", "invalid"),
        ({"registry_overlays": ["newsdesk", ""]}, "/registry_overlays/1", "invalid"),
        ({"version": 2}, "/version", "invalid"),
        (["SRC004"], "", "invalid"),
    ],
)
def test_what_is_wrong_in_a_policy_is_told_with_its_place(policy_of, mapping, pointer, code):
    with pytest.raises(PolicyError) as caught:
        policy_of(mapping)
    (error,) = caught.value.details["errors"]
    assert (error["pointer"], error["code"]) == (pointer, code)


def test_all_faults_are_told_at_once(policy_of):
    with pytest.raises(PolicyError) as caught:
        policy_of({"fail_on": "fatal", "rules": {"SRC998": "error", "SRC999": "error"}})
    assert [error["pointer"] for error in caught.value.details["errors"]] == [
        "/fail_on",
        "/rules/SRC998",
        "/rules/SRC999",
    ]


def test_a_policy_builds_on_its_preset_and_keeps_what_it_does_not_change(policy_of, resources):
    policy = policy_of({"extends": "strict", "max_warnings": 3, "rules": {"SRC004": "error"}})
    assert policy.name == "strict"
    assert policy.max_warnings == 3
    assert policy.fail_on is resources.presets["strict"].fail_on
    (rule,) = [rule for rule in resources.rules if rule.id == "SRC004"]
    assert policy.setting(rule).severity is Severity.ERROR


def test_yaml_reads_off_as_false_and_the_policy_reads_it_as_off(policy_of, resources):
    (rule,) = [rule for rule in resources.rules if rule.id == "SRC004"]
    assert policy_of({"rules": {"SRC004": False}}).setting(rule).severity is Severity.OFF


def test_rules_of_a_path_come_before_the_rules_of_the_policy(policy_of, resources):
    (rule,) = [rule for rule in resources.rules if rule.id == "SRC004"]
    policy = policy_of({"rules": {"SRC004": "error"}, "per_path": [{"glob": "opinion/**", "rules": {"SRC004": "off"}}]})
    assert policy.setting(rule, "news/a.md").severity is Severity.ERROR
    assert policy.setting(rule, "opinion/a.md").severity is Severity.OFF


def found(*severities):
    return [Finding("SRC004", severity, Span(0, 1), "") for severity in severities]


@pytest.mark.parametrize(
    ("severities", "policy", "passed", "reason"),
    [
        ((), Policy(), True, "nothing at or above error"),
        ((Severity.WARNING,), Policy(), True, "nothing at or above error"),
        ((Severity.ERROR,), Policy(), False, "1 error (fail_on=error)"),
        ((Severity.ERROR, Severity.ERROR, Severity.WARNING), Policy(fail_on=FailOn.WARNING), False,
         "2 errors, 1 warning (fail_on=warning)"),
        ((Severity.NOTE,), Policy(fail_on=FailOn.NOTE), False, "1 note (fail_on=note)"),
        ((Severity.ERROR,), Policy(fail_on=FailOn.NEVER), True, "nothing fails a check (fail_on=never)"),
        ((Severity.WARNING,) * 3, Policy(max_warnings=2), False, "3 warnings (max_warnings=2)"),
        ((Severity.WARNING,) * 2, Policy(max_warnings=2), True, "nothing at or above error"),
        ((Severity.WARNING,), Policy(fail_on=FailOn.NEVER, max_warnings=0), False, "1 warning (max_warnings=0)"),
    ],
)  # fmt: skip
def test_the_verdict_follows_the_policy(severities, policy, passed, reason):
    verdict = judge(found(*severities), policy)
    assert (verdict.passed, verdict.reason) == (passed, reason)


def test_hiding_a_finding_does_not_pass_a_check(check_draft):
    text = "It was reported that the bridge had been closed since Sunday."
    hidden = {"report_level": "error", "fail_on": "note"}
    report = check_draft(text, policy=hidden)
    assert not report.findings
    assert not report.verdict.passed
    assert sum(report.verdict.counts.values()) >= 1
