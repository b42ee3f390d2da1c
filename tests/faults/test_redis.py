"""kill -9 of Redis in the middle of jobs and of counting rates: it holds messages and counters, never the only copy of work."""

import json
import shutil
import threading

import pytest

from tests.faults.server import PATIENCE, Redis, Server, until

TEXT = (
    "The harbor board of Port Lisse said on Tuesday that the sluices would hold. “They leak,” said Ana Petrov.\n\n" * 3
)
DOCUMENTS = 6


@pytest.fixture(params=[False, True], ids=["in memory", "append-only file"])
def own_redis(request, tmp_path):
    if shutil.which("redis-server") is None:
        pytest.skip("redis-server is not installed")
    found = Redis(tmp_path, keep=request.param)
    yield found
    found.kill()


class Sender(threading.Thread):
    """Sends jobs, one after the other, and remembers every answer."""

    def __init__(self, server):
        super().__init__(daemon=True)
        self.server, self.accepted, self.refused = server, [], []
        self.stopping = threading.Event()

    def run(self):
        for number in range(10_000):
            if self.stopping.is_set():
                return
            rows = [{"id": f"{number}-{place}", "text": f"{TEXT}{place}"} for place in range(DOCUMENTS)]
            body = b"".join(json.dumps(row).encode() + b"\n" for row in rows)
            status, headers, answer = self.server.ask(
                "POST", "/v1/jobs", body, headers={"Content-Type": "application/x-ndjson"}
            )
            if status == 202:
                self.accepted.append((answer["id"], [row["id"] for row in rows]))
            else:
                self.refused.append((status, headers, answer))
            self.stopping.wait(0.05)


def results(server, job_id):
    status, _, raw = server.get(f"/v1/jobs/{job_id}/results?limit=100", raw=True)
    assert status == 200
    return [json.loads(line) for line in raw.splitlines()]


def finished(server, job_id):
    return server.get(f"/v1/jobs/{job_id}")[2]["state"] == "done"


@pytest.mark.redis
def test_a_redis_killed_while_jobs_come_in_costs_no_job_a_document(own_redis, tmp_path):
    server = Server(
        f"sqlite:///{tmp_path}/store.sqlite3",
        WORKERS="1",
        QUEUE_URL=own_redis.url,
        JOB_WORKERS="1",
        JOB_LEASE_SECONDS="4",
    )
    sender = Sender(server)
    try:
        sender.start()
        until(lambda: len(sender.accepted) >= 3, what="the first jobs")
        own_redis.kill()
        before = len(sender.accepted) + len(sender.refused)
        until(lambda: len(sender.accepted) + len(sender.refused) >= before + 3, what="answers without Redis")
        # The queue only wakes workers: without it the server is ready and annotates.
        assert server.get("/readyz")[0] == 200
        assert server.post("/v1/annotations", {"text": TEXT})[0] == 200
        own_redis.start()
        sender.stopping.set()
        sender.join(PATIENCE)
        for status, headers, problem in sender.refused:
            assert (status, problem["status"]) == (503, 503)
            assert problem["detail"]
            assert "Retry-After" in headers
        assert len(sender.accepted) > before
        for job_id, names in sender.accepted:
            until(lambda job_id=job_id: finished(server, job_id), 3 * PATIENCE, what="the end of a job")
            rows = results(server, job_id)
            assert [(row["index"], row["id"], row["status"]) for row in rows] == [
                (place, name, 200) for place, name in enumerate(names)
            ]
    finally:
        sender.stopping.set()
        server.stop()


@pytest.mark.redis
def test_a_redis_killed_while_it_counts_rates_refuses_nobody_and_counts_again(own_redis, tmp_path):
    server = Server(
        f"sqlite:///{tmp_path}/store.sqlite3", REDIS_URL=own_redis.url, JOB_WORKERS="0", RATE_REQUESTS_PER_MINUTE="5000"
    )
    answers, stopping = [], threading.Event()

    def ask():
        while not stopping.is_set():
            status, headers, _ = server.get("/v1/version")
            answers.append((status, headers["RateLimit-Policy"].split(",")[0]))
            stopping.wait(0.02)

    asking = threading.Thread(target=ask, daemon=True)
    together, alone = '"req";q=5000;w=60', '"req";q=2500;w=60'
    try:
        asking.start()
        until(lambda: answers and answers[-1][1] == together, what="counting together")
        own_redis.kill()
        until(lambda: answers[-1][1] == alone, what="counting alone")
        own_redis.start()
        until(lambda: answers[-1][1] == together, what="counting together again")
    finally:
        stopping.set()
        asking.join(PATIENCE)
        server.stop()
    assert {status for status, _ in answers} == {200}
