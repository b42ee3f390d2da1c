"""A check report -> the JSON answer of `POST /v1/checks`, which every other format is written from."""

from dataclasses import dataclass
from typing import Any

from service.core.domain import CheckReport, Finding, RuleInfo, Suppression
from service.render.checks.result import SEVERITIES
from service.render.json import version_rows
from service.render.units import Ruler, length_in
from service.render.view import content_hash

RULES = "rules"
SILENCED = "silenced"


@dataclass(frozen=True, slots=True)
class CheckView:
    """What the answer shows besides the report.

    The unit of offsets, what to include, the policy's `fail_on`, the address under which rules are explained (empty: by
    path), and the time that it took (None: not measured).
    """

    offset_unit: str = "code_point"
    include: frozenset[str] = frozenset()
    fail_on: str = "error"
    address: str = ""
    timing_ms: float | None = None


def check_values(report: CheckReport, view: CheckView) -> dict[str, Any]:
    """The answer as JSON-ready values."""
    ruler = Ruler(report.article.content, report.document.offsets, view.offset_unit)
    counts = dict.fromkeys((*SEVERITIES, "suppressed", "baselined"), 0) | dict(report.verdict.counts)
    values: dict[str, Any] = {
        "path": report.path,
        "verdict": "pass" if report.verdict.passed else "fail",
        "reason": report.verdict.reason,
        "complete": report.complete,
        "policy": report.policy,
        "fail_on": view.fail_on,
        "counts": counts,
        "offset_unit": view.offset_unit,
        "document": _document(report),
        "findings": [_finding(found, ruler, view) for found in report.findings],
        "suppressions": [row for each in report.suppressions for row in _suppression(each)],
        "versions": version_rows(report.provenance),
        "timing_ms": view.timing_ms,
    }
    if SILENCED in view.include:
        values["suppressed"] = [_finding(found, ruler, view) for found in report.suppressed]
        values["baselined"] = [_finding(found, ruler, view) for found in report.baselined]
    if RULES in view.include:
        values["rules"] = [rule_row(rule) for rule in report.rules]
    return values


def _document(report: CheckReport) -> dict[str, object]:
    content = report.article.content
    return {
        "sha256": content_hash(content),
        "media_type": report.article.media_type,
        "language": report.document.language,
        "length": {unit: length_in(unit, content) for unit in ("code_point", "utf16", "utf8")},
    }


def _finding(found: Finding, ruler: Ruler, view: CheckView) -> dict[str, Any]:
    # A finding about markup, such as a directive, has its place in the original alone.
    there = found.origin or ruler.original(found.span)
    return {
        "rule_id": found.rule_id,
        "severity": found.severity.value,
        "message": found.message,
        "suggestion": found.suggestion,
        "span": ruler.piece(there),
        "range": ruler.range(there),
        "related": [ruler.span(span) for span in found.related],
        "fingerprint": found.fingerprint,
        "baseline_state": found.baseline_state,
        "attribution_id": found.attribution_id,
        "help_url": f"{view.address}/v1/rules/{found.rule_id}",
    }


def _suppression(each: Suppression) -> list[dict[str, Any]]:
    return [
        {
            "rule_id": rule_id,
            "scope": each.scope,
            "line": each.line,
            "reason": each.reason,
            "used": each.used,
            "expires": each.until,
        }
        for rule_id in each.rule_ids
    ]


def rule_row(rule: RuleInfo) -> dict[str, Any]:
    """A rule as answers describe it."""
    return {
        "id": rule.id,
        "name": rule.name,
        "severity": rule.severity.value,
        "summary": rule.summary,
        "why": rule.why,
        "bad": rule.bad,
        "good": rule.good,
        "guidelines": list(rule.guidelines),
        "tags": list(rule.tags),
        "precision": rule.precision,
    }
