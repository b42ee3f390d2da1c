"""A quotation mark without its partner.

Why: Where a mark is missing, the reader cannot tell which words are the source's and which are the writer's.
Bad: We will reopen the clinic on Monday and treat everybody who waited," the director said.
Good: "We will reopen the clinic on Monday and treat everybody who waited," the director said.
Guideline: house: every quotation shows where it begins and where it ends
"""

import re
from collections.abc import Iterable

from service.core.domain import Finding, Quotation, QuotationMark, Severity, Span
from service.core.rules.context import RuleContext
from service.core.rules.facts import PROSE
from service.core.rules.rule import rule

_REACH = 60
_FIRST = re.compile(r"\S+")
_LAST = re.compile(r"\S+\Z")
_MESSAGE = "A quotation mark has no partner: where does the quotation {edge}?"


def find(ctx: RuleContext) -> Iterable[Finding]:
    """Quotations that lack a mark, unless they run on into the next paragraph."""
    quotations = ctx.facts.quotations
    for number, quotation in enumerate(quotations):
        if quotation.mark is QuotationMark.SINGLE or ctx.facts.kind_at(quotation.span.start) not in PROSE:
            continue
        following = quotations[number + 1] if number + 1 < len(quotations) else None
        if not quotation.opened:
            yield ctx.finding(_closing(quotation, ctx.text), _MESSAGE.format(edge="begin"), related=(quotation.span,))
        elif not quotation.closed and not (following and following.continues):
            yield ctx.finding(_opening(quotation, ctx.text), _MESSAGE.format(edge="end"), related=(quotation.span,))


def _opening(quotation: Quotation, text: str) -> Span:
    """The mark with the word after it: enough to find it again."""
    words = _FIRST.match(text, quotation.span.start, quotation.span.end)
    return Span(quotation.span.start, words.end() if words else quotation.span.start + 1)


def _closing(quotation: Quotation, text: str) -> Span:
    """The word before the mark, with the mark."""
    words = _LAST.search(text, max(quotation.span.start, quotation.span.end - _REACH), quotation.span.end)
    return Span(words.start() if words else quotation.span.end - 1, quotation.span.end)


RULE = rule(__doc__, find, id="SRC007", name="unbalanced-quotes", severity=Severity.WARNING)
