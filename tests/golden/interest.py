"""Invented claims, each with why its source is a party to what it says, or `none` for a bystander.

A case begins with `=== reason | type | country or - | label | controlled`, the last field only for what a state controls. Then
follows one line with the claim, `⟦content⟧` and perhaps `‹cue›`. Aland, Boria and Cassia are invented countries (XA, XB, XC).
"""

from dataclasses import dataclass
from pathlib import Path

from service.core.domain import SourceType
from tests.golden.relations import Pair, marked_line

FOLDER = Path(__file__).parent / "interest"
NEUTRAL = "none"


@dataclass(frozen=True)
class InterestCase:
    """Who says what, and why it is a party (None: it is not)."""

    reason: str | None
    type: SourceType
    country: str | None
    label: str
    controlled: bool
    text: str
    content: Pair
    cue: Pair | None


def load_cases(split: str) -> tuple[InterestCase, ...]:
    """All cases of one split, `tune` or `test`. Raises ValueError where a case is not well formed."""
    rows = (FOLDER / f"{split}.txt").read_text(encoding="utf-8").split("=== ")[1:]
    return tuple(_case(row) for row in rows)


def _case(row: str) -> InterestCase:
    head, line = row.strip().split("\n")
    reason, kind, country, label, *flags = (part.strip() for part in head.split("|"))
    text, content, cue = marked_line(line)
    known = None if reason == NEUTRAL else reason
    return InterestCase(
        known, SourceType(kind), None if country == "-" else country, label, bool(flags), text, content, cue
    )
