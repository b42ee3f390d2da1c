"""Pass or fail: counts of what was found, held against the policy."""

from collections import Counter
from collections.abc import Iterable

from service.core.domain import Finding, Severity, Verdict
from service.core.rules.policy import RANK, FailOn, Policy

_LEVELS = (Severity.ERROR, Severity.WARNING, Severity.NOTE)


def judge(findings: Iterable[Finding], policy: Policy, *, suppressed: int = 0, baselined: int = 0) -> Verdict:
    """The verdict on all findings that nothing silenced, those below `report_level` included: hiding is not passing.

    `counts` has error, warning, note, suppressed and baselined.
    """
    found = Counter(finding.severity for finding in findings)
    counts = {str(level): found[level] for level in _LEVELS} | {"suppressed": suppressed, "baselined": baselined}
    reason = _failing(found, policy)
    return Verdict(passed=reason is None, reason=reason or _passing(policy), counts=counts)


def _failing(found: Counter[Severity], policy: Policy) -> str | None:
    if policy.fail_on is not FailOn.NEVER:
        least = RANK[Severity(policy.fail_on)]
        failing = [(level, found[level]) for level in _LEVELS if RANK[level] >= least and found[level]]
        if failing:
            told = ", ".join(f"{count} {level}{'s' * (count > 1)}" for level, count in failing)
            return f"{told} (fail_on={policy.fail_on})"
    warnings = found[Severity.WARNING]
    if policy.max_warnings is not None and warnings > policy.max_warnings:
        return f"{warnings} warning{'s' * (warnings > 1)} (max_warnings={policy.max_warnings})"
    return None


def _passing(policy: Policy) -> str:
    return (
        "nothing fails a check (fail_on=never)"
        if policy.fail_on is FailOn.NEVER
        else f"nothing at or above {policy.fail_on}"
    )
