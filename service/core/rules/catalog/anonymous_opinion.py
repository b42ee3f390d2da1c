"""An unnamed source used for opinion about somebody.

Why: Anonymity protects people who bring information. From behind it, nobody should attack or praise.
Bad: A source in the party said the chairman is a coward and a liar.
Good: A source in the party said the chairman had left before the vote was counted.
Guideline: AP: the material is information and not opinion; NPR: no anonymous opinions of others; Washington Post (Howell)
"""

from collections.abc import Iterable

from service.core.domain import Finding, Severity
from service.core.rules.context import RuleContext
from service.core.rules.rule import rule

#: Longest sentence tail that is read as the source's words where no attribution was found.
_MESSAGE = "An unnamed source is used for opinion, not information."


def find(ctx: RuleContext) -> Iterable[Finding]:
    """Judgments of people in what unnamed sources are credited with; one finding a sentence."""
    facts = ctx.facts
    done: set[int] = set()
    for first, end in facts.hits("opinion"):
        sentence = facts.sentence_of(first)
        if sentence in done or not facts.is_prose(first):
            continue
        attribution_id = _unnamed_claim(ctx, first)
        if attribution_id is not None:
            done.add(sentence)
            yield ctx.finding(
                facts.span((first, end)),
                _MESSAGE,
                suggestion="Cut it, or put it on the record.",
                attribution_id=attribution_id or None,
            )


def _unnamed_claim(ctx: RuleContext, token: int) -> str | None:
    """Id of the unnamed source's claim that holds a token; "" where the sentence has such a source but no claim."""
    facts = ctx.facts
    near = facts.claims_in(facts.near(token, before=2, after=2))
    holding = [claim for claim in near if any(low <= token < high for low, high in claim.content)]
    for claim in holding:
        if claim.source and claim.source.id in facts.withheld_ids:
            return claim.attribution.id
    if holding:
        return None
    first, end = facts.near(token)
    inside = any(first <= one.head < end and not one.collective and one.head != token for one in facts.unnamed)
    return "" if inside else None


RULE = rule(
    __doc__,
    find,
    id="SRC013",
    name="anonymous-opinion",
    severity=Severity.ERROR,
)
