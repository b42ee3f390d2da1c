"""Posts, videos and appeals on a platform whose author the reader cannot know."""

import re
from collections.abc import Callable, Iterable

from service.core.domain import Anonymity, SourceType
from service.core.rules.facts import Facts

#: Kinds of source that are no author a reader could know.
_FACELESS = frozenset({SourceType.SOCIAL_MEDIA, SourceType.PLATFORM, SourceType.DOCUMENT})
_KNOWN = frozenset({Anonymity.NAMED, Anonymity.ORGANISATION_UNNAMED_PERSON})
#: A name that a user gave itself.
_HANDLE = re.compile(r"@\w|\b(?:user|users|account|handle)\b", re.IGNORECASE)
#: Tokens between a post and its platform ("a video of the fire on Telegram").
_NEAR = 6
#: The same between what happened to the post and the platform ("viewed 2.8 million times on TikTok").
_SPREAD = 10


def faceless_posts(facts: Facts, wanted: Callable[[int], bool]) -> Iterable[tuple[int, int]]:
    """Token ranges of the platforms or users, in order: of each paragraph the first whose first token is `wanted`."""
    done: set[int] = set()
    for first, end in sorted((*facts.hits("platform"), *facts.hits("social_users"))):
        block = facts.block_of(first)
        if block in done or first in facts.quoted or not facts.is_prose(first):
            continue
        sentence = facts.near(first)
        if _is_posted(facts, first, sentence) and not _has_author(facts, sentence) and wanted(first):
            done.add(block)
            yield first, end


def _is_posted(facts: Facts, first: int, sentence: tuple[int, int]) -> bool:
    """A post, video or appeal stands near the platform ("a video on Telegram") or was spread there, or its users speak."""
    if facts.says("social_users", (max(sentence[0], first - 2), first + 1)):
        return True
    near = (max(sentence[0], first - _NEAR), first)
    if facts.says("posted", near) or facts.says("posted", (first + 1, min(sentence[1], first + 4))):
        return True
    return facts.says("spread", (max(sentence[0], first - _SPREAD), first)) and facts.says(
        "posted", (sentence[0], first)
    )


def _has_author(facts: Facts, sentence: tuple[int, int]) -> bool:
    """A person or body that the reader can identify speaks in the sentence."""
    return any(
        source is not None and source.type not in _FACELESS and source.anonymity in _KNOWN and source.name is not None
        for source in (claim.source for claim in facts.claims_in(sentence))
    )
