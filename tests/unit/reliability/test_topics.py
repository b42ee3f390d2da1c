"""Scores by topic: shown when they are asked for, counted in nothing, kept for nobody without a record."""

from dataclasses import replace

import pytest

from service.core.domain import Cast, OutcomeTally, Records, SourceType
from service.core.reliability.score import SourceContext, rate_sources
from tests.unit.reliability.support import record, snapshot, source, tables

REGISTRY = snapshot(record("xa.army", SourceType.MILITARY, country="XA"))
RECORDS = Records(
    {"xa.army": OutcomeTally(8, 4, 12, by_topic={"economy": (0.0, 4.0), "defence": (8.0, 0.0), "law": (0.0, 0.0)})}
)
ARMY = source("army", SourceType.MILITARY, "xa.army", country="XA")


def rated(*, on: bool, who=ARMY):
    shipped = tables()
    shown = replace(shipped.constants["topic_rows"], value=float(on))
    changed = replace(shipped, constants={**shipped.constants, "topic_rows": shown})
    return rate_sources(Cast((who,), ()), SourceContext(REGISTRY, changed, RECORDS))[0]


def test_no_topic_is_shown_as_shipped() -> None:
    assert all(row.kind != "topic" for row in rated(on=False).evidence)
    assert tables().value["topic_rows"] == 0.0


def test_topics_are_shrunk_to_the_score_and_move_nothing() -> None:
    plain, shown = rated(on=False), rated(on=True)
    assert (shown.score, shown.interval, shown.grade, shown.own) == (
        plain.score,
        plain.interval,
        plain.grade,
        plain.own,
    )
    rows = [row for row in shown.evidence if row.kind == "topic"]
    assert [row.parameters["topic"] for row in rows] == ["defence", "economy"]
    p = shown.score
    assert rows[0].parameters["score"] == pytest.approx((8 + 20 * p) / 28)
    assert rows[1].parameters["score"] == pytest.approx(20 * p / 24)
    assert all(row.alpha is None and row.beta is None and row.ln_lr is None for row in rows)
    assert "8 of 8 checked claims" in rows[0].label


def test_a_private_person_has_no_topics() -> None:
    nurse = source("nurse", SourceType.WITNESS, "xa.army", private_person=True)
    assert all(row.kind != "topic" for row in rated(on=True, who=nurse).evidence)
