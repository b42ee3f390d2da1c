"""Under load, at its end and at its renewal the server answers every request that it took."""

import http.client
import threading

import pytest

from tests.faults.server import Server, until

ARTICLE = (
    "The mayor of Alderton said on Monday that the bridge would stay shut until April. “We will wait for the report,” she told "
    "reporters.\n\n"
) * 20


@pytest.fixture(scope="module")
def busy_server(tmp_path_factory):
    server = Server(
        f"sqlite:///{tmp_path_factory.mktemp('busy')}/s.sqlite3",
        WORKER_MAX_REQUESTS="20",
        QUEUE_DEPTH="64",
        QUEUE_MS="30000",
        MAX_DEADLINE_MS="30000",
    )
    yield server
    server.stop()


def test_workers_are_renewed_without_a_failed_request_and_every_one_is_counted(busy_server):
    codes, broken = [], []

    def ask(kept):
        connection = http.client.HTTPConnection("127.0.0.1", busy_server.port, timeout=60)
        for _ in range(40):
            try:
                connection.request("POST", "/v1/annotations", ARTICLE.encode(), {"Content-Type": "text/plain"})
                answer = connection.getresponse()
                answer.read()
                codes.append(answer.status)
            except (OSError, http.client.HTTPException) as error:
                broken.append(repr(error))
            if not kept or answer.getheader("Connection") == "close":
                connection.close()
        connection.close()

    threads = [threading.Thread(target=ask, args=(number % 2 == 0,)) for number in range(4)]
    before = set(busy_server.workers())
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(180)
    assert broken == []
    assert codes == [200] * 160
    until(lambda: len(set(busy_server.workers()) - before) == 2, what="renewal")
    shown = until(lambda: found if (found := busy_server.metrics())["sourcegrade_workers"] == 2 else None)
    counted = [
        value
        for key, value in shown.items()
        if key.startswith("sourcegrade_requests_total") and "/v1/annotations" in key
    ]
    assert sum(counted) == 160
    assert shown['sourcegrade_stage_seconds_count{stage="tag"}'] == 160
    assert shown["sourcegrade_worker_starts_total"] >= 6
    assert shown["sourcegrade_busy_workers"] == shown["sourcegrade_waiting"] == 0


def test_the_second_port_serves_metrics_and_probes_alone(busy_server):
    assert busy_server.get("/metrics", port=busy_server.inside)[0] == 200
    assert busy_server.get("/readyz", port=busy_server.inside)[0] == 200
    for path in ("/v1/about", "/", "/metrics/x", "//metrics"):
        assert busy_server.get(path, port=busy_server.inside)[0] == 404
    assert busy_server.post("/v1/annotations", {"text": "a"}, port=busy_server.inside)[0] in {404, 405}
    claimed = {"Host": f"127.0.0.1:{busy_server.inside}", "X-Forwarded-Host": f"x:{busy_server.inside}"}
    assert busy_server.get("/v1/about", headers=claimed)[0] == 200


def test_what_was_begun_is_finished_when_the_server_is_told_to_stop(tmp_path):
    server = Server(f"sqlite:///{tmp_path}/s.sqlite3", WORKERS="1", MAX_DEADLINE_MS="30000")
    try:
        text = "\n\n".join(f"{ARTICLE} Number {number}." for number in range(40))
        answers = []
        body = {"text": text, "options": {"deadline_ms": 30_000}}
        asking = threading.Thread(target=lambda: answers.append(server.post("/v1/annotations", body)))
        asking.start()
        until(lambda: server.metrics()["sourcegrade_busy_workers"] == 1, what="work")
        server.process.terminate()
        asking.join(60)
        assert [answer[0] for answer in answers] == [200]
        assert answers[0][2]["attributions"]
        assert server.process.wait(60) == 0
        with pytest.raises(OSError, match=r"refused|reset|timed out"):
            server.get("/healthz", timeout=2)
    finally:
        server.stop()


def test_probes_answer_while_every_worker_is_full(tmp_path):
    server = Server(f"sqlite:///{tmp_path}/s.sqlite3", WORKERS="1", QUEUE_DEPTH="2", QUEUE_MS="200", THREADS="8")
    try:
        stop, codes = threading.Event(), []

        def press():
            while not stop.is_set():
                status, headers, _ = server.ask(
                    "POST", "/v1/annotations", (ARTICLE * 5).encode(), headers={"Content-Type": "text/plain"}
                )
                codes.append((status, headers.get("Retry-After")))

        threads = [threading.Thread(target=press, daemon=True) for _ in range(6)]
        for thread in threads:
            thread.start()
        until(lambda: any(status == 503 for status, _ in codes), what="a refusal")
        assert [server.get(path)[0] for _ in range(15) for path in ("/healthz", "/readyz")] == [200] * 30
        assert server.metrics()["sourcegrade_workers"] == 1
        stop.set()
        for thread in threads:
            thread.join(60)
        assert {status for status, _ in codes} <= {200, 503}
        assert all(after for status, after in codes if status == 503)
        assert sum(v for k, v in server.metrics().items() if k == 'sourcegrade_problems_total{kind="overloaded"}') > 0
    finally:
        server.stop()


def test_as_shipped_a_full_server_refuses_and_its_probes_do_not_wait(tmp_path):
    server = Server(f"sqlite:///{tmp_path}/s.sqlite3", WORKERS="1")
    try:
        stop, codes = threading.Event(), []

        def press():
            while not stop.is_set():
                status, headers, _ = server.ask(
                    "POST", "/v1/annotations", (ARTICLE * 3).encode(), headers={"Content-Type": "text/plain"}
                )
                codes.append((status, headers.get("Retry-After")))
                if status == 503:
                    stop.wait(1)

        threads = [threading.Thread(target=press, daemon=True) for _ in range(40)]
        for thread in threads:
            thread.start()
        until(lambda: any(status == 503 for status, _ in codes), what="a refusal")
        before = sum(status == 200 for status, _ in codes)
        assert [server.get(path)[0] for _ in range(5) for path in ("/healthz", "/readyz")] == [200] * 10
        # Ten probes, one after the other: behind those who wait, each would wait for as many annotations as there are clients.
        assert sum(status == 200 for status, _ in codes) - before < 100
        stop.set()
        for thread in threads:
            thread.join(60)
        assert {status for status, _ in codes} == {200, 503}
        assert all(after for status, after in codes if status == 503)
    finally:
        server.stop()
