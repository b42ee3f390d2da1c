"""A baseline: findings that were there when the newsroom began to check. It only ever shrinks."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from service.core.domain import Finding


@dataclass(frozen=True, slots=True)
class BaselineEntry:
    """One accepted old finding.

    `count` is how often the fingerprint may occur; `until` (ISO date) ends the exception; `path` limits it to one file (None:
    any file).
    """

    rule: str
    fingerprint: str
    count: int = 1
    until: str | None = None
    path: str | None = None


def split(
    findings: Sequence[Finding], baseline: Iterable[BaselineEntry], path: str, today: date | None
) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """New findings and those that the baseline covers (marked `unchanged`). An expired entry covers nothing."""
    left = _allowance(baseline, path, today)
    new: list[Finding] = []
    old: list[Finding] = []
    for finding in findings:
        key = (finding.rule_id, finding.fingerprint)
        if left[key] > 0:
            left[key] -= 1
            old.append(replace(finding, baseline_state="unchanged"))
        else:
            new.append(finding)
    return tuple(new), tuple(old)


def first_baseline(findings: Iterable[Finding], path: str) -> tuple[BaselineEntry, ...]:
    """The baseline of a file that had none: everything that is found now."""
    counts = Counter((finding.rule_id, finding.fingerprint) for finding in findings)
    return tuple(BaselineEntry(rule, key, count, path=path) for (rule, key), count in sorted(counts.items()))


def ratcheted(
    baseline: Iterable[BaselineEntry], findings: Iterable[Finding], path: str, today: date | None = None
) -> tuple[BaselineEntry, ...]:
    """The baseline after a check of `path`: what was fixed or has expired goes, nothing is added, other files' rows stay.

    `findings` are all current ones of the file, baselined ones included.
    """
    present = Counter((finding.rule_id, finding.fingerprint) for finding in findings)
    kept: list[BaselineEntry] = []
    for entry in baseline:
        if entry.path not in {None, path}:
            kept.append(entry)
        elif not _expired(entry, today):
            key = (entry.rule, entry.fingerprint)
            count = min(entry.count, present[key])
            present[key] -= count
            # Without a path the row may stand for a finding of another file, which this check did not see.
            if count or entry.path is None:
                kept.append(replace(entry, count=count or entry.count))
    return tuple(kept)


def _allowance(baseline: Iterable[BaselineEntry], path: str, today: date | None) -> Counter[tuple[str, str]]:
    left: Counter[tuple[str, str]] = Counter()
    for entry in baseline:
        if entry.path in {None, path} and not _expired(entry, today):
            left[entry.rule, entry.fingerprint] += entry.count
    return left


def _expired(entry: BaselineEntry, today: date | None) -> bool:
    return entry.until is not None and today is not None and entry.until < today.isoformat()
