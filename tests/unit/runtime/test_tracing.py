"""Spans carry names and numbers, join the caller's trace, and never hold a word of the text."""

import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from service.api.app import create_app, default_engine
from service.runtime import tracing
from service.runtime.settings import Settings

pytest.importorskip("opentelemetry.sdk", reason="the extra otel is not installed")

from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import StatusCode

ROOT = Path(__file__).resolve().parents[3]
CANARY = "Zanzerlith"
TRACE, PARENT = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"
STAGES = {"parse", "text", "tag", "extract", "identify", "rate", "judge", "summarize", "render"}


@pytest.fixture
def spans(monkeypatch):
    """What would be exported, with a provider of the test's own."""
    exporter = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    tracer = provider.get_tracer("test")
    monkeypatch.setattr(tracing, "_on", True)
    monkeypatch.setattr(tracing, "_tracer", lambda _pid: tracer)
    return exporter


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    url = f"sqlite:///{tmp_path_factory.mktemp('tracing')}/s.sqlite3"
    return create_app(Settings(database_url=url), default_engine()).test_client()


def everything(span) -> str:
    return span.to_json() + repr(span.events) + repr(span.status.description)


def test_a_request_is_a_span_of_the_callers_trace_with_one_child_a_stage(client, spans):
    answer = client.post(
        f"/v1/annotations?title={CANARY}",
        data=f"{CANARY} Harbor said on Monday that the sluices would hold.".encode(),
        content_type="text/plain",
        headers={"traceparent": f"00-{TRACE}-{PARENT}-01"},
    )
    assert answer.status_code == 200
    found = {span.name: span for span in spans.get_finished_spans()}
    request = found.pop("POST /v1/annotations")
    assert f"{request.context.trace_id:032x}" == TRACE
    assert f"{request.parent.span_id:016x}" == PARENT
    assert dict(request.attributes) == {
        "http.route": "/v1/annotations",
        "http.request.method": "POST",
        "http.response.status_code": 200,
    }
    assert set(found) == STAGES
    assert {span.parent.span_id for span in found.values()} == {request.context.span_id}
    assert answer.headers["traceparent"] == f"00-{TRACE}-{request.context.span_id:016x}-01"
    assert CANARY not in "".join(map(everything, spans.get_finished_spans()))


def test_an_address_that_is_not_ours_is_no_name_of_a_span(client, spans):
    assert client.get(f"/{CANARY}?q={CANARY}").status_code == 404
    (span,) = spans.get_finished_spans()
    assert span.name == "- unmatched"
    assert CANARY not in everything(span)


def test_a_failed_stage_tells_the_kind_of_its_error_alone(spans):
    with pytest.raises(KeyError), tracing.span("tag"):
        raise KeyError(CANARY)
    (span,) = spans.get_finished_spans()
    assert span.status.status_code is StatusCode.ERROR
    assert span.status.description == "KeyError"
    assert not span.events
    assert CANARY not in everything(span)


@pytest.mark.parametrize("sent", ["", "nonsense", "00-" + "0" * 32 + "-" + "0" * 16 + "-01"])
def test_a_trace_that_makes_no_sense_begins_a_new_one(client, spans, sent):
    answer = client.get("/healthz", headers={"traceparent": sent})
    (span,) = spans.get_finished_spans()
    assert span.parent is None
    assert f"{span.context.trace_id:032x}" in answer.headers["traceparent"]


def test_the_exporter_of_the_standard_variables_gets_the_spans(monkeypatch):
    received = []

    class Collector(BaseHTTPRequestHandler):
        def do_POST(self):
            received.append((self.path, self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_words):
            pass

    server = HTTPServer(("127.0.0.1", 0), Collector)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", f"http://127.0.0.1:{server.server_port}")
        monkeypatch.setenv("OTEL_SERVICE_NAME", "night-desk")
        provider = tracing._provider()
        provider.get_tracer("t").start_span("GET /v1/about").end()
        assert provider.force_flush(10_000)
        provider.shutdown()
    finally:
        server.shutdown()
        server.server_close()
    path, body = received[0]
    assert path == "/v1/traces"
    assert b"GET /v1/about" in body
    assert b"night-desk" in body


def in_a_process_of_its_own(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_nothing_is_imported_while_tracing_is_off():
    told = in_a_process_of_its_own(
        "import sys\nfrom service.runtime import tracing\nwith tracing.span('tag'): pass\n"
        "print(tracing.is_on(), any(name.startswith('opentelemetry') for name in sys.modules))"
    )
    assert told == "False False"


def test_without_the_extra_the_start_is_refused_in_one_line():
    told = in_a_process_of_its_own(
        "import sys\nsys.modules['opentelemetry'] = None\nfrom service.runtime import tracing\n"
        "try: tracing.switch_on()\nexcept tracing.TracingError as error: print(error)"
    )
    assert told == "TRACING=on needs the extra: pip install 'sourcegrade[otel]'"
