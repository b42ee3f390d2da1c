"""POST /v1/annotations: what comes back, in every unit, and that it is what the schema promises."""

import json

import pytest
from marshmallow import RAISE

from schemas.report import AnnotationSchema
from tests.api.conftest import TEXT, shifted


def spans(value):
    """Every object of an answer that is a span."""
    if isinstance(value, dict):
        if {"start", "end", "text"} <= value.keys():
            yield value
        for inner in value.values():
            yield from spans(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from spans(inner)


def cut(text: str, unit: str, start: int, end: int) -> str:
    """A client's own slice in its unit."""
    if unit == "utf16":
        return text.encode("utf-16-le")[2 * start : 2 * end].decode("utf-16-le")
    if unit == "utf8":
        return text.encode()[start:end].decode()
    return text[start:end]


def test_plain_use_is_one_line(client):
    answer = client.post("/v1/annotations", json={"text": TEXT})
    assert answer.status_code == 200
    assert answer.content_type == "application/json"
    body = answer.get_json()
    assert body["annotation_id"].startswith("an_")
    assert [source["id"] for source in body["sources"]] == ["s1", "s2"]
    assert body["attributions"][1]["via"] == ["s1"]
    raw = client.post("/v1/annotations", data=TEXT.encode(), content_type="text/plain").get_json()
    assert raw["attributions"] == body["attributions"]
    assert raw["annotation_id"] == body["annotation_id"]


def test_the_projection_is_what_the_schema_says(client):
    body = client.post("/v1/annotations?include=evidence,factors,mentions,selectors", json={"text": TEXT}).get_json()
    assert AnnotationSchema(unknown=RAISE).validate(body) == {}


@pytest.mark.parametrize("unit", ["code_point", "utf16", "utf8"])
def test_every_span_cuts_its_text_out_of_what_was_sent(client, unit):
    body = client.post("/v1/annotations", json={"text": TEXT, "options": {"offset_unit": unit}}).get_json()
    assert body["offset_unit"] == unit
    found = list(spans(body))
    assert len(found) > 8
    for span in found:
        assert cut(TEXT, unit, span["start"], span["end"]) == span["text"]
    assert body["document"]["length"][unit] == len(TEXT.encode("utf-16-le")) // 2 if unit == "utf16" else True


@pytest.mark.parametrize("unit", ["code_point", "utf16", "utf8"])
def test_spans_count_in_the_markup_that_was_sent(client, unit):
    original, _ = shifted(TEXT)
    answer = client.post(f"/v1/annotations?offset_unit={unit}", data=original.encode(), content_type="text/html")
    body = answer.get_json()
    found = list(spans(body))
    assert found
    for span in found:
        assert cut(original, unit, span["start"], span["end"]) == span["text"]
    labels = {mention["span"]["text"] for source in body["sources"] for mention in source["mentions"]}
    assert "A dock worker" in labels


def test_positions_count_lines_and_columns_from_one(client):
    body = client.post("/v1/annotations", json={"text": TEXT}).get_json()
    positions = [mention["position"] for source in body["sources"] for mention in source["mentions"]]
    assert positions[0] == {"line": 3, "column": 1}
    line = TEXT.split("\n")[4]
    assert positions[2] == {"line": 5, "column": line.index("he said") + 1}


def test_include_kinds_and_min_confidence_narrow_the_answer(client):
    body = client.post("/v1/annotations", json={"text": TEXT, "options": {"include": []}}).get_json()
    assert "mentions" not in body["sources"][0]
    assert "evidence" not in body["sources"][0]["reliability"]
    assert "factors" not in body["attributions"][0]["credibility"]
    body = client.post("/v1/annotations?kinds=statement", data=TEXT.encode(), content_type="text/plain").get_json()
    assert [row["id"] for row in body["attributions"]] == ["a1"]
    assert [row["id"] for row in body["sources"]] == ["s1"]
    body = client.post("/v1/annotations", json={"text": TEXT, "options": {"min_confidence": 0.95}}).get_json()
    assert body["attributions"] == []
    assert body["sources"] == []


def test_an_id_names_one_answer(client):
    def ask(**options):
        return client.post("/v1/annotations", json={"text": TEXT, "options": options})

    first, again, other = ask(), ask(), ask(offset_unit="utf8")
    assert first.get_json()["annotation_id"] == again.get_json()["annotation_id"]
    assert first.headers["ETag"] == again.headers["ETag"]
    assert other.get_json()["annotation_id"] != first.get_json()["annotation_id"]
    assert other.headers["ETag"] != first.headers["ETag"]


def test_the_body_wins_over_the_query_string(client):
    body = client.post("/v1/annotations?offset_unit=utf8", json={"text": TEXT, "options": {"offset_unit": "utf16"}})
    assert body.get_json()["offset_unit"] == "utf16"
    assert client.post("/v1/annotations?offset_unit=utf8", json={"text": TEXT}).get_json()["offset_unit"] == "utf8"


def test_the_document_is_described_and_never_repeated(client):
    sent = {"id": "cms:1", "content": TEXT, "language": "en", "published_at": "2026-02-03T04:05:06Z"}
    answer = client.post("/v1/annotations", json={"document": sent})
    info = answer.get_json()["document"]
    assert info["id"] == "cms:1"
    assert info["length"]["code_point"] == len(TEXT)
    assert json.dumps(TEXT)[1:-1] not in answer.get_data(as_text=True)


def test_answers_are_not_cached_and_carry_their_request(client):
    answer = client.post("/v1/annotations", json={"text": TEXT}, headers={"X-Request-ID": "desk-7"})
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Request-ID"] == "desk-7"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    forged = client.post("/v1/annotations", json={"text": TEXT}, headers={"X-Request-ID": "a b"})
    assert forged.headers["X-Request-ID"] != "a b"


def test_text_without_any_source_is_an_empty_answer(client):
    body = client.post("/v1/annotations", json={"text": " "}).get_json()
    assert body["attributions"] == []
    assert body["complete"] is True
