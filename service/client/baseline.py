"""The baseline file: findings that were there when the newsroom began. It is written once and then only shrinks."""

from __future__ import annotations

import json
import os
import tempfile
from typing import TYPE_CHECKING, Any

from service.client.faults import Fault

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_BASELINE_KEYS = {"rule": str, "fingerprint": str, "count": int, "path": str, "until": str}


def read_baseline(path: str) -> list[dict[str, Any]]:
    """Entries of a baseline file.

    Raises:
        Fault: it cannot be read, or is no baseline.
    """
    try:
        with open(path, encoding="utf-8") as file:  # noqa: PTH123
            values = json.load(file)
    except OSError as error:
        raise Fault(f"{path}: {error.strerror}") from error
    except ValueError as error:
        raise Fault(f"{path}: not JSON ({error})") from error
    rows = values.get("findings") if isinstance(values, dict) else None
    if not isinstance(rows, list):
        raise Fault(f"{path}: a baseline has a list `findings`")
    for number, row in enumerate(rows):
        if not _is_baseline_row(row):
            raise Fault(f"{path}: findings/{number} is no entry with rule and fingerprint")
    return rows


def _is_baseline_row(row: object) -> bool:
    if not isinstance(row, dict) or not {"rule", "fingerprint"} <= set(row) <= set(_BASELINE_KEYS):
        return False
    return all(isinstance(value, _BASELINE_KEYS[key]) for key, value in row.items() if value is not None)


def write_baseline(path: str, rows: Iterable[dict[str, Any]]) -> None:
    """Write a baseline file whole or not at all.

    Raises:
        Fault: it cannot be written.
    """
    ordered = sorted(rows, key=lambda row: (row.get("path") or "", row["rule"], row["fingerprint"]))
    body = json.dumps({"version": 1, "findings": ordered}, ensure_ascii=False, indent=1) + "\n"
    folder = os.path.dirname(os.path.abspath(path))  # noqa: PTH100, PTH120
    try:
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=folder, delete=False) as file:
            file.write(body)
        os.replace(file.name, path)  # noqa: PTH105
    except OSError as error:
        raise Fault(f"{path}: {error.strerror}") from error


def baseline_of(path: str, entries: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The entries that can cover a draft."""
    return [row for row in entries if row.get("path") in (None, path)]


def first_entries(path: str, findings: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The entries of a draft that had none: everything that is found now."""
    counts = _baseline_counts(findings)
    return [
        {"rule": rule, "fingerprint": fingerprint, "count": count, "path": path}
        for (rule, fingerprint), count in counts.items()
    ]


def shrunk(path: str, entries: Sequence[dict[str, Any]], still: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The entries after a check of `path`: `still` are the old findings that are left; what was fixed goes.

    An entry without a path may stand for another draft's finding, so it stays.
    """
    left = _baseline_counts(still)
    kept = []
    for row in entries:
        key = (row["rule"], row["fingerprint"])
        if row.get("path") is None or row["path"] != path:
            kept.append(row)
            continue
        count = min(int(row.get("count") or 1), left.get(key, 0))
        if count:
            left[key] -= count
            kept.append({**row, "count": count})
    return kept


def _baseline_counts(findings: Sequence[dict[str, Any]]) -> dict[tuple[str, str], int]:
    counts: dict[tuple[str, str], int] = {}
    for row in findings:
        key = (row["rule_id"], row["fingerprint"])
        counts[key] = counts.get(key, 0) + 1
    return counts
