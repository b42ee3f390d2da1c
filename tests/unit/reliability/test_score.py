"""Reliability of sources: recomputation, letters, people, outcomes, ratings, overlays."""

import itertools
from dataclasses import replace
from datetime import date
from math import exp, log

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import beta as reference

from service.core.domain import (
    Anonymity,
    Basis,
    Cast,
    Citation,
    Country,
    MountedRating,
    OutcomeTally,
    OverlayEntry,
    Records,
    Reliability,
    Source,
    SourceType,
)
from service.core.reliability.grade import earned_letter
from service.core.reliability.score import SourceContext, rate_sources
from tests.unit.reliability.support import body, fact, record, snapshot, source, tables

COUNTRY = Country("XA", "Aland", evidence=(fact("press_freedom", "30.0", qualifier="rank 150"),))
EVIDENCE = (
    fact("state_control", "CaPr"),
    fact("corrects_errors", "no"),
    fact("names_authors", "no"),
    fact("discloses_ownership", "no"),
    fact("community_rating", "no consensus"),
    fact("fact_checker", "signatory"),
)
OUTLET = source("s1", SourceType.NEWS_OUTLET, "xa.post", country="XA")


def outlet_registry(*evidence):
    return snapshot(record("xa.post", SourceType.NEWS_OUTLET, country="XA", evidence=evidence), countries=(COUNTRY,))


def mounted(*pairs, on="2026-01-01"):
    return {"xa.post": tuple(MountedRating(r, v, on, Citation(r, as_of=on)) for r, v in pairs)}


def rate(one: Source, registry=None, records=None, today=None, overlay=()) -> Reliability:
    ctx = SourceContext(registry or snapshot(), tables(), records or Records(), today, overlay)
    return rate_sources(Cast((one,), ()), ctx)[0]


def recomputed(rows) -> tuple[float, float, float]:
    """Score and interval from the rows alone, as a reader would compute them; shares no code with the service."""
    prior = [row for row in rows if row["kind"] == "class_prior" and row["alpha"] is not None]
    kappa = sum(row["alpha"] + row["beta"] for row in prior)
    a = sum(row["alpha"] for row in rows if row["alpha"] is not None and row not in prior)
    b = sum(row["beta"] for row in rows if row["beta"] is not None and row not in prior)
    if prior:
        odds = log(prior[0]["alpha"] / prior[0]["beta"]) + sum(row["ln_lr"] or 0 for row in rows)
        mu = 1 / (1 + exp(-odds))
        a, b = a + kappa * mu, b + kappa * (1 - mu)
    return a / (a + b), reference.ppf(0.1, a, b), reference.ppf(0.9, a, b)


def as_json(found: Reliability):
    return [{"kind": r.kind, "alpha": r.alpha, "beta": r.beta, "ln_lr": r.ln_lr} for r in found.evidence]


CASES = st.fixed_dictionaries(
    {
        "evidence": st.lists(st.sampled_from(EVIDENCE), unique=True).map(tuple),
        "ratings": st.lists(
            st.sampled_from([("mbfc", "mixed"), ("newsguard", "87.5"), ("adfontes", "0.62"), ("iffy", "low")]),
            unique=True,
        ),
        "held": st.integers(0, 40),
        "failed": st.integers(0, 40),
        "suspected": st.integers(0, 9),
        "overlay": st.booleans(),
        "years": st.integers(0, 9),
    }
)


@given(CASES)
def test_every_score_can_be_recomputed_from_its_rows(case) -> None:
    tally = OutcomeTally(case["held"], case["failed"], 1, suspected_failed=case["suspected"], suspected_count=1)
    records = Records({"xa.post": tally}, mounted(*case["ratings"]))
    overlay = (OverlayEntry(("Post",), "xa.post", grade="B", rationale="house view"),) if case["overlay"] else ()
    found = rate(OUTLET, outlet_registry(*case["evidence"]), records, date(2026 + case["years"], 6, 1), overlay)
    assert (found.score, *found.interval) == pytest.approx(recomputed(as_json(found)), abs=0.001)
    assert all(row.kind and row.label.endswith((".", "view")) and row.status and row.citation for row in found.evidence)


@given(st.permutations(EVIDENCE), st.permutations([("mbfc", "mixed"), ("newsguard", "87.5"), ("rsp", "gu")]))
def test_the_order_of_evidence_does_not_matter(evidence, ratings) -> None:
    usual = rate(OUTLET, outlet_registry(*EVIDENCE), Records(ratings=mounted(*sorted(ratings))))
    assert rate(OUTLET, outlet_registry(*evidence), Records(ratings=mounted(*ratings))) == usual


