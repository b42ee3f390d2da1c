"""A document that the newsroom saw, and no word on how it came or whether it is genuine.

Why: Papers are forged, edited and leaked for a purpose. The reader should know the way they took and who checked them.
Bad: The company knew of the leak in May, according to internal emails seen by this newspaper.
Good: The company knew of the leak in May, according to internal emails that a former engineer shared with this newspaper. Two
recipients confirmed the emails.
Guideline: AP: tell how material was obtained; BBC 3.4.6: say what could not be verified
"""

from collections.abc import Iterable

from service.core.domain import Finding, Severity, SourceType
from service.core.rules.context import RuleContext
from service.core.rules.rule import rule

#: Tokens before "seen by" or after "leaked" in which the paper is named.
_NEAR = 12

_PAPER = frozenset({SourceType.DOCUMENT, SourceType.NEWS_OUTLET, SourceType.NEWS_AGENCY, SourceType.UNKNOWN})


def find(ctx: RuleContext) -> Iterable[Finding]:
    """Papers "seen by" somebody or "leaked", without author and without a word on their way; at most one finding a story."""
    facts = ctx.facts
    if facts.says("provenance", facts.whole):
        return
    for first, end in sorted((*facts.hits("seen_by"), *facts.hits("leaked"))):
        if not facts.is_prose(first) or first in facts.quoted:
            continue
        sentence = facts.near(first)
        around = (max(sentence[0], first - _NEAR), min(sentence[1], end + 4))
        author = any(
            claim.named and claim.source and claim.source.type not in _PAPER for claim in facts.claims_in(sentence)
        )
        if facts.says("papers", around) and not author and not _is_owned(ctx, around):
            yield ctx.finding(
                facts.span((first, end)),
                "Say how the document was obtained and checked.",
                suggestion="Tell who gave it, or that its authenticity was confirmed, and by whom.",
            )
            return


def _is_owned(ctx: RuleContext, tokens: tuple[int, int]) -> bool:
    """The paper has an author in the text: "their report", "her letter"."""
    low = ctx.facts.low
    return any(low[at - 1] in _OWNERS for at, _ in ctx.facts.hits("papers") if tokens[0] < at < tokens[1])


_OWNERS = frozenset("his her their its my our".split())

RULE = rule(__doc__, find, id="SRC036", name="document-provenance-missing", severity=Severity.WARNING)
