"""Words of an article never reach logs, metrics or errors, whatever goes wrong with it."""

import logging
from dataclasses import replace

import pytest

from service.api.app import create_app
from service.runtime.logs import JsonFormatter

CANARY = "Zanzerlith"


class Collector(logging.Handler):
    """Keeps every line that any logger writes."""

    def __init__(self):
        super().__init__(logging.DEBUG)
        self.setFormatter(JsonFormatter())
        self.lines = []

    def emit(self, record):
        self.lines.append(self.format(record))
        self.lines.append(repr(record.__dict__))


@pytest.fixture
def logged():
    collector = Collector()
    places = [logging.getLogger(), logging.getLogger("service"), logging.getLogger("werkzeug")]
    before = [place.level for place in places]
    for place in places:
        place.addHandler(collector)
        place.setLevel(logging.DEBUG)
    yield collector.lines
    for place, level in zip(places, before, strict=True):
        place.removeHandler(collector)
        place.setLevel(level)


def test_text_never_reaches_logs_or_metrics(settings, engine, logged, capfd):
    def broken(article, resources, options=None):
        if "break" in article.content:
            raise KeyError(article.content)
        return engine.annotate(article, resources, options)

    client = create_app(settings, replace(engine, annotate=broken)).test_client()
    sent = [
        client.post("/v1/annotations", json={"text": f"{CANARY} said so."}),
        client.post(f"/v1/annotations?title={CANARY}", data=f"{CANARY} said so.".encode(), content_type="text/plain"),
        client.post("/v1/annotations", json={"text": f"{CANARY}: break"}),
        client.post("/v1/annotations", data=f'{{"text": "{CANARY}'.encode(), content_type="application/json"),
        client.post("/v1/annotations", json={"text": 1, CANARY: CANARY}),
        client.post(
            "/v1/annotations", data=b"x", headers={"Content-Type": f"text/{CANARY}", "X-Request-ID": f"{CANARY}\n"[:-1]}
        ),
        client.post("/v1/outcomes", json={"source": "kr.nis", "outcome": "true", "claim": f"{CANARY} said so."}),
        client.post("/v1/feedback", json={"annotation_id": "an_" + "0" * 32, "subject": "source", "comment": CANARY}),
        client.get(f"/{CANARY}"),
        client.get(f"/v1/sources?q={CANARY}"),
    ]
    assert [answer.status_code for answer in sent[:4]] == [200, 200, 500, 400]
    # An id of the request's own is logged on purpose; it is chosen by the client and named as such.
    lines = [
        line for line in logged if f'"request_id": "{CANARY}"' not in line and f"'request_id': '{CANARY}'" not in line
    ]
    assert len(lines) > 10
    assert not [line for line in lines if CANARY in line]
    assert CANARY not in client.get("/metrics").get_data(as_text=True)
    assert CANARY not in sent[2].get_data(as_text=True)
    captured = capfd.readouterr()
    assert CANARY not in captured.out
    assert not [line for line in captured.err.splitlines() if CANARY in line and '"request_id"' not in line]


def test_control_characters_cannot_forge_a_line():
    record = logging.LogRecord("service", logging.INFO, "", 0, "a\nb\x1b[31m", None, None)
    line = JsonFormatter().format(record)
    assert "\n" not in line
    assert "\x1b" not in line
