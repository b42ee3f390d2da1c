"""A crowd of experts or critics, none of whom is named.

Why: "Experts say" may be everybody or nobody. One name, one study, or one number lets the reader look.
Bad: Experts say the tunnel will never pay for itself.
Good: Experts say the tunnel will never pay for itself. Maria Lund, who teaches transport at Aarhus University, puts the loss at 2
billion crowns.
Guideline: SPJ: identify sources clearly; Reuters: be as precise as possible about sources
"""

from collections.abc import Iterable

from service.core.domain import AttributionKind, Finding, Severity, SourceType
from service.core.rules.claims import Claim
from service.core.rules.context import RuleContext
from service.core.rules.records import MEDIA
from service.core.rules.rule import rule

#: Words before the noun that name nobody: "some legal experts".
_ADJECTIVES = 3
#: Tokens between the noun and its verb ("critics of the plan say").
_REACH = 9
_EDGES = frozenset(',.;:"“”‘—–-(') | {
    "that",
    "but",
    "and",
    "while",
    "as",
    "although",
    "though",
    "because",
    "what",
    "to",
    "yet",
    "however",
}


def find(ctx: RuleContext) -> Iterable[Finding]:
    """Nouns for many people or studies with a verb of saying, and no instance named in this paragraph or the next sentence."""
    facts = ctx.facts
    last = -1
    for first, end in facts.hits("collectives"):
        if first <= last or first in facts.quoted or not facts.is_prose(first):
            continue
        cue = _cue(ctx, end)
        begin = _begin(ctx, first)
        if cue is None or begin is None or _has_instance(ctx, first):
            continue
        last = cue
        yield ctx.finding(
            facts.span((begin, end)),
            f"Which {facts.span((first, end)).text_of(ctx.text).lower()}?",
            suggestion="Name one, or cite the study.",
        )


def _begin(ctx: RuleContext, first: int) -> int | None:
    """Where the phrase begins; None where a name, "the" or another noun before it tells who they are."""
    low, words = ctx.facts.low, ctx.facts.layer.words
    sentence = ctx.facts.near(first)[0]
    at = first
    while at > sentence and first - at <= _ADJECTIVES:
        word = low[at - 1]
        if word in _EDGES:
            return at
        if word in _TELLING or (words[at - 1][0].isupper() and at - 1 > sentence) or word in ctx.words.set("bounds"):
            return None
        at -= 1
    return at if at == sentence else None


_TELLING = frozenset(
    "the these those its his her their our two three four five six seven eight nine ten both s".split()
)


def _cue(ctx: RuleContext, end: int) -> int | None:
    """The verb of saying that follows, with no name in between ("analysts at ING say" has one)."""
    facts = ctx.facts
    limit = min(len(facts.low), end + _REACH, facts.near(end - 1)[1])
    for at in range(end, limit):
        if facts.layer.words[at][0].isupper() or facts.low[at] in {",", ";", ":", "who", "by"}:
            return None
        if facts.low[at] in ctx.words.set("collective_cues") or facts.says("collective_cues", (at, at + 1)):
            return at
    return None


def _speaks(ctx: RuleContext, claim: Claim) -> bool:
    """Somebody named says something of their own, rather than nothing or that the crowd is wrong; an outlet is none of a crowd."""
    if not claim.named or claim.attribution.kind in _OTHERWISE or (claim.source and claim.source.type in MEDIA):
        return False
    return not ctx.facts.says("response", ctx.facts.near(claim.token))


_OTHERWISE = frozenset({AttributionKind.NO_COMMENT, AttributionKind.DENIAL})


def _has_instance(ctx: RuleContext, first: int) -> bool:
    """Somebody named speaks later in the paragraph, or a link leads to the study."""
    facts = ctx.facts
    sentence = facts.near(first)
    paragraph = facts.paragraph(facts.block_of(first))
    after = facts.near(max(sentence[1], paragraph[1]) - 1, after=1)
    if facts.has_link(sentence):
        return True
    phrase = facts.span((first, first + 1))
    for claim in facts.claims_in((first, max(after[1], paragraph[1]))):
        here = claim.token < paragraph[1] or not _is_anybody(ctx, claim)
        if here and _speaks(ctx, claim) and claim.token > first and not claim.place.overlaps(phrase):
            return True
    colon = next((at for at in range(first, sentence[1]) if facts.low[at] == ":"), sentence[1])
    following = (min(colon + 1, sentence[1]), min(paragraph[1], facts.near(first, after=1)[1]))
    if following[0] >= following[1] or facts.says("response", following):
        return False
    return _is_said(ctx, following) and bool(facts.names_in(following))


def _is_anybody(ctx: RuleContext, claim: Claim) -> bool:
    """A private person of whom no clause tells more, who in the next paragraph is no instance of experts any more."""
    source = claim.source
    if source is None or source.type not in {SourceType.PERSON, SourceType.WITNESS}:
        return False
    first, end = ctx.facts.tokens(claim.place)
    return "who" not in ctx.facts.low[first : end + 2]


def _is_said(ctx: RuleContext, tokens: tuple[int, int]) -> bool:
    """A verb of saying stands in a token range ("States" and "Times" of a name are none)."""
    facts = ctx.facts
    return any(tokens[0] <= at < tokens[1] and not facts.layer.words[at][0].isupper() for at, _ in facts.hits("said"))


RULE = rule(
    __doc__,
    find,
    id="SRC041",
    name="vague-collective",
    severity=Severity.WARNING,
    tags=("vague-source",),
)
