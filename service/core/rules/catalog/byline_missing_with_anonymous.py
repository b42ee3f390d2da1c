"""A story with unnamed sources that nobody signs.

Why: Where the reader cannot judge the source, a reporter must stand in for it by name. Plain text is not judged: there the content
system knows the author.
Bad: ---
title: Talks near collapse
---
A ministry official said the talks had failed. The official asked not to be named because the talks are secret.
Good: ---
title: Talks near collapse
author: Ivana Sokol
---
A ministry official said the talks had failed. The official asked not to be named because the talks are secret.
Guideline: AP 2004: stories with anonymous sources carry a byline
"""

from collections.abc import Iterable

from service.core.domain import Finding, Severity
from service.core.rules.context import RuleContext
from service.core.rules.records import byline
from service.core.rules.rule import rule
from service.core.rules.unnamed import is_confidential


def find(ctx: RuleContext) -> Iterable[Finding]:
    """The first confidential source of a story that has room for an author and names none."""
    document = ctx.report.document
    if not document.meta or byline(document) is not None:
        return
    for one in ctx.facts.unnamed:
        if is_confidential(ctx.facts, one):
            yield ctx.finding(
                ctx.facts.span(one.phrase),
                "Stories with unnamed sources carry a byline.",
                suggestion="Add `author` to the front matter.",
            )
            return


RULE = rule(__doc__, find, id="SRC018", name="byline-missing-with-anonymous", severity=Severity.WARNING)
