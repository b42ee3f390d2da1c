"""Information that nobody is named as having given.

Why: "It was reported that" hides who knows it, how, and whether anybody does. The reader cannot weigh a claim without an agent.
Bad: It was reported that the bridge had been closed since Sunday.
Good: The road authority reported that the bridge had been closed since Sunday.
Guideline: Reuters: every statement is sourced unless it is an established fact; BBC 3.4.6: say and attribute what cannot be verified
"""

from collections.abc import Iterable

from service.core.domain import Finding, Severity
from service.core.rules.context import RuleContext
from service.core.rules.facts import PROSE
from service.core.rules.rule import rule


def find(ctx: RuleContext) -> Iterable[Finding]:
    """Passive and adverbial attributions without an agent."""
    for attribution in ctx.report.attributions:
        if attribution.source is None and attribution.cue and ctx.facts.kind_at(attribution.cue.start) in PROSE:
            yield ctx.finding(
                attribution.cue, "Nobody is named as having given this information.", attribution_id=attribution.id
            )


RULE = rule(
    __doc__,
    find,
    id="SRC004",
    name="agentless-attribution",
    severity=Severity.WARNING,
    tags=("agentless-attribution",),
)
