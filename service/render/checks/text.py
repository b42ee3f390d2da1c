"""Plain text for people: the place, what is wrong, and the line of the draft with carets under the words."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any

from service.render.checks.result import Shown, Tool, counted, in_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from service.render.checks.result import Checked

#: Columns of the draft's line that are shown; a paragraph is one line, and a terminal is narrow.
TEXT_WIDTH = 100
_TEXT_BEFORE = 30


def text(drafts: Sequence[Checked], _tool: Tool) -> str:
    """Findings in the order of drafts and places, then one line that counts them; empty when there is nothing to say."""
    parts = []
    rows = []
    for draft in drafts:
        if draft.fault is not None:
            parts.append(f"{text_path(draft.path)}: not checked: {text_line(draft.fault)}\n")
        for row in draft.rows("findings"):
            rows.append(Shown(draft, row))
            parts.append(_text_finding(draft, row))
        if draft.answer and not draft.answer["complete"]:
            parts.append(f"{text_path(draft.path)}: not analysed to its end\n")
    fails = [draft for draft in drafts if draft.answer and draft.answer["verdict"] == "fail"]
    if rows or fails:
        why = f"; fails: {fails[0].answer['reason']}" if len(fails) == 1 and fails[0].answer else ""
        why = f"; {in_words(len(fails), 'draft')} failed" if len(fails) > 1 else why
        parts.append(f"{counted(rows) or 'nothing shown'} in {in_words(len(drafts), 'draft')}{why}\n")
    return "".join(parts)


def text_line(words: str) -> str:
    """Words that may stand in a terminal or a log: control characters are shown, never sent.

    A CI log also obeys `##[command]` wherever it stands, and lines that begin with `::`; every line here begins with a path
    or a bar.
    """
    return text_visible(words).replace("##[", "##(")


def text_visible(words: str) -> str:
    """Words without what moves a cursor, ends a line or turns the direction of writing."""
    return words if words.isprintable() else "".join(map(_text_sign, words))


def text_path(path: str) -> str:
    """A path at the beginning of a line."""
    return text_line(f"./{path}" if path.startswith("::") else path)


def _text_sign(sign: str) -> str:
    if sign.isprintable() or sign == "\t":
        return sign
    # Joiners and marks of direction take no room; other spaces are shown as one, everything else as a replacement sign.
    return " " if unicodedata.category(sign) == "Zs" else "" if unicodedata.category(sign) == "Cf" else "\ufffd"


def _text_finding(draft: Checked, row: dict[str, Any]) -> str:
    line, column = draft.lines.place(row["span"]["start"])
    head = f"{text_path(draft.path)}:{line}:{column}: {row['severity']} {row['rule_id']}: {text_line(row['message'])}\n"
    help_line = f"{' ' * (len(str(line)) + 1)}= {text_line(row['suggestion'])}\n" if row.get("suggestion") else ""
    return head + _text_carets(draft, line, row["span"]["start"], row["span"]["end"]) + help_line


def _text_carets(draft: Checked, line: int, start: int, end: int) -> str:
    begin, words = draft.lines.line(line)
    low, high = max(0, start - begin), min(len(words), end - begin)
    cut = max(0, low - _TEXT_BEFORE)
    shown = words[cut : cut + TEXT_WIDTH]
    before, under = words[cut:low], words[low : min(high, cut + TEXT_WIDTH)]
    lead = ("…" if cut else "") + text_line(shown) + ("…" if cut + TEXT_WIDTH < len(words) else "")
    gap = (" " if cut else "") + "".join(sign if sign == "\t" else " " * text_columns(sign) for sign in before)
    marks = "^" * max(1, sum(1 if sign == "\t" else text_columns(sign) for sign in under))
    bar = f"{line} | "
    return f"{bar}{lead}\n{' ' * (len(bar) - 2)}| {gap}{marks}\n"


def text_columns(sign: str) -> int:
    """Columns of a terminal that a character takes: none for combining marks, two for wide ones."""
    if unicodedata.combining(sign) or unicodedata.category(sign) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(sign) in {"W", "F"} else 1
