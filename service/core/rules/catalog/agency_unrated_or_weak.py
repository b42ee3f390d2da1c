"""A claim that only an outlet without a good record supports.

Why: A report of such an outlet is a lead to follow, not a fact to print. It needs support, or a word of caution.
Bad: The Iranian outlet Press TV reported on Monday that the ship had been sunk by a torpedo.
Good: Press TV reported on Monday that the ship had been sunk by a torpedo. The report could not be independently verified.
Guideline: BBC 2009: rely on an agency's report only if it can be substantiated or the agency is reputable
"""

from collections.abc import Iterable

from service.core.domain import Finding, Severity
from service.core.rules.claims import Claim
from service.core.rules.context import RuleContext
from service.core.rules.records import below, is_controlled, is_outlet, record_of
from service.core.rules.rule import rule


def find(ctx: RuleContext) -> Iterable[Finding]:
    """The first claim of each weak outlet that nothing corroborates and no caveat accompanies."""
    facts = ctx.facts
    done: set[str] = set()
    for claim in facts.voiced:
        source = claim.source
        assert source is not None
        if (
            not is_outlet(source, ctx.facts)
            or source.id in done
            or not facts.is_prose(claim.token)
            or not _is_weak(ctx, claim)
        ):
            continue
        done.add(source.id)
        if not (claim.credibility and claim.credibility.corroborated_by) and not facts.says("caveat", facts.whole):
            name = source.name or source.label
            yield ctx.finding(
                claim.place,
                f"{name} is not rated reliable here: substantiate or caveat.",
                attribution_id=claim.attribution.id,
            )


def _is_weak(ctx: RuleContext, claim: Claim) -> bool:
    """Graded below C, or unrated with a state that decides what it publishes."""
    grade = claim.reliability.grade if claim.reliability else "F"
    if below(grade, "C"):
        return True
    assert claim.source is not None
    return grade == "F" and is_controlled(record_of(claim.source, ctx.facts))


RULE = rule(
    __doc__,
    find,
    id="SRC023",
    name="agency-unrated-or-weak",
    severity=Severity.WARNING,
)
