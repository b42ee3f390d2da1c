"""A rating that is older than the newsroom allows.

Why: Outlets change hands and habits. An old rating is a reason to look again, not an answer.
Bad: The Gateway Pundit reported on Monday that the ballots had been burned.
Good: The county clerk said on Monday that the ballots were stored in a vault.
Guideline: NewsGuard's practice: ratings are looked at again regularly
"""

from collections.abc import Iterable
from datetime import date

from service.core.domain import Basis, Finding, Reliability, Severity
from service.core.rules.context import RuleContext
from service.core.rules.rule import rule

_RATINGS = frozenset({"rating", "overlay", "outcomes"})


def find(ctx: RuleContext) -> Iterable[Finding]:
    """Sources whose newest row of their own record is older than `max_rating_age` days."""
    if ctx.today is None:
        return
    limit = ctx.policy.max_rating_age if ctx.policy.max_rating_age is not None else ctx.number("max_rating_age")
    done: set[str] = set()
    for claim in ctx.facts.claims:
        source, rating = claim.source, claim.reliability
        if source is None or rating is None or source.id in done or rating.basis not in {Basis.RECORD, Basis.OVERLAY}:
            continue
        done.add(source.id)
        newest = _newest(rating)
        if newest is not None and (ctx.today - newest).days > limit:
            yield ctx.finding(
                claim.place,
                f"The rating of {source.name or source.label} is from {newest.isoformat()}.",
                suggestion="Look at it again.",
                attribution_id=claim.attribution.id,
            )


def _newest(rating: Reliability) -> date | None:
    found = [
        _date(row.citation.as_of)
        for row in rating.evidence
        if row.kind in _RATINGS and row.citation and row.citation.as_of
    ]
    return max((one for one in found if one), default=None)


def _date(text: str) -> date | None:
    """A day, month or year as its last day: the rating is at least that old afterwards."""
    parts = text[:10].split("-")
    if not all(part.isdecimal() for part in parts):
        return None
    year, month, day = (*map(int, parts), 12, 28)[:3]
    return date(year, month if len(parts) > 1 else 12, day if len(parts) > 2 else 28)


RULE = rule(
    __doc__,
    find,
    id="SRC034",
    name="stale-rating",
    severity=Severity.NOTE,
    options={"max_rating_age": 1095},
)
