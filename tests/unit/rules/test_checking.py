"""Directives, baseline, fingerprints, changed lines: what happens to a finding after a rule has found it."""

from dataclasses import replace
from datetime import date

import pytest

from service.core.checking import Filter
from service.core.rules.baseline import BaselineEntry, first_baseline, ratcheted

CLAIM = "It was reported that the bridge had been closed since Sunday."
OTHER = "The road authority said on Monday that the bridge would reopen."
ONLY = {"rules": {"SRC004": "warning"}, "report_level": "warning"}


def ids(findings):
    return sorted({finding.rule_id for finding in findings})


def directive(body):
    return f"<!-- sourcegrade {body} -->"


@pytest.mark.parametrize("media_type", ["text/markdown", "text/html"])
@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("disable-next-line SRC004 -- the leaflet is the story", []),
        ("disable-next-line SRC004, SRC007 -- the leaflet is the story", []),
        ("disable-next-line src004 until=2026-11-25 -- the last day counts", []),
        ("disable-next-line SRC004 until=2026-11-24 -- over", ["SRC004", "SRC052"]),
        ("disable-next-line SRC004", ["SRC004", "SRC051"]),
        ("disable-next-line SRC004 --", ["SRC004", "SRC051"]),
        ("disable-next-line SRC007 -- another rule", ["SRC004", "SRC050"]),
        ("disable-next-line SRC999 -- no such rule", ["SRC004", "SRC050"]),
        ("disable-next-line -- no rule", ["SRC004", "SRC050"]),
        ("disable-nextline SRC004 -- a slip", ["SRC004", "SRC050"]),
        ("disable-next-line SRC004 because of a slip -- reason", ["SRC004", "SRC050"]),
        ("disable-next-line SRC004 until=tomorrow -- reason", ["SRC004", "SRC050"]),
        ("disable-line SRC004 -- the wrong line", ["SRC004", "SRC050"]),
        ("disable SRC004 -- from here on", []),
        ("disable-file SRC004 -- all of it", []),
    ],
)
def test_directives_silence_what_they_name_and_nothing_else(check_draft, media_type, body, found):
    claim = CLAIM if media_type == "text/markdown" else f"<p>{CLAIM}</p>"
    report = check_draft(f"{directive(body)}\n{claim}\n", media_type, policy=ONLY)
    assert ids(report.findings) == found
    assert len(report.suppressed) == (not found)
    assert len(report.suppressions) == 1


@pytest.mark.parametrize("gap", ["\n", "\n\n", "\r\n\r\n", "\n   \n\n"])
def test_the_next_line_is_the_next_line_with_text(check_draft, gap):
    report = check_draft(f"{directive('disable-next-line SRC004 -- reason')}{gap}{CLAIM}\n\n{CLAIM}\n", policy=ONLY)
    assert [len(report.suppressed), len(report.findings)] == [1, 1]


@pytest.mark.parametrize("media_type", ["text/markdown", "text/html"])
def test_a_line_is_silenced_by_a_comment_on_it(check_draft, media_type):
    text = f"{CLAIM} {directive('disable-line SRC004 -- reason')}\n\n{CLAIM}\n"
    report = check_draft(text if media_type == "text/markdown" else f"<p>{text}</p>", media_type, policy=ONLY)
    assert [len(report.suppressed), len(report.findings)] == [1, 1]


def test_enable_ends_a_disable_for_the_rules_that_it_names(check_draft):
    begin = directive("disable SRC004 SRC007 -- reason")
    end = directive("enable SRC004")
    stray = 'We will reopen on Monday and treat everybody who waited," the director said.'
    report = check_draft(
        f"{begin}\n{CLAIM}\n\n{end}\n\n{CLAIM}\n\n{stray}\n",
        policy={"rules": {"SRC004": "warning", "SRC007": "warning"}},
    )
    assert ids(report.suppressed) == ["SRC004", "SRC007"]
    assert "SRC004" in ids(report.findings)
    assert "SRC007" not in ids(report.findings)


def test_enable_without_rules_ends_every_disable(check_draft):
    text = f"{directive('disable SRC004 -- reason')}\n{CLAIM}\n\n{directive('enable')}\n\n{CLAIM}\n"
    report = check_draft(text, policy=ONLY)
    assert [len(report.suppressed), len(report.findings)] == [1, 1]


