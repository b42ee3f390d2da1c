"""A story that only a state's own outlets support.

Why: Where a government decides what an outlet publishes, its report is the government's word. The reader needs somebody whom that
government does not pay, or a sentence that says nobody else could be asked.
Bad: North Korea tested a new engine for rockets on Sunday, the state news agency KCNA reported. KCNA said the leader had watched the
test from a hill.
Good: North Korea tested a new engine for rockets on Sunday, the state news agency KCNA reported. South Korea's Defense Ministry said it
had seen a plume of heat at the site.
Guideline: BBC: agency reports are relied on where the agency is independent; Reuters: talk to sources on all sides
"""

from collections.abc import Iterable

from service.core.domain import Anonymity, Finding, Severity, Source
from service.core.rules.claims import Claim
from service.core.rules.context import RuleContext
from service.core.rules.records import MEDIA, is_controlled, record_of
from service.core.rules.rule import rule


def find(ctx: RuleContext) -> Iterable[Finding]:
    """One finding where the first claim comes through a state-controlled outlet, and every other one too or from that state."""
    facts = ctx.facts
    claims = [claim for claim in facts.voiced if facts.is_prose(claim.token) and not _is_nobody(claim)]
    carried = [claim for claim in claims if _outlet(ctx, claim)]
    if not carried or carried[0] is not claims[0]:
        return
    states = {claim.cluster for claim in carried}
    if all(claim in carried or (claim.cluster is not None and claim.cluster in states) for claim in claims):
        first = carried[0]
        outlet = _outlet(ctx, first)
        assert outlet is not None
        yield ctx.finding(
            first.place if outlet is first.source else outlet.mentions[0].span,
            f"Only state media supports this story: {outlet.name or outlet.label}.",
            suggestion="Add a source that is independent of that state, or say that there is none.",
            attribution_id=first.attribution.id,
            related=tuple(claim.place for claim in claims if claim is not first)[:3],
        )


def _outlet(ctx: RuleContext, claim: Claim) -> Source | None:
    """The state-controlled outlet that says or passes on a claim."""
    for source in (*claim.via, claim.source):
        if source is not None and (is_controlled(record_of(source, ctx.facts)) or _is_called_so(ctx, source)):
            return source
    return None


def _is_called_so(ctx: RuleContext, source: Source) -> bool:
    """The article calls an outlet the state's ("the Lao state daily Vientiane Times")."""
    facts = ctx.facts
    return source.type in MEDIA and any(facts.says("state_words", facts.tokens(one.span)) for one in source.mentions)


def _is_nobody(claim: Claim) -> bool:
    """A crowd ("experts say") supports nothing."""
    return claim.source is not None and claim.source.anonymity is Anonymity.GENERIC


RULE = rule(
    __doc__,
    find,
    id="SRC028",
    name="state-media-only",
    severity=Severity.WARNING,
    tags=("state-media-only",),
)
