"""Jobs in the store: nothing twice, nothing lost, a poison document alone, and no word left when it is over."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from service.storage import job_items, jobs
from service.storage.engine import Database
from service.storage.job_items import Result
from service.storage.jobs import JobGoneError, NewItem, Reservation
from service.storage.migrate import upgrade
from service.storage.tables import job_items as items_table

T0, T1, T2, T3 = (f"2026-03-01T12:0{minute}:00.000Z" for minute in range(4))
LATER = "2026-03-02T12:00:00.000Z"
CANARY = "Zanzerlith"


def asked(key: str | None = None, now: str = T0, stale_before: str = "", expires_at: str = LATER, by: str = ""):
    return Reservation(key_id=by, idempotency_key=key, now=now, stale_before=stale_before, expires_at=expires_at)


def make(database: Database, *documents: str, key: str | None = None) -> str:
    job, new = jobs.reserve(database, {"a": 1}, asked(key))
    assert new
    jobs.add_items(database, job.id, [NewItem(place, text) for place, text in enumerate(documents)], now=T0)
    return jobs.accept(database, job.id, total=len(documents), body_hash="h", now=T0).id


def take(database: Database, job_id: str, claim_id: str = "c1", *, limit: int = 10, now: str = T1, stale: str = ""):
    return job_items.claim(database, job_id, claim_id, limit=limit, now=now, stale_before=stale)


def finish(database: Database, held, **records: str) -> bool:
    results = [
        Result(item.position, f'{{"index":{item.position}}}', succeeded=True)
        for item in held.items
        if not records or str(item.position) in records
    ]
    return job_items.finish(database, held, results, now=T2, expires_at=LATER)


def test_a_job_goes_from_received_to_done(database: Database) -> None:
    job_id = make(database, "a", "b", "c")
    assert (jobs.read(database, job_id, now=T0).state, jobs.read(database, job_id, now=T0).total) == ("queued", 3)
    held = take(database, job_id, limit=2)
    assert held.options == {"a": 1}
    assert [(item.position, item.document, item.attempts) for item in held.items] == [(0, "a", 1), (1, "b", 1)]
    assert jobs.read(database, job_id, now=T0).state == "running"
    assert not finish(database, held)
    assert finish(database, take(database, job_id, "c2"))
    assert take(database, job_id, "c3") is None
    job = jobs.read(database, job_id, now=T0)
    assert (job.state, job.succeeded, job.failed, job.finished_at) == ("done", 3, 0, T2)
    assert job_items.page(database, job_id, after=-1, limit=2) == (('{"index":0}', '{"index":1}'), 1)
    assert job_items.page(database, job_id, after=1, limit=2) == (('{"index":2}',), 2)
    assert job_items.page(database, job_id, after=2, limit=2) == ((), 2)


def test_nobody_sees_a_job_before_all_of_it_arrived(database: Database) -> None:
    job, _ = jobs.reserve(database, {}, asked())
    jobs.add_items(database, job.id, [NewItem(0, "a")], now=T0)
    assert jobs.read(database, job.id, now=T0) is None
    assert take(database, job.id) is None
    assert job_items.idle(database, now=T2, idle_before=T1) == ()


def test_items_that_failed_on_arrival_are_results(database: Database) -> None:
    job, _ = jobs.reserve(database, {}, asked())
    jobs.add_items(database, job.id, [NewItem(0, None, '{"index":0}')], now=T0)
    done = jobs.accept(database, job.id, total=1, body_hash="h", now=T1)
    assert (done.state, done.failed, done.finished_at) == ("done", 1, T1)


def test_results_stop_at_the_first_item_that_is_not_done(database: Database) -> None:
    job_id = make(database, "a", "b", "c")
    first, rest = take(database, job_id, "c1", limit=1), take(database, job_id, "c2")
    finish(database, rest)
    assert job_items.page(database, job_id, after=-1, limit=10) == ((), -1)
    finish(database, first)
    assert job_items.page(database, job_id, after=-1, limit=10)[1] == 2


def test_the_claim_of_a_dead_worker_is_taken_over_one_item_at_a_time(database: Database) -> None:
    job_id = make(database, "a", "b", "c")
    dead = take(database, job_id, "dead", limit=2)
    fresh = take(database, job_id, "c2", now=T2)
    assert [item.position for item in fresh.items] == [2]
    assert take(database, job_id, "c3", now=T2) is None
    again = take(database, job_id, "c4", now=T3, stale=T2)
    assert [(item.position, item.attempts) for item in again.items] == [(0, 2)]
    finish(database, again)
    # The dead one was only slow: what it lost is dropped, what nobody took is still its own.
    assert not job_items.finish(
        database,
        dead,
        [Result(0, "late", succeeded=False), Result(1, "mine", succeeded=True)],
        now=T3,
        expires_at=LATER,
    )
    assert job_items.page(database, job_id, after=-1, limit=10) == (('{"index":0}', "mine"), 1)


def test_a_renewed_claim_is_not_stale(database: Database) -> None:
    job_id = make(database, "a")
    held = take(database, job_id, now=T0)
    assert job_items.renew(database, held, now=T2)
    assert take(database, job_id, "c2", now=T3, stale=T1) is None
    jobs.delete(database, job_id)
    assert not job_items.renew(database, held, now=T2)


def test_what_is_released_was_not_tried(database: Database) -> None:
    job_id = make(database, "a", "b")
    job_items.release(database, take(database, job_id))
    assert [item.attempts for item in take(database, job_id, "c2").items] == [1, 1]


def test_long_documents_are_claimed_in_smaller_company(database: Database, monkeypatch) -> None:
    monkeypatch.setattr(job_items, "CLAIM_CHARACTERS", 10)
    job_id = make(database, "a" * 20, "b" * 6, "c" * 4, "d")
    sizes = [len(take(database, job_id, f"c{n}").items) for n in range(3)]
    assert sizes == [1, 2, 1]


def test_workers_together_claim_everything_once(database: Database) -> None:
    job_id = make(database, *(str(number) for number in range(60)))

    def work(name: int) -> list[int]:
        mine = []
        while (held := take(database, job_id, f"w{name}-{len(mine)}", limit=3)) is not None:
            finish(database, held)
            mine += [item.position for item in held.items]
        return mine

    with ThreadPoolExecutor(4) as pool:
        claimed = [position for mine in pool.map(work, range(4)) for position in mine]
    assert sorted(claimed) == list(range(60))
    assert jobs.read(database, job_id, now=T0).state == "done"


def test_an_idempotency_key_names_one_job(database: Database) -> None:
    first, new = jobs.reserve(database, {}, asked("k"))
    assert new
    same, new = jobs.reserve(database, {}, asked("k", now=T1))
    assert (same.id, same.state, new) == (first.id, "receiving", False)
    other, new = jobs.reserve(database, {}, asked("k", by="key_2"))
    assert new
    assert other.id != first.id


@pytest.mark.parametrize("again", [asked("k", now=T2, stale_before=T1), asked("k", now="2026-03-05T00:00:00.000Z")])
def test_a_vanished_sender_and_an_expired_job_make_way(database: Database, again: Reservation) -> None:
    first, _ = jobs.reserve(database, {}, asked("k"))
    second, new = jobs.reserve(database, {}, again)
    assert new
    with pytest.raises(JobGoneError):
        jobs.add_items(database, first.id, [NewItem(0, "a")], now=T2)
    with pytest.raises(JobGoneError):
        jobs.accept(database, first.id, total=0, body_hash="", now=T2)
    assert second.id != first.id


def test_requests_with_one_key_at_once_make_one_job(database: Database) -> None:
    with ThreadPoolExecutor(6) as pool:
        found = list(pool.map(lambda _: jobs.reserve(database, {}, asked("k")), range(12)))
    assert len({job.id for job, _ in found}) == 1
    assert sum(new for _, new in found) == 1


def test_idle_jobs_are_named_once(database: Database) -> None:
    job_id = make(database, "a")
    assert job_items.idle(database, now=T2, idle_before=T0) == ()
    assert job_items.idle(database, now=T2, idle_before=T1) == (job_id,)
    assert job_items.idle(database, now=T2, idle_before=T1) == ()


def test_over_is_over(database: Database) -> None:
    job_id = make(database, "a")
    half, _ = jobs.reserve(database, {}, asked())
    assert jobs.read(database, job_id, now=LATER) is None
    assert jobs.expire(database, now=T1, stale_before=T0) == 0
    assert jobs.expire(database, now=T1, stale_before=T1) == 1
    assert jobs.expire(database, now=LATER, stale_before=T0) == 1
    with database.begin() as connection:
        assert connection.execute(select(func.count()).select_from(items_table)).scalar_one() == 0
    assert not jobs.delete(database, half.id)


def test_a_finished_document_is_gone_from_the_row(database: Database) -> None:
    job_id = make(database, CANARY)
    finish(database, take(database, job_id))
    with database.begin() as connection:
        assert connection.execute(select(items_table.c.document)).scalars().all() == [None]


def test_no_word_is_left_in_the_file_when_the_job_is_deleted(tmp_path) -> None:
    database = Database(f"sqlite:///{tmp_path}/s.sqlite3")
    upgrade(database)
    job_id = make(database, *[f"{CANARY} said so. " * 400] * 20)
    database.scrub()
    assert CANARY.encode() in (tmp_path / "s.sqlite3").read_bytes()
    held = take(database, job_id, limit=20)
    results = [Result(item.position, item.document, succeeded=True) for item in held.items]
    job_items.finish(database, held, results, now=T2, expires_at=LATER)
    jobs.delete(database, job_id)
    database.scrub()
    for file in tmp_path.iterdir():
        assert CANARY.encode() not in file.read_bytes(), file.name
    assert sqlite3.connect(tmp_path / "s.sqlite3").execute("PRAGMA integrity_check").fetchone() == ("ok",)
