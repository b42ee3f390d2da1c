"""An unnamed source without organization, role or relation to the matter.

Why: "Officials" and "people familiar with the matter" could be anybody. A description that keeps the source safe still lets the reader
judge what the source can know.
Bad: A senior official said the talks had failed.
Good: A senior official in the foreign ministry said the talks had failed.
Guideline: USA Today; Reuters: describe the source as precisely as possible; New York Times 2004; Mongabay
"""

from collections.abc import Iterable

from service.core.domain import Finding, Severity
from service.core.rules.context import RuleContext
from service.core.rules.rule import rule


def find(ctx: RuleContext) -> Iterable[Finding]:
    """Unnamed people whose place is told neither in the phrase nor right before it."""
    facts = ctx.facts
    for one in facts.unnamed:
        if one.bare or one.described or one.again or one.relayed or one.word in facts.words.set("bare_heads"):
            continue
        if one.word not in facts.words.set("person_heads") and facts.says("bodies", facts.near(one.head, before=1)):
            continue
        yield ctx.finding(
            facts.span(one.phrase),
            "Describe this source as precisely as safety allows.",
            suggestion="Add the organization, the role, or how the source knows.",
            attribution_id=one.claims[0].attribution.id if one.claims else None,
        )


RULE = rule(
    __doc__,
    find,
    id="SRC011",
    name="undescribed-anonymous",
    severity=Severity.WARNING,
)
