"""An exception that excepts nothing.

Why: A directive that silences nothing hides the next finding at its place, which nobody has looked at.
Bad: <!-- sourcegrade disable-next-line SRC007 -- the mark is missing in the original leaflet -->
The road authority said on Monday that the bridge would reopen.
Good: The road authority said on Monday that the bridge would reopen.
Guideline: house: exceptions are removed when they are no longer needed
"""

from collections.abc import Iterable

from service.core.domain import Finding, Severity
from service.core.rules.context import RuleContext
from service.core.rules.rule import rule


def find(ctx: RuleContext) -> Iterable[Finding]:
    """Directives that silenced nothing, and those that cannot be read."""
    for waiver in ctx.waivers:
        if waiver.fault == "malformed":
            yield ctx.about_markup(waiver.directive.span, f"This directive is not understood: {waiver.problem}.")
        elif waiver.fault is None and not waiver.suppression.used:
            yield ctx.about_markup(
                waiver.directive.span, "This suppression is no longer needed.", suggestion="Remove it."
            )


RULE = rule(__doc__, find, id="SRC050", name="unused-suppression", severity=Severity.WARNING)
