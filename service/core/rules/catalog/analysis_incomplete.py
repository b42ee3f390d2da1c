"""A part of the draft that was not looked at.

Why: A check that saw half of a draft says nothing about the other half.
Bad: | Day | What was said |
| --- | --- |
| Monday | The minister said the dam was safe and that nobody had to leave the valley |
| Tuesday | The minister said the dam was being watched and that nobody had to leave yet |

The minister resigned.
Good: On Monday the minister said the dam was safe. On Tuesday he said it was being watched. On Wednesday he resigned.
Guideline: house: a check says what it did not see
"""

from collections.abc import Iterable

from service.core.domain import BlockKind, Finding, Severity, Span
from service.core.rules.context import RuleContext
from service.core.rules.facts import PROSE
from service.core.rules.rule import rule

_UNREAD = frozenset({BlockKind.TABLE, BlockKind.CODE})
#: Below this share of English function words a text of some length is not English; ordinary news has 30 to 45 percent.
_ENGLISH = 0.12
_LENGTH = 40


def find(ctx: RuleContext) -> Iterable[Finding]:
    """One finding for a deadline, one for a foreign language, one for tables and code from `percent` of the words on."""
    facts = ctx.facts
    if not facts.blocks:
        return
    if not ctx.report.complete:
        yield ctx.finding(
            _first(ctx), "The deadline passed before the whole draft was analyzed.", suggestion="Allow more time."
        )
    unread = [number for number, kind in enumerate(facts.kinds) if kind in _UNREAD]
    words = sum(facts.word_count(facts.paragraph(number)) for number in unread)
    total = facts.word_count(facts.whole)
    if total and 100 * words >= ctx.number("percent") * total:
        place = facts.span(facts.paragraph(unread[0]))
        yield ctx.finding(
            place, f"{100 * words // total}% of the draft was not analyzed: tables and code are not read."
        )
    prose = [facts.paragraph(number) for number, kind in enumerate(facts.kinds) if kind in PROSE]
    length = sum(facts.word_count(tokens) for tokens in prose)
    little = ctx.words.set("function_words")
    common = sum(word in little for tokens in prose for word in facts.low[slice(*tokens)])
    if length >= _LENGTH and common < _ENGLISH * length:
        yield ctx.finding(_first(ctx), "The draft does not read as English; it was checked as if it were.")


def _first(ctx: RuleContext) -> Span:
    return ctx.facts.blocks[0].span


RULE = rule(
    __doc__,
    find,
    id="SRC053",
    name="analysis-incomplete",
    severity=Severity.WARNING,
    options={"percent": 20},
)
