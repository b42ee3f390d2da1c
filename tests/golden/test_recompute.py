"""The independent script recomputes every published number, on our own articles and on random evidence."""

import json
import subprocess
import sys
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from bench.recompute import pairs
from service.core.domain import Citation, EvidenceFact, MountedRating, OutcomeTally, OverlayEntry, Records, Report
from service.core.pipeline import annotate_text
from service.core.reliability.credibility import ClaimContext, judge_claims
from service.core.reliability.score import SourceContext, rate_sources
from service.core.reliability.summary import summarize
from service.render.json import project
from service.render.view import View
from service.runtime.resources import load_resources
from tests.golden.gold import ARTICLES, SPLITS, load_articles

SCRIPT = Path(__file__).resolve().parents[2] / "bench" / "recompute.py"


@cache
def reports() -> tuple[Report, ...]:
    texts = [article.text for split in SPLITS for article in load_articles(ARTICLES / f"{split}.jsonl")]
    return tuple(annotate_text(text, load_resources()) for text in texts)


def wrong(report: Report) -> list[tuple[float, float]]:
    response = json.loads(json.dumps(project(report, View())))
    return [(published, mine) for published, mine in pairs(response) if abs(published - mine) > 0.001]


def test_every_number_of_every_golden_article_can_be_recomputed() -> None:
    assert sum(len(pairs(project(report, View()))) for report in reports()) > 1000
    for report in reports():
        assert wrong(report) == []


def test_the_script_runs_alone_and_notices_a_number_that_does_not_follow() -> None:
    response = project(max(reports(), key=lambda report: len(report.cast.sources)), View())
    assert len(SCRIPT.read_text(encoding="utf-8").splitlines()) < 60
    assert run_alone(response) == 0
    rating = next(row["reliability"] for row in response["sources"] if row["reliability"]["score"] is not None)
    rating["score"] += 0.002
    assert run_alone(response) == 1


def run_alone(response: dict) -> int:
    command = [sys.executable, "-I", str(SCRIPT)]
    return subprocess.run(command, input=json.dumps(response).encode(), capture_output=True, check=False).returncode


FACTS = [("state_control", "SC"), ("state_control", "CaPr"), ("corrects_errors", "no"), ("names_authors", "yes")]
FACTS += [("discloses_ownership", "no"), ("community_rating", "generally unreliable"), ("fact_checker", "signatory")]
RATINGS = [("mbfc", "mixed"), ("newsguard", "87.5"), ("adfontes", "0.62"), ("iffy", "low"), ("house", "b")]
WEIGHTS = st.floats(0, 60, allow_nan=False)
EVIDENCE = st.fixed_dictionaries(
    {
        "facts": st.lists(st.sampled_from(FACTS), unique=True, max_size=5),
        "ratings": st.lists(st.sampled_from(RATINGS), unique=True, max_size=4),
        "outcomes": st.one_of(st.none(), st.tuples(WEIGHTS, WEIGHTS, WEIGHTS)),
        "rated": st.sampled_from(["2019-02", "2025-11-02", None]),
        "grade": st.sampled_from([None, None, None, "A", "E"]),
        "topic": st.one_of(st.none(), st.tuples(WEIGHTS, WEIGHTS)),
    }
)


@settings(max_examples=60)
@given(st.integers(0, 43), st.lists(EVIDENCE, min_size=1, max_size=5))
def test_every_number_on_random_registries_ratings_and_outcomes_can_be_recomputed(number: int, drawn: list) -> None:
    report = reports()[number % len(reports())]
    assert wrong(rejudged(report, drawn)) == []


def rejudged(report: Report, drawn: list) -> Report:
    """The article judged again, its sources given the drawn evidence in turn."""
    base = load_resources()
    ids = sorted({key for one in report.cast.sources if (key := one.record_id)})
    given_ = {key: drawn[place % len(drawn)] for place, key in enumerate(ids)}
    records = dict(base.snapshot.records)
    for key, evidence in given_.items():
        if key in records:
            facts = tuple(
                EvidenceFact(kind, value, Citation("drawn", as_of="2025")) for kind, value in evidence["facts"]
            )
            records[key] = replace(records[key], evidence=facts)
    snapshot = replace(base.snapshot, records=records)
    overlay = tuple(OverlayEntry((key,), key, grade=row["grade"]) for key, row in given_.items() if row["grade"])
    own = Records(
        {
            key: OutcomeTally(
                row["outcomes"][0],
                row["outcomes"][1],
                9,
                suspected_failed=row["outcomes"][2],
                by_topic={"defence": row["topic"]} if row["topic"] else {},
            )
            for key, row in given_.items()
            if row["outcomes"]
        },
        {
            key: tuple(MountedRating(rater, value, row["rated"]) for rater, value in row["ratings"])
            for key, row in given_.items()
        },
    )
    shown = {**base.tables.constants, "topic_rows": replace(base.tables.constants["topic_rows"], value=1.0)}
    tables = replace(base.tables, constants=shown)
    rated = rate_sources(report.cast, SourceContext(snapshot, tables, own, date(2026, 5, 1), overlay))
    context = ClaimContext(base.tables, snapshot, rated, own, overlay=overlay)
    judged = judge_claims(report.document, report.layer, report.attributions, report.cast, context)
    summary = summarize(report.document, report.layer, report.attributions, report.cast, judged, base.tables)
    return replace(report, reliabilities=rated, credibilities=judged, summary=summary)
