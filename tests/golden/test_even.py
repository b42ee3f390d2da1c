"""Even-handedness and privacy measured on generated cases: swaps of nations, parties and names; planted private persons."""

import itertools
import random
from functools import cache

import pytest

from bench.eval.diagonal import off_diagonal, reports
from service.core.domain import Country, OutcomeTally, Records, SourceType
from service.core.pipeline import annotate_text
from service.core.reliability.credibility import ClaimContext, judge_claims
from service.core.reliability.score import SourceContext, rate_sources
from service.runtime.resources import load_resources
from tests.unit.reliability.support import Story, fact, record, snapshot, source, tables

NATIONS = [
    ("XA", "Aland", "Alandic"),
    ("XB", "Great Boria", "Borian"),
    ("XC", "Cassia", "Cassian"),
    ("XD", "Dorne", "Dornish"),
]
PARTIES = ["Harvest Party", "List", "Union of the Harbor Towns", "Plough and Lantern Alliance for Work"]
PEOPLE = ["Ines Okoro", "Bo", "Tariq ibn Sel al-Rashid", "Mei Aranda"]
KINDS = [
    SourceType.MILITARY,
    SourceType.GOVERNMENT,
    SourceType.POLITICAL_PARTY,
    SourceType.NEWS_AGENCY,
    SourceType.COMPANY,
]
SENTENCES = [
    "⟦{a} soldiers shot down two drones near the port of {Y}⟧. ",
    "⟦the {b} army lost 40 soldiers in the battle for the bridge of {X}⟧. ",
    "⟦the election in {X} was won by the {p}⟧. ",
    "⟦{m} of the {q} paid no tax in {Y} last year⟧. ",
    "⟦two drones were shot down near the port of {Y} by {a} soldiers⟧. ",
    "⟦the {p} never voted for the bridge of {X}⟧. ",
    "In a statement it said ⟦{n} had left {Y} for the talks in {X}⟧. ",
]


def swap_case(seed: int):
    """One drawn article, its two sides in the order given: (sides) -> everything numeric that the stage answers."""
    draw = random.Random(seed)
    lines = [draw.choice(SENTENCES) for _ in range(draw.randint(2, 6))]
    by = [draw.choice(["s1", "s2"]) for _ in lines]
    kind, counts = draw.choice(KINDS), draw.choice([None, (5.0, 5.0), (30.0, 2.0)])
    evidence = draw.choice([(), (fact("state_control", "SC"),), (fact("community_rating", "no consensus"),)])
    press = draw.choice(["rank 20", "rank 150"])

    def numbers(sides) -> list:
        (_, name, adjective, party, person), (_, name2, adjective2, party2, person2) = sides
        words = {
            "a": adjective,
            "b": adjective2,
            "X": name,
            "Y": name2,
            "p": party,
            "q": party2,
            "n": person,
            "m": person2,
        }
        countries = tuple(
            Country(c, n, adjectives=(a,), evidence=(fact("press_freedom", "40", qualifier=press),))
            for c, n, a, *_ in sides
        )
        ids = [f"{side[0].lower()}.body" for side in sides]
        registry = snapshot(
            *(
                record(key, kind, name=side[3], country=side[0], evidence=evidence)
                for key, side in zip(ids, sides, strict=True)
            ),
            countries=countries,
        )
        cast = tuple(
            source(f"s{n}", kind, key, country=side[0], label=side[3], name=side[3])
            for n, (key, side) in enumerate(zip(ids, sides, strict=True), 1)
        )
        records = Records({key: OutcomeTally(*counts, 9) for key in ids} if counts else {})
        story = Story("".join(line.format(**words) for line in lines), cast, tuple(by))
        doc, layer, attributions, found = story.build()
        rated = rate_sources(found, SourceContext(registry, tables(), records))
        judged = judge_claims(doc, layer, attributions, found, ClaimContext(tables(), registry, rated, records))
        return [(one.grade, one.class_grade, one.score, one.interval, one.own) for one in rated] + [
            (one.grade, one.score, one.interval, one.neutral_score, one.corroborated_by, one.contradicted_by)
            for one in judged
        ]

    return numbers


