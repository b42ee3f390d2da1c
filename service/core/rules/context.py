"""What a rule may look at: the report, its own settings, the policy's thresholds, and facts that are worked out once per check."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from service.core.domain import Finding, RegistrySnapshot, Report, Severity, Span
from service.core.rules.facts import Facts
from service.core.rules.policy import Policy
from service.core.rules.rule import Rule
from service.core.rules.suppressions import Waiver
from service.core.rules.words import RuleWords


@dataclass(frozen=True, slots=True)
class RuleContext:
    """One rule's view of one draft.

    `options` are the rule's settings after the policy. `today` is None where the caller gave no date: nothing is stale then.
    `facts` are shared by all rules of a check and worked out when first asked for. `waivers` are the draft's directives, with
    `used` set; only the rules of hygiene, which run last, get them.
    """

    rule: Rule
    severity: Severity
    options: Mapping[str, object]
    policy: Policy
    facts: Facts
    today: date | None = None
    waivers: tuple[Waiver, ...] = ()

    @property
    def report(self) -> Report:
        """The annotated draft."""
        return self.facts.report

    @property
    def text(self) -> str:
        """The document's text, in which spans count."""
        return self.facts.text

    @property
    def words(self) -> RuleWords:
        """The word lists of the checks."""
        return self.facts.words

    @property
    def snapshot(self) -> RegistrySnapshot:
        """The registry as the report saw it."""
        return self.facts.snapshot

    def about_markup(self, place: Span, message: str, *, suggestion: str | None = None) -> Finding:
        """A finding about a place of the original that is no text of the document (a directive)."""
        near = self.facts.block_near(place.start)
        return replace(self.finding(near, message, suggestion=suggestion), origin=place)

    def number(self, name: str) -> int:
        """A whole-number option."""
        value = self.options[name]
        assert isinstance(value, int)
        return value

    def finding(
        self,
        span: Span,
        message: str,
        *,
        suggestion: str | None = None,
        attribution_id: str | None = None,
        related: tuple[Span, ...] = (),
    ) -> Finding:
        """A finding of this rule at its severity."""
        return Finding(self.rule.id, self.severity, span, message, suggestion, attribution_id, related)
