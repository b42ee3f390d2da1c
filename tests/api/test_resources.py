"""Outcomes, overlays, feedback, versions: stored durably, paged, guarded by versions and scopes."""

import time
from dataclasses import replace

import pytest
from marshmallow import RAISE

from schemas.about import AboutSchema, LimitsSchema, VersionsSchema
from schemas.outcomes import OutcomePageSchema, StoredOutcomeSchema
from schemas.overlays import OverlayHistorySchema, OverlayListSchema
from service.api.app import create_app
from service.storage import feedback, keys
from service.storage.engine import Database
from tests.api.conftest import TEXT

ENTRY = {
    "match": ["the harbor office"],
    "id": "house:harbor",
    "type": "government",
    "grade": "B",
    "rationale": "On file.",
}


def test_an_outcome_is_stored_and_listed(client):
    sent = {"source": "kr.nis", "outcome": "partly", "selection": "suspected", "reference": "desk-1", "weight": 1}
    answer = client.post("/v1/outcomes", json=sent)
    assert answer.status_code == 201
    row = answer.get_json()
    assert StoredOutcomeSchema(unknown=RAISE).validate(row) == {}
    assert {name: row[name] for name in sent} == sent
    page = client.get("/v1/outcomes?source=kr.nis").get_json()
    assert OutcomePageSchema(unknown=RAISE).validate(page) == {}
    assert page == {"outcomes": [row], "next_cursor": None}


def test_pages_miss_nothing(client):
    for number in range(5):
        client.post("/v1/outcomes", json={"source": f"s{number}", "outcome": "true"})
    found, cursor = [], ""
    while cursor is not None:
        page = client.get(f"/v1/outcomes?limit=2{cursor and '&cursor=' + cursor}").get_json()
        found += [row["source"] for row in page["outcomes"]]
        cursor = page["next_cursor"]
    assert found == ["s0", "s1", "s2", "s3", "s4"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"outcome": "maybe"},
        {"outcome": True},
        {"selection": "hunch"},
        {"weight": -1},
        {"weight": "1"},
        {"source": "a b"},
        {"source": "a\n"},
        {"source": ""},
        {"claim": "nul \0"},
        {"reference": "x" * 201},
        {"verdict": "true"},
    ],
)
def test_outcomes_are_strict(client, wrong):
    answer = client.post("/v1/outcomes", json={"source": "kr.nis", "outcome": "true", **wrong})
    assert answer.status_code == 422
    assert client.get("/v1/outcomes").get_json()["outcomes"] == []


@pytest.mark.parametrize("query", ["limit=0", "limit=1001", "limit=x", "cursor=-1", "cursor=%0a1", "since=1"])
def test_queries_are_strict(client, query):
    assert client.get(f"/v1/outcomes?{query}").status_code == 422


def test_an_overlay_lives_through_versions(client):
    created = client.put("/v1/overlays/newsdesk", json={"entries": [ENTRY]})
    assert created.status_code == 201
    etag = created.headers["ETag"]
    assert client.get("/v1/overlays/newsdesk", headers={"If-None-Match": etag}).status_code == 304
    assert client.put("/v1/overlays/newsdesk", json={"entries": []}).status_code == 412
    stale = client.put("/v1/overlays/newsdesk", json={"entries": []}, headers={"If-Match": '"old"'})
    assert stale.status_code == 412
    assert stale.headers["ETag"] == etag
    second = client.put("/v1/overlays/newsdesk", json={"entries": [ENTRY, ENTRY]}, headers={"If-Match": etag})
    assert second.status_code == 200
    assert second.get_json()["version"] == 2
    listed = client.get("/v1/overlays").get_json()
    assert OverlayListSchema(unknown=RAISE).validate(listed) == {}
    assert listed["overlays"][0]["entry_count"] == 2
    assert client.delete("/v1/overlays/newsdesk").status_code == 412
    assert client.delete("/v1/overlays/newsdesk", headers={"If-Match": second.headers["ETag"]}).status_code == 204
    assert client.get("/v1/overlays/newsdesk").status_code == 404
    history = client.get("/v1/overlays/newsdesk/history").get_json()
    assert OverlayHistorySchema(unknown=RAISE).validate(history) == {}
    assert [row["action"] for row in history["versions"]] == ["delete", "put", "put"]


def test_overlays_are_strict(client):
    for entries in (
        [{**ENTRY, "rationale": ""}],
        [{"match": ["a"]}],
        [{**ENTRY, "grade": "F"}],
        [{**ENTRY, "mood": 1}],
    ):
        assert client.put("/v1/overlays/x", json={"entries": entries}).status_code == 422
    assert client.put("/v1/overlays/.hidden", json={"entries": []}).status_code == 422
    assert client.get("/v1/overlays/a%20b").status_code == 422
    missing = client.put("/v1/overlays/x", json={"entries": []}, headers={"If-Match": "*"})
    assert missing.status_code == 412


