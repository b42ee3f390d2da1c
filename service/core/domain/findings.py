"""Draft checks: findings, policies, verdicts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from service.core.domain.documents import Article, Document
from service.core.domain.reports import Provenance
from service.core.domain.spans import Span


class Severity(StrEnum):
    """How grave a finding is; OFF switches a rule off."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class RuleInfo:
    """What an editor and a CI system may know of a rule.

    `summary` is one line; `why`, `bad` and `good` are the help text with its tested examples; `guidelines` name the published
    sourcing rules that it rests on; `severity` is what the preset `recommended` ships; `precision` is the share of findings on
    our gold articles that were right (None: not measured, then it ships as a note at most).
    """

    id: str
    name: str
    severity: Severity
    summary: str
    why: str
    bad: str
    good: str
    guidelines: tuple[str, ...]
    tags: tuple[str, ...] = ()
    precision: float | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing an editor should look at.

    `span` points into the document text, `origin` into the article as it was sent (code points): what renderers show. A finding
    about markup (a directive) has its place in `origin` alone; its `span` is then the nearest text. A finished check always
    sets `origin`. `fingerprint` hashes the rule, the normalized quoted text and its ordinal in the file, never a line number.
    `baseline_state` is `new` or `unchanged`.
    """

    rule_id: str
    severity: Severity
    span: Span
    message: str
    suggestion: str | None = None
    attribution_id: str | None = None
    related: tuple[Span, ...] = ()
    fingerprint: str = ""
    baseline_state: str = "new"
    origin: Span | None = None


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


@dataclass(frozen=True, slots=True)
class CheckReport:
    """The frozen result of checking one draft.

    `findings` are those to show, in order of place; `suppressed` and `baselined` were silenced by a directive or the baseline.
    `rules` describe every rule that was on. `complete` is false when a deadline cut the analysis short.
    """

    path: str
    article: Article
    document: Document
    findings: tuple[Finding, ...]
    verdict: Verdict
    provenance: Provenance
    policy: str
    rules: tuple[RuleInfo, ...] = ()
    suppressed: tuple[Finding, ...] = ()
    baselined: tuple[Finding, ...] = ()
    suppressions: tuple[Suppression, ...] = ()
    complete: bool = True
