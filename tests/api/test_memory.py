"""A server that answers for months keeps nothing of a request: what is remembered is bounded, and nothing else grows."""

import functools
import gc
import tracemalloc

import pytest

from bench.perf import varied
from service.api.app import create_app, default_engine
from service.core.lang.memo import Memo
from service.runtime.settings import Settings

WARM, MEASURED = 40, 160
#: Bytes that a round of eight requests may leave when what is remembered by design is forgotten: measured 360, and less the longer
#: it runs (the free lists of the interpreter and of NumPy fill). Keeping no more than the id of each request leaves 1,000.
LEFT = 700


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    store = tmp_path_factory.mktemp("memory") / "store.sqlite3"
    return create_app(Settings(database_url=f"sqlite:///{store}", log_level="error"), default_engine()).test_client()


def ours(kind):
    """The memories of a kind in our own code."""
    return [
        found
        for found in gc.get_objects()
        if isinstance(found, kind) and getattr(found, "__module__", "").startswith(("service.", "schemas."))
    ]


def forget():
    """Empty what is remembered by design, and everything that waits to be collected."""
    for memo in ours(Memo):
        memo.clear()
    for cache in ours(functools._lru_cache_wrapper):
        if (cache.cache_parameters()["maxsize"] or 0) > 1:  # one value is a thing that is loaded once
            cache.cache_clear()
    gc.collect()


def send(client, number):
    """One of each thing that callers do, well and badly; no two requests are alike."""
    text = varied.article(number, 40)
    sent = [
        client.post("/v1/annotations", data=text.encode(), content_type="text/plain"),
        client.post(
            "/v1/annotations", json={"text": text, f"field{number}": 1}, headers={"X-Request-ID": f"r{number}"}
        ),
        client.post("/v1/annotations/batch", json={"documents": [{"id": f"d{number}", "text": text[:120]}]}),
        client.post("/v1/checks", json={"path": f"{number}.md", "content": text[:200]}),
        client.get(f"/v1/sources?q=bank{number}"),
        client.get(f"/v1/sources/none.{number}"),
        client.open(f"/nowhere/{number}?a={number}", method=f"M{number}"),
        client.get("/healthz", headers={"Authorization": f"Bearer {number}", "Origin": f"https://{number}.example"}),
    ]
    assert [answer.status_code for answer in sent] == [200, 422, 200, 200, 200, 404, 404, 200]


def test_requests_leave_nothing_behind_but_what_is_remembered_by_design(client):
    records = client.application.extensions["sourcegrade"].resources.snapshot.records
    for source_id in list(records):  # each is built once, when an article first asks for it
        records[source_id]
    for number in range(WARM):
        send(client, number)
    forget()
    tracemalloc.start()
    try:
        for number in range(WARM, 2 * WARM):
            send(client, number)
        forget()
        before, _ = tracemalloc.get_traced_memory()
        for number in range(2 * WARM, 2 * WARM + MEASURED):
            send(client, number)
        forget()
        after, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert (after - before) / MEASURED < LEFT


def test_everything_that_is_remembered_has_a_bound(client):
    send(client, 0)
    unbounded = {
        f"{cache.__module__}.{cache.__qualname__}"
        for cache in ours(functools._lru_cache_wrapper)
        if cache.cache_parameters()["maxsize"] is None
    }
    # It has no argument, so that it remembers one value.
    assert unbounded <= {"service.api.app.create_app.<locals>.<lambda>"}
    assert len(ours(Memo)) >= 6
