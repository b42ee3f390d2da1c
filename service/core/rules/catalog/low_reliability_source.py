"""A source with a poor record.

Why: The source's past statements held up less often than the newsroom asks for. The reader should get a better one, or be told.
Bad: The Gateway Pundit reported on Monday that the ballots had been burned.
Good: The county clerk, Ana Ruiz, said on Monday that the ballots were stored in a vault.
Guideline: Admiralty code D and E: not usually reliable, unreliable; house: `min_grade` of the policy
"""

from collections.abc import Iterable

from service.core.domain import Finding, Reliability, Severity
from service.core.rules.context import RuleContext
from service.core.rules.records import below
from service.core.rules.rule import rule


def find(ctx: RuleContext) -> Iterable[Finding]:
    """The first claim of each source whose earned grade is below `min_grade`."""
    least = ctx.policy.min_grade or str(ctx.options["min_grade"])
    done: set[str] = set()
    for claim in ctx.facts.claims:
        source, rating = claim.source, claim.reliability
        if source is None or rating is None or source.id in done or not below(rating.grade, least):
            continue
        done.add(source.id)
        yield ctx.finding(
            claim.place,
            f"{source.name or source.label} is graded {rating.grade}{_as_of(rating)}: {_why(rating)}",
            suggestion=f"Use a source of {least} or better, or say why this one is used.",
            attribution_id=claim.attribution.id,
        )


def _as_of(rating: Reliability) -> str:
    dates = [
        row.citation.as_of
        for row in rating.evidence
        if row.citation and row.citation.as_of and row.kind != "class_prior"
    ]
    return f" ({max(dates)})" if dates else ""


def _why(rating: Reliability) -> str:
    """The weightiest row of its own record, else the first."""
    own = [row for row in rating.evidence if row.kind != "class_prior"]
    rows = sorted(own or rating.evidence, key=lambda row: -(row.beta or 0.0))
    return rows[0].label if rows else "no reason is on record."


RULE = rule(
    __doc__,
    find,
    id="SRC030",
    name="low-reliability-source",
    severity=Severity.WARNING,
    options={"min_grade": "C"},
    choices={"min_grade": ("A", "B", "C", "D")},
)