def test_plain_text_has_no_comments_and_the_check_says_so(check_draft):
    report = check_draft(f"{directive('disable-next-line SRC004 -- reason')}\n{CLAIM}\n", "text/plain", policy=ONLY)
    assert ids(report.findings) == ["SRC004", "SRC050"]
    assert not report.suppressed
    (told,) = [finding.message for finding in report.findings if finding.rule_id == "SRC050"]
    assert "Markdown" in told


def test_the_rules_of_hygiene_cannot_be_silenced_inline(check_draft):
    text = f"{directive('disable-file SRC051 -- no')}\n{directive('disable-next-line SRC004')}\n{CLAIM}\n"
    assert {"SRC051", "SRC050"} <= set(ids(check_draft(text, policy=ONLY).findings))


def test_a_finding_about_a_directive_points_at_the_directive(check_draft):
    text = f"{OTHER}\n\n{directive('disable-line SRC004')}\n"
    (finding,) = check_draft(text, policy=ONLY).findings
    assert finding.origin.text_of(text) == directive("disable-line SRC004")


def test_findings_point_into_the_file_as_it_is(check_draft):
    text = f"---\ntitle: Über & «Brücken»\n---\n# 𝐁ridge\n\n*{OTHER}*\n\n- {CLAIM}\n"
    report = check_draft(text, policy=ONLY)
    assert [finding.origin.text_of(text) for finding in report.findings] == ["It was reported that"]


def test_fingerprints_survive_edits_elsewhere_and_typography(check_draft):
    (before,) = check_draft(f"{CLAIM}\n", policy=ONLY).findings
    (after,) = check_draft(f"# New title\n\n{OTHER}\n\n*{CLAIM}*\n", policy=ONLY).findings
    assert before.fingerprint == after.fingerprint


def test_the_same_words_twice_have_two_fingerprints(check_draft):
    first, second = check_draft(f"{CLAIM}\n\n{CLAIM}\n", policy=ONLY).findings
    assert first.fingerprint != second.fingerprint


def test_a_baseline_covers_what_was_there_and_no_more(check_draft):
    first = check_draft(f"{CLAIM}\n", policy=ONLY)
    baseline = first_baseline(first.findings, "")
    again = check_draft(f"{CLAIM}\n\n{OTHER}\n\n{CLAIM}\n", policy=ONLY, baseline=baseline)
    assert len(again.findings) == 1
    assert [finding.baseline_state for finding in again.baselined] == ["unchanged"]
    assert again.verdict.counts["baselined"] == 1


def test_a_baseline_of_another_file_or_past_its_date_covers_nothing(check_draft):
    (entry,) = first_baseline(check_draft(f"{CLAIM}\n", policy=ONLY).findings, "a.md")
    assert not check_draft(CLAIM, policy=ONLY, path="a.md", baseline=[entry]).findings
    assert check_draft(CLAIM, policy=ONLY, path="b.md", baseline=[entry]).findings
    assert check_draft(CLAIM, policy=ONLY, path="a.md", baseline=[replace(entry, until="2026-11-24")]).findings


def test_a_baseline_only_ever_shrinks(check_draft):
    findings = check_draft(f"{CLAIM}\n", policy=ONLY, path="a.md").findings
    baseline = first_baseline(findings, "a.md")
    elsewhere = BaselineEntry("SRC004", "f00d", path="b.md")
    gone = BaselineEntry("SRC004", "dead", path="a.md")
    old = BaselineEntry("SRC004", findings[0].fingerprint, until="2026-01-01", path="a.md")
    assert ratcheted([*baseline, elsewhere, gone], findings, "a.md") == (*baseline, elsewhere)
    assert ratcheted([], findings, "a.md") == ()
    assert ratcheted(baseline, [], "a.md") == ()
    assert ratcheted([replace(baseline[0], count=3)], findings, "a.md") == baseline
    assert ratcheted([old], findings, "a.md", date(2026, 11, 25)) == ()


@pytest.mark.parametrize(("changed", "count"), [([(1, 1)], 1), ([(2, 2)], 0), ([(3, 9)], 1), ([(1, 3)], 2), ([], 0)])
def test_only_changed_lines_count_when_asked_for(check_draft, changed, count):
    report = check_draft(f"{CLAIM}\n\n{CLAIM}\n", policy=ONLY, changed_lines=changed, filter=Filter.CHANGED)
    assert len(report.findings) == count
    assert report.verdict.counts["warning"] == count


def test_the_same_draft_gives_the_same_answer(check_draft):
    text = f"{CLAIM}\n\n{OTHER}\n\n{CLAIM}\n"
    assert check_draft(text).findings == check_draft(text).findings
