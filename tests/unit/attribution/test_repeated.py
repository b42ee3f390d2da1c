"""Nothing is credited twice to the same words of the same source."""

from dataclasses import replace

from service.core.attribution.model import RawAttribution
from service.core.attribution.rules import repeated
from service.core.lang.lexicon import Lexicons


def kept(*rows: RawAttribution) -> tuple[RawAttribution, ...]:
    return repeated.drop(None, None, [], rows, Lexicons())


def row(source: tuple[int, int], *content: tuple[int, int]) -> RawAttribution:
    return RawAttribution(source, None, content, 0.9)


def test_a_part_of_the_same_goes() -> None:
    whole, part = row((0, 2), (5, 9), (12, 20)), row((0, 2), (13, 18))
    assert kept(part, whole) == (whole,)
    assert kept(whole, part) == (whole,)
    assert kept(whole, whole) == (whole,)


def test_a_relay_that_only_the_repetition_knew_stays() -> None:
    whole, part = row((0, 2), (5, 9)), replace(row((0, 2), (6, 9)), via=((11, 12),))
    assert kept(whole, part) == (replace(whole, via=((11, 12),)),)


def test_another_source_or_other_words_stay() -> None:
    rows = (row((0, 2), (5, 9)), row((3, 4), (5, 9)), row((0, 2), (8, 12)))
    assert kept(*rows) == rows
