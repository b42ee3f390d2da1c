"""Credibility of claims: recomputation, circumstances, relays, hedges, other claims, what cannot be judged."""

from dataclasses import replace
from math import exp, log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.core.domain import (
    Anonymity,
    AttributionKind,
    Country,
    Credibility,
    Hedge,
    OutcomeTally,
    OverlayEntry,
    Records,
    SourceType,
    Span,
)
from service.core.reliability.credibility import ClaimContext, judge_claims
from service.core.reliability.interests import country_names, spaced
from service.core.reliability.score import SourceContext, rate_sources
from service.core.reliability.summary import summarize
from tests.unit.reliability.support import Story, body, fact, record, snapshot, source, tables

COUNTRIES = (
    Country("XA", "Aland", adjectives=("Alandic",), evidence=(fact("press_freedom", "free"),)),
    Country("XB", "Boria", adjectives=("Borian",), evidence=(fact("press_freedom", "free"),)),
)
REGISTRY = snapshot(
    record("xa.government", SourceType.GOVERNMENT, country="XA"),
    record("xa.army", SourceType.MILITARY, country="XA", parent="xa.government"),
    record("xa.ministry", SourceType.GOVERNMENT, country="XA", parent="xa.government"),
    record("xa.defense_ministry", SourceType.GOVERNMENT, country="XA", roles=("defense_ministry",)),
    record("xa.foreign_ministry", SourceType.GOVERNMENT, country="XA", roles=("foreign_ministry",)),
    record("xb.army", SourceType.MILITARY, country="XB"),
    record("xa.wire", SourceType.NEWS_AGENCY, country="XA", domains=("wire.example",)),
    record("xa.daily", SourceType.NEWS_OUTLET, country="XA"),
    record("firm", SourceType.COMPANY, name="Nordvik Foods"),
    countries=COUNTRIES,
)
ARMY = source("army", SourceType.MILITARY, "xa.army", country="XA")
MINISTRY = source("ministry", SourceType.GOVERNMENT, "xa.ministry", country="XA")
FOE = source("foe", SourceType.MILITARY, "xb.army", country="XB")
WIRE = source("wire", SourceType.NEWS_AGENCY, "xa.wire", country="XA")
DAILY = source("daily", SourceType.NEWS_OUTLET, "xa.daily", country="XA")
FIRM = source("firm", SourceType.COMPANY, "firm")
MAYOR = source("mayor", SourceType.UNKNOWN, label="the mayor")
NURSE = source("nurse", SourceType.WITNESS, private_person=True)
COOK = source("cook", SourceType.WITNESS, private_person=True)
EVERYBODY = (ARMY, MINISTRY, FOE, WIRE, DAILY, FIRM, MAYOR, NURSE, COOK)
RECORDS = Records(
    {"xa.ministry": OutcomeTally(60, 2, 62), "firm": OutcomeTally(30, 5, 35), "xb.army": OutcomeTally(20, 9, 29)}
)


def judge(story: Story, registry=REGISTRY, records=RECORDS, **context) -> tuple[Credibility, ...]:
    doc, layer, attributions, cast = story.build()
    overlay = context.get("overlay", ())
    rated = rate_sources(cast, SourceContext(registry, tables(), records, overlay=overlay))
    ctx = ClaimContext(tables(), registry, rated, records, headline=story.headline, **context)
    return judge_claims(doc, layer, attributions, cast, ctx)


def say(text: str, *by: str | None, **more) -> Story:
    return Story(text, EVERYBODY, by, **more)


def recomputed(found: Credibility, p: float) -> float:
    """A claim's score from its rows and the source's score alone; shares no code with the service."""
    late = {"corroboration", "contradiction"}
    early = sum(f.ln_lr or 0 for f in found.factors if f.kind not in late)
    after = sum(f.ln_lr or 0 for f in found.factors if f.kind in late)
    pull = 1.0
    for factor in found.factors:
        pull *= 1.0 if factor.multiplier is None else factor.multiplier
    r1 = 1 / (1 + exp(-(log(p / (1 - p)) + early)))
    r2 = 0.5 + pull * (r1 - 0.5)
    return 1 / (1 + exp(-(log(r2 / (1 - r2)) + after)))


HEDGES = ("almost_certain", "very_likely", "likely", "even", "unlikely", "very_unlikely", "possible", "distancing")
SENTENCES = (
    "⟦the bridge over the river collapsed after the heavy flood⟧. ",
    "In a statement it said ⟦our trucks carried 40 tonnes of flour to the port⟧. ",
    "It admitted in an interview that ⟦its own soldiers fired two rockets at the village⟧. ",
    "⟦the heavy flood did not bring the bridge over the river down, it collapsed later⟧. ",
    "⟦the bridge over the river collapsed when the heavy flood came⟧. ",
)


