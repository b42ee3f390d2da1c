"""The point of a story rests on one unnamed source.

Why: If the one is wrong, or has an interest, the story falls, and no reader can tell. A second source, a document, or a named
confirmation carries it.
Bad: The bank will close its branch network in Portugal next year, a person familiar with the plan said.

The bank declined to comment. It has 61 branches in the country.
Good: The bank will close its branch network in Portugal next year, two people familiar with the plan said, and a letter to the staff
that this newspaper has seen gives the dates.

The bank declined to comment. It has 61 branches in the country.
Guideline: AP: seek and require more than one source when sourcing is anonymous; Reuters: stories on one unnamed source need approval
"""

from collections.abc import Iterable

from service.core.domain import AttributionKind, Finding, Severity, SourceType
from service.core.rules.claims import Claim
from service.core.rules.context import RuleContext
from service.core.rules.records import approval
from service.core.rules.rule import rule
from service.core.rules.unnamed import Unnamed, is_confidential

_TELLING = frozenset({AttributionKind.STATEMENT, AttributionKind.REPORT, AttributionKind.BELIEF, AttributionKind.OTHER})


def find(ctx: RuleContext) -> Iterable[Finding]:
    """The only withheld person of a story, speaking alone in its first paragraphs, where nobody else says the same."""
    facts = ctx.facts
    if approval(ctx.report.document) is not None:
        return
    withheld = [one for one in facts.unnamed if is_confidential(facts, one) or _is_relayed(ctx, one)]
    if len(withheld) != 1 or withheld[0].plural:
        return
    one = withheld[0]
    claims = [claim for claim in one.claims if claim.attribution.kind in _TELLING]
    if not claims or not _is_high(ctx, one) or any(_is_supported(ctx, claim) for claim in claims):
        return
    yield ctx.finding(
        facts.span(one.phrase),
        "The point of the story rests on one unnamed source.",
        suggestion="Find a second source or a document, or say that nobody else has confirmed it.",
        attribution_id=claims[0].attribution.id,
    )


def _is_relayed(ctx: RuleContext, one: Unnamed) -> bool:
    """Somebody else's confidential source; an official whom an outlet quotes speaks for a body."""
    heads = ctx.words.set("bare_heads") | ctx.words.set("person_heads")
    return one.relayed and not one.again and one.word in heads


def _is_high(ctx: RuleContext, one: Unnamed) -> bool:
    """It speaks in the first paragraphs of prose."""
    facts = ctx.facts
    block = facts.block_of(one.head)
    prose = [number for number in range(facts.lead, block + 1) if facts.is_prose(facts.paragraph(number)[0])]
    return 0 <= facts.lead <= block and len(prose) <= ctx.number("paragraphs")


def _is_supported(ctx: RuleContext, claim: Claim) -> bool:
    """Somebody else says the same, speaks in the same sentence, or confirms it; or a document stands beside."""
    facts = ctx.facts
    if claim.credibility and claim.credibility.corroborated_by:
        return True
    beside = facts.near(claim.token)
    block = facts.block_of(claim.token)
    for other in facts.claims:
        if other.source is None or other.source is claim.source:
            continue
        if other.source.type is SourceType.DOCUMENT and abs(facts.block_of(other.token) - block) <= 1:
            return True
        if other.named and (beside[0] <= other.token < beside[1] or facts.says("agree", facts.near(other.token))):
            return True
    return False


RULE = rule(
    __doc__,
    find,
    id="SRC029",
    name="single-anonymous-source",
    severity=Severity.WARNING,
    tags=("single-anonymous-source",),
    options={"paragraphs": 2},
)
