"""The worked example of the model as a golden test: sources, claims and the article's summary."""

import pytest

from service.core.domain import (
    Cast,
    Citation,
    Country,
    Factor,
    Hedge,
    MountedRating,
    OutcomeTally,
    Records,
    Reliability,
    SourceType,
    Span,
    Status,
)
from service.core.reliability.arithmetic import gain, sums
from service.core.reliability.credibility import ClaimContext, judge_claims
from service.core.reliability.score import SourceContext, rate_sources
from service.core.reliability.summary import summarize
from tests.unit.reliability.support import Story, fact, record, snapshot, source, tables

REGISTRY = snapshot(
    record("kr.nis", SourceType.INTELLIGENCE_AGENCY, country="KR"),
    record("ua.iwtl", SourceType.GOVERNMENT, country="UA", roles=("campaign",)),
    record("pl.pap", SourceType.NEWS_AGENCY, country="PL"),
    record("kp.kcna", SourceType.NEWS_AGENCY, country="KP", evidence=(fact("state_control", "SC"),)),
    countries=(
        Country("KR", "South Korea", evidence=(fact("press_freedom", "64.1", qualifier="rank 61"),)),
        Country("UA", "Ukraine", adjectives=("Ukrainian",)),
        Country("PL", "Poland", evidence=(fact("press_freedom", "74.8", qualifier="rank 31"),)),
        Country("KP", "North Korea", evidence=(fact("press_freedom", "12.6", qualifier="rank 179"),)),
    ),
)
NIS = source("s1", SourceType.INTELLIGENCE_AGENCY, "kr.nis", country="KR")
IWTL = source("s2", SourceType.GOVERNMENT, "ua.iwtl", country="UA")
PAP = source("s3", SourceType.NEWS_AGENCY, "pl.pap", country="PL")
KCNA = source("s4", SourceType.NEWS_AGENCY, "kp.kcna", country="KP")


def rate(one, records: Records | None = None) -> Reliability:
    ctx = SourceContext(REGISTRY, tables(), records or Records())
    return rate_sources(Cast((one,), ()), ctx)[0]


def rating(record_id: str, value: str) -> Records:
    row = MountedRating("mbfc", value, "2026-01-01", Citation("mounted", as_of="2026-01-01"))
    return Records(ratings={record_id: (row,)})


@pytest.mark.parametrize(
    ("one", "records", "p", "low", "high", "letter"),
    [
        (NIS, Records(), 0.57, 0.37, 0.76, "F"),
        (NIS, Records(outcomes={"kr.nis": OutcomeTally(4, 2, 6)}), 0.61, 0.45, 0.76, "C"),
        (IWTL, Records(), 0.47, 0.29, 0.65, "F"),
        (PAP, Records(), 0.96, 0.90, 1.0, "F"),
        (PAP, rating("pl.pap", "high"), 0.97, 0.93, 1.0, "A"),
        (KCNA, rating("kp.kcna", "very low"), 0.45, 0.30, 0.60, "D"),
    ],
    ids=[
        "intelligence",
        "intelligence after six outcomes",
        "state programme",
        "agency",
        "rated agency",
        "state agency",
    ],
)
def test_sources_get_the_numbers_of_the_worked_example(one, records, p, low, high, letter) -> None:
    found = rate(one, records)
    assert found.score == pytest.approx(p, abs=0.006)
    assert found.interval == pytest.approx((low, high), abs=0.011)
    assert found.grade == letter


def test_the_state_agency_shows_prior_and_rating_apart() -> None:
    rows = {row.kind: row for row in rate(KCNA, rating("kp.kcna", "very low")).evidence}
    assert set(rows) == {"class_prior", "state_control", "press_freedom", "rating"}
    assert (rows["class_prior"].alpha, rows["class_prior"].beta) == pytest.approx((3.56, 0.44))
    assert (rows["rating"].alpha, rows["rating"].beta) == pytest.approx((5.29, 8.71), abs=0.01)


STORY = Story(
    "Soldiers on the way\n"
    "The agency reports that ⟦the north sent about 1,500 special soldiers to the front⟧. "
    "It sees ⟦plans to send 12,000 soldiers of an elite unit⟧.\n"
    "The programme promises that ⟦prisoners in Ukraine wait for the end of the war with warm meals and in good order⟧.\n"
    "The project ⟦is run by a coordinating staff with support of the ministry⟧, the news service reported.\n"
    "It was assured that ⟦the camps take in people of any nation or religion⟧.",
    (NIS, IWTL, PAP),
    ("s1", "s1", "s2", "s3", None),
    {2: {"hedge": Hedge("likely", Span(0, 1))}},
    headline="Soldiers on the way",
)


def judged():
    doc, layer, attributions, cast = STORY.build()
    rated = rate_sources(cast, SourceContext(REGISTRY, tables()))
    ctx = ClaimContext(tables(), REGISTRY, rated, headline=STORY.headline)
    return (doc, layer, attributions, cast), judge_claims(doc, layer, attributions, cast, ctx)


def test_claims_get_the_numbers_of_the_worked_example() -> None:
    _, found = judged()
    expected = [(0.48, 0.29, 0.69, 3), (0.49, 0.43, 0.57, 3), (0.38, 0.22, 0.57, 4), (0.96, 0.90, 0.99, 2)]
    for credibility, (c, low, high, grade) in zip(found, expected, strict=False):
        assert credibility.score == pytest.approx(c, abs=0.006)
        assert credibility.interval == pytest.approx((low, high), abs=0.011)
        assert credibility.grade == grade
    assert found[0].neutral_score == pytest.approx(0.41, abs=0.005)
    assert (found[4].grade, found[4].score, found[4].basis) == (6, None, "agentless")
    assert [factor.kind for factor in found[4].factors] == ["likely_source"]


def test_a_first_hand_independent_source_lifts_the_first_claim_to_a_strong_three() -> None:
    _, found = judged()
    more = Factor("corroboration", "", Status.POLICY, ln_lr=gain(0.75, tables().value["weight_independent"], 0.5))
    assert sums((*found[0].factors, more)).chance(0.57, 0.5) == pytest.approx(0.62, abs=0.005)


def test_the_summary_names_the_weakest_claim_and_the_expected_failures() -> None:
    (doc, layer, attributions, cast), found = judged()
    values = summarize(doc, layer, attributions, cast, found, tables()).values
    assert values["weakest_key_claim"]["attribution_id"] == "a1"
    assert values["expected_not_to_hold"] == pytest.approx(2.2, abs=0.05)
    assert values["word_shares"]["single_cluster"] == 1.0
    assert {cluster["id"]: cluster["claims"] for cluster in values["clusters"]} == {
        "kr.government": 2,
        "ua.government": 1,
        "pl.pap": 1,
    }
    assert 2.0 < values["independent_sources"] <= 3.0