@pytest.mark.parametrize(
    ("ministry", "content", "interested"),
    [
        ("defense_ministry", "its batteries had shot down 19 drones over the coast", True),
        ("defense_ministry", "the recruits had moved into the new barracks", False),
        ("foreign_ministry", "it hoped that the truce between its neighbors would hold", False),
    ],
)
def test_a_defense_ministry_is_a_party_to_what_its_own_forces_do(
    ministry: str, content: str, *, interested: bool
) -> None:
    who = source("who", SourceType.GOVERNMENT, f"xa.{ministry}", country="XA")
    (found,) = judge(Story(f"The ministry said ⟦{content}⟧.", (who,), ("who",)))
    assert any(factor.kind == "interest_in_claim" for factor in found.factors) is interested


@given(
    st.lists(
        st.tuples(
            st.sampled_from(SENTENCES),
            st.sampled_from([one.id for one in EVERYBODY]),
            st.sampled_from([None, *HEDGES]),
            st.sampled_from([(), ("wire",), ("daily", "wire"), ("mayor",)]),
        ),
        min_size=1,
        max_size=7,
    )
)
def test_every_claim_can_be_recomputed_from_its_rows(parts) -> None:
    story = Story(
        "".join(sentence for sentence, *_ in parts),
        EVERYBODY,
        tuple(by for _, by, *_ in parts),
        {n: {"hedge": Hedge(level, Span(0, 1))} for n, (_, _, level, _) in enumerate(parts, 1) if level},
        {n: via for n, (*_, via) in enumerate(parts, 1)},
    )
    for found in judge(story):
        if found.score is None:
            continue
        row = found.factors[0]
        assert found.score == pytest.approx(recomputed(found, row.parameters["p"]), abs=0.001)
        assert found.neutral_score == pytest.approx(recomputed(found, 0.5), abs=0.001)
        assert found.interval[0] <= found.score <= found.interval[1]
        assert all(factor.kind and factor.label.endswith(".") and factor.status for factor in found.factors)


def kinds(found: Credibility) -> set[str]:
    return {factor.kind for factor in found.factors} - {"source"}


@pytest.mark.parametrize(
    ("text", "by", "expected"),
    [
        ("⟦two Borian soldiers crossed the line⟧.", "army", {"interest_in_claim"}),
        ("⟦two Alandic soldiers crossed the line⟧.", "foe", {"interest_in_claim"}),
        ("⟦two Alandic soldiers crossed the line⟧.", "ministry", {"interest_in_claim"}),
        ("⟦two Borian soldiers crossed the line⟧.", "ministry", set()),
        ("⟦two Borian soldiers crossed the line⟧.", "wire", set()),
        ("⟦the school roof needs repair before winter⟧.", "army", set()),
        ("⟦Nordvik Foods sells the safest milk of the region⟧.", "firm", {"interest_in_claim"}),
        ("⟦milk prices in the region rose last year⟧.", "firm", set()),
        ("⟦the vote was counted twice in every district⟧.", "mayor", {"interest_in_claim"}),
        ("In a statement it said ⟦the dam holds⟧.", "ministry", {"prepared_statement"}),
        ("In an interview it said ⟦the dam holds⟧.", "ministry", {"spontaneous_channel"}),
        ("An advertisement said ⟦the dam holds⟧.", "ministry", {"paid_channel"}),
        ("An advertisement said ⟦Nordvik Foods sells the safest milk⟧.", "firm", {"interest_in_claim"}),
        ("It conceded that ⟦its engineers had closed the valve⟧.", "firm", {"against_interest"}),
    ],
)
def test_circumstances_are_seen_and_near_misses_are_not(text: str, by: str, expected: set[str]) -> None:
    assert kinds(judge(say(text, by))[0]) == expected


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": AttributionKind.APPEAL},
        {"kind": AttributionKind.QUESTION},
        {"kind": AttributionKind.INTENTION},
        {"kind": AttributionKind.VOTE, "informational": False},
        {"negated": True},
    ],
)
def test_what_asserts_nothing_that_can_be_checked_is_a_six(changes) -> None:
    found = judge(say("⟦the dam holds the water of the lake⟧.", "ministry", claims={1: changes}))[0]
    assert (found.grade, found.score, found.interval) == (6, None, None)
    assert found.basis == ("not_asserted" if "negated" in changes else "not_checkable")


@pytest.mark.parametrize(
    ("text", "grade"),
    [
        ("⟦this is a disgrace⟧.", 6),
        ("⟦we will repair every road⟧.", 6),
        ("⟦we must act now⟧.", 6),
        ("⟦it is a disgrace that 40 people died in the ward⟧.", 2),
        ("⟦the road was repaired in June⟧.", 2),
    ],
)
def test_judgments_and_promises_are_not_checkable_but_facts_inside_them_are(text: str, grade: int) -> None:
    assert judge(say(text, "ministry"))[0].grade == grade


