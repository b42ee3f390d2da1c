"""Prometheus metrics: counts and times, no text and no ids. Several workers share files, one per worker slot."""

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest, multiprocess, values

#: The slot of this process among the workers; the files of a slot are reused when its worker is replaced.
_SLOT = "master"
#: Upper edges in seconds: an annotation takes milliseconds, a long document a second.
_SECONDS = (0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_LENGTHS = (500, 2_000, 5_000, 10_000, 25_000, 50_000, 100_000, 200_000)
CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


def use_slot(slot: str) -> None:
    """Name this process' files; called after the fork."""
    global _SLOT  # noqa: PLW0603 - one per process by nature
    _SLOT = slot


# By process id the files would grow with every replaced worker (prometheus/client_python#275, #568).
# The library itself looks at PROMETHEUS_MULTIPROC_DIR when it is imported.
_SHARED = values.ValueClass is not values.MutexValue
if _SHARED:
    values.ValueClass = values.MultiProcessValue(lambda: _SLOT)  # type: ignore[no-untyped-call]

REQUESTS = Counter("sourcegrade_requests", "Answered requests", ("route", "method", "status"))
SECONDS = Histogram("sourcegrade_request_seconds", "Time to answer", ("route",), buckets=_SECONDS)
DOCUMENTS = Counter("sourcegrade_documents", "Annotated documents", ("complete",))
CODE_POINTS = Histogram("sourcegrade_document_code_points", "Length of annotated documents", buckets=_LENGTHS)
ATTRIBUTIONS = Counter("sourcegrade_attributions", "Attributions found")


def exposition() -> bytes:
    """All metrics of all workers in the text format."""
    if not _SHARED:
        return bytes(generate_latest())
    registry = CollectorRegistry()
    multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return bytes(generate_latest(registry))