def test_a_stored_overlay_reaches_the_engine(app, settings, engine):
    seen = []

    def watching(article, resources, options=None):
        seen.append((options.overlay_names, resources.overlays, options.overlay))
        return engine.annotate(article, resources, options)

    app = create_app(settings, replace(engine, annotate=watching))
    client = app.test_client()
    client.put("/v1/overlays/newsdesk", json={"entries": [ENTRY]})
    app.extensions["sourcegrade"].live.refresh()
    sent = {
        "text": TEXT,
        "options": {"registry_overlays": ["newsdesk"]},
        "registry_overlay": [{"match": ["it"], "id": "h:1"}],
    }
    assert client.post("/v1/annotations", json=sent).status_code == 200
    names, stored, own = seen[0]
    assert names == ("newsdesk",)
    assert stored["newsdesk"][0].id == "house:harbor"
    assert stored["newsdesk"][0].overlay == "newsdesk"
    assert own[0].overlay == "request"


def test_records_reach_the_engine_and_the_versions(app, client):
    before = client.get("/v1/version").get_json()
    assert VersionsSchema(unknown=RAISE).validate(before) == {}
    client.post("/v1/outcomes", json={"source": "kr.nis", "outcome": "true"})
    live = app.extensions["sourcegrade"].live
    live.refresh()
    assert live.current().records.outcomes["kr.nis"].held == 1.0
    assert client.get("/v1/version").get_json()["records"] != before["records"]


def test_another_worker_sees_an_outcome_within_two_seconds(settings, engine):
    one, other = create_app(settings, engine), create_app(settings, engine)
    watched = other.extensions["sourcegrade"].live
    watched.current()
    one.test_client().post("/v1/outcomes", json={"source": "kr.nis", "outcome": "false"})
    end = time.monotonic() + 2.0
    while "kr.nis" not in watched.current().records.outcomes and time.monotonic() < end:
        time.sleep(0.05)
    assert watched.current().records.outcomes["kr.nis"].failed == 1.0


def test_feedback_is_kept_without_text(client, settings):
    sent = {
        "annotation_id": "an_" + "0" * 32,
        "subject": "source",
        "subject_id": "s1",
        "span": {"start": 3, "end": 9},
        "expected": {"type": "ngo", "is_source": True},
    }
    answer = client.post("/v1/feedback", json=sent)
    assert answer.status_code == 201
    stored = feedback.entries(Database(settings.database_url))
    assert stored[0]["id"] == answer.get_json()["id"]
    assert stored[0]["expected"] == sent["expected"]
    assert client.post("/v1/feedback", json={**sent, "span": {"start": 9, "end": 9}}).status_code == 422
    assert client.post("/v1/feedback", json={**sent, "expected": {"is_source": "yes"}}).status_code == 422


def test_the_service_says_what_it_is(client):
    assert AboutSchema(unknown=RAISE).validate(client.get("/v1/about").get_json()) == {}
    limits = client.get("/v1/limits").get_json()
    assert LimitsSchema(unknown=RAISE).validate(limits) == {}
    assert limits["code_points"] == 200_000
    assert client.get("/healthz").get_json() == {"status": "ok"}
    assert client.get("/readyz").get_json() == {"status": "ready"}


def test_the_door_shuts_once_a_key_was_made(app, client, settings):
    database = Database(settings.database_url)
    key, secret = keys.create(database, label="desk", scopes=("annotate",), now="2026-01-01T00:00:00.000Z")
    app.extensions["sourcegrade"].live.refresh()
    app.extensions["sourcegrade"].keyring.forget()
    ask = {"json": {"text": TEXT}}
    answer = client.post("/v1/annotations", **ask)
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert client.post("/v1/annotations", **ask, headers={"Authorization": "Bearer nonsense"}).status_code == 401
    assert client.post("/v1/annotations", **ask, headers={"Authorization": "Basic eDp5"}).status_code == 401
    good = {"Authorization": f"Bearer {secret}"}
    assert client.post("/v1/annotations", **ask, headers=good).status_code == 200
    refused = client.post("/v1/outcomes", json={"source": "a", "outcome": "true"}, headers=good)
    assert refused.status_code == 403
    assert refused.get_json()["required_scope"] == "outcomes"
    assert client.get("/metrics").status_code == 401
    assert client.get("/healthz").status_code == 200
    keys.revoke(database, key.id, now="2026-01-02T00:00:00.000Z")
    app.extensions["sourcegrade"].live.refresh()
    assert client.post("/v1/annotations", **ask, headers=good).status_code == 401


def test_an_address_that_others_can_reach_needs_keys(settings, engine):
    client = create_app(replace(settings, host="0.0.0.0"), engine).test_client()
    assert client.post("/v1/annotations", json={"text": TEXT}).status_code == 401
    client = create_app(replace(settings, host="0.0.0.0", auth="off"), engine).test_client()
    assert client.post("/v1/annotations", json={"text": TEXT}).status_code == 200
