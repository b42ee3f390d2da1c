"""Draft checks: findings, policies, verdicts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from service.core.domain.spans import Span


class Severity(StrEnum):
    """How grave a finding is; OFF switches a rule off."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing an editor should look at. `span` points into the document text."""

    rule_id: str
    severity: Severity
    span: Span
    message: str
    suggestion: str | None = None
    attribution_id: str | None = None
    related: tuple[Span, ...] = ()
    fingerprint: str = ""
    baseline_state: str = "new"


@dataclass(frozen=True, slots=True)
class Suppression:
    """An inline directive that silences rules; `used` is true when it silenced at least one finding."""

    rule_ids: tuple[str, ...]
    scope: str
    line: int
    reason: str | None
    until: str | None = None
    used: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """Outcome of a check: pass or fail, why, and how many findings of each kind."""

    passed: bool
    reason: str
    counts: Mapping[str, int] = field(default_factory=dict)
