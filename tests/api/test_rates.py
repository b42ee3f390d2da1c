"""Rates shared through a real Redis, and what is left of them while it is away."""

import shutil
import signal
import time
from dataclasses import replace

import pytest

from service.api import meters
from service.api.app import create_app
from service.storage import keys
from service.storage.engine import Database
from tests.api.conftest import TEXT
from tests.faults.server import Redis

BODY = {"text": TEXT}


@pytest.fixture
def redis(tmp_path):
    pytest.importorskip("limits", reason="the extra `redis` is not installed")
    if shutil.which("redis-server") is None:
        pytest.skip("redis-server is not installed")
    server = Redis(tmp_path)
    yield server
    server.kill()


@pytest.fixture
def two(settings, engine, redis):
    """Two processes' worth of applications on one Redis, each one of two workers."""
    configured = replace(settings, rate_requests=4, rate_bytes=100_000, redis_url=redis.url, workers=2)
    return [create_app(configured, engine).test_client() for _ in range(2)]


@pytest.mark.redis
def test_processes_count_together(two):
    answers = [two[turn % 2].post("/v1/annotations", json=BODY) for turn in range(5)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 200, 429]
    assert answers[0].headers["RateLimit-Policy"] == '"req";q=4;w=60, "bytes";q=100000;w=60;qu="content-bytes"'
    left = [answer.headers["RateLimit"].split(";")[1] for answer in answers]
    assert left == ["r=3", "r=2", "r=1", "r=0", "r=0"]
    size = len(two[0].application.json.dumps(BODY))
    assert abs(int(answers[1].headers["RateLimit"].split(";r=")[2].split(";")[0]) - (100_000 - 2 * size)) < 20
    assert 1 <= int(answers[-1].headers["Retry-After"]) <= 60


@pytest.mark.redis
def test_bytes_are_counted_together(settings, engine, redis):
    configured = replace(settings, rate_bytes=len(TEXT) * 2, redis_url=redis.url)
    clients = [create_app(configured, engine).test_client() for _ in range(2)]
    answers = [clients[turn % 2].post("/v1/annotations", json=BODY) for turn in range(3)]
    assert [answer.status_code for answer in answers].count(429) >= 1
    assert answers[-1].status_code == 429
    assert '"req"' not in answers[0].headers["RateLimit-Policy"]


@pytest.mark.redis
def test_keys_are_counted_apart_in_redis(two, settings):
    database = Database(settings.database_url)
    made = [keys.create(database, label=name, scopes=("annotate",), now="2026-01-01T00:00:00.000Z") for name in "ab"]
    headers = [{"Authorization": f"Bearer {secret}"} for _key, secret in made]
    turns = [0, 0, 0, 0, 1, 0]
    answers = [
        two[place % 2].post("/v1/annotations", json=BODY, headers=headers[key]) for place, key in enumerate(turns)
    ]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 200, 200, 429]


@pytest.mark.redis
def test_without_redis_each_process_counts_its_share_and_says_so(two, redis, monkeypatch):
    monkeypatch.setattr(meters, "RETRY_AFTER", 0.3)
    assert two[0].post("/v1/annotations", json=BODY).status_code == 200
    redis.kill()
    alone = [two[0].post("/v1/annotations", json=BODY) for _ in range(3)]
    assert [answer.status_code for answer in alone] == [200, 200, 429]
    assert alone[0].headers["RateLimit-Policy"].startswith('"req";q=2;w=60')
    assert two[1].post("/v1/annotations", json=BODY).status_code == 200
    redis.start()
    time.sleep(0.4)
    back = two[0].post("/v1/annotations", json=BODY)
    assert back.status_code == 200
    assert back.headers["RateLimit-Policy"].startswith('"req";q=4;w=60')


@pytest.mark.redis
def test_a_redis_that_hangs_costs_half_a_second_once(two, redis):
    assert two[0].get("/v1/version").status_code == 200
    redis.process.send_signal(signal.SIGSTOP)
    try:
        spent = []
        for _ in range(2):
            begun = time.monotonic()
            assert two[0].get("/v1/version").status_code == 200
            spent.append(time.monotonic() - begun)
    finally:
        redis.process.send_signal(signal.SIGCONT)
    assert meters.PATIENCE <= spent[0] < 4 * meters.PATIENCE
    assert spent[1] < meters.PATIENCE


def test_alone_a_worker_allows_its_share(settings, engine):
    client = create_app(replace(settings, rate_requests=4, workers=2), engine).test_client()
    answers = [client.get("/v1/version") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[0].headers["RateLimit-Policy"] == '"req";q=2;w=60'


def test_a_window_ends_and_callers_have_a_bound(monkeypatch):
    moment = [100.0]
    monkeypatch.setattr(meters.time, "monotonic", lambda: moment[0])
    monkeypatch.setattr(meters, "MAX_CALLERS", 3)
    meter = meters.OwnMeter(meters.Quota(1, 0))
    assert meter.use("a", 10).allowed
    assert not meter.use("a", 10).allowed
    moment[0] += meters.WINDOW
    assert meter.use("a", 10).allowed
    for caller in "bcd":
        assert meter.use(caller, 0).allowed
    assert meter.use("a", 10).allowed, "the oldest was forgotten"


@pytest.mark.parametrize(
    ("configured", "counted"),
    [
        ({"workers": 2}, "per_worker"),
        ({"workers": 1}, "together"),
        ({"workers": 2, "redis_url": "redis://127.0.0.1:1"}, "together"),
    ],
)
def test_the_limits_say_how_rates_are_counted(settings, engine, configured, counted):
    client = create_app(replace(settings, rate_bytes=1_000, **configured), engine).test_client()
    found = client.get("/v1/limits").get_json()
    assert (found["rate_requests"], found["rate_bytes"], found["rate_counted"]) == (0, 1_000, counted)


def test_without_limits_there_are_no_headers(client):
    assert "RateLimit" not in client.get("/v1/limits").headers
