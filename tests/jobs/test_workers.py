"""Real worker processes on SQLite, Redis and PostgreSQL: killed in the middle, nothing is lost and nothing is there twice."""

import json
import os
import signal
from functools import partial

import pytest

from service.api.app import create_app, default_engine
from tests.jobs.conftest import children, kill_group, lines, until

PARAGRAPH = (
    "The harbor board of Port Lisse said on Tuesday that the sluices would hold until Friday. “They leak,” said Ana "
    "Petrov, who runs a cafe on the quay. According to a senior official, the ministry was told in May.\n\n"
)
LONG = PARAGRAPH * 12


@pytest.fixture
def client(settings):
    return create_app(settings, default_engine()).test_client()


def post(client, body: bytes) -> str:
    answer = client.post("/v1/jobs", data=body, content_type="application/x-ndjson")
    assert answer.status_code == 202
    return answer.get_json()["id"]


def job(client, job_id: str) -> dict:
    return client.get(f"/v1/jobs/{job_id}").get_json()


def done(client, job_id: str) -> bool:
    return job(client, job_id)["state"] == "done"


def results(client, job_id: str) -> list[dict]:
    answer = client.get(f"/v1/jobs/{job_id}/results?limit=1000")
    assert "X-Next-Cursor" not in answer.headers
    return [json.loads(line) for line in answer.get_data().splitlines()]


def test_a_worker_that_is_killed_is_replaced_and_nothing_is_lost_or_there_twice(client, start):
    items = [{"id": f"d{number}", "text": f"{LONG}{number}"} for number in range(120)]
    items[37] = {"id": "d37", "text": ""}
    job_id = post(client, lines(*items))
    first = start("--processes", "2")
    until(lambda: job(client, job_id)["succeeded"] > 0, "the first results")
    kill_group(first)
    assert not done(client, job_id)
    second = start()
    until(lambda: job(client, job_id)["succeeded"] + job(client, job_id)["failed"] > 60, "the second worker's results")
    # Now only the process that works, and its parent replaces it.
    os.kill(children(second)[-1], signal.SIGKILL)
    until(partial(done, client, job_id), "the end of the job")
    rows = results(client, job_id)
    assert [row["index"] for row in rows] == list(range(120))
    assert [row["id"] for row in rows] == [item["id"] for item in items]
    assert [row["index"] for row in rows if row["status"] != 200] == [37]
    assert {source["label"] for source in rows[0]["annotation"]["sources"]} >= {"Ana Petrov"}


def test_a_job_that_waited_for_a_worker_is_done_when_one_comes(client, start):
    first, second = post(client, lines({"text": PARAGRAPH})), post(client, lines({"text": "broken"}, 7))
    start("--lazy")
    until(partial(done, client, first), "the first job")
    until(partial(done, client, second), "the second job")
    assert [row["status"] for row in results(client, second)] == [200, 422]


def test_a_worker_stops_when_told_and_gives_back_what_it_had_not_done(client, start):
    job_id = post(client, lines(*[{"text": LONG}] * 60))
    worker = start()
    until(lambda: job(client, job_id)["succeeded"] > 0, "the first results")
    worker.terminate()
    assert worker.wait(timeout=60) == 0
    start()
    until(partial(done, client, job_id), "the end of the job")
    assert job(client, job_id)["succeeded"] == 60


def test_children_of_a_killed_parent_do_not_live_on(start, client):
    job_id = post(client, lines({"text": PARAGRAPH}))
    worker = start("--lazy")
    until(partial(done, client, job_id), "the job")
    family = children(worker)
    assert len(family) == 2
    worker.kill()
    worker.wait()
    until(lambda: not any(alive(pid) for pid in family), "the end of the children")


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