def test_an_anonymous_source_leaves_the_claim_too_uncertain_to_judge() -> None:
    hidden = source("x", SourceType.OFFICIAL, anonymity=Anonymity.ANONYMOUS, label="an official")
    found = judge(Story("⟦the dam holds⟧.", (hidden,), ("x",)))[0]
    assert (found.grade, found.basis) == (6, "interval_too_wide")
    assert found.score == pytest.approx(0.56)


def test_a_relay_pulls_towards_unknown_and_the_publisher_is_no_relay() -> None:
    plain = judge(say("⟦the dam holds⟧.", "ministry"))[0]
    story = say("⟦the dam holds⟧.", "ministry", via={1: ("wire",)})
    relayed = judge(story)[0]
    assert relayed.score == pytest.approx(0.5 + 0.96 * (plain.score - 0.5), abs=1e-6)
    assert judge(story, publisher="wire.example")[0].score == plain.score
    unknown = judge(say("⟦the dam holds⟧.", "ministry", via={1: ("mayor",)}))[0]
    assert unknown.score == pytest.approx(0.5 + 0.8 * (plain.score - 0.5), abs=1e-6)


def test_a_negative_hedge_turns_the_chance_round() -> None:
    story = say("⟦the dam holds⟧.", "ministry", claims={1: {"hedge": Hedge("very_unlikely", Span(0, 1))}})
    found = judge(story)[0]
    assert found.score < 0.2
    assert found.grade == 5


def test_a_belief_is_weaker_than_a_statement() -> None:
    story = say("⟦the dam holds⟧.", "ministry", claims={1: {"kind": AttributionKind.BELIEF}})
    assert next(f for f in judge(story)[0].factors if f.kind == "hedge").multiplier == pytest.approx(0.35)


FLOOD = "⟦the bridge over the river collapsed after the heavy flood⟧"
AGAIN = "⟦the heavy flood made the bridge over the river collapse⟧"


def test_another_voice_confirms_a_little_and_the_same_government_not_at_all() -> None:
    alone = judge(say(f"{FLOOD}.", "ministry"))[0]
    two = judge(say(f"{FLOOD}. {AGAIN}.", "ministry", "firm"))
    assert (two[0].corroborated_by, two[1].corroborated_by) == (("a2",), ("a1",))
    assert alone.score < two[0].score < alone.score + 0.1
    assert (alone.grade, two[0].grade) == (2, 1)
    chain = judge(say(f"{FLOOD}. {AGAIN}.", "ministry", "army"))
    assert chain[0].corroborated_by == ()
    assert chain[0].score == alone.score


def test_one_relay_is_one_voice_and_one_owner_is_one_voice() -> None:
    relayed = judge(say(f"{FLOOD}. {AGAIN}.", "ministry", "firm", via={1: ("wire",), 2: ("wire",)}))
    assert relayed[0].corroborated_by == ()
    owned = (OverlayEntry(("x",), "firm", owner="xa.ministry"),)
    assert judge(say(f"{FLOOD}. {AGAIN}.", "ministry", "firm"), overlay=owned)[0].corroborated_by == ()


def test_of_one_cluster_only_the_strongest_confirms() -> None:
    found = judge(say(f"{FLOOD}. {AGAIN}. {AGAIN}.", "firm", "ministry", "army"))
    assert found[0].corroborated_by == ("a2",)


def test_two_first_hand_witnesses_earn_the_higher_weight() -> None:
    found = judge(say(f"{FLOOD}. {AGAIN}.", "nurse", "cook"))
    row = next(factor for factor in found[0].factors if factor.kind == "corroboration")
    assert row.parameters["weight"] == 0.5


def test_a_contradiction_takes_away_what_a_confirmation_would_add() -> None:
    alone = judge(say(f"{FLOOD}.", "ministry"))[0]
    story = say(f"{FLOOD}. ⟦the bridge over the river did not collapse after the heavy flood⟧.", "ministry", "firm")
    found = judge(story)
    assert found[0].contradicted_by == ("a2",)
    assert found[0].score < alone.score


def test_a_bare_denial_contradicts_the_claim_before_it() -> None:
    story = say(
        "⟦the firm dumped acid into the lake near the town⟧. It denied ⟦the allegations⟧.",
        "ministry",
        "firm",
        claims={2: {"kind": AttributionKind.DENIAL}},
    )
    found = judge(story)
    assert found[0].contradicted_by == ("a2",)
    assert "interest_in_claim" in kinds(found[1])


