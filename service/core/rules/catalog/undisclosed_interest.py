"""A state's outlet, and the reader is not told so.

Why: A reader who does not know that a government decides what an outlet publishes takes its report for that of a newspaper.
Bad: The harvest was the best in ten years, Xinhua reported on Monday.
Good: The harvest was the best in ten years, the Chinese state news agency Xinhua reported on Monday.
Guideline: SPJ: consider sources' motives; ICD 206: source descriptors tell of access and bias; BBC: disclose vested interests
"""

from collections.abc import Iterable

from service.core.domain import Country, Finding, Severity, Source, Span
from service.core.rules.claims import Claim
from service.core.rules.context import RuleContext
from service.core.rules.records import is_controlled, is_outlet, record_of
from service.core.rules.rule import rule


def find(ctx: RuleContext) -> Iterable[Finding]:
    """State-controlled outlets, at their first claim, unless a word for it stands near any of their mentions."""
    facts = ctx.facts
    done: set[str] = set()
    for claim in facts.claims:
        for source in (claim.source, *claim.via):
            if (
                source is None
                or source.id in done
                or not is_outlet(source, ctx.facts)
                or not is_controlled(record_of(source, facts))
            ):
                continue
            done.add(source.id)
            if facts.is_prose(claim.token) and not _is_disclosed(ctx, source, claim):
                owner = _owner(ctx, source)
                yield ctx.finding(
                    _place(claim, source),
                    f"The reader is not told that {source.name or source.label} is controlled by {owner}.",
                    suggestion=f"Say so at the first mention: “the state-controlled {source.label.removeprefix('the ')}”.",
                    attribution_id=claim.attribution.id,
                )


def _place(claim: Claim, source: Source) -> Span:
    return claim.place if source is claim.source else source.mentions[0].span


def _owner(ctx: RuleContext, source: Source) -> str:
    country: Country | None = ctx.snapshot.countries.get(source.country or "")
    return f"the state ({country.name})" if country else "a state"


def _is_disclosed(ctx: RuleContext, source: Source, claim: Claim) -> bool:
    facts = ctx.facts
    places = {facts.near(claim.token), *(facts.near(facts.tokens(mention.span)[0]) for mention in source.mentions)}
    return any(facts.says("state_words", place) for place in places)


RULE = rule(
    __doc__,
    find,
    id="SRC032",
    name="undisclosed-interest",
    severity=Severity.WARNING,
)
