"""A word that stands in everything a caller sends is nowhere afterwards: no log, metric, span, error or row that must not hold it."""

import json
import logging
import sqlite3
from dataclasses import replace

import pytest

from service.api.app import create_app, default_engine
from service.jobs.work import Desk
from service.runtime import tracing
from service.runtime.logs import JsonFormatter
from service.runtime.settings import Settings

pytest.importorskip("opentelemetry.sdk", reason="the extra otel is not installed")

from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

CANARY = "Zanzerlith"
SENTENCE = f"{CANARY} Harbor said on Monday that the sluices would hold, according to the {CANARY} ministry."


class Collector(logging.Handler):
    """Every line that any logger writes, and everything that a record carries."""

    def __init__(self):
        super().__init__(logging.DEBUG)
        self.setFormatter(JsonFormatter())
        self.lines = []

    def emit(self, record):
        self.lines += [self.format(record), repr(record.__dict__)]


@pytest.fixture
def logged():
    collector = Collector()
    places = [logging.getLogger(), logging.getLogger("service"), logging.getLogger("sqlalchemy")]
    before = [place.level for place in places]
    for place in places:
        place.addHandler(collector)
        place.setLevel(logging.DEBUG)
    # At DEBUG the database's library writes down every row that it reads; at INFO it shows statements, whose values we hide.
    places[-1].setLevel(logging.INFO)
    yield collector.lines
    for place, level in zip(places, before, strict=True):
        place.removeHandler(collector)
        place.setLevel(level)


@pytest.fixture
def spans(monkeypatch):
    exporter = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    tracer = provider.get_tracer("test")
    monkeypatch.setattr(tracing, "_on", True)
    monkeypatch.setattr(tracing, "_tracer", lambda _pid: tracer)
    return exporter


@pytest.fixture
def path(tmp_path):
    return tmp_path / "store.sqlite3"


@pytest.fixture
def app(path):
    return create_app(Settings(database_url=f"sqlite:///{path}"), default_engine())


