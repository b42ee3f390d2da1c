"""What a CI system would drop is counted and told, and the gravest findings are the ones that are shown."""

import json

import pytest

from service.core.domain import Severity, Span
from service.core.domain.findings import Finding
from service.render.checks.catalog import format_named
from service.render.checks.github import GITHUB_EACH
from service.render.checks.markdown import MARKDOWN_LENGTH
from service.render.checks.result import Checked, Tool
from service.render.checks.sarif import SARIF_RESULTS
from tests.golden.test_check_formats import valid
from tests.unit.render.check_drafts import checked, report

TOOL = Tool("0.1")
MANY = 5_200


@pytest.fixture(scope="module")
def crowded() -> Checked:
    """A draft of one word a line, a finding each; every hundredth is an error, those at the end as well."""
    text = "word\n" * MANY
    found = tuple(
        Finding(
            "SRC010" if number % 100 == 99 else "SRC041",
            Severity.ERROR if number % 100 == 99 else Severity.NOTE,
            Span(5 * number, 5 * number + 4),
            "A message.",
            origin=Span(5 * number, 5 * number + 4),
            fingerprint=str(number),
        )
        for number in range(MANY)
    )
    return checked(report(text, "a.md", found, passed=False, reason="52 errors (fail_on=error)"))


def test_sarif_keeps_what_is_stored_and_says_what_is_left_out(crowded):
    text = format_named("sarif").write([crowded], TOOL)
    valid(text, "sarif-schema-2.1.0.json")
    run = json.loads(text)["runs"][0]
    assert len(run["results"]) == SARIF_RESULTS
    assert sum(row["level"] == "error" for row in run["results"]) == MANY // 100
    notes = [row["message"]["text"] for row in run["invocations"][0]["toolExecutionNotifications"]]
    assert notes == [f"{MANY - SARIF_RESULTS} more findings not listed."]


def test_github_gets_ten_of_each_level(crowded):
    lines = format_named("github").write([crowded], TOOL).splitlines()
    assert sum(line.startswith("::error ") for line in lines) == GITHUB_EACH
    assert sum(line.startswith("::notice ") for line in lines) == GITHUB_EACH
    assert len(lines) == 2 * GITHUB_EACH + 1
    assert lines[-1].startswith("42 more errors, 5138 more notes without an annotation")


def test_faults_of_drafts_count_among_githubs_ten(crowded):
    faulty = [Checked(f"{number}.md", fault="not UTF-8") for number in range(12)]
    lines = format_named("github").write([*faulty, crowded], TOOL).splitlines()
    assert not [line for line in lines if line.startswith("::error file=a.md")]


def test_a_summary_fits_into_a_comment(crowded):
    text = format_named("markdown").write([crowded], TOOL)
    assert len(text) <= MARKDOWN_LENGTH
    assert "**Sourcing check failed**: 52 errors, 5148 notes in 1 draft." in text
    last = text.rstrip("\n").splitlines()[-1]
    listed = sum(line.startswith(("| error", "| note")) for line in text.splitlines())
    assert last.startswith(f"… and {MANY - listed} more findings: ")
    assert text.count("| error |") == MANY // 100
