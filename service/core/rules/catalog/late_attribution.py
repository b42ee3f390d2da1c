"""A speaker who is named long after the words began.

Why: Readers weigh words by who says them. They should not have to read three sentences before they learn it.
Bad: "The valve failed on Tuesday. We replaced it within the hour. Nobody was in danger at any time, and the plant has run without a
fault since. We have told the regulator all of this," said Ivo Marek, who runs the plant.
Good: "The valve failed on Tuesday," said Ivo Marek, who runs the plant. "We replaced it within the hour. Nobody was in danger."
Guideline: Reuters: the source usually comes after the first sentence; AP: just before or just after, in the same sentence
"""

from collections.abc import Iterable

from service.core.domain import Finding, Severity, Span
from service.core.rules.claims import Claim
from service.core.rules.context import RuleContext
from service.core.rules.rule import rule


def find(ctx: RuleContext) -> Iterable[Finding]:
    """Claims whose speaker comes more than `sentences` sentences and `words` words after their beginning."""
    facts = ctx.facts
    for claim in facts.claims:
        mention = claim.attribution.source
        first = claim.content[0][0]
        if mention is None or claim.source is None or not facts.is_prose(first):
            continue
        at = min(facts.tokens(mention.span)[0], claim.token)
        if facts.block_of(at) != facts.block_of(first):
            continue
        words = facts.word_count((first, at)) if at > first else 0
        passed = facts.sentence_of(at) - facts.sentence_of(first)
        if words > ctx.number("words") and passed >= ctx.number("sentences") and not _is_introduced(ctx, claim, first):
            yield ctx.finding(
                Span(claim.attribution.content[0].start, mention.span.end),
                f"The reader learns who is speaking only after {passed} sentences.",
                suggestion="Move the attribution up.",
                attribution_id=claim.attribution.id,
            )


def _is_introduced(ctx: RuleContext, claim: Claim, first: int) -> bool:
    """Whether the speaker was just speaking: then the reader knows."""
    facts = ctx.facts
    block = facts.block_of(first)
    before = facts.claims_in((facts.paragraph(block - 1)[0], first))
    return bool(before) and before[-1].source is claim.source


RULE = rule(
    __doc__,
    find,
    id="SRC003",
    name="late-attribution",
    severity=Severity.NOTE,
    options={"sentences": 2, "words": 30},
)
