"""Overlay entries as the newsroom wrote them -> the domain's frozen entries."""

from collections.abc import Iterable, Mapping
from typing import Any

from service.core.domain import OverlayEntry, SourceType


def entry_of(row: Mapping[str, Any], overlay: str) -> OverlayEntry:
    """One validated entry of the named overlay (`request` for entries sent with an article)."""
    return OverlayEntry(
        match=tuple(row["match"]),
        id=row["id"],
        name=row.get("name"),
        type=SourceType(row["type"]) if row.get("type") else None,
        country=row.get("country"),
        owner=row.get("owner"),
        grade=row.get("grade"),
        rationale=row.get("rationale"),
        editor=row.get("editor"),
        evidence=tuple(row.get("evidence") or ()),
        valid_until=row.get("valid_until"),
        overlay=overlay,
    )


def entries_of(rows: Iterable[Mapping[str, Any]], overlay: str) -> tuple[OverlayEntry, ...]:
    """All entries of one overlay, in its order."""
    return tuple(entry_of(row, overlay) for row in rows)
