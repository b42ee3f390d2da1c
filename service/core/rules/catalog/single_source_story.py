"""A whole story from one source.

Why: What one source alone says cannot be checked by the reader, and rarely was by the writer. A second source, or a sentence that says
there is none, is worth the call.
Bad: The harbor will close for two weeks in June, the port authority said. It said the north pier had sunk by nine centimeters since
winter.

"We cannot let ferries moor there," Karin Olsen, a spokeswoman for the port authority, said. She said the work would cost 4 million
crowns and that fishing boats could use the south basin.

The authority said it had told the ferry company in March. It expects to reopen the pier before the holidays begin, Olsen added.
Good: The harbor will close for two weeks in June, the port authority said. It said the north pier had sunk by nine centimeters since
winter.

"We cannot let ferries moor there," Karin Olsen, a spokeswoman for the port authority, said.

Ferry captain Nils Berg said the company had heard of the closure from the newspaper. "Nobody called us," he said.
Guideline: BBC 3.4.4: rely on more than one source; AP: seek and require more than one source; Reuters: two or more sources are better
than one
"""

from collections.abc import Iterable

from service.core.domain import Finding, Severity
from service.core.rules.claims import Claim
from service.core.rules.context import RuleContext
from service.core.rules.facts import PROSE
from service.core.rules.rule import rule
from service.core.rules.voices import voice_of, voices


def find(ctx: RuleContext) -> Iterable[Finding]:
    """One finding where every claim of a story of some length goes back to one voice."""
    facts = ctx.facts
    claims = [claim for claim in facts.voiced if facts.is_prose(claim.token)]
    words = sum(
        facts.word_count(tokens)
        for tokens, kind in zip(facts.layer.paragraphs, facts.kinds, strict=True)
        if kind in PROSE
    )
    if len(claims) < ctx.number("claims") or words < ctx.number("words") or len(voices(claims)) != 1:
        return
    if any(one.withheld for one in facts.unnamed):
        return  # another rule speaks of stories that rest on unnamed sources
    first = claims[0]
    if voice_of(first) is not None:
        yield ctx.finding(
            first.place,
            f"The whole story rests on one source: {_name(first)}.",
            suggestion="Add a second source, or say that there is none.",
            attribution_id=first.attribution.id,
            related=tuple(claim.place for claim in claims[1:4]),
        )


def _name(claim: Claim) -> str:
    assert claim.source is not None
    return claim.source.name or claim.source.label


RULE = rule(
    __doc__,
    find,
    id="SRC020",
    name="single-source-story",
    severity=Severity.WARNING,
    tags=("single-source-story",),
    options={"claims": 3, "words": 50},
)
