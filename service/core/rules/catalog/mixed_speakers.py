"""Two speakers' quotations that run together in one paragraph.

Why: A reader who meets a second quotation right after the first takes it for the same person's. The second speaker must come before
the words, or in a paragraph of its own.
Bad: "We lost everything in one night," said Ana Ruiz, a farmer. "The ministry never sent a single truck," said Tomas Vega, a priest.
Good: "We lost everything in one night," said Ana Ruiz, a farmer.

Tomas Vega, a priest, said: "The ministry never sent a single truck."
Guideline: Reuters: do not run quotes from different speakers together
"""

from collections.abc import Iterable
from itertools import pairwise

from service.core.domain import Finding, Quotation, Severity
from service.core.rules.context import RuleContext
from service.core.rules.rule import rule

_END = frozenset('.!?"“')
_PRONOUNS = frozenset({"he", "she", "they"})
#: Tokens around the verb in which the speaker's name stands.
_REACH = 5


def find(ctx: RuleContext) -> Iterable[Finding]:
    """A quotation that opens a sentence right after another speaker's, its own speaker coming only afterwards."""
    facts = ctx.facts
    quotations = [one for one in facts.quotations if not one.scare]
    for before, quotation in pairwise(quotations):
        first, end = facts.tokens(quotation.span)
        if not facts.is_prose(first) or not _opens_sentence(ctx, before, first):
            continue
        if quotation.inner.text_of(ctx.text).rstrip()[-1:] == ".":  # the sentence is over: no speaker follows
            continue
        earlier = _speaker(ctx, (facts.tokens(before.span)[1], first))
        later = _speaker(ctx, (end, facts.paragraph(facts.block_of(first))[1]))
        if (earlier and later and not earlier & later) or _other_pronouns(ctx, before, quotation):
            yield ctx.finding(
                quotation.span,
                "Two speakers run together here.",
                suggestion="Name the second speaker before the words, or begin a new paragraph.",
                related=(before.span,),
            )


def _other_pronouns(ctx: RuleContext, before: Quotation, after: Quotation) -> bool:
    """Whether "he said" stands after the one quotation and "she said" after the other."""
    one, other = (_pronoun(ctx, ctx.facts.tokens(each.span)[1]) for each in (before, after))
    return one is not None and other is not None and one != other


def _pronoun(ctx: RuleContext, end: int) -> str | None:
    """The pronoun right beside the verb of saying that follows a quotation: "he said", "said she"."""
    low = ctx.facts.low[end : end + 2]
    said = ctx.facts.first("said", end, end + 2)
    return next((word for word in low if said and word in _PRONOUNS), None)


def _opens_sentence(ctx: RuleContext, before: Quotation, first: int) -> bool:
    """In the same paragraph, and the second quotation begins its sentence."""
    facts = ctx.facts
    if facts.block_of(facts.tokens(before.span)[0]) != facts.block_of(first):
        return False
    return facts.sentences[facts.sentence_of(first)][0] == first


def _speaker(ctx: RuleContext, tokens: tuple[int, int]) -> frozenset[str]:
    """Names right beside a verb of saying between a quotation and what follows: "said Ana Ruiz, a farmer."; else nothing."""
    facts = ctx.facts
    words = facts.layer.words
    limit = next((at for at in range(*tokens) if words[at] in _END), tokens[1])
    cue = facts.first("said", tokens[0], min(limit, tokens[0] + _REACH))
    if cue is None:
        return frozenset()
    near = range(max(tokens[0], cue[0] - _REACH), min(limit, cue[1] + _REACH))
    return frozenset(words[at].lower() for at in near if words[at][0].isupper())


RULE = rule(__doc__, find, id="SRC006", name="mixed-speakers", severity=Severity.WARNING)
