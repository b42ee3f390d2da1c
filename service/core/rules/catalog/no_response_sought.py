"""An accusation, and no sign that the accused was asked.

Why: Who is accused in a story must be able to answer in it. If they did not answer, the reader should know that they were asked.
Bad: The auditor Lena Brandt accused the builder Kessler & Sons of bribery. The council will meet on Monday.
Good: The auditor Lena Brandt accused the builder Kessler & Sons of bribery. Kessler & Sons denied the accusation.
Guideline: BBC: those accused are normally offered a right of reply; Reuters: talk to sources on all sides; SPJ: seek out subjects of
coverage to let them respond
"""

from collections.abc import Iterable

from service.core.domain import Finding, Severity
from service.core.rules.context import RuleContext
from service.core.rules.rule import rule

#: Tokens after "accused" in which the accused is named.
_OBJECT = 12


def find(ctx: RuleContext) -> Iterable[Finding]:
    """At most one finding: the first accusation against a named party, in a story without any answer."""
    facts = ctx.facts
    if facts.says("response", facts.whole):
        return
    labels = " ".join(source.label.lower() for source in facts.sources.values())
    for first, end in facts.hits("accuse"):
        if not facts.is_prose(first) or first in facts.quoted:
            continue
        sentence = facts.near(first)
        named = facts.names_in((end, min(sentence[1], end + _OBJECT))) or facts.says("offices", (end, sentence[1]))
        if named and facts.says("wrong", sentence) and not _speaks(labels, named):
            yield ctx.finding(
                facts.span((first, end)),
                "Was the accused party asked? Say so.",
                suggestion="Add the answer, or that there was none.",
            )
            return


def _speaks(labels: str, named: object) -> bool:
    """Whether the accused is a source of the story."""
    return isinstance(named, tuple) and named[-1].lower() in labels


RULE = rule(
    __doc__,
    find,
    id="SRC024",
    name="no-response-sought",
    severity=Severity.WARNING,
    tags=("party-to-conflict-unchallenged",),
)
