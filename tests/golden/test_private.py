"""No private person gets a letter, an identity or a body; those who speak for a body keep theirs.

Persons are planted: frames of news prose with invented names, some of which are also those of places, firms, papers or offices. The
near misses name people and bodies that are no private persons.
"""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from service.core.domain import Report, Source, Span
from service.core.pipeline import annotate_text
from service.runtime.resources import load_resources

FOLDER = Path(__file__).parent / "private"
NAMES = tomllib.loads((FOLDER / "names.toml").read_text(encoding="utf-8"))
KNOWN = (FOLDER / "known.txt").read_text(encoding="utf-8").splitlines()
#: Persons planted in each frame, each time with other names.
ROUNDS = 6


def frames() -> list[str]:
    return (FOLDER / "frames.txt").read_text(encoding="utf-8").splitlines()


def planted() -> Iterator[tuple[str, Span]]:
    """Each text with the place of its private person."""
    for number, frame in enumerate(frames()):
        for turn in range(ROUNDS):
            yield marked(frame.format(**fillings(number * ROUNDS + turn)))


def fillings(seed: int) -> dict[str, str | int]:
    """Names, places and firms for one text: another combination for each seed, always the same for one."""

    def pick(name: str, step: int) -> str:
        found: list[str] = NAMES[name]
        return found[(seed * step + step) % len(found)]

    given, family = pick("given", 7), pick("family", 11)
    return {
        "n": f"{given} {family}",
        "f": given,
        "s": family,
        "a": 18 + seed * 5 % 70,
        "h": pick("handles", 3),
        "p": pick("places", 9),
        "c": pick("companies", 13),
        "w": pick("adjectives", 5),
        "w2": pick("countries", 7),
    }


def marked(text: str) -> tuple[str, Span]:
    start = text.index("⟦")
    end = text.index("⟧") - 1
    return re.sub("[⟦⟧]", "", text), Span(start, end)


@cache
def answer(text: str) -> Report:
    return annotate_text(text, load_resources())


def spoken(report: Report, place: Span) -> list[Source]:
    return [source for source in report.cast.sources if any(one.span.overlaps(place) for one in source.mentions)]


def test_no_private_person_gets_a_letter_an_identity_or_a_body() -> None:
    leaks = []
    for text, place in planted():
        report = answer(text)
        ratings = {one.source_id: one for one in report.reliabilities}
        for source in spoken(report, place):
            rating = ratings[source.id]
            letters = {rating.grade, rating.class_grade} - {"F"}
            if letters or source.record_id or source.affiliation:
                leaks.append(text)
    assert leaks == KNOWN  # names that are also those of bodies, and nothing around them that tells a person


def test_enough_private_persons_are_found() -> None:
    found = [bool(spoken(answer(text), place)) for text, place in planted()]
    assert len(found) >= 500
    assert sum(found) >= 0.9 * len(found)


@pytest.mark.parametrize("line", (FOLDER / "near.txt").read_text(encoding="utf-8").splitlines())
def test_who_speaks_for_a_body_keeps_a_letter(line: str) -> None:
    shown, _, wanted = line.partition("|")
    text, place = marked(shown.strip())
    report = answer(text)
    ratings = {one.source_id: one for one in report.reliabilities}
    (source,) = spoken(report, place)
    assert ratings[source.id].class_grade != "F"
    body = source.record_id or (source.affiliation and source.affiliation.id) or ""
    assert body.startswith(wanted.strip())
