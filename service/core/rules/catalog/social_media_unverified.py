"""Something posted online, and no word on who controls the account or whether it was checked.

Why: Anybody can post anything. Readers need to know who runs the account, where the picture comes from, and who checked it.
Bad: A video posted on Telegram shows tanks entering the town.
Good: A video posted on Telegram shows tanks entering the town. The newspaper verified the place from the church in the background.
Guideline: BBC: user-generated content is checked for origin and truth; Reuters: say what is known of the author
"""

from collections.abc import Iterable

from service.core.domain import Anonymity, Finding, Severity, SourceType
from service.core.rules.context import RuleContext
from service.core.rules.rule import rule

#: Kinds of source that are no author a reader could know.
_FACELESS = frozenset({SourceType.SOCIAL_MEDIA, SourceType.PLATFORM, SourceType.DOCUMENT})


def find(ctx: RuleContext) -> Iterable[Finding]:
    """Posts, videos and appeals on a platform whose author is not a known person or body; one finding a paragraph."""
    facts = ctx.facts
    done: set[int] = set()
    for first, end in sorted((*facts.hits("platform"), *facts.hits("social_users"))):
        block = facts.block_of(first)
        if block in done or not facts.is_prose(first) or first in facts.quoted:
            continue
        sentence = facts.near(first)
        if not _is_posted(ctx, first, sentence) or _has_author(ctx, sentence):
            continue
        if any(facts.says(name, facts.near(first, before=1, after=2)) for name in ("verified", "caveat", "rebutted")):
            continue
        done.add(block)
        yield ctx.finding(
            facts.span((first, end)),
            "Posted online: who controls the account, and was it verified?",
            suggestion="Say who posted it and how it was checked.",
        )


def _is_posted(ctx: RuleContext, first: int, sentence: tuple[int, int]) -> bool:
    """A post, video or appeal stands near before the platform ("a video on Telegram"), or its users speak."""
    facts = ctx.facts
    if facts.says("social_users", (max(sentence[0], first - 2), first + 1)):
        return True
    return facts.says("posted", (max(sentence[0], first - _NEAR), first)) or facts.says(
        "posted", (first + 1, min(sentence[1], first + 4))
    )


_NEAR = 6


def _has_author(ctx: RuleContext, sentence: tuple[int, int]) -> bool:
    """A person or body that the reader can identify speaks in the sentence."""
    for claim in ctx.facts.claims_in(sentence):
        source = claim.source
        if (
            source is not None
            and source.type not in _FACELESS
            and source.anonymity in _KNOWN
            and source.name is not None
        ):
            return True
    return False


_KNOWN = frozenset({Anonymity.NAMED, Anonymity.ORGANISATION_UNNAMED_PERSON})

RULE = rule(
    __doc__,
    find,
    id="SRC035",
    name="social-media-unverified",
    severity=Severity.WARNING,
    tags=("social-media-unverified",),
)
