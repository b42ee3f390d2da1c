"""A key claim from a body of which nothing is known.

Why: What the story leads with should not rest on somebody whom neither the newsroom nor its registry can place.
Bad: Half of all wells in the region are poisoned, the Clean Valley Foundation said on Monday.
Good: Half of all wells in the region are poisoned, the World Health Organization said on Monday.
Guideline: Admiralty code F: reliability cannot be judged; SPJ: identify sources clearly
"""

from collections.abc import Iterable

from service.core.domain import Anonymity, Finding, Severity, SourceType
from service.core.rules.claims import Claim
from service.core.rules.context import RuleContext
from service.core.rules.rule import rule

#: Bodies whose kind alone says little of how often they are right.
_OPAQUE = frozenset({SourceType.NGO, SourceType.THINK_TANK, SourceType.POLLSTER})


def find(ctx: RuleContext) -> Iterable[Finding]:
    """The first claim of the lead whose source is a named body outside the registry and of no telling kind."""
    facts = ctx.facts
    for claim in facts.claims_in(facts.paragraph(facts.lead)):
        if claim.attribution.informational and _is_unknown(claim):
            assert claim.source is not None
            yield ctx.finding(
                claim.place,
                f"No basis here to judge {claim.source.name or claim.source.label}.",
                suggestion="Say who they are: who runs and funds them, how they know.",
                attribution_id=claim.attribution.id,
            )
            return


def _is_unknown(claim: Claim) -> bool:
    source, rating = claim.source, claim.reliability
    if source is None or rating is None or rating.grade != "F" or source.record_id is not None:
        return False
    known = source.affiliation is not None or source.private_person
    return source.anonymity is Anonymity.NAMED and source.type in _OPAQUE and not known and source.name is not None


RULE = rule(__doc__, find, id="SRC031", name="reliability-unknown", severity=Severity.NOTE)
