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
#: Below this share of English function words a paragraph of some length is not English; ordinary news has 30 to 45 percent.
_ENGLISH = 0.12
_LENGTH = 30


def find(ctx: RuleContext) -> Iterable[Finding]:
    """One finding for a deadline, one for paragraphs in a foreign language, one for tables and code from `percent` of the words on."""
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
    declared = _declared(ctx)
    if declared:
        yield ctx.finding(
            _first(ctx), f"The draft says that its language is {declared}; it was checked as if it were English."
        )
    else:
        yield from _foreign(ctx)


def _declared(ctx: RuleContext) -> str | None:
    """The language that the front matter or the head names, where it is another than English."""
    meta = ctx.report.document.meta
    named = next(
        (value for key in ("lang", "language") if isinstance(value := meta.get(key), str) and value.strip()), None
    )
    return None if named is None or named.strip().lower()[:2] == "en" else named.strip()[:20]


def _foreign(ctx: RuleContext) -> Iterable[Finding]:
    """The first paragraph that is not English, with the share of all such paragraphs; short ones count together."""
    facts = ctx.facts
    little = ctx.words.set("function_words")
    prose = [facts.paragraph(number) for number, kind in enumerate(facts.kinds) if kind in PROSE]
    lengths = [facts.word_count(tokens) for tokens in prose]
    common = [sum(map(little.__contains__, facts.low[slice(*tokens)])) for tokens in prose]
    foreign = [at for at, length in enumerate(lengths) if _is_foreign(length, common[at])]
    if not foreign and _is_foreign(sum(lengths), sum(common)):
        foreign = list(range(len(prose)))
    if foreign:
        share = 100 * sum(lengths[at] for at in foreign) // sum(lengths)
        yield ctx.finding(
            facts.span(prose[foreign[0]]),
            f"{share}% of the draft does not read as English; it was checked as if it were.",
        )


def _is_foreign(length: int, common: int) -> bool:
    return length >= _LENGTH and common < _ENGLISH * length


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
