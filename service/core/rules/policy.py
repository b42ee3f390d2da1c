"""A policy: which rules are on, how grave each is, what fails a build."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from service.core.domain import Severity
from service.core.rules.globs import matches
from service.core.rules.rule import Rule

#: From grave to harmless; OFF is none.
RANK: Mapping[Severity, int] = {Severity.ERROR: 3, Severity.WARNING: 2, Severity.NOTE: 1, Severity.OFF: 0}


class FailOn(StrEnum):
    """The least grave finding that fails a check."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class RuleSetting:
    """What a policy says about one rule. `severity` is None where only options are set."""

    severity: Severity | None = None
    options: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PathRules:
    """Settings that hold for files whose path fits `glob`; later entries win."""

    glob: str
    rules: Mapping[str, RuleSetting]


@dataclass(frozen=True, slots=True)
class Policy:
    """How a newsroom wants its drafts checked.

    `name` is the preset that it builds on. `fail_on` (what fails the build) and `report_level` (the least grave finding that
    is shown) are independent. `max_warnings` fails a check with more warnings than that. `min_grade` and `max_rating_age`
    (days) are the thresholds of the rules on graded sources. `registry_overlays` name stored overlays to use. `ignore` are
    globs of files that are not checked. `baseline` is the path of the baseline file; only a client opens it.
    """

    name: str = "recommended"
    version: int = 1
    language: str | None = None
    fail_on: FailOn = FailOn.ERROR
    report_level: Severity = Severity.NOTE
    max_warnings: int | None = None
    rules: Mapping[str, RuleSetting] = field(default_factory=dict)
    per_path: tuple[PathRules, ...] = ()
    min_grade: str | None = None
    max_rating_age: int | None = None
    ignore: tuple[str, ...] = ()
    registry_overlays: tuple[str, ...] = ()
    baseline: str | None = None

    def setting(self, rule: Rule, path: str = "") -> RuleSetting:
        """Severity and options of a rule for one file: what ships, then the policy's rules, then the paths that fit."""
        severity = rule.info.severity
        options: dict[str, object] = dict(rule.options)
        layers = [self.rules, *(one.rules for one in self.per_path if matches(one.glob, path))]
        for layer in layers:
            found = layer.get(rule.id)
            if found is not None:
                severity = found.severity or severity
                options.update(found.options)
        return RuleSetting(severity, options)

    def ignores(self, path: str) -> bool:
        """Whether a file is left out of checks."""
        return any(matches(glob, path) for glob in self.ignore)
