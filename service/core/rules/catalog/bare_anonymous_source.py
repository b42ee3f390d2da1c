"""An unnamed source of whom nothing is told.

Why: "A source" tells the reader only that somebody spoke. Say how the source can know: the place, the role, the papers seen.
Bad: A source said the merger would be called off on Friday.
Good: A source on the bank's board said the merger would be called off on Friday.
Guideline: AP 2004: simply quoting "a source" is not allowed
"""

from collections.abc import Iterable

from service.core.domain import Finding, Severity
from service.core.rules.context import RuleContext
from service.core.rules.rule import rule


def find(ctx: RuleContext) -> Iterable[Finding]:
    """Bare sources and insiders at their first mention."""
    for one in ctx.facts.unnamed:
        if one.bare and not one.again and not one.relayed:
            span = ctx.facts.span(one.phrase)
            yield ctx.finding(
                span,
                f"“{span.text_of(ctx.text)}” alone tells the reader nothing.",
                suggestion="Say how the source knows.",
                attribution_id=one.claims[0].attribution.id if one.claims else None,
            )


RULE = rule(
    __doc__,
    find,
    id="SRC010",
    name="bare-anonymous-source",
    severity=Severity.ERROR,
    tags=("vague-source",),
)
