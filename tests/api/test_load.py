"""When more comes than one process can do: bounded waiting, honest refusals, and what a deadline cuts."""

import threading
from dataclasses import replace

import pytest

from service.api.app import create_app
from service.api.problems import Problem
from service.api.state import Gate
from service.core.domain import DeadlineExceededError, Notice, Span
from service.runtime.settings import Limits
from tests.api.conftest import TEXT


def refused(answer):
    body = answer.get_json()
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) >= 1
    assert body["retry_after"] >= 1
    return body


def test_a_full_queue_is_refused_at_once_and_says_how_deep_it_is(settings, engine):
    app = create_app(replace(settings, limits=Limits(queue_depth=2, queue_ms=60_000)), engine)
    gate = app.extensions["sourcegrade"].gate
    answers = []

    def ask():
        answers.append(
            app.test_client().post("/v1/annotations", json={"text": TEXT, "options": {"deadline_ms": 30_000}})
        )

    with gate.turn(1000):
        waiting = [threading.Thread(target=ask) for _ in range(2)]
        for thread in waiting:
            thread.start()
        while gate.waiting < 2:
            threading.Event().wait(0.002)
        body = refused(app.test_client().post("/v1/annotations", json={"text": TEXT}))
        assert body["type"] == "/problems/overloaded"
        assert body["queue_depth"] == 2
        assert app.test_client().get("/healthz").status_code == 200
        assert app.test_client().get("/readyz").status_code == 200
    for thread in waiting:
        thread.join(30)
    assert [answer.status_code for answer in answers] == [200, 200]
    assert gate.waiting == 0


def test_one_annotation_at_a_time_whatever_the_callers(settings, engine):
    inside, most = [], []

    def watched(article, resources, options=None):
        inside.append(1)
        most.append(len(inside))
        threading.Event().wait(0.002)
        inside.pop()
        return engine.annotate(article, resources, options)

    limits = Limits(queue_depth=64, queue_ms=30_000)
    app = create_app(replace(settings, limits=limits), replace(engine, annotate=watched))
    codes = []

    def ask():
        codes.append(app.test_client().post("/v1/annotations", json={"text": TEXT}).status_code)

    threads = [threading.Thread(target=ask) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert codes == [200] * 12
    assert max(most) == 1


def test_a_turn_is_given_back_when_the_work_fails():
    gate = Gate(Limits())
    with pytest.raises(KeyError), gate.turn(1000):
        raise KeyError
    with gate.turn(1000):
        pass


def test_the_wait_is_bounded_by_the_service_and_by_the_caller():
    gate = Gate(Limits(queue_ms=20))
    with gate.turn(1000):
        with pytest.raises(Problem) as busy, gate.turn(1000):
            pass
        with pytest.raises(Problem) as late, gate.turn(5):
            pass
    assert (busy.value.kind.slug, late.value.kind.slug) == ("overloaded", "deadline-exceeded")


def test_nothing_done_in_time_is_told_apart_from_an_answer(settings, engine):
    def late(article, resources, options=None):
        raise DeadlineExceededError("No time was left to begin.")

    client = create_app(settings, replace(engine, annotate=late)).test_client()
    assert refused(client.post("/v1/annotations", json={"text": TEXT}))["type"] == "/problems/deadline-exceeded"
    rows = client.post("/v1/annotations/batch", json={"documents": [{"text": TEXT}]}).get_json()["results"]
    assert [row["status"] for row in rows] == [503]


def test_half_an_answer_is_an_answer_that_says_so(settings, engine):
    def half(article, resources, options=None):
        report = engine.annotate(article, resources, options)
        return replace(report, complete=False, notices=(Notice("deadline_reached", Span(0, 40), "cut"),))

    answer = (
        create_app(settings, replace(engine, annotate=half)).test_client().post("/v1/annotations", json={"text": TEXT})
    )
    assert answer.status_code == 200
    assert answer.get_json()["complete"] is False
    (warning,) = answer.get_json()["warnings"]
    assert warning["code"] == "deadline_reached"
    assert (warning["span"]["start"], warning["span"]["end"]) == (0, 40)


def test_the_engine_sees_the_callers_time_run(settings, engine):
    seen = []

    def look(article, resources, options=None):
        seen.append(options.spent())
        return engine.annotate(article, resources, options)

    client = create_app(settings, replace(engine, annotate=look)).test_client()
    for allowed in (30_000, 10_000):
        assert (
            client.post("/v1/annotations", json={"text": TEXT, "options": {"deadline_ms": allowed}}).status_code == 200
        )
    assert all(0 < share < 1 for share in seen)
