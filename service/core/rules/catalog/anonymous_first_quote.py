"""A story whose first quotation, or whose first paragraph, rests on an unnamed source.

Why: The first voice sets the weight of a story. It should be one that the reader can judge.
Bad: The bank will close forty branches before June, two people familiar with the bank's plans said.

Its spokesman Jan Kolar declined to comment.
Good: The bank will close forty branches before June, its chief executive Eva Horakova told staff on Monday.

Two people familiar with the bank's plans said more would follow.
Guideline: Washington Post (Howell): no story should lead with an anonymous quote
"""

from collections.abc import Iterable

from service.core.domain import Finding, Severity, Span
from service.core.rules.claims import Claim
from service.core.rules.context import RuleContext
from service.core.rules.facts import PROSE
from service.core.rules.rule import rule

_WORDS_MINIMUM = 4


def find(ctx: RuleContext) -> Iterable[Finding]:
    """At most one finding: the lead's source, else the first quotation's."""
    facts = ctx.facts
    first, end = facts.paragraph(facts.lead) if facts.lead >= 0 else (0, 0)
    in_lead = [one for one in facts.unnamed if first <= one.head < end and not one.collective]
    others = [one for one in facts.claims_in((first, end)) if one.source and one.source.id not in facts.withheld_ids]
    if in_lead and not others:
        yield ctx.finding(facts.span(in_lead[0].phrase), "The story leads with an unnamed source.", suggestion=_HOW)
        return
    claim = _first_quotation(ctx)
    if claim is not None and claim.source and claim.source.id in facts.withheld_ids:
        yield ctx.finding(_place(claim), "The story's first quotation is from an unnamed source.", suggestion=_HOW)


_HOW = "Lead with somebody whom the reader can judge."


def _place(claim: Claim) -> Span:
    return claim.attribution.content[0]


def _first_quotation(ctx: RuleContext) -> Claim | None:
    facts = ctx.facts
    for quotation in facts.quotations:
        tokens = facts.tokens(quotation.inner)
        if (
            quotation.scare
            or facts.kind_at(quotation.span.start) not in PROSE
            or facts.word_count(tokens) < _WORDS_MINIMUM
        ):
            continue
        return next(
            (one for one in facts.claims if any(low < tokens[1] and tokens[0] < high for low, high in one.content)),
            None,
        )
    return None


RULE = rule(__doc__, find, id="SRC014", name="anonymous-first-quote", severity=Severity.WARNING)