def everywhere(path):
    """Every cell of every table, and every byte of every file of the store."""
    with sqlite3.connect(path) as store:
        tables = [row[0] for row in store.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        cells = {table: repr(store.execute(f'SELECT * FROM "{table}"').fetchall()) for table in tables}
    files = {file.name: file.read_bytes() for file in path.parent.glob("*.sqlite3*")}
    return cells, files


def lines(*items):
    return b"".join(json.dumps(item).encode() + b"\n" for item in items)


#: What a caller may send text with, and what must come back.
SENT = [
    ("POST", "/v1/annotations", {"text": SENTENCE}, 200),
    ("POST", "/v1/annotations", {"document": {"content": SENTENCE, "title": CANARY, "publisher": CANARY}}, 200),
    ("POST", "/v1/annotations", {"text": SENTENCE, CANARY: CANARY}, 422),
    ("POST", "/v1/annotations", {"document": {"content": SENTENCE, "language": CANARY}}, 422),
    ("POST", "/v1/annotations/batch", {"documents": [{"text": SENTENCE}, {"text": 7, CANARY: 1}]}, 200),
    ("POST", "/v1/annotations/batch", {"documents": [{"text": SENTENCE}], CANARY: CANARY}, 422),
    ("POST", "/v1/checks", {"path": f"{CANARY}.md", "content": SENTENCE, "media_type": "text/markdown"}, 200),
    ("POST", "/v1/checks", {"content": SENTENCE, "policy": {"rules": {CANARY: "error"}}}, 422),
    ("POST", "/v1/sources/resolve", {"names": [CANARY, f"{CANARY} ministry"]}, None),
    ("POST", "/v1/outcomes", {"source": CANARY, "outcome": "true", CANARY: 1}, 422),
    ("POST", "/v1/feedback", {"annotation_id": CANARY, "subject": "source", "comment": CANARY}, 422),
    ("PUT", "/v1/overlays/house", {"entries": [{"match": [CANARY], CANARY: 1}]}, 422),
    ("GET", f"/v1/sources?q={CANARY}", None, 200),
    ("GET", f"/v1/sources/{CANARY}", None, 404),
    ("GET", f"/v1/rules/{CANARY}", None, 404),
    ("GET", f"/v1/jobs/{CANARY}", None, 404),
    ("GET", f"/v1/overlays/{CANARY}/history", None, None),
    ("GET", f"/{CANARY}?{CANARY}={CANARY}", None, 404),
]


def told(answer):
    return answer.get_data(as_text=True) + repr(answer.headers)


@pytest.mark.parametrize(("method", "where", "body", "status"), SENT)
def test_what_is_sent_once_is_nowhere_afterwards(app, path, logged, spans, method, where, body, status):
    client = app.test_client()
    before = len(spans.get_finished_spans())
    answer = client.open(where, method=method, json=body)
    assert status is None or answer.status_code == status, told(answer)
    assert len(spans.get_finished_spans()) > before
    assert len(logged) > 1
    assert not [line for line in logged if CANARY in line]
    assert CANARY not in "".join(span.to_json() + repr(span.events) for span in spans.get_finished_spans())
    assert CANARY not in client.get("/metrics").get_data(as_text=True)
    cells, files = everywhere(path)
    assert not [table for table, rows in cells.items() if CANARY in rows]
    assert not [name for name, content in files.items() if CANARY.encode() in content]


@pytest.mark.parametrize("where", ["/v1/annotations", "/v1/annotations/batch", "/v1/checks"])
def test_a_fault_of_ours_tells_nothing_of_the_text(path, logged, spans, where):
    def broken(*words, **_named):
        raise KeyError(f"{SENTENCE} {words[0]!r}")

    engine = replace(default_engine(), annotate=broken, check=broken)
    client = create_app(Settings(database_url=f"sqlite:///{path}"), engine).test_client()
    body = {"documents": [{"text": SENTENCE}]} if where.endswith("batch") else {"text": SENTENCE}
    answer = client.post(where, json={"content": SENTENCE} if where.endswith("checks") else body)
    assert answer.status_code in {200, 500}
    assert "internal" in told(answer)
    assert CANARY not in told(answer)
    assert any("KeyError" in line for line in logged)
    assert not [line for line in logged if CANARY in line]
    assert CANARY not in "".join(span.to_json() + repr(span.events) for span in spans.get_finished_spans())


def test_a_job_keeps_its_text_until_it_is_done_and_its_results_until_it_is_deleted(app, path, logged, spans):
    client = app.test_client()
    here = app.extensions["sourcegrade"]
    answer = client.post(
        "/v1/jobs", data=lines({"text": SENTENCE}, {CANARY: CANARY}, "x" + CANARY), content_type="application/x-ndjson"
    )
    assert answer.status_code == 202
    assert CANARY not in told(answer)
    job_id = answer.get_json()["id"]
    assert CANARY in everywhere(path)[0]["job_items"], "the test sees what it looks for"
    desk = Desk(here.settings, here.database, lambda: here.engine.resources, here.engine.annotate)
    while desk.work(job_id):
        pass
    assert client.get(f"/v1/jobs/{job_id}").get_json()["state"] == "done"
    assert client.delete(f"/v1/jobs/{job_id}").status_code == 204
    here.database.scrub()
    cells, files = everywhere(path)
    assert not [table for table, rows in cells.items() if CANARY in rows]
    assert not [name for name, content in files.items() if CANARY.encode() in content]
    assert not [line for line in logged if CANARY in line]
    assert CANARY not in "".join(span.to_json() + repr(span.events) for span in spans.get_finished_spans())


def test_what_a_newsroom_writes_down_is_kept_where_it_says_and_nowhere_else(app, path, logged, spans):
    client = app.test_client()
    entry = {"match": [CANARY], "id": "house:x", "type": "company"}
    remark = {"annotation_id": "an_" + "0" * 32, "subject": "source", "comment": CANARY}
    assert client.put("/v1/overlays/house", json={"entries": [entry]}).status_code == 201
    outcome = {"source": "kr.nis", "outcome": "true", "claim": SENTENCE}
    assert client.post("/v1/outcomes", json=outcome).status_code == 201
    assert client.post("/v1/feedback", json=remark).status_code == 201
    cells, _ = everywhere(path)
    kept = {table for table, rows in cells.items() if CANARY in rows}
    assert kept == {"overlays", "overlay_history", "outcomes", "feedback"}
    assert not [line for line in logged if CANARY in line]
    assert CANARY not in client.get("/metrics").get_data(as_text=True)
    assert CANARY not in "".join(span.to_json() + repr(span.events) for span in spans.get_finished_spans())
