"""POST /v1/annotations/batch: order kept, ids echoed, each article succeeds or fails on its own."""

import json
import time
from dataclasses import replace

import pytest
from marshmallow import RAISE

from schemas.batch import BatchSchema
from service.api.app import create_app
from service.runtime.settings import Limits
from tests.api.conftest import TEXT

PATH = "/v1/annotations/batch"


def test_articles_come_back_in_their_order_with_their_ids(client):
    documents = [{"id": "a", "content": TEXT}, {"text": TEXT}, {"document": {"id": "c", "content": TEXT}}]
    answer = client.post(PATH, json={"documents": documents})
    assert answer.status_code == 200
    body = answer.get_json()
    assert BatchSchema(unknown=RAISE).validate(body) == {}
    assert [(row["index"], row["id"], row["status"]) for row in body["results"]] == [
        (0, "a", 200),
        (1, None, 200),
        (2, "c", 200),
    ]
    alone = client.post("/v1/annotations", json={"text": TEXT}).get_json()
    assert body["results"][1]["annotation"]["attributions"] == alone["attributions"]
    assert body["results"][1]["annotation"]["annotation_id"] == alone["annotation_id"]
    assert (body["succeeded"], body["failed"]) == (3, 0)


WRONG = [
    ({"id": "x"}, 422, "invalid-request"),
    ({"id": "x", "text": TEXT, "content": TEXT}, 422, "invalid-request"),
    ({"id": "x", "text": TEXT, "mood": 1}, 422, "invalid-request"),
    ({"id": "x", "text": ""}, 422, "invalid-request"),
    ({"id": "x", "text": "a" * 51}, 413, "payload-too-large"),
    ({"id": "x", "text": "\ud800"}, 422, "invalid-request"),
    ({"id": "x", "text": TEXT, "language": "fr"}, 422, "unsupported-language"),
    ({"id": "x", "text": "ok", "options": {"registry_overlays": ["none"]}}, 422, "invalid-request"),
    ({"id": "x", "document": {"content": TEXT}, "options": {}}, 422, "invalid-request"),
]


@pytest.mark.parametrize(("wrong", "status", "slug"), WRONG)
def test_an_article_that_is_wrong_fails_alone(settings, engine, wrong, status, slug):
    short = replace(settings, limits=Limits(code_points=50 if len(str(wrong.get("text"))) == 51 else 200_000))
    client = create_app(short, engine).test_client()
    body = client.post(PATH, json={"documents": [{"text": "It is so."}, wrong, {"text": "It is not."}]}).get_json()
    assert BatchSchema(unknown=RAISE).validate(body) == {}
    assert [row["status"] for row in body["results"]] == [200, status, 200]
    assert body["results"][1]["id"] == "x"
    assert body["results"][1]["problem"]["type"] == f"/problems/{slug}"
    assert (body["succeeded"], body["failed"]) == (2, 1)


@pytest.mark.parametrize("item", [None, 7, "text", [], [[TEXT]]])
def test_an_item_may_be_anything(client, item):
    body = client.post(PATH, json={"documents": [item]}).get_json()
    assert body["results"][0]["status"] == 422
    assert body["results"][0]["id"] is None


def test_a_fault_of_ours_stays_in_its_row_and_says_nothing_of_the_text(settings, engine):
    def breaks(article, resources, options=None):
        if "break" in article.content:
            raise KeyError(article.content)
        return engine.annotate(article, resources, options)

    client = create_app(settings, replace(engine, annotate=breaks)).test_client()
    answer = client.post(PATH, json={"documents": [{"text": "break me"}, {"text": TEXT}]})
    assert [row["status"] for row in answer.get_json()["results"]] == [500, 200]
    assert "break me" not in answer.get_data(as_text=True)


def test_options_are_said_once_and_overridden_by_an_item(client):
    sent = {
        "documents": [{"text": TEXT}, {"text": TEXT, "options": {"offset_unit": "utf8"}}],
        "options": {"offset_unit": "utf16"},
    }
    rows = client.post(PATH, json=sent).get_json()["results"]
    assert [row["annotation"]["offset_unit"] for row in rows] == ["utf16", "utf8"]


def test_entries_sent_along_count_for_every_item(settings, engine):
    seen = []

    def watching(article, resources, options=None):
        seen.append(options.overlay)
        return engine.annotate(article, resources, options)

    client = create_app(settings, replace(engine, annotate=watching)).test_client()
    sent = {"documents": [{"text": TEXT}] * 2, "registry_overlay": [{"match": ["it"], "id": "h:1"}]}
    assert client.post(PATH, json=sent).status_code == 200
    assert [entries[0].id for entries in seen] == ["h:1", "h:1"]


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({}, 422),
        ({"documents": []}, 422),
        ({"documents": "x"}, 422),
        ({"documents": [{"text": "a"}], "mood": 1}, 422),
        ({"documents": [{"text": "a"}], "options": {"registry_overlays": ["none"]}}, 422),
        ({"documents": [{"text": "a"}] * 65}, 413),
    ],
)
def test_what_is_wrong_with_the_whole_refuses_the_whole(client, sent, status):
    assert client.post(PATH, json=sent).status_code == status


def test_a_batch_may_be_larger_than_a_single_request_and_has_its_own_limit(settings, engine):
    client = create_app(replace(settings, limits=Limits(body_bytes=1000, batch_bytes=4000)), engine).test_client()
    assert client.post(PATH, json={"documents": [{"text": "a" * 900}] * 3}).status_code == 200
    refused = client.post(PATH, json={"documents": [{"text": "a" * 900}] * 5})
    assert refused.status_code == 413
    assert refused.get_json()["limit"] == 4000


def test_articles_that_no_time_was_left_for_say_so(settings, engine):
    calls = []

    def slow(article, resources, options=None):
        calls.append(article)
        time.sleep(
            2.1 if len(calls) > 1 else 0
        )  # the first is done at once, the second takes all the time that is left
        return engine.annotate(article, resources, options)

    client = create_app(settings, replace(engine, annotate=slow)).test_client()
    sent = {"documents": [{"text": TEXT}] * 4, "options": {"deadline_ms": 2000}}
    rows = client.post(PATH, json=sent).get_json()["results"]
    assert rows[0]["status"] == 200
    assert rows[-1]["status"] == 503
    assert rows[-1]["problem"]["type"] == "/problems/deadline-exceeded"


def test_a_busy_worker_refuses_the_whole_batch(app, client):
    gate = app.extensions["sourcegrade"].gate
    gate.waiting = 10**6
    answer = client.post(PATH, json={"documents": [{"text": TEXT}]})
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]


def test_only_json_is_read_and_written(client):
    assert client.post(PATH, data=json.dumps({}), content_type="text/plain").status_code == 415
    sent = {"json": {"documents": [{"text": TEXT}]}, "headers": {"Accept": "application/xml"}}
    assert client.post(PATH, **sent).status_code == 406
