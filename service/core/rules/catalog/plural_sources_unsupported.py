"""Unnamed sources in the plural, without a number.

Why: "Sources" may be one person made to look like many. A number keeps the plural honest.
Bad: Sources close to the club said the striker would leave in January.
Good: Two sources close to the club said the striker would leave in January.
Guideline: Reuters: never cite sources in the plural when there is only one
"""

from collections.abc import Iterable

from service.core.domain import Finding, Severity
from service.core.rules.context import RuleContext
from service.core.rules.rule import rule


def find(ctx: RuleContext) -> Iterable[Finding]:
    """Plural sources whose number is not told where they first appear."""
    facts = ctx.facts
    for one in facts.unnamed:
        if one.plural and not one.count and one.withheld and not _is_vague_count(ctx, one.phrase):
            span = facts.span(one.phrase)
            yield ctx.finding(
                span,
                f"“{span.text_of(ctx.text)}”: how many?",
                suggestion=f"Say the number: “two {one.word}”.",
                attribution_id=one.claims[0].attribution.id if one.claims else None,
            )


def _is_vague_count(ctx: RuleContext, phrase: tuple[int, int]) -> bool:
    vague = ctx.words.set("vague_numbers")
    return any(word in vague for word in ctx.facts.low[slice(*phrase)])


RULE = rule(
    __doc__,
    find,
    id="SRC016",
    name="plural-sources-unsupported",
    severity=Severity.NOTE,
)
