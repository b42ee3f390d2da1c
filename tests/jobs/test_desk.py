"""A worker's desk without processes: a document that kills its worker is given up alone, a stop gives work back."""

from dataclasses import replace

import pytest

from service.core.pipeline import annotate
from service.jobs.work import MAX_ATTEMPTS, Desk
from service.runtime.resources import load_resources
from service.runtime.settings import Settings
from service.storage import job_items, jobs
from service.storage.engine import Database
from service.storage.jobs import NewItem, Reservation
from service.storage.migrate import upgrade

LATER = "2999-01-01T00:00:00.000Z"
OPTIONS = {"today": "2026-01-01", "defaults": {}, "registry_overlay": []}


@pytest.fixture
def desk(tmp_path) -> Desk:
    settings = Settings(database_url=f"sqlite:///{tmp_path}/s.sqlite3", job_lease_s=60)
    database = Database(settings.database_url)
    upgrade(database)
    return Desk(settings, database, load_resources, annotate)


def make(desk: Desk, *documents: str) -> str:
    job, _ = jobs.reserve(desk.database, OPTIONS, Reservation("", None, "2026", "", LATER))
    jobs.add_items(desk.database, job.id, [NewItem(place, text) for place, text in enumerate(documents)], now="2026")
    jobs.accept(desk.database, job.id, total=len(documents), body_hash="", now="2026")
    return job.id


def test_a_document_that_kills_its_worker_is_given_up_and_takes_no_other_with_it(desk):
    job_id = make(
        desk, '{"text": "It holds, the board said."}', '{"text": "poison"}', '{"text": "It leaks, she said."}'
    )

    def deadly(article, resources, options=None):
        if article.content == "poison":
            raise SystemExit
        return annotate(article, resources, options)

    dying = replace(desk, annotate=deadly)
    # A process that is killed releases nothing: its claim goes stale.
    for round_number in range(10):
        held = job_items.claim(
            desk.database, job_id, f"c{round_number}", limit=16, now="2026-01-01", stale_before="2026-01-02"
        )
        if held is None:
            break
        rows = []
        for item in held.items:
            try:
                rows.append(dying._result(item, dying._frame(held.options)))
            except SystemExit:
                rows = []
                break
        job_items.finish(desk.database, held, rows, now="2026-01-01", expires_at=LATER)
    records, _ = job_items.page(desk.database, job_id, after=-1, limit=10)
    assert ['"status":200' in record for record in records] == [True, False, True]
    assert f"died {MAX_ATTEMPTS} times" in records[1]


def test_a_stop_in_the_middle_gives_the_work_back(desk):
    job_id = make(desk, '{"text": "a"}', '{"text": "b"}')

    def stopped(article, resources, options=None):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        replace(desk, annotate=stopped).work(job_id)
    assert desk.work(job_id)
    assert jobs.read(desk.database, job_id, now="2026").succeeded == 2


def test_a_long_claim_stores_and_renews_as_it_goes(desk, monkeypatch):
    hasty = replace(desk, settings=replace(desk.settings, job_lease_s=0))
    job_id = make(desk, *['{"text": "a"}'] * 3)
    renewed = []
    real = job_items.renew
    monkeypatch.setattr(job_items, "renew", lambda *args, **kwargs: renewed.append(1) or real(*args, **kwargs))
    assert hasty.work(job_id)
    assert len(renewed) == 2
    assert jobs.read(desk.database, job_id, now="2026").state == "done"


def test_jobs_are_not_shared_with_the_defaults_of_another(desk):
    one, two = make(desk, '{"text": "a"}'), make(desk, '{"text": "a"}')
    assert desk.look_around() == (one, two)
    assert desk.look_around() == ()
