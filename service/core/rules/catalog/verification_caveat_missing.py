"""A claim of weight by a party to the conflict, without a word that it is unverified.

Why: In war, both sides count the dead and the tanks as it suits them. Readers should be told what nobody else has confirmed.
Bad: The Russian Defense Ministry said its forces had destroyed 14 Ukrainian drones overnight.
Good: The Russian Defense Ministry said its forces had destroyed 14 Ukrainian drones overnight. The claim could not be independently
verified.
Guideline: BBC 3.4.6: if unable to verify, say so and attribute
"""

from collections.abc import Iterable

from service.core.domain import AttributionKind, Finding, Severity, Source, SourceType
from service.core.rules.claims import Claim
from service.core.rules.context import RuleContext
from service.core.rules.records import ARMED, MEDIA, below, record_of
from service.core.rules.rule import rule

_TELLING = frozenset({AttributionKind.STATEMENT, AttributionKind.REPORT, AttributionKind.OTHER, AttributionKind.BELIEF})

_FIGHTING = frozenset(
    "defense_ministry military army navy air_force general_staff intelligence military_intelligence".split()
)


def find(ctx: RuleContext) -> Iterable[Finding]:
    """The first such claim of each source that nothing corroborates, in a story without any caveat."""
    facts = ctx.facts
    if facts.says("caveat", facts.whole) or len(_sides(ctx)) > 1:
        return
    done: set[str] = set()
    for claim in facts.voiced:
        source = claim.source
        assert source is not None
        if (
            source.id in done
            or not facts.is_prose(claim.token)
            or not _is_interested(ctx, claim)
            or not _weighs(ctx, claim)
        ):
            continue
        done.add(source.id)
        yield ctx.finding(
            claim.place,
            "Unverified claim by an interested party: say so.",
            suggestion="Verify it, or say that it could not be verified.",
            attribution_id=claim.attribution.id,
        )


def _sides(ctx: RuleContext) -> frozenset[str]:
    """The voices of all who fight and speak: where the other side is heard, the reader sees that the claim is contested."""
    found = (
        (claim.source.country if claim.source.type is not SourceType.ARMED_GROUP else None) or claim.source.id
        for claim in ctx.facts.voiced
        if claim.source is not None and _fights(ctx, claim.source)
    )
    return frozenset(found)


def _fights(ctx: RuleContext, source: Source) -> bool:
    record = record_of(source, ctx.facts)
    return source.type in ARMED or (record is not None and not _FIGHTING.isdisjoint(record.roles))


def _is_interested(ctx: RuleContext, claim: Claim) -> bool:
    """The source fights in what it speaks about, or has earned a grade of D or E (outlets have a rule of their own)."""
    factor = claim.factor("interest_in_claim")
    if factor is not None and factor.parameters.get("reason") == "conflict":
        return True
    assert claim.source is not None
    if _fights(ctx, claim.source) and any(ctx.facts.says("conflict", tokens) for tokens in claim.content):
        return True
    return claim.source.type not in MEDIA and claim.reliability is not None and below(claim.reliability.grade, "C")


def _weighs(ctx: RuleContext, claim: Claim) -> bool:
    """It tells of deeds or losses, and no other source says the same."""
    if claim.attribution.kind not in _TELLING or (claim.credibility and claim.credibility.corroborated_by):
        return False
    return any(ctx.facts.says("consequential", tokens) for tokens in claim.content)


RULE = rule(
    __doc__,
    find,
    id="SRC026",
    name="verification-caveat-missing",
    severity=Severity.WARNING,
    tags=("party-to-conflict-unchallenged",),
)
