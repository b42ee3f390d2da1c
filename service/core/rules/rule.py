"""A rule: what an editor may know of it, what can be set, and the pure function that finds its places in a report."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from service.core.domain import Finding, RuleInfo, Severity

if TYPE_CHECKING:
    from service.core.rules.context import RuleContext

Find = Callable[["RuleContext"], Iterable[Finding]]

#: From this share of right findings on our own articles a rule may warn or fail a build; below it only notes (RULES.md).
PRECISION_MINIMUM = 0.9

_SECTION = re.compile(r"^(Why|Bad|Good|Guideline):[ ]?", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. `find` is pure: the same context gives the same findings, in any order.

    `options` are the settings that a policy may change, with their defaults; the type of a default is the type that is
    allowed. `choices` lists the allowed values of an option where not every value of its type makes sense. `intended` is
    the severity of the published catalog; `info.severity` is what ships.
    """

    info: RuleInfo
    find: Find
    intended: Severity
    options: Mapping[str, object] = field(default_factory=dict)
    choices: Mapping[str, tuple[object, ...]] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """`SRC` and three digits."""
        return self.info.id

    @property
    def proven(self) -> bool:
        """Whether the measured precision allows more than a note."""
        return self.info.precision is not None and self.info.precision >= PRECISION_MINIMUM

    def measured(self, precision: float | None) -> "Rule":
        """The rule as it ships with a measured precision (None: too few findings to tell)."""
        proven = replace(self, info=replace(self.info, precision=precision))
        return replace(proven, info=replace(proven.info, severity=proven.allowed(self.intended)))

    def allowed(self, severity: Severity) -> Severity:
        """The severity, lowered to a note where the rule has not earned more. A newsroom's own policy may still raise it."""
        if severity in {Severity.OFF, Severity.NOTE} or self.proven or self.is_hygiene:
            return severity
        return Severity.NOTE

    @property
    def is_hygiene(self) -> bool:
        """Whether the rule is about the check itself (directives, completeness): true by construction, nothing to measure."""
        return self.id >= "SRC050"


def rule(  # noqa: PLR0913 - each field of a rule is told once, here
    doc: str | None,
    find: Find,
    *,
    id: str,  # noqa: A002 - the field's own name
    name: str,
    severity: Severity,
    tags: tuple[str, ...] = (),
    options: Mapping[str, object] | None = None,
    choices: Mapping[str, tuple[object, ...]] | None = None,
) -> Rule:
    """Make a rule from its module's docstring, which is the help that an editor reads.

    The first paragraph is the summary; the sections `Why:`, `Bad:`, `Good:` and `Guideline:` follow in this order.
    Examples are Markdown and keep their line ends.

    Raises:
        ValueError: a section is missing or stands out of order.
    """
    head, sections = _sections(doc or "")
    if list(sections) != ["Why", "Bad", "Good", "Guideline"]:
        raise ValueError(f"{id}: a rule's docstring has Why, Bad, Good and Guideline, in this order")
    info = RuleInfo(
        id=id,
        name=name,
        severity=severity,
        summary=" ".join(head.split()),
        why=" ".join(sections["Why"].split()),
        bad=sections["Bad"],
        good=sections["Good"],
        guidelines=tuple(" ".join(one.split()) for one in sections["Guideline"].split("; ")),
        tags=tags,
    )
    return Rule(info, find, severity, options or {}, choices or {})


def _sections(doc: str) -> tuple[str, dict[str, str]]:
    parts = _SECTION.split(doc)
    return parts[0], {name: text.strip() for name, text in zip(parts[1::2], parts[2::2], strict=True)}
