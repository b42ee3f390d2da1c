"""A new outcome shows in the answers of every worker of a real server within two seconds."""

import os
import signal
import time
from contextlib import contextmanager

TEXT = "South Korea's National Intelligence Service said on Friday that about 1,500 soldiers had been sent abroad."
#: What the API promises.
SECONDS = 2.0


@contextmanager
def asleep(worker: int):
    """One worker stands still, so that the other one must answer."""
    os.kill(worker, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(worker, signal.SIGCONT)


def evidence(server) -> list[str]:
    found = server.post("/v1/annotations?include=evidence", {"text": TEXT})[2]
    return [row["kind"] for one in found["sources"] for row in one["reliability"]["evidence"]]


def test_a_new_outcome_shows_in_every_worker_within_two_seconds(sqlite_server) -> None:
    workers = sqlite_server.workers()  # two that serve, and the one that works on jobs
    assert len(workers) >= 2
    for worker in workers:
        with asleep(worker):
            assert "outcomes" not in evidence(sqlite_server)
    status, _, row = sqlite_server.post("/v1/outcomes", {"source": "kr.nis", "outcome": "true"})
    assert (status, row["source"]) == (201, "kr.nis")
    time.sleep(SECONDS)
    for worker in workers:
        with asleep(worker):
            assert "outcomes" in evidence(sqlite_server)
    assert set(workers) <= set(sqlite_server.workers())  # none was replaced; the worker on jobs may have come later