@given(st.lists(st.sampled_from(EVIDENCE), unique=True), st.sampled_from(["n/a", "unknown", "", "not available", "-"]))
def test_evidence_that_is_not_available_leaves_the_score(evidence, value) -> None:
    absent = [fact(kind, value, on="2026-12") for kind in {one.kind for one in EVIDENCE}]
    before = rate(OUTLET, outlet_registry(*evidence), Records(ratings=mounted(("mbfc", "mixed"))))
    after = rate(
        OUTLET,
        outlet_registry(*evidence, *absent),
        Records({"xa.post": OutcomeTally()}, mounted(("mbfc", "mixed"), ("newsguard", value), ("nobody", "high"))),
    )
    assert (after.score, after.interval, after.own) == (before.score, before.interval, before.own)


def test_process_evidence_is_clipped_and_says_what_was_measured() -> None:
    rows = [r for r in rate(OUTLET, outlet_registry(*EVIDENCE)).evidence if "measured_ln_lr" in r.parameters]
    assert sum(row.ln_lr for row in rows) == pytest.approx(log(0.4))
    assert sum(row.parameters["measured_ln_lr"] for row in rows) == pytest.approx(log(0.45 * 0.4 * 0.8))


def test_raters_count_once_however_many_and_a_family_is_one_rater() -> None:
    one = rate(OUTLET, outlet_registry(), Records(ratings=mounted(("mbfc", "mixed"))))
    three = rate(OUTLET, outlet_registry(), Records(ratings=mounted(("mbfc", "mixed"), ("iffy", "low"), ("rsp", "nc"))))
    assert one.own == pytest.approx(14)
    assert three.own == pytest.approx(14)
    worth = {row.parameters["rater"]: row.alpha + row.beta for row in three.evidence if row.kind == "rating"}
    assert worth == pytest.approx({"mbfc": 3.5, "iffy": 3.5, "rsp": 7.0})


def test_an_old_rating_counts_half() -> None:
    found = rate(OUTLET, outlet_registry(), Records(ratings=mounted(("mbfc", "mixed"), on="2019-03")), date(2026, 1, 1))
    assert found.own == pytest.approx(7)


def test_a_class_alone_never_earns_a_letter() -> None:
    for kind in SourceType:
        found = rate(source("s1", kind, "xa.body", country="XA"))
        assert found.grade == "F", kind
        assert found.basis is Basis.CLASS


def test_too_little_evidence_and_too_wide_an_interval_stay_f() -> None:
    body_ = source("s1", SourceType.GOVERNMENT, "xa.ministry", country="XA")
    few = rate(body_, records=Records({"xa.ministry": OutcomeTally(4, 0, 4)}))
    assert (few.grade, few.class_grade) == ("F", "C")
    enough = rate(body_, records=Records({"xa.ministry": OutcomeTally(5, 0, 5)}))
    assert enough.grade == "C"
    assert earned_letter(0.5, (0.29, 0.70), 30.0, tables()) == "F"
    assert earned_letter(0.5, (0.31, 0.70), 30.0, tables()) == "D"


def test_outcomes_move_the_record_up_and_down() -> None:
    ministry = source("s1", SourceType.GOVERNMENT, "xa.ministry")
    letters = [
        rate(ministry, records=Records({"xa.ministry": OutcomeTally(held, failed, 60)})).grade
        for held, failed in ((60, 0), (50, 8), (30, 30), (0, 60))
    ]
    assert letters == ["B", "B", "D", "E"]
    scores = [
        rate(ministry, records=Records({"xa.ministry": OutcomeTally(n, 5, n + 5)})).score for n in range(0, 50, 5)
    ]
    assert all(a < b for a, b in itertools.pairwise(scores))


def test_suspected_outcomes_are_shown_apart_and_move_nothing() -> None:
    ministry = source("s1", SourceType.GOVERNMENT, "xa.ministry")
    plain = rate(ministry, records=Records({"xa.ministry": OutcomeTally(6, 2, 8)}))
    tally = OutcomeTally(6, 2, 8, suspected_failed=30, suspected_count=30)
    contested = rate(ministry, records=Records({"xa.ministry": tally}))
    assert (contested.score, contested.interval, contested.grade) == (plain.score, plain.interval, plain.grade)
    row = next(row for row in contested.evidence if row.kind == "contested_outcomes")
    assert (row.alpha, row.beta, row.ln_lr) == (None, None, None)
    assert row.parameters["failed"] == 30


