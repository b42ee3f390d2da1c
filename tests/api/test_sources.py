"""The registry over HTTP."""

import pytest
from marshmallow import RAISE

from schemas.sources import ResolvedSchema, SourceEntrySchema, SourcePageSchema


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("", ["kr.nis", "xx.port_lisse"]),
        ("?q=national", ["kr.nis"]),
        ("?q=Intelligence", ["kr.nis"]),
        ("?q=ntelligence", []),
        ("?q=NIS", ["kr.nis"]),
        ("?q=nis.go.kr", ["kr.nis"]),
        ("?q=...", []),
        ("?type=government", ["xx.port_lisse"]),
        ("?country=KR", ["kr.nis"]),
        ("?q=port&country=KR", []),
    ],
)
def test_entries_are_found_by_name_type_and_country(client, query, ids):
    page = client.get(f"/v1/sources{query}").get_json()
    assert SourcePageSchema(unknown=RAISE).validate(page) == {}
    assert [row["id"] for row in page["sources"]] == ids


def test_pages_follow_each_other(client):
    first = client.get("/v1/sources?limit=1").get_json()
    second = client.get(f"/v1/sources?limit=1&cursor={first['next_cursor']}").get_json()
    assert [first["sources"][0]["id"], second["sources"][0]["id"]] == ["kr.nis", "xx.port_lisse"]
    assert second["next_cursor"] is None
    assert client.get("/v1/sources?limit=1&cursor=99").get_json()["sources"] == []


def test_an_entry_shows_what_its_score_is_summed_from(app, client):
    answer = client.get("/v1/sources/kr.nis")
    entry = answer.get_json()
    assert SourceEntrySchema(unknown=RAISE).validate(entry) == {}
    assert entry["reliability"]["grade"] == "F"
    assert entry["reliability"]["basis"] == "class"
    assert entry["reliability"]["evidence"][0]["kind"] == "class_prior"
    assert client.get("/v1/sources/kr.nis", headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
    for number in range(12):
        client.post("/v1/outcomes", json={"source": "kr.nis", "outcome": "true", "reference": str(number)})
    app.extensions["sourcegrade"].live.refresh()
    later = client.get("/v1/sources/kr.nis", headers={"If-None-Match": answer.headers["ETag"]})
    assert later.status_code == 200
    assert later.get_json()["reliability"]["basis"] == "record"
    assert later.get_json()["reliability"]["score"] > entry["reliability"]["score"]
    assert client.get("/v1/sources/no.such").status_code == 404


def test_names_are_resolved_with_reasons(client):
    body = client.post("/v1/sources/resolve", json={"names": ["NIS", "Nobody at All Ltd"]}).get_json()
    assert ResolvedSchema(unknown=RAISE).validate(body) == {}
    known, unknown = body["results"]
    assert known["candidates"][0]["id"] == "kr.nis"
    assert known["candidates"][0]["reasons"]
    assert unknown["candidates"] == []


@pytest.mark.parametrize(
    "wrong", [{"names": []}, {"names": "NIS"}, {"names": ["\ud800"]}, {"names": ["a"], "registry_overlays": ["x"]}]
)
def test_names_are_checked(client, wrong):
    assert client.post("/v1/sources/resolve", json=wrong).status_code == 422
