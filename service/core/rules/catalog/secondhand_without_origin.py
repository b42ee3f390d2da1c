"""Another outlet's report, passed on without its date, its link or where it had it from.

Why: The reader should be able to find the original and see how that outlet knows.
Bad: The plant had been closed twice before, as reported by the Polish Press Agency.
Good: The plant had been closed twice before, the Polish Press Agency reported on Tuesday, citing court records.
Guideline: AP crediting rule: credit and link the outlet that had it first; BBC: agency material is attributed; ICD 206: source
references let the reader find the original
"""

from collections.abc import Iterable

from service.core.domain import Finding, Severity, Source
from service.core.lang.normalize import name_key
from service.core.rules.claims import Claim
from service.core.rules.context import RuleContext
from service.core.rules.records import is_outlet
from service.core.rules.rule import rule
from service.core.rules.unnamed import relayed_near


def find(ctx: RuleContext) -> Iterable[Finding]:
    """Claims that end at an outlet, in sentences that neither link, nor date, nor name an origin; the first of each outlet."""
    facts = ctx.facts
    done: set[str] = set()
    for claim in facts.claims:
        source = next((one for one in (*claim.via[:1], claim.source) if one and is_outlet(one, ctx.facts)), None)
        if source is None or source.id in done or not facts.is_prose(claim.token):
            continue
        done.add(source.id)
        unnamed = relayed_near(facts, claim.token)
        if unnamed is not None:
            yield ctx.finding(
                facts.span(unnamed.phrase),
                f"Thirdhand: {source.name or source.label} passes on what an unnamed source told it.",
                suggestion="Confirm it with a source of your own, or say that you could not.",
                attribution_id=claim.attribution.id,
            )
        elif not _is_traceable(ctx, claim) and not _is_own(ctx, claim, source):
            yield ctx.finding(
                claim.place,
                f"Secondhand: name and link the report of {source.name or source.label}.",
                suggestion="Add the date, the link, or where the outlet had it from.",
                attribution_id=claim.attribution.id,
            )


def _is_traceable(ctx: RuleContext, claim: Claim) -> bool:
    facts = ctx.facts
    sentence = facts.near(claim.token)
    if facts.has_link(sentence) or facts.says("dates", sentence) or facts.says("caveat", sentence) or claim.via:
        return True
    return facts.says("citing", facts.near(claim.token, after=1))


def _is_own(ctx: RuleContext, claim: Claim, source: Source) -> bool:
    """The outlet's own editorials, staff and business are no reports of others; nor are those of the paper itself."""
    if source.record_id is None and not ctx.words.set("outlet_nouns") & set(name_key(source.label).split()):
        return True
    return name_key(source.label) in ctx.words.set("ourselves") or ctx.facts.says(
        "own_voice", ctx.facts.near(claim.token)
    )


RULE = rule(
    __doc__,
    find,
    id="SRC022",
    name="secondhand-without-origin",
    severity=Severity.NOTE,
)
