"""A verb that judges the speaker.

Why: "Claimed" doubts, "admitted" convicts, "insisted" smirks. "Said" reports. Off by default: many houses allow such verbs.
Bad: The minister claimed that the road would open in May.
Good: The minister said that the road would open in May.
Guideline: Mongabay: stick to "says" and "said"
"""

from collections.abc import Iterable

from service.core.domain import Finding, Severity
from service.core.rules.context import RuleContext
from service.core.rules.rule import rule


def find(ctx: RuleContext) -> Iterable[Finding]:
    """Loaded verbs in the cues of attributions to somebody."""
    facts = ctx.facts
    for claim in facts.claims:
        cue = claim.attribution.cue
        if cue is None or claim.source is None or not facts.is_prose(claim.token):
            continue
        hit = facts.first("loaded", *facts.tokens(cue))
        if hit is not None:
            verb = facts.span(hit)
            yield ctx.finding(
                verb,
                f"“{verb.text_of(ctx.text)}” judges the speaker.",
                suggestion="Prefer “said”.",
                attribution_id=claim.attribution.id,
            )


RULE = rule(__doc__, find, id="SRC040", name="loaded-verb", severity=Severity.OFF)
