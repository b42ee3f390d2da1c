"""A source whose recent claims, as the newsroom checked them, often did not hold.

Why: The newsroom's own log knows this source. Whoever quotes it again should know the log.
Bad: Reuters reported on Monday that the road was closed.
Good: The road authority said on Monday that the road was closed.
Guideline: Admiralty code: reliability is the record; Reuters: consider the source's track record, position and motive
"""

from collections.abc import Iterable

from service.core.domain import EvidenceRow, Finding, Severity
from service.core.rules.context import RuleContext
from service.core.rules.rule import rule


def find(ctx: RuleContext) -> Iterable[Finding]:
    """Sources with at least `outcomes` logged outcomes of which `percent` or more did not hold."""
    done: set[str] = set()
    for claim in ctx.facts.claims:
        source, rating = claim.source, claim.reliability
        if source is None or rating is None or source.id in done:
            continue
        done.add(source.id)
        row = next((row for row in rating.evidence if row.kind == "outcomes"), None)
        if row is not None and _is_poor(ctx, row):
            yield ctx.finding(
                claim.place,
                f"{source.name or source.label}: {_failed(row):g} of {_count(row):g} checked claims did not hold.",
                suggestion="Check this claim before it runs.",
                attribution_id=claim.attribution.id,
            )


def _is_poor(ctx: RuleContext, row: EvidenceRow) -> bool:
    total = (row.alpha or 0.0) + _failed(row)
    return _count(row) >= ctx.number("outcomes") and 100 * _failed(row) >= ctx.number("percent") * total


def _failed(row: EvidenceRow) -> float:
    return row.beta or 0.0


def _count(row: EvidenceRow) -> float:
    value = row.parameters.get("count", 0.0)
    return value if isinstance(value, float) else float(value)


RULE = rule(
    __doc__,
    find,
    id="SRC033",
    name="disputed-record",
    severity=Severity.WARNING,
    options={"outcomes": 5, "percent": 40},
)
