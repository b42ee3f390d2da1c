"""A Markdown summary for a step's page or a comment; the draft's own words stand in code spans, where they do nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from service.render.checks.result import SEVERITIES, Shown, Tool, advice, counted, in_words, shown
from service.render.checks.text import text_visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from service.render.checks.result import Checked

#: Longest comment that GitHub takes; a step's page takes sixteen times more.
MARKDOWN_LENGTH = 65_535
#: Longest piece of the draft that a row quotes, in code points.
MARKDOWN_QUOTE = 120
_MARKDOWN_SIGNS = re.compile(r"([\\`*_{}\[\]<>()#+!|~@&-])")
_MARKDOWN_SPACE = re.compile(r"\s+")
_MARKDOWN_ROOM = 200


def markdown(drafts: Sequence[Checked], tool: Tool) -> str:
    """Counts, then a table of the findings, the gravest first, as many as fit into one comment."""
    found = shown(drafts)
    lines = [_markdown_head(drafts, found), ""]
    for draft in drafts:
        if draft.fault is not None:
            lines.append(f"- {_markdown_plain(draft.path)}: not checked. {_markdown_plain(draft.fault)}")
        elif draft.answer and draft.answer["verdict"] == "fail":
            lines.append(f"- {_markdown_plain(draft.path)}: fails, {_markdown_plain(draft.answer['reason'])}")
    if lines[-1]:
        lines.append("")
    if found:
        lines += ["| | Where | Rule | What to look at |", "|---|---|---|---|"]
    length = sum(len(line) + 1 for line in lines)
    for number, each in enumerate(found):
        row = _markdown_row(each, tool)
        length += len(row) + 1
        if length > MARKDOWN_LENGTH - _MARKDOWN_ROOM:
            lines += ["", f"… and {in_words(len(found) - number, 'more finding')}: {counted(found[number:])}."]
            break
        lines.append(row)
    return "\n".join(lines).rstrip("\n")[: MARKDOWN_LENGTH - 1] + "\n"


def _markdown_head(drafts: Sequence[Checked], found: list[Shown]) -> str:
    fails = any(draft.answer and draft.answer["verdict"] == "fail" for draft in drafts)
    faults = any(draft.fault is not None for draft in drafts)
    word = "failed" if fails else "incomplete" if faults else "passed"
    return f"**Sourcing check {word}**: {counted(found) or 'nothing found'} in {in_words(len(drafts), 'draft')}."


def _markdown_row(each: Shown, tool: Tool) -> str:
    row = each.row
    line, column = each.draft.lines.place(row["span"]["start"])
    rule = row["rule_id"]
    if tool.address:
        rule = f"[{rule}]({tool.help_url(rule)})"
    words = _markdown_line(row["span"]["text"]).strip()
    if len(words) > MARKDOWN_QUOTE:
        words = words[: MARKDOWN_QUOTE - 1] + "…"
    where = f"{_markdown_plain(each.draft.path)}:{line}:{column}"
    mark = row["severity"] if row["severity"] in SEVERITIES else ""
    return f"| {mark} | {where} | {rule} | {_markdown_plain(advice(row))} {_markdown_code(words)} |"


def _markdown_plain(text: str) -> str:
    return _MARKDOWN_SIGNS.sub(r"\\\1", _markdown_line(text))


def _markdown_line(text: str) -> str:
    return text_visible(_MARKDOWN_SPACE.sub(" ", text))


def _markdown_code(text: str) -> str:
    if not text:
        return ""
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * (longest + 1)
    # A table is cut at bars before code spans are read.
    inside = text.replace("|", "\\|")
    return f"{fence} {inside} {fence}" if longest else f"{fence}{inside}{fence}"
