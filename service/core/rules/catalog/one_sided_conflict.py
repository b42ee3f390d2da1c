"""A story of a conflict in which only one side speaks.

Why: Each side of a conflict has reasons to tell it its own way. Without the other side, or a witness of neither, the story is theirs.
Bad: Ukraine's General Staff said its troops had shelled two Russian depots. Ukraine's Defense Ministry said Russian losses were heavy
and that Russian soldiers were surrendering.
Good: Ukraine's General Staff said its troops had shelled two Russian depots. Russia's Defense Ministry said its soldiers had shot down
nine drones.
Guideline: Reuters: talk to sources on all sides; BBC: due impartiality in conflict
"""

from collections.abc import Iterable

from service.core.domain import Finding, Severity, SourceType
from service.core.rules.claims import Claim
from service.core.rules.context import RuleContext
from service.core.rules.records import ARMED, MEDIA, STATE, is_controlled, record_of
from service.core.rules.rule import rule


def find(ctx: RuleContext) -> Iterable[Finding]:
    """One finding where a story full of war has at least two claims, all of them from one country's state, against another."""
    facts = ctx.facts
    claims = facts.voiced
    if len(claims) < ctx.number("claims") or facts.count("conflict", facts.whole) < ctx.number("conflict_words"):
        return
    sides = {_side(ctx, claim) for claim in claims}
    side = next(iter(sides))
    if len(sides) != 1 or side is None or not _names_another(ctx, side):
        return
    yield ctx.finding(
        claims[0].place,
        "All sources are on one side of the conflict.",
        suggestion="Add the other side, or a witness of neither.",
        attribution_id=claims[0].attribution.id,
        related=tuple(claim.place for claim in claims[1:4]),
    )


def _side(ctx: RuleContext, claim: Claim) -> str | None:
    """The country whose state, army or state media speaks; the group, for an armed group; None for anybody else."""
    source = claim.source
    assert source is not None
    if source.type is SourceType.ARMED_GROUP:
        return source.record_id or source.label
    body = source.affiliation.type if source.affiliation else source.type
    if source.type in STATE or body in STATE or body in ARMED:
        return source.country
    return source.country if source.type in MEDIA and is_controlled(record_of(source, ctx.facts)) else None


def _names_another(ctx: RuleContext, side: str) -> bool:
    """Another country stands in the text: somebody else is a party."""
    words = ctx.snapshot.country_words
    codes = {found[0][0] for word in set(ctx.facts.low) if (found := words.get(word))}
    return bool(codes - {side})


RULE = rule(
    __doc__,
    find,
    id="SRC025",
    name="one-sided-conflict",
    severity=Severity.WARNING,
    tags=("party-to-conflict-unchallenged",),
    options={"claims": 2, "conflict_words": 3},
)
