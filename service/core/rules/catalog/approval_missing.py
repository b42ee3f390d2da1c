"""An unnamed source, and no editor's approval on record.

Why: Many newsrooms want an editor to know who the source is before the story runs. Front matter records it as
`sourcegrade: {approved_anonymous_by: …}`. Off by default; the preset `strict` switches it on.
Bad: ---
author: Ivana Sokol
---
A ministry official said the talks had failed. The official asked not to be named because the talks are secret.
Good: ---
author: Ivana Sokol
sourcegrade: {approved_anonymous_by: K. Lang}
---
A ministry official said the talks had failed. The official asked not to be named because the talks are secret.
Guideline: AP: a news manager approves and knows the source; BBC: approval of a senior editor; New York Times 2004
"""

from collections.abc import Iterable

from service.core.domain import Finding, Severity
from service.core.rules.context import RuleContext
from service.core.rules.records import approval
from service.core.rules.rule import rule
from service.core.rules.unnamed import is_confidential


def find(ctx: RuleContext) -> Iterable[Finding]:
    """The first confidential source of a story without recorded approval."""
    if approval(ctx.report.document) is not None:
        return
    for one in ctx.facts.unnamed:
        if is_confidential(ctx.facts, one):
            yield ctx.finding(
                ctx.facts.span(one.phrase),
                "Editor approval for the unnamed source is not recorded.",
                suggestion="Add `sourcegrade: {approved_anonymous_by: …}` to the front matter.",
            )
            return


RULE = rule(__doc__, find, id="SRC019", name="approval-missing", severity=Severity.OFF)
