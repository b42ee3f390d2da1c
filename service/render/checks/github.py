"""GitHub workflow commands (`::error file=…`): an annotation each, within what GitHub shows of one step.

Columns are code points from 1; `endColumn` is the last character, since it defaults to `col` and GitHub takes columns only
for a range within one line.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.render.checks.result import SEVERITIES, Shown, Tool, advice, in_words, shown
from service.render.checks.text import text_visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from service.render.checks.result import Checked

#: Annotations of each level that GitHub keeps of one step.
GITHUB_EACH = 10
_GITHUB_WORDS = {"error": "error", "warning": "warning", "note": "notice"}


def github(drafts: Sequence[Checked], _tool: Tool) -> str:
    """One command a finding, the gravest first; what GitHub would drop is counted in a plain line."""
    commands = [
        f"::error file={_github_value(draft.path)},title=not checked::{_github_text(str(draft.fault))}"
        for draft in drafts
        if draft.fault is not None
    ]
    left = {"error": GITHUB_EACH - len(commands), "warning": GITHUB_EACH, "note": GITHUB_EACH}
    dropped = dict.fromkeys(SEVERITIES, 0)
    for each in shown(drafts):
        severity = each.row["severity"]
        if left[severity] > 0:
            left[severity] -= 1
            commands.append(_github_command(each))
        else:
            dropped[severity] += 1
    more = ", ".join(in_words(number, f"more {name}") for name, number in dropped.items() if number)
    if more:
        commands.append(f"{more} without an annotation: GitHub shows {GITHUB_EACH} of each level a step.")
    return "".join(f"{command}\n" for command in commands)


def _github_command(each: Shown) -> str:
    row, lines = each.row, each.draft.lines
    first = lines.place(row["span"]["start"])
    last = lines.place(row["span"]["end"] - 1)
    place = f"file={_github_value(each.draft.path)},line={first[0]},endLine={last[0]}"
    if first[0] == last[0]:
        place += f",col={first[1]},endColumn={last[1]}"
    title = _github_value(row["rule_id"])
    return f"::{_GITHUB_WORDS[row['severity']]} {place},title={title}::{_github_text(advice(row))}"


def _github_text(text: str) -> str:
    return text_visible(text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A"))


def _github_value(text: str) -> str:
    return _github_text(text).replace(":", "%3A").replace(",", "%2C")
