"""A claim that a reader would want to check, with nobody behind it.

Why: A figure, a forecast or an accusation without a source asks the reader for blind trust. It is fine for what the reporter saw and
for common knowledge; everything else needs a name in the same sentence or right before it.
Bad: The ministry opened its new office on Monday.

The country may send up to 12,000 soldiers abroad next month.
Good: The ministry opened its new office on Monday.

The country may send up to 12,000 soldiers abroad next month, the defense ministry said.
Guideline: AP: attribute any disputable fact that was not witnessed, gathered or confirmed; Reuters: every statement is sourced unless
it is an established fact
"""

from collections.abc import Iterable
from itertools import islice

from service.core.domain import BlockKind, Finding, Severity
from service.core.rules.context import RuleContext
from service.core.rules.rule import rule

#: Share of a sentence's longer words that attributed text must repeat to count as its source.
_SHARED = 0.5
_LONG = 4


def find(ctx: RuleContext) -> Iterable[Finding]:
    """Sentences with a forecast or an accusation that nothing attributed stands behind, at most `findings` of them."""
    facts = ctx.facts
    open_ = [
        sentence
        for number, sentence in enumerate(facts.sentences)
        if facts.kinds[facts.block_of(sentence[0])] is BlockKind.PARAGRAPH and _is_open(ctx, number)
    ]
    backed = _backed(ctx) if open_ else []
    told = (sentence for sentence in open_ if not _repeats(ctx, sentence, backed))
    for sentence in islice(told, ctx.number("findings")):
        yield ctx.finding(facts.span(sentence), "No source is given for this claim.", suggestion=_HOW)


_HOW = "Name who says so, in the same sentence."


def _is_open(ctx: RuleContext, number: int) -> bool:
    """Whether a sentence claims something checkable and nobody speaks in it or in the sentence before."""
    facts = ctx.facts
    sentence = facts.sentences[number]
    if not _forecasts(ctx, sentence) and not _accuses(ctx, sentence):
        return False
    block = facts.block_of(sentence[0])
    before = facts.sentences[number - 1] if number else (0, 0)
    first = before[0] if before[0] < before[1] and facts.block_of(before[0]) == block else sentence[0]
    around = (first, sentence[1])
    if (
        facts.says("speech", around)
        or facts.says("original", around)
        or facts.has_link(around)
        or facts.says("agentless", around)
    ):
        return False
    if any(token in facts.quoted for token in range(*sentence)):
        return False
    near = facts.claims_in(facts.near(sentence[0], before=2, after=2))
    return not any(_covers(claim.content, sentence) for claim in near if claim.source is not None)


def _accuses(ctx: RuleContext, sentence: tuple[int, int]) -> bool:
    """Somebody named or known by office is said to have done wrong, and no court, police or inquiry is spoken of."""
    facts = ctx.facts
    wrong = facts.first("wrong", *sentence)
    if wrong is None or set(facts.low[slice(*sentence)]) & ctx.words.set("on_record"):
        return False
    before = (sentence[0], wrong[0])
    who = before[0] < before[1] and (facts.names_in(before) or facts.says("offices", before))
    return bool(who) and not facts.says("response", sentence) and not facts.says("accusing", sentence)


def _forecasts(ctx: RuleContext, sentence: tuple[int, int]) -> bool:
    """What may be, with a number of something: people, money, goods."""
    facts = ctx.facts
    if facts.count("modals", sentence) == 0:
        return False
    numbers = any(word[0].isdigit() for word in facts.low[slice(*sentence)])
    return numbers and facts.says("units", sentence)


def _covers(content: tuple[tuple[int, int], ...], sentence: tuple[int, int]) -> bool:
    return any(first < sentence[1] and sentence[0] < end for first, end in content)


def _backed(ctx: RuleContext) -> list[frozenset[str]]:
    """Longer words of every stretch that somebody is credited with."""
    return [frozenset(_long(ctx, tokens)) for claim in ctx.facts.voiced for tokens in claim.content]


def _repeats(ctx: RuleContext, sentence: tuple[int, int], backed: list[frozenset[str]]) -> bool:
    words = frozenset(_long(ctx, sentence))
    return any(len(words & other) >= _SHARED * len(words) for other in backed)


def _long(ctx: RuleContext, tokens: tuple[int, int]) -> Iterable[str]:
    return (word.rstrip("s") for word in ctx.facts.low[slice(*tokens)] if len(word) >= _LONG or word[0].isdigit())


RULE = rule(
    __doc__,
    find,
    id="SRC001",
    name="unattributed-claim",
    severity=Severity.NOTE,
    options={"findings": 3},
)
