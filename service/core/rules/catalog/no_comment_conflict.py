"""An organization that declines to comment in a story in which one of its people speaks unnamed.

Why: The reader is told that the organization is silent while it is in fact speaking. Either sentence alone misleads.
Bad: A Halden Bank executive said the merger was off. Halden Bank declined to comment.
Good: A Halden Bank executive who was not authorized to speak for it said the merger was off. The bank's press office declined to
comment on record.
Guideline: AP 2004: do not say that an organization declined to comment when its people speak anonymously
"""

from collections.abc import Iterable
from typing import NamedTuple

from service.core.domain import Finding, Severity
from service.core.rules.context import RuleContext
from service.core.rules.rule import rule
from service.core.rules.unnamed import Unnamed

#: Tokens before "declined to comment" in which its subject stands.
_SUBJECT = 10


def find(ctx: RuleContext) -> Iterable[Finding]:
    """Silences whose subject shares its organization with an unnamed source."""
    facts = ctx.facts
    inside = [
        one for one in facts.unnamed if not one.collective and not facts.says("cleared", facts.near(one.head, after=1))
    ]
    if not inside:
        return
    for first, end in facts.hits("no_comment"):
        sentence = facts.near(first)
        if first in facts.quoted or facts.says("cleared", sentence):
            continue
        subject = _subject(ctx, (max(sentence[0], first - _SUBJECT), first))
        speaker = next((one for one in inside if _is_same(subject, _organization(ctx, one))), None)
        if speaker is not None:
            yield ctx.finding(
                facts.span((first, end)),
                "The organization is said to decline comment while one of its people is quoted.",
                suggestion="Say that the organization would not speak on the record.",
                related=(facts.span(speaker.phrase),),
            )


class _Body(NamedTuple):
    """Words for a body: nouns such as "ministry", and the names that tell it from others."""

    nouns: frozenset[str]
    names: frozenset[str]


def _is_same(subject: _Body, organization: _Body) -> bool:
    """They share a name; or a noun, where the silence's subject has no name of its own ("the ministry declined")."""
    if subject.names & organization.names:
        return True
    return not subject.names and bool(subject.nouns & organization.nouns)


def _subject(ctx: RuleContext, tokens: tuple[int, int]) -> _Body:
    return _body(ctx, range(*tokens), ctx.facts.near(tokens[0])[0])


def _organization(ctx: RuleContext, one: Unnamed) -> _Body:
    return _body(ctx, [at for at in range(*one.phrase) if at != one.head], one.phrase[0])


def _body(ctx: RuleContext, places: Iterable[int], first: int) -> _Body:
    low, words = ctx.facts.low, ctx.facts.layer.words
    bodies = ctx.words.set("bodies")
    found = list(places)
    names = (
        at for at in found if words[at][0].isupper() and words[at].isalpha() and (at != first or low[at] not in _COMMON)
    )
    return _Body(
        frozenset(low[at] for at in found if low[at] in bodies), frozenset(low[at] for at in names) - _COMMON - bodies
    )


_COMMON = frozenset(
    {"the", "a", "an", "its", "both", "two", "one", "three", "but", "and", "however", "meanwhile", "when"}
)

RULE = rule(__doc__, find, id="SRC017", name="no-comment-conflict", severity=Severity.WARNING)
