"""Information that nobody is named as having given.

Why: "It was reported that" hides who knows it, how, and whether anybody does. The reader cannot weigh a claim without an agent.
Bad: It was reported that the bridge had been closed since Sunday.
Good: The road authority reported that the bridge had been closed since Sunday.
Guideline: Reuters: every statement is sourced unless it is an established fact; BBC 3.4.6: say and attribute what cannot be verified
"""

from collections.abc import Iterable

from service.core.domain import Finding, Severity
from service.core.rules.context import RuleContext
from service.core.rules.rule import rule

_MESSAGE = "Nobody is named as having given this information."
_HOW = "Name the agent, or say that it is not known, and why."
_LISTS = ("agentless", "agentless_passives", "agentless_adverbs")
_AGENT = frozenset({"by"})
#: Tokens after the phrase in which its agent may stand ("it was reported on Monday by the ministry").
_REACH = 6
#: Tokens after the auxiliary among which the verb stands.
_PARTED = 4


def find(ctx: RuleContext) -> Iterable[Finding]:
    """Passives and adverbs of hearsay in sentences that credit nobody."""
    facts = ctx.facts
    last = -1
    for first, end in sorted([*(hit for name in _LISTS for hit in facts.hits(name)), *_parted(ctx)]):
        if first < last or first in facts.quoted or not facts.is_prose(first):
            continue
        if _has_agent(ctx, first, end):
            continue
        last = end
        that = end + 1 if facts.low[end : end + 1] == ("that",) else end
        yield ctx.finding(
            facts.span((first, that)), _MESSAGE, suggestion=_HOW, attribution_id=_attribution(ctx, first, end)
        )


def _parted(ctx: RuleContext) -> Iterable[tuple[int, int]]:
    """Finds "it was also reported that": words between the auxiliary and the verb."""
    low, words = ctx.facts.low, ctx.words
    inserted, verbs, bounds = words.set("inserted"), words.set("hiding_verbs"), words.set("bounds")
    for first, end in ctx.facts.hits("agentless_openers"):
        verb = next((at for at in range(end, min(end + _PARTED, len(low))) if low[at] not in inserted), end)
        if verb > end and low[verb] in verbs and (low[verb + 1 : verb + 2] == ("that",) or low[verb + 1] not in bounds):
            yield first, verb + 1


def _has_agent(ctx: RuleContext, first: int, end: int) -> bool:
    """Somebody in the sentence is credited, or the phrase has its own "by"."""
    facts = ctx.facts
    if _AGENT & set(facts.low[end : end + _REACH]):
        return True
    sentence = facts.near(first)
    if facts.says("original", sentence) or facts.has_link(sentence):
        return True
    if any(claim.source is not None and not first <= claim.token < end for claim in facts.claims_in(sentence)):
        return True
    spoken = [at for at, _ in facts.hits("said") if sentence[0] <= at < sentence[1] and not first <= at < end]
    return any(_is_active(ctx, at) for at in spoken if at not in facts.quoted)


def _is_active(ctx: RuleContext, at: int) -> bool:
    """Whether a verb of saying has a subject of its own before it, at the end of a sentence or after a comma."""
    low = ctx.facts.low
    return low[at] in {"said", "says", "told", "added", "according"} and low[at - 1] not in {
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
    }


def _attribution(ctx: RuleContext, first: int, end: int) -> str | None:
    found = (claim.attribution.id for claim in ctx.facts.claims_in((first, end)) if claim.source is None)
    return next(found, None)


RULE = rule(
    __doc__,
    find,
    id="SRC004",
    name="agentless-attribution",
    severity=Severity.WARNING,
    tags=("agentless-attribution",),
)
