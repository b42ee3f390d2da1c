"""Prometheus metrics: counts and times, no text and no ids. Several workers share files, one per worker slot."""

import os
from pathlib import Path

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest, multiprocess, values

from service.core.domain import Provenance

#: The slot of this process among the workers; the files of a slot are reused when its worker is replaced.
_SLOT = "master"
#: Upper edges in seconds: an annotation takes milliseconds, a long document a second.
_SECONDS = (0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_STAGE = (0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0)
_LENGTHS = (500, 2_000, 5_000, 10_000, 25_000, 50_000, 100_000, 200_000)
CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"

# By process id the files would grow with every replaced worker (prometheus/client_python#275, #568).
# The library itself looks at PROMETHEUS_MULTIPROC_DIR when it is imported.
_SHARED = values.ValueClass is not values.MutexValue
if _SHARED:
    values.ValueClass = values.MultiProcessValue(lambda: _SLOT)  # type: ignore[no-untyped-call]

REQUESTS = Counter("sourcegrade_requests", "Answered requests", ("route", "method", "status"))
SECONDS = Histogram("sourcegrade_request_seconds", "Time to answer", ("route",), buckets=_SECONDS)
PROBLEMS = Counter("sourcegrade_problems", "Problems answered, by kind", ("kind",))
DOCUMENTS = Counter("sourcegrade_documents", "Annotated documents", ("complete",))
CODE_POINTS = Histogram("sourcegrade_document_code_points", "Length of annotated documents", buckets=_LENGTHS)
ATTRIBUTIONS = Counter("sourcegrade_attributions", "Attributions found")
STAGES = Histogram("sourcegrade_stage_seconds", "Time in one stage of an annotation", ("stage",), buckets=_STAGE)
WAIT = Histogram("sourcegrade_turn_wait_seconds", "Waiting for the worker's one place", buckets=_SECONDS)
WAITING = Gauge("sourcegrade_waiting", "Requests that wait for their turn now", multiprocess_mode="livesum")
BUSY = Gauge("sourcegrade_busy_workers", "Workers that annotate now", multiprocess_mode="livesum")
WORKERS = Gauge("sourcegrade_workers", "Worker processes that serve", multiprocess_mode="livesum")
STARTS = Counter("sourcegrade_worker_starts", "Worker processes started, the first ones included")
NO_STORE = Gauge(
    "sourcegrade_workers_without_store", "Workers that the store did not answer", multiprocess_mode="livesum"
)
BUILD = Gauge(
    "sourcegrade_build_info", "The versions in force", ("engine", "model", "registry"), multiprocess_mode="max"
)


def use_slot(slot: str) -> None:
    """Name this process' files; called in a worker after the fork.

    What the last holder of the slot was doing when it ended is over, so that its gauges begin anew; its counters go on.
    """
    global _SLOT  # noqa: PLW0603 - one per process by nature
    _SLOT = slot
    WAITING.set(0)
    BUSY.set(0)
    WORKERS.set(1)
    STARTS.inc()


def free_slot(slot: str) -> None:
    """Take the gauges of a worker that ended out of the sums; its counters stay. Called in the master."""
    for path in Path(os.environ["PROMETHEUS_MULTIPROC_DIR"]).glob(f"gauge_live*_{slot}.db"):
        path.unlink(missing_ok=True)


def tell_versions(found: Provenance) -> None:
    """Show which versions are in force."""
    BUILD.labels(found.engine, found.model, found.registry).set(1)


def exposition() -> bytes:
    """All metrics of all workers in the text format."""
    if not _SHARED:
        return bytes(generate_latest())
    registry = CollectorRegistry()
    multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return bytes(generate_latest(registry))
