"""SARIF 2.1.0: columns in code points, at most 5,000 results, silenced findings left out unless the answer carries them.

The bounds are GitHub's: 25,000 results are read and 5,000 kept; 20 tags a rule are read, 10 shown. Suppressed results are
left out because GitHub opens alerts for them (github/codeql-action#1230).
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from service.render.checks.result import Shown, Tool, advice, described_rules, in_words, shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from service.render.checks.result import Checked

SARIF_RESULTS = 5_000
SARIF_TAGS = 10
SARIF_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def sarif(drafts: Sequence[Checked], tool: Tool) -> str:
    """One run over all drafts."""
    rules = described_rules(drafts)
    places = {rule["id"]: number for number, rule in enumerate(rules)}
    artifacts = {draft.path: number for number, draft in enumerate(drafts)}
    found = shown(drafts, silenced=True)
    log = {
        "$schema": SARIF_SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": _sarif_driver(tool, rules)},
                "automationDetails": {"id": "sourcegrade/"},
                "columnKind": "unicodeCodePoints",
                "newlineSequences": ["\r\n", "\n", "\r"],
                "invocations": [_sarif_invocation(drafts, artifacts, len(found) - SARIF_RESULTS)],
                "artifacts": [_sarif_artifact(draft) for draft in drafts],
                "results": [_sarif_result(each, places, artifacts) for each in found[:SARIF_RESULTS]],
            }
        ],
    }
    return json.dumps(log, ensure_ascii=False, indent=1) + "\n"


def _sarif_driver(tool: Tool, rules: list[dict[str, Any]]) -> dict[str, Any]:
    driver: dict[str, Any] = {"name": "Sourcegrade", "version": tool.version}
    if tool.address:
        driver["informationUri"] = tool.address
    driver["rules"] = [_sarif_rule(rule, tool) for rule in rules]
    return driver


def _sarif_rule(rule: dict[str, Any], tool: Tool) -> dict[str, Any]:
    described = {
        "id": rule["id"],
        "name": "".join(part.capitalize() for part in rule["name"].split("-")),
        "shortDescription": {"text": rule["summary"]},
        "fullDescription": {"text": rule["why"] or rule["summary"]},
        "help": {
            "text": f"{rule['why']}\n\nBad: {rule['bad']}\nGood: {rule['good']}",
            "markdown": _sarif_help(rule),
        },
        "defaultConfiguration": {"level": rule["severity"]},
        "properties": {"tags": ["sourcing", *rule.get("tags", ())][:SARIF_TAGS]},
    }
    precision = rule.get("precision")
    if precision is not None:
        # GitHub's four words; the bounds are ours: 0.9 is what a rule needs to ship above a note.
        described["properties"]["precision"] = "high" if precision >= 0.9 else "medium" if precision >= 0.7 else "low"
    if tool.address:
        described["helpUri"] = tool.help_url(rule["id"])
    return described


def _sarif_help(rule: dict[str, Any]) -> str:
    lines = [rule["why"], "", f"**Bad:** {rule['bad']}", "", f"**Good:** {rule['good']}"]
    if rule["guidelines"]:
        lines += ["", "Rests on: " + "; ".join(rule["guidelines"]) + "."]
    return "\n".join(lines)


def _sarif_invocation(drafts: Sequence[Checked], artifacts: dict[str, int], left_out: int) -> dict[str, Any]:
    notes = []
    for draft in drafts:
        if draft.fault is not None:
            notes.append(_sarif_note("error", draft.fault, artifacts[draft.path]))
        elif draft.answer and not draft.answer["complete"]:
            notes.append(_sarif_note("warning", "The draft was not analysed to its end.", artifacts[draft.path]))
    if left_out > 0:
        notes.append(_sarif_note("warning", f"{in_words(left_out, 'more finding')} not listed.", None))
    return {
        "executionSuccessful": all(draft.fault is None for draft in drafts),
        "toolExecutionNotifications": notes,
    }


def _sarif_note(level: str, text: str, artifact: int | None) -> dict[str, Any]:
    note: dict[str, Any] = {"level": level, "message": {"text": text}}
    if artifact is not None:
        note["locations"] = [{"physicalLocation": {"artifactLocation": {"index": artifact}}}]
    return note


def _sarif_artifact(draft: Checked) -> dict[str, Any]:
    return {"location": _sarif_location(draft.path), "encoding": "utf-8", "roles": ["analysisTarget"]}


def _sarif_location(path: str) -> dict[str, Any]:
    # A path is echoed as one: a colon in its first part would make a scheme of it, so it is escaped as well.
    if path.startswith("/"):
        return {"uri": "file://" + quote(path, safe="/")}
    return {"uri": quote(path, safe="/"), "uriBaseId": "%SRCROOT%"}


def _sarif_region(draft: Checked, start: int, end: int) -> dict[str, Any]:
    lines = draft.lines
    first, last = lines.place(start), lines.place(end)
    return {
        "startLine": first[0],
        "startColumn": first[1],
        "endLine": last[0],
        "endColumn": last[1],
        "charOffset": lines.offset(start),
        "charLength": lines.offset(end) - lines.offset(start),
        "snippet": {"text": draft.content[start:end]},
    }


def _sarif_result(each: Shown, places: dict[str, int], artifacts: dict[str, int]) -> dict[str, Any]:
    row, draft = each.row, each.draft
    location = {**_sarif_location(draft.path), "index": artifacts[draft.path]}
    result: dict[str, Any] = {"ruleId": row["rule_id"]}
    if row["rule_id"] in places:
        result["ruleIndex"] = places[row["rule_id"]]
    result.update(
        level=row["severity"],
        message={"text": advice(row)},
        locations=[
            {
                "physicalLocation": {
                    "artifactLocation": location,
                    "region": _sarif_region(draft, row["span"]["start"], row["span"]["end"]),
                }
            }
        ],
        partialFingerprints={"sourcegrade/v1": row["fingerprint"]},
        baselineState="unchanged" if each.state == "baselined" else row["baseline_state"],
    )
    related = row.get("related", ())
    if related:
        result["relatedLocations"] = [
            {
                "id": number,
                "physicalLocation": {
                    "artifactLocation": location,
                    "region": _sarif_region(draft, span["start"], span["end"]),
                },
            }
            for number, span in enumerate(related, 1)
        ]
    if each.state == "suppressed":
        result["suppressions"] = [{"kind": "inSource"}]
    elif each.state == "baselined":
        result["suppressions"] = [{"kind": "external", "justification": "In the baseline."}]
    return result
