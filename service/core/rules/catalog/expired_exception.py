"""An exception whose date has passed.

Why: An exception with a date was meant to be looked at again on that date. It silences nothing any longer.
Bad: <!-- sourcegrade disable-next-line SRC004 until=2020-01-31 -- the authority answers next week -->
It was reported that the bridge had been closed since Sunday.
Good: <!-- sourcegrade disable-next-line SRC004 until=2999-01-31 -- the authority answers next week -->
It was reported that the bridge had been closed since Sunday.
Guideline: house: exceptions end
"""

from collections.abc import Iterable

from service.core.domain import Finding, Severity
from service.core.rules.context import RuleContext
from service.core.rules.rule import rule


def find(ctx: RuleContext) -> Iterable[Finding]:
    """Directives past their `until`."""
    for waiver in ctx.waivers:
        if waiver.fault == "expired":
            message = f"This exception expired on {waiver.suppression.until}."
            yield ctx.about_markup(
                waiver.directive.span, message, suggestion="Look at it again, then renew or remove it."
            )


RULE = rule(__doc__, find, id="SRC052", name="expired-exception", severity=Severity.WARNING)
