"""Every format leads back from its own columns to the same characters, whatever stands before them."""

import json
import re

from hypothesis import given
from hypothesis import strategies as st

from service.core.domain import Severity, Span
from service.core.domain.findings import Finding
from service.render.checks.catalog import FORMATS, format_named
from service.render.checks.result import Tool
from tests.unit.render.check_drafts import checked, report

SIGNS = "ab| \t\n\r\u00a0\u0301\u00e9\u20ac\u2028\u0085\u6e2f\U0001f30a\u200d:`%,<&\x00\x1b\ufeff"
TEXTS = st.lists(st.sampled_from([*SIGNS, "\r\n"]), min_size=1, max_size=80).map("".join)
TOOL = Tool("0.1")
LINE_END = re.compile("\r\n|\r|\n")


@st.composite
def drafts(draw):
    text = draw(TEXTS)
    start = draw(st.integers(0, len(text) - 1))
    span = Span(start, draw(st.integers(start + 1, len(text))))
    found = Finding("SRC004", Severity.ERROR, span, "A message.", origin=span, fingerprint="f")
    return text, span, checked(report(text, "a.md", (found,), passed=False, reason="1 error (fail_on=error)"))


def line_starts(text: str) -> list[int]:
    return [0, *(found.end() for found in LINE_END.finditer(text))]


def back(text: str, place: dict, unit: str) -> int:
    """The code point that a line and column mean, counted by hand from the line's start."""
    start = line_starts(text)[place["line"] - 1]
    start += text.startswith("\ufeff") and place["line"] == 1
    rest = text[start:]
    if unit == "utf8":
        return start + len(rest.encode()[: place["column"] - 1].decode())
    return start + place["column"] - 1


def seen(text: str, span: Span) -> tuple[int, int]:
    """The span as formats show it: a byte order mark at the start has no place."""
    shift = text.startswith("\ufeff")
    return max(span.start, shift), max(span.end, shift)


@given(case=drafts())
def test_sarif_counts_code_points(case):
    text, span, draft = case
    region = json.loads(format_named("sarif").write([draft], TOOL))["runs"][0]["results"][0]["locations"][0][
        "physicalLocation"
    ]["region"]
    low = back(text, {"line": region["startLine"], "column": region["startColumn"]}, "code_point")
    high = back(text, {"line": region["endLine"], "column": region["endColumn"]}, "code_point")
    assert (low, high) == seen(text, span)
    marked = text.removeprefix("\ufeff")[region["charOffset"] :][: region["charLength"]]
    assert marked == text[low:high]


@given(case=drafts())
def test_rdjson_counts_bytes(case):
    text, span, draft = case
    place = json.loads(format_named("rdjson").write([draft], TOOL))["diagnostics"][0]["location"]["range"]
    assert (back(text, place["start"], "utf8"), back(text, place["end"], "utf8")) == seen(text, span)


@given(case=drafts())
def test_gitlab_and_github_name_the_last_character(case):
    text, span, draft = case
    place = json.loads(format_named("gitlab").write([draft], TOOL))[0]["location"]["positions"]
    assert back(text, place["begin"], "code_point") == seen(text, span)[0]
    assert back(text, place["end"], "code_point") == max(span.end - 1, text.startswith("\ufeff"))
    command = format_named("github").write([draft], TOOL)
    if place["begin"]["line"] == place["end"]["line"]:
        assert f"col={place['begin']['column']},endColumn={place['end']['column']}" in command
    else:
        assert "col=" not in command


@given(case=drafts())
def test_no_draft_breaks_a_format(case):
    _text, _span, draft = case
    for each in FORMATS:
        written = each.write([draft], TOOL)
        assert written.endswith("\n")
        written.encode()
    assert len(format_named("github").write([draft], TOOL).splitlines()) == 1
    for line in format_named("text").write([draft], TOOL).rstrip("\n").split("\n"):
        assert "\x1b" not in line
        assert "\r" not in line
