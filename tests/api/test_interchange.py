"""Annotations for other systems: W3C Web Annotation and IPTC ninjs, from the report made by hand."""

import json

import pytest

from service.render.web_annotation import MEDIA_TYPE as WEB_ANNOTATION
from tests.api.conftest import TEXT
from tests.api.test_problems import shape

NINJS = "application/vnd.iptc.ninjs+json"


def ask(client, accept, **document):
    sent = {"document": {"content": TEXT, **document}}
    return client.post("/v1/annotations", json=sent, headers={"Accept": accept})


def test_every_claim_is_a_web_annotation_with_its_place(client):
    answer = ask(client, WEB_ANNOTATION, id="cms:48213")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == WEB_ANNOTATION
    body = json.loads(answer.get_data())
    assert body["@context"] == "http://www.w3.org/ns/anno.jsonld"
    page = body["first"]
    assert body["total"] == len(page["items"]) == 2
    assert len({row["id"] for row in page["items"]}) == 2
    for row in page["items"]:
        assert row["target"]["source"] == "cms:48213"
        position, quote = row["target"]["selector"]
        assert TEXT[position["start"] : position["end"]] == quote["exact"]
        assert TEXT[: position["start"]].endswith(quote["prefix"])
        assert TEXT[position["end"] :].startswith(quote["suffix"])
    first = page["items"][0]["body"]
    assert [row["purpose"] for row in first] == ["identifying", "assessing"]
    assert first[0]["value"] == "Port of Lisse"
    assert first[1]["value"] == (
        "Reliability of the source: F (cannot be judged); of its class: C. Credibility of the claim: 3."
    )
    assert json.loads(ask(client, WEB_ANNOTATION, id="cms:48213").get_data()) == body


@pytest.mark.parametrize("accept", ["application/ld+json", WEB_ANNOTATION.replace(";", "; ")])
def test_the_profile_may_be_left_out_or_spaced(client, accept):
    assert ask(client, accept).headers["Content-Type"] == WEB_ANNOTATION


def test_another_profile_is_not_ours(client):
    assert shape(ask(client, 'application/ld+json;profile="http://www.w3.org/ns/json-ld#flattened"'))["status"] == 406


def test_an_article_without_a_uri_is_named_by_its_hash(client):
    body = json.loads(ask(client, WEB_ANNOTATION, id="not a uri").get_data())
    assert body["first"]["items"][0]["target"]["source"].startswith("ni:///sha-256;")


def test_a_unit_that_the_format_cannot_count_in_is_refused(client):
    sent = {"text": TEXT, "options": {"offset_unit": "utf16"}}
    body = shape(client.post("/v1/annotations", json=sent, headers={"Accept": WEB_ANNOTATION}))
    assert body["errors"][0]["pointer"] == "#/options/offset_unit"
    assert client.post("/v1/annotations", json=sent, headers={"Accept": NINJS}).status_code == 200


def test_ninjs_names_who_is_cited_and_grades_no_private_person(client):
    answer = ask(client, NINJS)
    assert answer.content_type == NINJS
    item = json.loads(answer.get_data())
    assert item["infoSources"] == [
        {"name": "Port of Lisse", "role": "relayed", "literal": "xx.port_lisse"},
        {"name": "A dock worker", "role": "cited"},
    ]
    assert item["trustIndicators"] == [
        {"title": "Port of Lisse: reliability cannot be judged by its own record (F); its class: C"}
    ]
    # The fields of ninjs 3.1 and no others; an item refuses unknown ones.
    assert set(item) <= {"uri", "type", "representationType", "language", "infoSources", "trustIndicators", "standard"}
    assert item["standard"]["version"] == "3.1"
