"""A quotation in a new paragraph after two speakers, with no word on whose it is.

Why: After two people have spoken, a paragraph of nothing but quotation can be either's.
Bad: Mayor Ana Ruiz said the dam was safe. The engineer Tomas Vega said it had been built in a hurry.

"There are cracks on the north side. We photographed them in May."
Good: Mayor Ana Ruiz said the dam was safe. The engineer Tomas Vega said it had been built in a hurry.

"There are cracks on the north side," Vega said. "We photographed them in May."
Guideline: AP: restate the attribution unless it is perfectly clear
"""

from collections.abc import Iterable

from service.core.domain import Finding, Quotation, Severity
from service.core.rules.context import RuleContext
from service.core.rules.rule import rule

_WORDS_MINIMUM = 4


def find(ctx: RuleContext) -> Iterable[Finding]:
    """Paragraphs that are one quotation and follow a paragraph in which two people spoke."""
    facts = ctx.facts
    for quotation in facts.quotations:
        block = facts.block_of(facts.tokens(quotation.span)[0])
        if quotation.scare or quotation.continues or not _fills(ctx, quotation, block):
            continue
        speakers = _speakers(ctx, block - 1)
        if len(speakers) > 1 and facts.kinds[block] is facts.kinds[block - 1] and not _colon(ctx, block - 1):
            yield ctx.finding(
                quotation.span,
                f"It is unclear whether this still comes from {speakers[-1]}.",
                suggestion="Restate who is speaking.",
            )


def _fills(ctx: RuleContext, quotation: Quotation, block: int) -> bool:
    facts = ctx.facts
    inside = facts.word_count(facts.tokens(quotation.span))
    return block > 0 and inside >= _WORDS_MINIMUM and facts.word_count(facts.paragraph(block)) == inside


def _colon(ctx: RuleContext, block: int) -> bool:
    """The paragraph before announces the quotation."""
    first, end = ctx.facts.paragraph(block)
    return first < end and ctx.facts.low[end - 1] == ":"


def _speakers(ctx: RuleContext, block: int) -> tuple[str, ...]:
    claims = ctx.facts.claims_in(ctx.facts.paragraph(block))
    return tuple(dict.fromkeys(claim.source.label for claim in claims if claim.source and claim.named))


RULE = rule(__doc__, find, id="SRC005", name="attribution-not-restated", severity=Severity.NOTE)
