"""GitLab Code Quality: a list of violations with lines and code-point columns.

GitLab takes two violations with one fingerprint for the same thing, so the draft's path enters it.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from service.render.checks.result import Shown, Tool, advice, shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from service.render.checks.result import Checked

_GITLAB_WORDS = {"error": "critical", "warning": "major", "note": "info"}


def gitlab(drafts: Sequence[Checked], _tool: Tool) -> str:
    """All findings, the gravest first; a draft that could not be checked is a blocker on its first line."""
    faults = [
        {
            "description": draft.fault,
            "check_name": "not-checked",
            "fingerprint": _gitlab_id(draft.path, "not-checked"),
            "severity": "blocker",
            "location": {"path": draft.path, "lines": {"begin": 1, "end": 1}},
        }
        for draft in drafts
        if draft.fault is not None
    ]
    rows = faults + [_gitlab_row(each) for each in shown(drafts)]
    return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"


def _gitlab_row(each: Shown) -> dict[str, Any]:
    row, lines = each.row, each.draft.lines
    first = lines.place(row["span"]["start"])
    last = lines.place(row["span"]["end"] - 1)
    return {
        "type": "issue",
        "description": f"{row['rule_id']}: {advice(row)}",
        "check_name": row["rule_id"],
        "categories": ["Clarity"],
        "fingerprint": _gitlab_id(each.draft.path, row["fingerprint"]),
        "severity": _GITLAB_WORDS[row["severity"]],
        "location": {
            "path": each.draft.path,
            "lines": {"begin": first[0], "end": last[0]},
            "positions": {
                "begin": {"line": first[0], "column": first[1]},
                "end": {"line": last[0], "column": last[1]},
            },
        },
    }


def _gitlab_id(path: str, fingerprint: str) -> str:
    return hashlib.sha256(f"{path}\0{fingerprint}".encode("utf-8", "surrogatepass")).hexdigest()[:40]
