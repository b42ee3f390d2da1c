"""A quotation with nobody credited.

Why: A reader must know whose words they read. A quotation that stands alone between paragraphs that name no speaker is nobody's.
Bad: The clinic closed at noon on Friday.

"We were sent home without a word of explanation."

The road to the coast stays shut until Sunday.
Good: The clinic closed at noon on Friday.

"We were sent home without a word of explanation," said Ruta Kalnina, a nurse.

The road to the coast stays shut until Sunday.
Guideline: Reuters: the source of a quotation is identified as quickly as possible
"""

from collections.abc import Iterable

from service.core.domain import Anonymity, Finding, Quotation, QuotationMark, Severity, SourceType
from service.core.rules.claims import Claim
from service.core.rules.context import RuleContext
from service.core.rules.facts import PROSE
from service.core.rules.rule import rule

#: Shorter quotations are names, titles and single words.
WORDS_MINIMUM = 4
#: A link that the model itself finds less likely credits nobody.
_SURE = 0.3


def find(ctx: RuleContext) -> Iterable[Finding]:
    """Quotations of some length with no speaker in their paragraph or in its neighbors."""
    for quotation in ctx.facts.quotations:
        if quotation.scare or quotation.continues or quotation.mark is QuotationMark.BLOCK or not quotation.opened:
            continue
        if (
            ctx.facts.kind_at(quotation.span.start) in PROSE
            and _is_speech(ctx, quotation)
            and not _has_speaker(ctx, quotation)
        ):
            yield ctx.finding(quotation.span, "This quotation has no speaker.", suggestion="Add who said it.")


def _is_speech(ctx: RuleContext, quotation: Quotation) -> bool:
    """Four words or more that are no title: a title has its longer words capitalized, or stands inside a sentence."""
    tokens = ctx.facts.tokens(quotation.inner)
    words = [word for word in ctx.facts.layer.words[slice(*tokens)] if word[0].isalpha()]
    if len(words) < WORDS_MINIMUM:
        return False
    longer = [word for word in words if len(word) > WORDS_MINIMUM - 1]
    capitals = sum(word[0].isupper() for word in longer)
    return words[0][0].isupper() and (
        capitals <= len(longer) / 2 or quotation.inner.text_of(ctx.text).rstrip()[-1:] in ".!?,…"
    )


def _has_speaker(ctx: RuleContext, quotation: Quotation) -> bool:
    facts = ctx.facts
    first, end = facts.tokens(quotation.span)
    block = facts.block_of(first)
    for claim in facts.claims:
        if any(low < end and first < high for low, high in claim.content) and _is_credited(ctx, claim):
            return True
    return _speaks(ctx, facts.paragraph(block)) or _speaker_beside(ctx, block)


def _speaks(ctx: RuleContext, tokens: tuple[int, int]) -> bool:
    """Somebody is said to speak there, outside of quotations and other than a crowd."""
    facts = ctx.facts
    spoken = (at for at, _ in facts.hits("said") if tokens[0] <= at < tokens[1])
    return any(at not in facts.quoted and not facts.says("collectives", (max(0, at - 1), at)) for at in spoken)


def _speaker_beside(ctx: RuleContext, block: int) -> bool:
    """A person speaks in the paragraph before, or in the first sentence of the one behind."""
    facts = ctx.facts
    before, behind = facts.paragraph(block - 1), facts.paragraph(block + 1)
    places = [before] if before[0] < before[1] else []
    if behind[0] < behind[1]:
        places.append((behind[0], min(behind[1], facts.near(behind[0])[1])))
    for tokens in places:
        claims = facts.claims_in(tokens)
        if any(_is_person(claim) for claim in claims) or (not claims and _speaks(ctx, tokens)):
            return True
    return False


def _is_person(claim: Claim) -> bool:
    source = claim.source
    return source is not None and source.anonymity is not Anonymity.GENERIC and source.type not in _FACELESS


_FACELESS = frozenset({SourceType.SOCIAL_MEDIA, SourceType.PLATFORM, SourceType.DOCUMENT})


def _is_credited(ctx: RuleContext, claim: Claim) -> bool:
    """Somebody is behind it, or nobody in so many words (which is another rule's finding)."""
    cue = claim.attribution.cue
    if claim.source is not None:
        spoken = cue is None or ctx.facts.says("said", ctx.facts.tokens(cue))
        return spoken and claim.source.anonymity is not Anonymity.GENERIC and claim.attribution.confidence >= _SURE
    return cue is not None and any(
        ctx.facts.says(name, ctx.facts.near(claim.token)) for name in ("agentless", "agentless_passives")
    )


RULE = rule(
    __doc__,
    find,
    id="SRC002",
    name="unattributed-quote",
    severity=Severity.ERROR,
    tags=("unattributed-quote",),
)
