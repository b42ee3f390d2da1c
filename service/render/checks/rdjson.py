"""Reviewdog's diagnostic format: columns are UTF-8 bytes, counted from 1, the end exclusive (reviewdog.proto)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from service.render.checks.result import Shown, Tool, advice, shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from service.render.checks.result import Checked

_RDJSON_WORDS = {"error": "ERROR", "warning": "WARNING", "note": "INFO"}


def rdjson(drafts: Sequence[Checked], tool: Tool) -> str:
    """All findings, the gravest first; a draft that could not be checked is an error without a place."""
    source = {"name": "sourcegrade", **({"url": tool.address} if tool.address else {})}
    found = shown(drafts)
    faults = [
        {"message": draft.fault, "location": {"path": draft.path}, "severity": "ERROR"}
        for draft in drafts
        if draft.fault is not None
    ]
    gravest = "ERROR" if faults else _RDJSON_WORDS[found[0].row["severity"]] if found else "UNKNOWN_SEVERITY"
    values = {
        "source": source,
        "severity": gravest,
        "diagnostics": faults + [_rdjson_row(each, tool) for each in found],
    }
    return json.dumps(values, ensure_ascii=False, indent=1) + "\n"


def _rdjson_row(each: Shown, tool: Tool) -> dict[str, Any]:
    row = each.row
    return {
        "message": advice(row),
        "location": {
            "path": each.draft.path,
            "range": {
                "start": _rdjson_place(each.draft, row["span"]["start"]),
                "end": _rdjson_place(each.draft, row["span"]["end"]),
            },
        },
        "severity": _RDJSON_WORDS[row["severity"]],
        "code": {
            "value": row["rule_id"],
            **({"url": tool.help_url(row["rule_id"])} if tool.address else {}),
        },
    }


def _rdjson_place(draft: Checked, position: int) -> dict[str, int]:
    line, column = draft.lines.place(position, "utf8")
    return {"line": line, "column": column}
