"""The same three drafts in every format, side by side in tests/golden/checks; each held against its format's own rules.

`UPDATE_GOLDEN=1` writes the files anew; read the diff.
"""

import json
import os
import re
from pathlib import Path
from xml.etree import ElementTree

import jsonschema
import pytest

from service.core.domain import Severity
from service.render.checks.catalog import FORMATS, format_named
from service.render.checks.result import Tool
from tests.unit.render.check_drafts import CLEAN, FERRY, RULES, SILENCED, checked, finding, report, three_drafts

HERE = Path(__file__).resolve().parent / "checks"
SCHEMAS = Path(__file__).resolve().parents[1] / "schemas"
TOOL = Tool("0.1", "https://grades.example.org")
ENDINGS = {
    "json": "json",
    "text": "txt",
    "markdown": "md",
    "github": "github.txt",
    "sarif": "sarif",
    "junit": "xml",
    "rdjson": "rdjson.json",
    "gitlab": "gitlab.json",
}


def written(name: str, *include: str, tool: Tool = TOOL) -> str:
    return format_named(name).write(three_drafts(RULES, *include), tool)


def valid(text: str, schema: str) -> None:
    rules = json.loads((SCHEMAS / schema).read_text(encoding="utf-8"))
    kind = jsonschema.validators.validator_for(rules)
    kind(rules, format_checker=kind.FORMAT_CHECKER).validate(json.loads(text))


@pytest.mark.parametrize("name", [each.name for each in FORMATS])
def test_each_format_is_what_its_golden_file_says(name):
    file = HERE / f"ferry.{ENDINGS[name]}"
    found = written(name)
    if os.environ.get("UPDATE_GOLDEN"):
        file.write_bytes(found.encode())
    assert file.read_bytes().decode() == found, "run with UPDATE_GOLDEN=1 and read the diff"


def test_every_format_has_one_golden_file():
    assert set(ENDINGS) == {each.name for each in FORMATS}
    assert {path.name for path in HERE.iterdir()} == {f"ferry.{ending}" for ending in ENDINGS.values()}


@pytest.mark.parametrize("include", [(), (SILENCED,)])
@pytest.mark.parametrize("tool", [TOOL, Tool("0.1")])
def test_sarif_keeps_to_the_schema_of_the_standard(include, tool):
    text = written("sarif", *include, tool=tool)
    valid(text, "sarif-schema-2.1.0.json")
    results = json.loads(text)["runs"][0]["results"]
    assert len(results) == (7 if include else 5)
    assert sum("suppressions" in row for row in results) == (2 if include else 0)
    assert {row["baselineState"] for row in results} <= {"new", "unchanged"}


def test_the_schemas_would_find_a_fault():
    broken = json.loads(written("sarif"))
    broken["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]["startLine"] = 0
    with pytest.raises(jsonschema.ValidationError):
        valid(json.dumps(broken), "sarif-schema-2.1.0.json")
    broken = json.loads(written("rdjson"))
    broken["diagnostics"][1]["location"]["range"]["start"]["col"] = 1
    with pytest.raises(jsonschema.ValidationError):
        valid(json.dumps(broken), "rdjson.json")


@pytest.mark.parametrize("tool", [TOOL, Tool("0.1")])
def test_rdjson_and_gitlab_keep_to_their_fields(tool):
    valid(written("rdjson", tool=tool), "rdjson.json")
    text = written("gitlab", tool=tool)
    valid(text, "gitlab-codequality.json")
    prints = [row["fingerprint"] for row in json.loads(text)]
    assert len(prints) == len(set(prints))


def test_one_finding_has_three_units():
    """`A source` stands behind a no-break, a combining and a wide character, an accent and a tab."""
    region = next(
        row["locations"][0]["physicalLocation"]["region"]
        for row in json.loads(written("sarif"))["runs"][0]["results"]
        if row["ruleId"] == "SRC010"
    )
    assert FERRY[region["charOffset"] :].startswith("A source")
    assert (region["startLine"], region["startColumn"]) == (3, 48)
    rdf = next(
        row for row in json.loads(written("rdjson"))["diagnostics"] if row.get("code", {}).get("value") == "SRC010"
    )
    assert rdf["location"]["range"]["start"] == {"line": 3, "column": 48 + 1 + 2 + 2}
    assert ",line=3,endLine=3,col=48,endColumn=55," in written("github")


def test_junit_is_xml_with_a_case_a_rule():
    text = written("junit")
    root = ElementTree.fromstring(text)
    suites = root.findall("testsuite")
    assert [suite.get("name") for suite in suites] == ["drafts/\u00e4 b#1.md", "drafts/clean.md", "drafts/photo.md"]
    assert [case.get("name").split()[0] for case in suites[0]] == ["SRC004", "SRC007", "SRC010", "SRC041"]
    assert [case.find("failure") is not None for case in suites[0]] == [False, False, True, False]
    assert not [case for case in suites[1] if len(case)]
    assert suites[2][0].find("error").get("message").startswith("The file is not text")
    assert (root.get("tests"), root.get("failures"), root.get("errors")) == ("9", "1", "1")


def test_a_failing_draft_never_gives_a_green_suite():
    hidden = report(CLEAN, "a.md", passed=False, reason="11 warnings (max_warnings=10)")
    root = ElementTree.fromstring(format_named("junit").write([checked(hidden)], TOOL))
    assert root.get("failures") == "1"
    assert "max_warnings=10" in format_named("text").write([checked(hidden)], TOOL)


def test_logs_obey_nothing_that_a_draft_says():
    for name in ("text", "github"):
        for line in written(name).splitlines():
            assert "\x1b" not in line
            assert "##[" not in line
            if line.lstrip().startswith("::"):
                assert re.match(r"::(error|warning|notice) file=[^:]*::", line)


@pytest.mark.parametrize("name", ["text", "markdown", "github"])
def test_what_people_read_holds_no_sign_that_commands_a_terminal(name):
    content = "It was \x1b[2Jassured \u202ethat\u202c the \x9b2Jferry is late.\n"
    row = finding(content, "SRC004", Severity.WARNING, content[:40], "Who \x1b[2Jassured it?", suggestion="Say\x07 it.")
    found = report(content, "a\x1b]0;gone\x07.md", (row,), passed=False)
    text = format_named(name).write([checked(found)], Tool("0.1", ""))
    assert "SRC004" in text
    assert all(sign.isprintable() or sign in "\n\t" for sign in text)


def test_carets_stand_under_the_words():
    lines = format_named("text").write(three_drafts(), TOOL).splitlines()
    at = next(number for number, line in enumerate(lines) if "SRC004" in line)
    # The tab stays a tab in both lines, so the marks stand right at any tab width.
    assert lines[at + 1].startswith("3 | \tIt was assured that")
    assert lines[at + 2] == "  | \t^^^^^^^^^^^^^^"


def test_markdown_quotes_a_draft_as_code():
    text = written("markdown")
    assert text.startswith("**Sourcing check failed**: 1 error, 2 warnings, 2 notes in 3 drafts.")
    assert "<b>" not in text
    assert "[SRC010](https://grades.example.org/v1/rules/SRC010)" in text


def test_clean_drafts_leave_the_text_empty():
    clean = [checked(report(CLEAN, "drafts/clean.md"))]
    assert format_named("text").write(clean, TOOL) == ""
    assert format_named("github").write(clean, TOOL) == ""
    assert json.loads(format_named("gitlab").write(clean, TOOL)) == []