def test_the_swap_of_two_parties_leaves_every_number() -> None:
    text = (
        "⟦{a} soldiers shot down two drones near the port of {X}⟧. ⟦{b} rockets hit the old market of {X}⟧. "
        "It conceded that ⟦its own rockets hit the old market of {X}⟧. ⟦the talks in the capital of {Y} begin on Monday⟧."
    )
    one = say(text.format(a="Alandic", b="Borian", X="Aland", Y="Boria"), "army", "army", "foe", "foe")
    sides = (replace(ARMY, id="army"), replace(FOE, id="foe"))
    two = Story(text.format(a="Borian", b="Alandic", X="Boria", Y="Aland"), sides, ("foe", "foe", "army", "army"))
    same = Records({"xa.army": OutcomeTally(5, 5, 10), "xb.army": OutcomeTally(5, 5, 10)})
    left, right = judge(one, records=same), judge(two, records=same)
    for a, b in zip(left, right, strict=True):
        assert (a.grade, a.score, a.interval, a.neutral_score) == (b.grade, b.score, b.interval, b.neutral_score)
        assert (a.corroborated_by, a.contradicted_by) == (b.corroborated_by, b.contradicted_by)
        assert [(f.kind, f.ln_lr, f.multiplier) for f in a.factors] == [
            (f.kind, f.ln_lr, f.multiplier) for f in b.factors
        ]


def test_people_of_a_body_are_one_voice_with_it() -> None:
    minister = source(
        "m", SourceType.OFFICIAL, affiliation=body("xa.ministry", SourceType.GOVERNMENT, "XA"), country="XA"
    )
    found = judge(Story(f"{FLOOD}. {AGAIN}.", (*EVERYBODY, minister), ("ministry", "m")))
    assert found[0].corroborated_by == ()
    assert found[1].score == found[0].score


def test_an_article_without_claims_has_a_summary_without_numbers() -> None:
    doc, layer, attributions, cast = Story("Nothing is said here.", (), ()).build()
    values = summarize(doc, layer, attributions, cast, (), tables()).values
    assert values["claims"] == 0
    assert values["weakest_key_claim"] is None
    assert values["all_hold_bounds"] is None
    assert values["independent_sources"] == 0


def test_content_of_white_space_only_is_a_six() -> None:
    found = judge(say("It said⟦ ⟧nothing more.", "ministry"))[0]
    assert (found.grade, found.basis) == (6, "not_checkable")


@pytest.mark.parametrize(
    ("text", "named"), [("the U.S. troops left", True), ("US troops left", True), ("they told us of troops", False)]
)
def test_a_country_is_named_by_its_abbreviation_but_not_by_a_pronoun(text: str, named: bool) -> None:
    country = Country("US", "United States", aliases=("US", "U.S."))
    assert any(name in spaced(text) for name in country_names(country)) is named


def test_a_headline_makes_a_government_a_party_to_what_it_says_of_the_conflict() -> None:
    story = say("Aland, at war\n⟦two Borian soldiers crossed the line⟧.", "ministry", headline="Aland, at war")
    assert kinds(judge(story)[0]) == {"interest_in_claim"}


def test_a_denial_of_allegations_passes_over_claims_that_accuse_nobody_and_are_about_somebody_else() -> None:
    story = say(
        "⟦the bridge had been closed for repairs since March⟧. It denied ⟦the allegations⟧.",
        "ministry",
        "firm",
        claims={2: {"kind": AttributionKind.DENIAL}},
    )
    assert judge(story)[0].contradicted_by == ()
    accused = Story(
        story.marked.replace("⟦the bridge", "It accused the firm: ⟦the bridge"), story.sources, story.by, story.claims
    )
    assert judge(accused)[0].contradicted_by == ("a2",)


def test_words_that_two_attributions_share_confirm_nothing() -> None:
    doc, layer, attributions, cast = say(f"{FLOOD}. {FLOOD}.", "ministry", "firm").build()
    twice = (attributions[0], replace(attributions[1], content=attributions[0].content))
    rated = rate_sources(cast, SourceContext(REGISTRY, tables()))
    context = ClaimContext(tables(), REGISTRY, rated)
    assert [one.corroborated_by for one in judge_claims(doc, layer, twice, cast, context)] == [(), ()]


def test_one_person_cast_twice_is_one_voice() -> None:
    sources = tuple(
        source(key, SourceType.PERSON, name=name)
        for key, name in (("p", "Aditya Ghosh"), ("q", "Ghosh"), ("r", "Ines Okoro"))
    )
    text = "⟦{} river had flooded the cellar of the school in Velm⟧. "
    story = Story("".join(text.format(word) for word in ("the", "a", "one")), sources, ("p", "q", "r"))
    found = judge(story)
    assert "a2" not in found[0].corroborated_by
    assert "a3" in found[0].corroborated_by