PEOPLE = st.builds(
    lambda label, kind, anonymity, known: source(
        "s1", kind, "xa.person" if known else None, label=label, anonymity=anonymity, private_person=True, country="XA"
    ),
    st.sampled_from(["Ana Sol, a baker", "a neighbor", "Senator Ann Example", "mayor", "the columnist", "witness"]),
    st.sampled_from([SourceType.PERSON, SourceType.WITNESS, SourceType.OFFICIAL, SourceType.UNKNOWN]),
    st.sampled_from([Anonymity.NAMED, Anonymity.ANONYMOUS, Anonymity.GENERIC]),
    st.booleans(),
)


@given(PEOPLE)
def test_a_private_person_never_gets_a_letter(person: Source) -> None:
    records = Records({"xa.person": OutcomeTally(90, 1, 91)})
    overlay = (OverlayEntry(("x",), "xa.person", grade="A", rationale="a friend"),)
    found = rate(person, records=records, overlay=overlay)
    assert found.grade == "F"
    assert found.own == 0.0
    assert found.class_grade == "F"
    assert found.reference_class == "other_named"


def test_an_official_borrows_the_record_of_the_body_and_an_anonymous_one_only_half_its_class() -> None:
    records = Records({"xa.ministry": OutcomeTally(40, 2, 42)})
    ministry = body("xa.ministry", SourceType.GOVERNMENT, "XA")
    registry = snapshot(record("xa.ministry", SourceType.GOVERNMENT, country="XA"))
    named = source("s1", SourceType.OFFICIAL, affiliation=ministry, label="Minister Ann Example")
    assert rate(named, registry, records).grade == "B"
    hidden = replace(named, anonymity=Anonymity.ANONYMOUS, label="an official", name=None)
    found = rate(hidden, registry, records)
    assert (found.grade, found.own) == ("F", 0.0)
    assert found.evidence[0].alpha + found.evidence[0].beta == pytest.approx(5.0)
    assert found.score == pytest.approx(0.57)
    voice = replace(named, anonymity=Anonymity.ORGANISATION_UNNAMED_PERSON, label="a ministry spokeswoman", name=None)
    assert rate(voice, registry, records).grade == "B"
    loose = replace(voice, label="a ministry official")
    assert rate(loose, registry, records).grade == "F"


def test_nobody_has_no_number() -> None:
    found = rate(source("s1", SourceType.UNKNOWN, anonymity=Anonymity.AGENTLESS))
    assert (found.grade, found.score, found.interval, found.basis) == ("F", None, None, Basis.NONE)


def test_the_newsroom_s_own_grade_speaks_until_it_expires() -> None:
    entry = OverlayEntry(("Post",), "xa.post", grade="B", editor="KL", valid_until="2026-12-31")
    registry, records = outlet_registry(*EVIDENCE), Records({"xa.post": OutcomeTally(1, 30, 31)})
    found = rate(OUTLET, registry, records, date(2026, 12, 31), (entry,))
    assert (found.grade, found.basis) == ("B", Basis.OVERLAY)
    assert found.score == pytest.approx(0.875)
    assert {row.kind for row in found.evidence} > {"overlay", "outcomes", "state_control"}
    assert rate(OUTLET, registry, records, date(2027, 1, 1), (entry,)).basis is Basis.RECORD


def test_equal_evidence_gives_equal_numbers_whatever_the_name_and_nation() -> None:
    names = [("XA", "Aland", "xa.post"), ("XB", "Boria", "xb.post"), ("XC", "Cand", "xc.post")]
    found = []
    for code, name, key in names:
        country = Country(code, name, evidence=COUNTRY.evidence)
        registry = snapshot(record(key, SourceType.NEWS_AGENCY, country=code, evidence=EVIDENCE), countries=(country,))
        one = rate(
            source("s1", SourceType.NEWS_AGENCY, key, country=code), registry, Records({key: OutcomeTally(3, 4, 7)})
        )
        found.append((one.grade, one.class_grade, one.score, one.interval, one.own, one.reference_class))
    assert len(set(found)) == 1


def test_a_dispute_shows() -> None:
    assert rate(OUTLET, outlet_registry(), Records(disputed=frozenset({"xa.post"}))).disputed
