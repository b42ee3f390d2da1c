"""Whether two claims say the same: hits, near misses and the word forms and figures beneath."""

import pytest

from service.core.domain import Attribution, Span
from service.core.reliability.agreement import Relation, relation
from service.core.reliability.figures import figures
from service.core.reliability.reading import read
from service.core.reliability.wordforms import stem
from tests.unit.reliability.support import layer_of, tables


def reading(text: str):
    return read(layer_of(text), Attribution("a", None, None, (Span(0, len(text)),)), tables().lexis)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (
            "the fire killed 12 workers in the textile plant",
            "12 employees died in the blaze at the textile plant",
            "confirms",
        ),
        (
            "the fire killed 12 workers in the textile plant",
            "at least 14 employees died in the blaze at the textile plant",
            "confirms",
        ),
        (
            "the fire killed 12 workers in the textile plant",
            "30 employees died in the blaze at the textile plant",
            "contradicts",
        ),
        ("the court approved the merger of both banks", "the court rejected the merger of both banks", "contradicts"),
        (
            "the court approved the merger of both banks",
            "the court never approved the merger of both banks",
            "contradicts",
        ),
        (
            "troops entered the town of Velm after heavy fighting",
            "troops entered the town of Orsk after heavy fighting",
            None,
        ),
        ("the plane had fuel for two hours over Boria", "the plane had fuel for 20 minutes over Boria", "contradicts"),
        (
            "the strike lasted two days in the port of Velm",
            "the strike in the port of Velm lasted 48 hours",
            "confirms",
        ),
        ("a tenth of the nurses had joined the strike", "80 percent of nurses had joined the strike", "contradicts"),
        ("one in five schools had no drinking water", "20 percent of schools lacked drinking water", "confirms"),
        ("wages rose on the third floor of the plant", "wages rose on the fifth floor of the plant", "confirms"),
        ("the union of nurses met in Velm", "the union of nurses should meet in Velm", None),
        ("the firm sold the mill without paying tax", "the firm sold the mill to a rival", None),
        ("rents for foreign students rose 4 percent", "fees for foreign students rose 12 percent", None),
        ("prices rose in May", "the port was closed in May", None),
        ("the mayor resigned", "the mayor resigned", None),
        ("the light was green", "the light was red", "contradicts"),
        ("turnout was 71 percent", "turnout at 52 percent", "contradicts"),
        ("unemployment was 6 percent in 2023", "unemployment was 9 percent in 2025", None),
        ("the old bridge cost 30 million euros", "the new bridge cost 90 million euros", None),
        ("three fighters had been killed in the raid", "one of its fighters had been killed in the raid", None),
        (
            "60 of 200 taps in the district had too much lead",
            "30 percent of taps in the district had too much lead",
            "confirms",
        ),
        (
            "the ferry left Velm harbor with 212 passengers aboard",
            "212 people were aboard when the ferry left Velm",
            "confirms",
        ),
        (
            "the tablet cut the risk of a stroke in women",
            "the tablet did not prevent the risk of a stroke in women",
            None,
        ),
        ("the driver was drunk that night in Velm", "if the driver was drunk that night in Velm he would pay", None),
        (
            "the senator harassed three aides in his office",
            "it was investigating whether the senator harassed aides",
            None,
        ),
        ("the panel would probe the bribes paid to the mayor", "the mayor was paid bribes by the builder", None),
        ("net profit fell 12 percent in the quarter", "net profit rose 7 percent in the quarter", None),
        ("net profit of Halden fell 12 percent", "Halden saw its net profit fall 12 percent", "confirms"),
        (
            "nobody had told the villagers on the river that the dam was full",
            "nobody had told the villagers on the river that the dam was full",
            None,
        ),
    ],
)
def test_relations(one: str, other: str, expected: str | None) -> None:
    left, right, lexis = reading(one), reading(other), tables().lexis
    assert relation(left, right, lexis) == expected
    assert relation(right, left, lexis) == expected


def test_a_negation_counts_where_it_stands_before_what_both_say() -> None:
    left = reading("the label used her melody in the song without paying")
    right = reading("using her melody in the song")
    assert relation(left, right, tables().lexis, denial=True) is Relation.CONTRADICTS


def test_a_long_name_weighs_no_more_than_a_short_one() -> None:
    for name in ("List", "Union of the Harbor Towns", "Ines Okoro"):
        one, other = reading(f"the vote in Velm was won by {name}"), reading(f"{name} held talks in Velm")
        assert relation(one, other, tables().lexis) is None
        assert len(one.names) == 2


def test_a_part_of_a_name_is_the_name() -> None:
    one, other = reading("he said Ines Okoro paid bribes in Velm"), reading("that Okoro paid no bribes in Velm")
    assert relation(one, other, tables().lexis) is Relation.CONTRADICTS


def test_a_denial_turns_agreement_round() -> None:
    left = reading("the firm dumped acid into the northern lake")
    assert relation(left, left, tables().lexis) is Relation.CONFIRMS
    assert relation(left, left, tables().lexis, denial=True) is Relation.CONTRADICTS


@pytest.mark.parametrize(
    ("text", "value", "exact"),
    [
        ("about 1,500 soldiers", 1500, False),
        ("twelve thousand soldiers", 12000, True),
        ("2.5 million people", 2.5e6, True),
        ("more than 300 homes", 300, False),
        ("٣ homes", 3, True),
        ("two days in 1954", 2880, True),
        ("about a third of the millet", 33.3, False),
        ("one in five schools", 20, True),
        ("half of the 1954 floods on the third floor", 50, True),
    ],
)
def test_figures_are_read_in_digits_and_words(text: str, value: float, exact: bool) -> None:
    (found,) = figures(layer_of(text).words, tables().words)
    assert (found.value, found.exact) == (value, exact)


@pytest.mark.parametrize(
    "forms",
    [
        ("strike", "strikes", "striking"),
        ("deny", "denies", "denied", "denying"),
        ("kill", "kills", "killed", "killing"),
        ("stop", "stopped", "stopping"),
        ("church", "churches"),
        ("bus",),
        ("virus",),
    ],
)
def test_forms_of_one_word_have_one_stem(forms: tuple[str, ...]) -> None:
    assert len({stem(form) for form in forms}) == 1


def test_words_that_only_look_alike_keep_apart() -> None:
    assert stem("thing") != stem("the")
    assert stem("princess") != stem("prince")


def test_a_cue_that_confirms_needs_less() -> None:
    left, right = (
        reading("the central bank had bought 2 billion kronor on Tuesday"),
        reading("it bought 2 billion kronor"),
    )
    assert relation(left, right, tables().lexis) is None
    assert relation(left, right, tables().lexis, confirming=True) is Relation.CONFIRMS


def test_a_negation_in_a_long_claim_turns_nothing_round() -> None:
    long = "the bank lent the town money for a school, a bridge, two roads and a pool without asking the council for a vote"
    assert relation(reading(long), reading("the bank lent money after a vote of the council"), tables().lexis) is None
