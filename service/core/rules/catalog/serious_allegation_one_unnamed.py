"""An allegation of crime or misconduct that one unnamed source alone supports.

Why: Such a claim can destroy a person, and nobody answers for it. It needs a second source or the approval of a senior editor, which
front matter records as `sourcegrade: {approved_anonymous_by: …}`.
Bad: A former employee said Milan Petrov took bribes from the builder of the stadium.
Good: A former employee said Milan Petrov took bribes from the builder of the stadium. Prosecutor Vera Ilieva said Petrov was charged
with bribery in May.
Guideline: BBC: serious allegations from one unnamed source need approval before they are reported
"""

from collections.abc import Iterable

from service.core.domain import AttributionKind, Finding, Severity
from service.core.rules.context import RuleContext
from service.core.rules.records import approval
from service.core.rules.rule import rule
from service.core.rules.unnamed import Unnamed


def find(ctx: RuleContext) -> Iterable[Finding]:
    """Single unnamed sources in whose sentence somebody named is said to have done wrong, unless another source says so too."""
    facts = ctx.facts
    if approval(ctx.report.document) is not None:
        return
    supported = _supported(ctx)
    for one in facts.unnamed:
        if one.collective or one.plural:
            continue
        sentence = facts.near(one.head)
        wrong = facts.first("wrong", *sentence)
        if wrong is None or not _accuses_somebody(ctx, one, sentence) or supported - {facts.sentence_of(one.head)}:
            continue
        yield ctx.finding(
            facts.span(sentence),
            "A serious allegation rests on one unnamed source: it needs senior approval.",
            suggestion="Find a second source, or record the approval in the front matter.",
            attribution_id=one.claims[0].attribution.id if one.claims else None,
        )


def _accuses_somebody(ctx: RuleContext, one: Unnamed, sentence: tuple[int, int]) -> bool:
    """A name, or a person by office, stands in the sentence outside the source's own phrase."""
    before, after = (sentence[0], one.phrase[0]), (one.phrase[1], sentence[1])
    return any(ctx.facts.names_in(part) for part in (before, after) if part[0] < part[1]) or ctx.facts.says(
        "offices", after
    )


def _supported(ctx: RuleContext) -> frozenset[int]:
    """Sentences in which a source with a name speaks of wrong, and does not deny it."""
    facts = ctx.facts
    found = set()
    for number in {facts.sentence_of(first) for first, _ in facts.hits("wrong")}:
        claims = facts.claims_in(facts.sentences[number])
        other = [claim for claim in claims if claim.source and claim.source.id not in facts.withheld_ids]
        told = any(claim.attribution.kind is not AttributionKind.DENIAL for claim in other)
        if told and not facts.says("response", facts.sentences[number]):
            found.add(number)
    return frozenset(found)


RULE = rule(
    __doc__,
    find,
    id="SRC015",
    name="serious-allegation-one-unnamed",
    severity=Severity.ERROR,
    tags=("single-anonymous-source",),
)
