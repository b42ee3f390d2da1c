"""Something posted online that the story itself calls unverified, and passes on.

Why: A caveat tells the reader to doubt, but the picture stays. If nobody could check it, ask whether the story needs it.
Bad: Videos posted on Facebook appeared to show cracks in the dam. Their origin could not be verified.
Good: Dam engineer Petra Ruzic said the cracks were as long as a bus. She had walked the crest on Sunday.
Guideline: BBC: user-generated content is checked for origin and truth before it is used; AP: nothing is used that cannot be verified
"""

from collections.abc import Iterable

from service.core.domain import Finding, Severity
from service.core.rules.context import RuleContext
from service.core.rules.posts import faceless_posts
from service.core.rules.rule import rule


def find(ctx: RuleContext) -> Iterable[Finding]:
    """Posts without a known author that a caveat follows, and nobody refutes or places; one finding a paragraph."""
    facts = ctx.facts

    def passed_on(first: int) -> bool:
        around = facts.near(first, after=1)
        return facts.says("caveat", around) and not any(facts.says(name, around) for name in ("rebutted", "placed"))

    for tokens in faceless_posts(facts, passed_on):
        yield ctx.finding(
            facts.span(tokens),
            "Posted online and, by the story's own words, unverified.",
            suggestion="Check it, or leave it out unless the story needs it.",
        )


RULE = rule(
    __doc__,
    find,
    id="SRC038",
    name="unverified-post-passed-on",
    severity=Severity.NOTE,
    tags=("social-media-unverified",),
)
