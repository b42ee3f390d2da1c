"""An exception without a reason.

Why: Whoever reads the draft next must be able to see why a finding was set aside. Without a reason it is not.
Bad: <!-- sourcegrade disable-next-line SRC004 -->
It was reported that the bridge had been closed since Sunday.
Good: <!-- sourcegrade disable-next-line SRC004 -- the leaflet itself is the story -->
It was reported that the bridge had been closed since Sunday.
Guideline: house: an exception says why
"""

from collections.abc import Iterable

from service.core.domain import Finding, Severity
from service.core.rules.context import RuleContext
from service.core.rules.rule import rule


def find(ctx: RuleContext) -> Iterable[Finding]:
    """Directives without `-- reason`."""
    for waiver in ctx.waivers:
        if waiver.fault == "no_reason":
            message = "Give a reason: a suppression without one silences nothing."
            yield ctx.about_markup(waiver.directive.span, message, suggestion="Add “-- ” and the reason.")


RULE = rule(__doc__, find, id="SRC051", name="suppression-without-reason", severity=Severity.ERROR)
