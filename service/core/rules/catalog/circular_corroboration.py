"""Several sources that are one voice.

Why: A ministry, its army and its news agency do not confirm one another. Only an independent source does.
Bad: The Russian Defense Ministry said its forces had taken the village. The TASS news agency confirmed that the village had been taken.
Good: The Russian Defense Ministry said its forces had taken the village. Ukraine's General Staff said its units had left the village.
Guideline: Admiralty code: 1 means confirmed by other independent sources; BBC 3.4.3
"""

from collections.abc import Iterable

from service.core.domain import Finding, Severity
from service.core.rules.claims import Claim
from service.core.rules.context import RuleContext
from service.core.rules.rule import rule
from service.core.rules.voices import organization_key, voice_of, voices

_SOURCES_MINIMUM = 2


def find(ctx: RuleContext) -> Iterable[Finding]:
    """A source that "confirms" another one of its own cluster, or a story in which all of several bodies are one voice."""
    facts = ctx.facts
    confirmed = [
        (before, claim)
        for before, claim in zip(facts.voiced, facts.voiced[1:], strict=False)
        if _confirms(ctx, before, claim)
    ]
    for before, claim in confirmed:
        yield _finding(
            ctx, claim, f"{_label(claim)} and {_label(before)} are one origin: this is no corroboration.", (before,)
        )
    bodies = {
        organization_key(claim.source): claim
        for claim in facts.voiced
        if claim.source and organization_key(claim.source)
    }
    if (
        not confirmed
        and len(bodies) >= _SOURCES_MINIMUM
        and len(voices(facts.voiced)) == 1
        and _from_registry(bodies.values())
    ):
        last = list(bodies.values())[-1]
        others = tuple(list(bodies.values())[:-1])
        yield _finding(ctx, last, f"{len(bodies)} sources, one origin: this is no corroboration.", others)


def _confirms(ctx: RuleContext, before: Claim, claim: Claim) -> bool:
    if before.source is claim.source or voice_of(before) != voice_of(claim) or not _from_registry([claim]):
        return False
    if before.source and claim.source and organization_key(before.source) == organization_key(claim.source):
        return False
    cue = claim.attribution.cue
    return cue is not None and ctx.facts.says("agree", ctx.facts.tokens(cue))


def _from_registry(claims: Iterable[Claim]) -> bool:
    """The registry, not a guess from words, says that they are one voice."""
    return all(claim.source is not None and claim.source.record_id is not None for claim in claims)


def _finding(ctx: RuleContext, claim: Claim, message: str, others: tuple[Claim, ...]) -> Finding:
    return ctx.finding(
        claim.place,
        message,
        suggestion="Find a source that does not depend on the first.",
        attribution_id=claim.attribution.id,
        related=tuple(other.place for other in others),
    )


def _label(claim: Claim) -> str:
    assert claim.source is not None
    return claim.source.name or claim.source.label


RULE = rule(
    __doc__,
    find,
    id="SRC021",
    name="circular-corroboration",
    severity=Severity.WARNING,
)
