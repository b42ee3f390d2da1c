"""Something posted online, and no word on who controls the account or whether it was checked.

Why: Anybody can post anything. Readers need to know who runs the account, where the picture comes from, and who checked it.
Bad: A video posted on Telegram shows tanks entering the town.
Good: A video posted on Telegram shows tanks entering the town. The newspaper verified the place from the church in the background.
Guideline: BBC: user-generated content is checked for origin and truth; Reuters: say what is known of the author
"""

from collections.abc import Iterable

from service.core.domain import Finding, Severity
from service.core.rules.context import RuleContext
from service.core.rules.posts import faceless_posts
from service.core.rules.rule import rule


def find(ctx: RuleContext) -> Iterable[Finding]:
    """Posts without a known author that nobody checked and no caveat accompanies; one finding a paragraph."""
    facts = ctx.facts

    def unchecked(first: int) -> bool:
        around = facts.near(first, before=1, after=2)
        return not any(facts.says(name, around) for name in ("verified", "caveat", "rebutted"))

    for tokens in faceless_posts(facts, unchecked):
        yield ctx.finding(
            facts.span(tokens),
            "Posted online: who controls the account, and was it verified?",
            suggestion="Say who posted it and how it was checked.",
        )


RULE = rule(
    __doc__,
    find,
    id="SRC035",
    name="social-media-unverified",
    severity=Severity.WARNING,
    tags=("social-media-unverified",),
)
