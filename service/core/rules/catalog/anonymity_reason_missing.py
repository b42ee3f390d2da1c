"""An unnamed source, and no word on why the name is withheld.

Why: Anonymity is an exception that the reader pays for. The story must say what the source risks.
Bad: A ministry official said the figures had been changed twice. The minister will present them on Friday.
Good: A ministry official said the figures had been changed twice. The official asked not to be named because staff may not speak to
reporters.
Guideline: AP: the story must explain why a source is not named; SPJ: explain why anonymity was granted; New York Times 2004
"""

from collections.abc import Iterable

from service.core.domain import Finding, Severity
from service.core.rules.context import RuleContext
from service.core.rules.rule import rule
from service.core.rules.unnamed import Unnamed, is_confidential


def find(ctx: RuleContext) -> Iterable[Finding]:
    """Confidential sources without a reason within `sentences` sentences of any of their mentions."""
    facts = ctx.facts
    told: set[str] = set()
    for one in facts.unnamed:
        if not is_confidential(facts, one) or one.word in told:
            continue
        told.add(one.word)
        if not any(
            _has_reason(ctx, other) for other in facts.unnamed if other.word.rstrip("s") == one.word.rstrip("s")
        ):
            yield ctx.finding(
                facts.span(one.phrase),
                "The story does not say why the source is not named.",
                suggestion="Say what the source risks, or name it.",
                attribution_id=one.claims[0].attribution.id if one.claims else None,
            )


def _has_reason(ctx: RuleContext, one: Unnamed) -> bool:
    """A danger or a ban near the source; or "because" and its like in a sentence that speaks of the name."""
    facts = ctx.facts
    reach = ctx.number("sentences")
    around = facts.near(one.head, before=1, after=reach)
    if facts.says("anonymity_reason", around):
        return True
    named = (at for at, _ in facts.hits("anonymity") if around[0] <= at < around[1])
    return any(facts.says("reason_link", facts.near(at)) for at in named)


RULE = rule(
    __doc__,
    find,
    id="SRC012",
    name="anonymity-reason-missing",
    severity=Severity.WARNING,
    tags=("anonymous-without-reason",),
    options={"sentences": 2},
)
