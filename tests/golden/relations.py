"""Invented pairs of claims from one article, each labelled with what the second does to the first.

A pair begins with `=== label | desk`. Its lines are paragraphs with one claim each: `⟦content⟧`, where a content may be none of the
speaker's words, and `‹cue›`. Labels: `confirm` (the same fact again), `deny` (the fact is denied), `contradict` (another version of
the fact), `independent` (the same subject, another fact), `unrelated`.
"""

import re
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "relations"
#: What the matcher should answer for each label.
EXPECTED = {"confirm": "confirms", "deny": "contradicts", "contradict": "contradicts"}
LABELS = (*EXPECTED, "independent", "unrelated")

Pair = tuple[int, int]


@dataclass(frozen=True)
class ClaimPair:
    """Text without marks; contents and cues in order (None: a claim without a marked cue)."""

    label: str
    desk: str
    text: str
    contents: tuple[Pair, ...]
    cues: tuple[Pair | None, ...]

    @property
    def expected(self) -> str | None:
        return EXPECTED.get(self.label)


def load_pairs(split: str) -> tuple[ClaimPair, ...]:
    """All pairs of one split, `tune` or `test`. Raises ValueError where a pair is not well formed."""
    rows = (FOLDER / f"{split}.txt").read_text(encoding="utf-8").split("=== ")[1:]
    return tuple(_pair(row) for row in rows)


def _pair(row: str) -> ClaimPair:
    head, *lines = row.strip().split("\n")
    label, desk = (part.strip() for part in head.split("|"))
    if label not in LABELS or len(lines) != 2:
        raise ValueError(f"not a pair: {head!r}")
    text, contents, cues = "", [], []
    for line in lines:
        plain, content, cue = marked_line(line)
        contents.append((content[0] + len(text), content[1] + len(text)))
        cues.append((cue[0] + len(text), cue[1] + len(text)) if cue else None)
        text += plain + "\n\n"
    return ClaimPair(label, desk, text.strip(), tuple(contents), tuple(cues))


def marked_line(line: str) -> tuple[str, Pair, Pair | None]:
    """A line without its marks, the place of its content and that of its cue. Raises KeyError without a content."""
    text, spans, starts = "", {}, {}
    for piece in re.split("([⟦⟧‹›])", line):
        if piece in {"⟦", "‹"}:
            starts[piece] = len(text)
        elif piece in {"⟧", "›"}:
            spans[piece] = (starts["⟦" if piece == "⟧" else "‹"], len(text))
        else:
            text += piece
    return text, spans["⟧"], spans.get("›")
