"""Outcomes: append-only, tallied by the newest row of each reference."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from service.storage import outcomes, revisions
from service.storage.engine import Database
from service.storage.outcomes import NewOutcome

NOW = "2026-03-01T12:00:00Z"


def test_an_outcome_comes_back_as_it_was_stored(database: Database) -> None:
    stored = outcomes.append(database, NewOutcome("kr.nis", "partly", weight=2, reference="r1", claim="c"), now=NOW)
    rows, cursor = outcomes.page(database)
    assert rows == (stored,)
    assert cursor is None
    assert (stored.source, stored.outcome, stored.weight, stored.recorded_at) == ("kr.nis", "partly", 2, NOW)


def test_tallies_weigh_outcomes_and_keep_the_tracks_apart(database: Database) -> None:
    for outcome, selection, weight in (
        ("true", "random", 1),
        ("partly", "random", 2),
        ("false", "random", 1),
        ("false", "suspected", 3),
    ):
        outcomes.append(database, NewOutcome("kr.nis", outcome, selection, weight), now=NOW)
    tally = outcomes.tallies(database)["kr.nis"]
    assert (tally.held, tally.failed, tally.count) == (2.0, 2.0, 3)
    assert (tally.suspected_held, tally.suspected_failed, tally.suspected_count) == (0.0, 3.0, 1)
    assert tally.last_on == "2026-03-01"


def test_a_correction_is_a_new_row_and_the_newest_counts(database: Database) -> None:
    outcomes.append(database, NewOutcome("kr.nis", "false", reference="story-7"), now=NOW)
    outcomes.append(database, NewOutcome("kr.nis", "true", reference="story-7"), now=NOW)
    tally = outcomes.tallies(database)["kr.nis"]
    assert (tally.held, tally.failed) == (1.0, 0.0)
    assert len(outcomes.page(database)[0]) == 2


def test_weight_zero_withdraws(database: Database) -> None:
    outcomes.append(database, NewOutcome("kr.nis", "false", reference="story-7"), now=NOW)
    outcomes.append(database, NewOutcome("kr.nis", "false", reference="story-7", weight=0), now=NOW)
    assert "kr.nis" not in outcomes.tallies(database)


def test_what_came_before_fades_by_the_number_of_later_outcomes_of_its_track(database: Database) -> None:
    for outcome, selection in (("true", "random"), ("false", "suspected"), ("partly", "random"), ("false", "random")):
        outcomes.append(database, NewOutcome("kr.nis", outcome, selection, topic="defence"), now=NOW)
    tally = outcomes.tallies(database, forgetting=0.5)["kr.nis"]
    assert (tally.held, tally.failed, tally.count) == (0.5 * (0.5 * 1 + 0.5), 0.5 * 0.5 + 1, 3)
    assert tally.by_topic == {"defence": (tally.held, tally.failed)}
    assert (tally.suspected_failed, tally.suspected_count) == (1.0, 1)
    whole = outcomes.tallies(database)["kr.nis"]
    assert (whole.held, whole.failed) == (1.5, 1.5)


def test_a_correction_is_remembered_from_when_it_was_entered(database: Database) -> None:
    for outcome, reference in (("false", "a"), ("false", "b"), ("true", "a")):
        outcomes.append(database, NewOutcome("kr.nis", outcome, reference=reference), now=NOW)
    tally = outcomes.tallies(database, forgetting=0.5)["kr.nis"]
    assert (tally.held, tally.failed) == (1.0, 0.5)


def test_a_correction_moves_track_topic_and_weight(database: Database) -> None:
    outcomes.append(database, NewOutcome("kr.nis", "false", "suspected", 2, "r", topic="defence"), now=NOW)
    outcomes.append(database, NewOutcome("kr.nis", "true", "random", 3, "r", topic="economy"), now=NOW)
    tally = outcomes.tallies(database)["kr.nis"]
    assert (tally.suspected_failed, tally.held, tally.by_topic) == (0.0, 3.0, {"economy": (3.0, 0.0)})


def test_a_reference_is_a_sources_own_and_may_come_back_after_its_withdrawal(database: Database) -> None:
    outcomes.append(database, NewOutcome("kr.nis", "false", reference="r"), now=NOW)
    outcomes.append(database, NewOutcome("pl.pap", "true", reference="r"), now=NOW)
    outcomes.append(database, NewOutcome("kr.nis", "false", reference="r", weight=0), now=NOW)
    assert set(outcomes.tallies(database)) == {"pl.pap"}
    outcomes.append(database, NewOutcome("kr.nis", "partly", reference="r"), now=NOW)
    assert outcomes.tallies(database)["kr.nis"].held == 0.5


def test_rows_without_a_reference_all_count(database: Database) -> None:
    for _ in range(3):
        outcomes.append(database, NewOutcome("kr.nis", "true"), now=NOW)
    assert outcomes.tallies(database)["kr.nis"].held == 3.0


def test_topics_are_tallied_beside_the_whole(database: Database) -> None:
    outcomes.append(database, NewOutcome("kr.nis", "true", topic="defence"), now=NOW)
    outcomes.append(database, NewOutcome("kr.nis", "false", topic="economy"), now=NOW)
    outcomes.append(database, NewOutcome("kr.nis", "true"), now=NOW)
    tally = outcomes.tallies(database)["kr.nis"]
    assert tally.by_topic == {"defence": (1.0, 0.0), "economy": (0.0, 1.0)}
    assert (tally.held, tally.failed, tally.count) == (2.0, 1.0, 3)


def test_pages_follow_each_other_without_gap_or_repeat(database: Database) -> None:
    for index in range(7):
        outcomes.append(database, NewOutcome("a.x" if index % 2 else "a.y", "true", reference=str(index)), now=NOW)
    seen, after = [], 0
    while after is not None:
        rows, after = outcomes.page(database, limit=3, after=after)
        seen += [row.reference for row in rows]
    assert seen == [str(index) for index in range(7)]
    assert [row.reference for row in outcomes.page(database, source="a.x")[0]] == ["1", "3", "5"]


def test_every_write_raises_the_revision(database: Database) -> None:
    before = revisions.current(database).get(revisions.RECORDS, 0)
    outcomes.append(database, NewOutcome("kr.nis", "true"), now=NOW)
    assert revisions.current(database)[revisions.RECORDS] == before + 1


def test_concurrent_writers_lose_nothing(database: Database) -> None:
    with ThreadPoolExecutor(6) as pool:
        ids = list(
            pool.map(
                lambda i: outcomes.append(database, NewOutcome("s.s", "true", reference=str(i)), now=NOW).id, range(40)
            )
        )
    assert {row.id for row in outcomes.page(database, limit=100)[0]} == set(ids)
    assert revisions.current(database)[revisions.RECORDS] == 40


def test_a_failed_transaction_leaves_nothing_half_written(database: Database) -> None:
    with pytest.raises(ZeroDivisionError), database.begin() as connection:  # noqa: PT012 - the raise is the case
        revisions.bump(connection, revisions.RECORDS)
        1 / 0  # noqa: B018
    assert revisions.current(database) == {}
