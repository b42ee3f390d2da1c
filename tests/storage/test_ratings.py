"""Mounted ratings: a batch at a time, the newest of each rater counts."""

from service.core.domain import Citation, MountedRating
from service.storage import ratings, revisions
from service.storage.engine import Database

NOW = "2026-03-01T12:00:00Z"


def test_the_newest_rating_of_a_rater_counts(database: Database) -> None:
    old = MountedRating("newsguard", "60", "2020-01-01", Citation("NewsGuard", as_of="2020-01-01"))
    new = MountedRating("newsguard", "92.5", "2026-01-01", Citation("NewsGuard", as_of="2026-01-01"))
    other = MountedRating("mbfc", "high", None, Citation("MBFC"))
    ratings.mount(database, [("outlet.x", old)], now=NOW)
    batch, count = ratings.mount(database, [("outlet.x", new), ("outlet.x", other)], now=NOW)
    assert count == 2
    assert batch.startswith("rb_")
    assert ratings.mounted(database) == {"outlet.x": (other, new)}
    assert revisions.current(database)[revisions.RECORDS] == 2
