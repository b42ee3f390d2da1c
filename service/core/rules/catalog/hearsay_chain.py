"""A claim that comes through two hands or more before the reader gets it.

Why: Each hand can lose a word or add one, and the last one knows only what the one before told. Go up the chain as far as you can, and
show the reader every step that is left.
Bad: The reactor was shut down by hand, Yonhap reported, citing two lawmakers who had been briefed by the spy agency.
Good: The reactor was shut down by hand, the spy agency said on Monday in a written answer to this newspaper.
Guideline: ICD 206: source descriptors tell of access, firsthand or not; Reuters: sources with direct knowledge come first; BBC 3.4:
firsthand sources where possible
"""

from collections.abc import Iterable

from service.core.domain import Finding, Severity, Span
from service.core.rules.claims import Claim
from service.core.rules.context import RuleContext
from service.core.rules.records import is_outlet
from service.core.rules.rule import rule


def find(ctx: RuleContext) -> Iterable[Finding]:
    """Claims of two relays; of one whose source knows from hearsay; and what an unnamed source says that another told. One a sentence."""
    facts = ctx.facts
    done: set[int] = set()
    for claim in facts.claims:
        sentence = facts.sentence_of(claim.token)
        if sentence in done or not facts.is_prose(claim.token) or not _is_chain(ctx, claim):
            continue
        done.add(sentence)
        yield ctx.finding(
            _place(ctx, claim),
            f"Hearsay: {_steps(claim)}.",
            suggestion="Confirm it with a source of your own, or say that you could not.",
            attribution_id=claim.attribution.id,
        )


def _is_chain(ctx: RuleContext, claim: Claim) -> bool:
    facts = ctx.facts
    if claim.source is None:
        return False
    briefed = facts.says("briefed", facts.near(claim.token))
    if len(claim.via) + briefed > 1:
        return True
    withheld = claim.source.id in facts.withheld_ids or bool(claim.via)
    return withheld and any(facts.says("was_told", tokens) for tokens in claim.content)


def _place(ctx: RuleContext, claim: Claim) -> Span:
    """The innermost relay that is no outlet, else the source."""
    people = [
        mention.span
        for mention, source in zip(claim.attribution.via, claim.via, strict=False)
        if not is_outlet(source, ctx.facts)
    ]
    return people[-1] if people else claim.place


def _steps(claim: Claim) -> str:
    names = [one.name or one.label for one in (*claim.via, claim.source) if one]
    if len(names) > 1:
        return f"it passes through {' and '.join(names)} before it reaches the reader"
    return f"{names[0]} had it from somebody else"


RULE = rule(
    __doc__,
    find,
    id="SRC027",
    name="hearsay-chain",
    severity=Severity.NOTE,
    tags=("hearsay-chain",),
)
