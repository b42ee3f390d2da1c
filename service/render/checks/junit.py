"""JUnit XML: one suite a draft, one case a rule that was on, so that a CI system shows the catalogue.

A case fails where the policy fails for it; other findings stand in its output.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape, quoteattr

from service.render.checks.result import advice

if TYPE_CHECKING:
    from collections.abc import Sequence

    from service.render.checks.result import Checked, Tool

#: What no XML 1.0 document may hold, not even as a reference (XML 1.0, production 2).
_JUNIT_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit(drafts: Sequence[Checked], _tool: Tool) -> str:
    """The report; times are left out, since they would differ between two runs that say the same."""
    suites = [_junit_suite(draft) for draft in drafts]
    tests, failures, errors = (sum(suite[1][place] for suite in suites) for place in range(3))
    head = f'<testsuites name="sourcegrade" tests="{tests}" failures="{failures}" errors="{errors}">'
    body = "".join(suite[0] for suite in suites)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{head}\n{body}</testsuites>\n'


def _junit_suite(draft: Checked) -> tuple[str, tuple[int, int, int]]:
    name = _junit_value(draft.path)
    if draft.fault is not None:
        case = f"<testcase classname={name} name={_junit_value('read the draft')} file={name}>"
        case += f"<error message={_junit_value(draft.fault)}/></testcase>\n"
        return f'<testsuite name={name} tests="1" failures="0" errors="1">\n{case}</testsuite>\n', (1, 0, 1)
    by_rule: dict[str, list[dict[str, Any]]] = {rule["id"]: [] for rule in draft.rows("rules")}
    names = {rule["id"]: rule["name"] for rule in draft.rows("rules")}
    for row in draft.rows("findings"):
        by_rule.setdefault(row["rule_id"], []).append(row)
    cases, failed = [], 0
    for rule_id in sorted(by_rule):
        case, fails = _junit_case(draft, rule_id, names.get(rule_id, ""), by_rule[rule_id])
        cases.append(case)
        failed += fails
    if draft.answer and draft.answer["verdict"] == "fail" and not failed:
        # The policy counts what its report level hides: a suite that fails must show why.
        reason = _junit_value(draft.answer["reason"])
        cases.append(f'<testcase classname={name} name="policy" file={name}><failure message={reason}/></testcase>\n')
        failed = 1
    head = f'<testsuite name={name} tests="{len(cases)}" failures="{failed}" errors="0">'
    return f"{head}\n{''.join(cases)}</testsuite>\n", (len(cases), failed, 0)


def _junit_case(draft: Checked, rule_id: str, name: str, rows: list[dict[str, Any]]) -> tuple[str, bool]:
    title = f"{rule_id} {name}".strip()
    head = f"<testcase classname={_junit_value(draft.path)} name={_junit_value(title)} file={_junit_value(draft.path)}"
    if not rows:
        return f"{head}/>\n", False
    failing = [row for row in rows if draft.fails(row)]
    line = draft.lines.place((failing or rows)[0]["span"]["start"])[0]
    inside = ""
    if failing:
        kind, message = _junit_value(failing[0]["severity"]), _junit_value(advice(failing[0]))
        inside = f"<failure type={kind} message={message}>{_junit_text(_junit_lines(draft, failing))}</failure>"
    others = [row for row in rows if row not in failing]
    if others:
        inside += f"<system-out>{_junit_text(_junit_lines(draft, others))}</system-out>"
    return f'{head} line="{line}">{inside}</testcase>\n', bool(failing)


def _junit_lines(draft: Checked, rows: list[dict[str, Any]]) -> str:
    found = []
    for row in rows:
        line, column = draft.lines.place(row["span"]["start"])
        found.append(f"{draft.path}:{line}:{column}: {row['severity']}: {advice(row)} [{row['span']['text']}]")
    return "\n".join(found)


def _junit_text(text: str) -> str:
    return escape(_JUNIT_ILLEGAL.sub("", text))


def _junit_value(text: str) -> str:
    return quoteattr(_JUNIT_ILLEGAL.sub("", text))
