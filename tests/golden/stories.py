"""Invented short articles of several claims, with which of them confirm or contradict each other.

An article begins with `=== subject | relations`, where `1+3` tells that the first and third claim confirm each other, `2-3` that they
contradict; every other pair of its claims is related to nobody. Then follow its lines, one claim each: `voice | sentence` with
`⟦content⟧` and perhaps `‹cue›`. A voice is a word for who speaks; `agency>paper` speaks through a paper, `paper@group` belongs to a group.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from tests.golden.relations import Pair, marked_line

FOLDER = Path(__file__).parent / "stories"
_MEANING = {"+": "confirms", "-": "contradicts"}


@dataclass(frozen=True)
class Voice:
    """Who speaks, through which outlet, and which owner it has."""

    name: str
    relay: str | None
    owner: str | None


@dataclass(frozen=True)
class StoryCase:
    """One article: text without marks, per claim its voice and places, and the relations by pair of claims (from 0)."""

    subject: str
    text: str
    voices: tuple[Voice, ...]
    contents: tuple[Pair, ...]
    cues: tuple[Pair | None, ...]
    relations: dict[tuple[int, int], str]


def load_stories(split: str) -> tuple[StoryCase, ...]:
    """All articles of one split, `tune` or `test`. Raises ValueError where one is not well formed."""
    rows = (FOLDER / f"{split}.txt").read_text(encoding="utf-8").split("=== ")[1:]
    return tuple(_story(row) for row in rows)


def _story(row: str) -> StoryCase:
    head, *lines = row.strip().split("\n")
    subject, _, related = head.partition("|")
    text, voices, contents, cues = "", [], [], []
    for line in lines:
        voice, _, sentence = line.partition(" | ")
        plain, content, cue = marked_line(sentence)
        voices.append(_voice(voice))
        contents.append((content[0] + len(text), content[1] + len(text)))
        cues.append((cue[0] + len(text), cue[1] + len(text)) if cue else None)
        text += plain + "\n\n"
    relations = {}
    for pair in related.split():
        first, sign, second = re.fullmatch(r"(\d)([+-])(\d)", pair).groups()  # type: ignore[union-attr]
        low, high = sorted((int(first) - 1, int(second) - 1))
        if high >= len(lines):
            raise ValueError(f"no such claim: {head!r}")
        relations[low, high] = _MEANING[sign]
    return StoryCase(subject.strip(), text.strip(), tuple(voices), tuple(contents), tuple(cues), relations)


def _voice(text: str) -> Voice:
    speaker, _, relay = text.strip().partition(">")
    name, _, owner = speaker.partition("@")
    return Voice(name, relay or None, owner or None)