def test_a_thousand_swaps_of_nations_parties_and_names_change_no_number() -> None:
    scored = 0
    for seed in range(1000):
        draw = random.Random(-1 - seed)
        nations, parties, people = draw.sample(NATIONS, 2), draw.sample(PARTIES, 2), draw.sample(PEOPLE, 2)
        sides = [(*nation, party, person) for nation, party, person in zip(nations, parties, people, strict=True)]
        numbers = swap_case(seed)
        before = numbers(sides)
        assert numbers(sides[::-1]) == before, seed
        scored += sum(1 for row in before if row[1] is not None)
    assert scored > 3000


def test_the_length_of_a_name_changes_no_number() -> None:
    sides = [(*NATIONS[0], "Union of the Harbor Towns", PEOPLE[0]), (*NATIONS[1], "List", PEOPLE[1])]
    for seed in range(300):
        numbers = swap_case(seed)
        assert numbers(sides[::-1]) == numbers(sides), seed


GIVEN = (
    "Amara Bjorn Chidi Dalia Emeka Fatou Goran Hye-jin Imani Joaquin Kofi Leila Mirela Nguyen Oksana "
    "Priya Quispe Ruta Siti Tomasz Ulla Vikram Wanjiru Xiulan Yusuf"
).split()
FAMILY = (
    "Abubakar Bergstrom Castellanos Dlamini Eriksen Fofana Gutierrez Haddad Ivanova Jimenez Kowalczyk "
    "Lindgren Mbeki Nakamura Okonkwo Petrovic Quiroga Rahmani Suleiman Tkachenko Ulloa Vargas Wiratama "
    "Xhaka Zielinska"
).split()
PLACES = ["Lusaka", "Gdansk", "Hanoi", "Cordoba", "Leeds", "Mombasa", "Tartu", "Winnipeg", "Pune", "Valparaiso"]
CONTEXTS = [
    "{n}, a baker in {p}, said the flood had reached the second floor of the school.",
    "“The lights went out at nine and the water came up,” said {n}, 43, who lives near the river in {p}.",
    "According to {n}, a nurse from {p}, twelve patients were moved before dawn.",
    "{n}, whose brother worked at the mine, told reporters that the alarm never rang.",
    "A mother of three in {p}, {n} said the bus had not stopped at the crossing.",
    "“I saw two men run out of the bank,” {n}, a student, said on Monday.",
    "The driver, {n}, said the brakes of the lorry had failed twice that week.",
    "{n} of {p} said the landlord had raised the rent by 40 percent.",
    "Neighbor {n} recalled that the house had stood empty since March.",
    "The fisherman {n} said the oil had covered the beach by noon.",
]


def test_five_hundred_planted_private_persons_get_no_letter() -> None:
    people = itertools.islice(itertools.product(FAMILY, GIVEN), 500)
    resources, graded, found = load_resources(), [], 0
    for number, (family, given) in enumerate(people):
        name = f"{given} {family}"
        context = CONTEXTS[number % len(CONTEXTS)]
        report = annotate_text(context.format(n=name, p=PLACES[number // 3 % len(PLACES)]), resources)
        rated = {row.source_id: row for row in report.reliabilities}
        ids = [one.id for one in report.cast.sources if family in one.label or family in (one.name or "")]
        found += bool(ids)
        graded += [(name, context, rated[key].grade) for key in ids if rated[key].grade != "F" or rated[key].own]
    assert graded == []
    assert found >= 400, "too few were seen for the zero to mean anything"


@cache
def off() -> dict[str, float]:
    return {name: hits / max(1, n) for name, (hits, n) in off_diagonal(reports()).items()}


def test_two_in_five_published_pairs_are_off_the_diagonal() -> None:
    assert off()["letter as published"] >= 0.40


@pytest.mark.xfail(
    strict=True, reason="from .57, where most classes stand, no row leads out of the band of a 3 (docs/adr/0011)"
)
def test_two_in_five_pairs_are_off_the_diagonal_with_the_letter_of_the_class() -> None:
    assert off()["letter of the class"] >= 0.40
