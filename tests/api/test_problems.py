"""Bad input, one row a cause: the status and kind that each gets, and that none gets an answer or a 500."""

import json
from dataclasses import replace
from io import BytesIO

import pytest
from markupsafe import escape
from werkzeug.test import EnvironBuilder

from schemas.problem_kinds import KINDS
from service.api.app import create_app
from service.api.problems import Problem
from service.runtime.settings import Limits
from tests.api.conftest import TEXT

JSON = "application/json"


def doc(**fields):
    return json.dumps({"document": {"content": TEXT, **fields}})


MATRIX = [
    ("malformed", b'{"text": ', JSON, 400, "malformed-json"),
    ("empty body", b"", JSON, 400, "malformed-json"),
    ("NaN", b'{"text": "a", "options": {"min_confidence": NaN}}', JSON, 400, "malformed-json"),
    ("not UTF-8 in JSON", b'{"text": "\xff"}', JSON, 400, "malformed-json"),
    ("member twice", b'{"text": "a", "text": "b"}', JSON, 400, "malformed-json"),
    (
        "member twice, once escaped",
        b'{"document": {"content": "a", "\\u0063ontent": "b"}}',
        JSON,
        400,
        "malformed-json",
    ),
    ("huge integer", b'{"text": ' + b"9" * 10_000 + b"}", JSON, 400, "malformed-json"),
    ("too deep", b"[" * 100_000, JSON, 400, "json-too-deep"),
    ("too deep and closed", b'{"a":' * 40 + b"1" + b"}" * 40, JSON, 400, "json-too-deep"),
    ("top-level list", b"[1]", JSON, 422, "invalid-request"),
    ("top-level null", b"null", JSON, 422, "invalid-request"),
    ("wrong type", b'{"text": 7}', JSON, 422, "invalid-request"),
    ("null text", b'{"text": null}', JSON, 422, "invalid-request"),
    ("unknown field", b'{"txt": "a"}', JSON, 422, "invalid-request"),
    ("unknown nested field", doc(lang="en").encode(), JSON, 422, "invalid-request"),
    (
        "text and document",
        json.dumps({"text": "a", "document": {"content": "a"}}).encode(),
        JSON,
        422,
        "invalid-request",
    ),
    ("neither", b"{}", JSON, 422, "invalid-request"),
    ("lone surrogate", b'{"text": "\\ud800"}', JSON, 422, "invalid-request"),
    ("empty text", b'{"text": ""}', JSON, 422, "invalid-request"),
    ("empty raw text", b"", "text/plain", 422, "invalid-request"),
    ("raw text not UTF-8", b"caf\xe9", "text/plain", 422, "invalid-request"),
    ("unknown unit", b'{"text": "a", "options": {"offset_unit": "bytes"}}', JSON, 422, "invalid-request"),
    ("unknown include", b'{"text": "a", "options": {"include": ["all"]}}', JSON, 422, "invalid-request"),
    ("boolean as number", b'{"text": "a", "options": {"min_confidence": true}}', JSON, 422, "invalid-request"),
    ("string as number", b'{"text": "a", "options": {"deadline_ms": "5"}}', JSON, 422, "invalid-request"),
    ("deadline too long", b'{"text": "a", "options": {"deadline_ms": 30001}}', JSON, 422, "invalid-request"),
    ("unknown overlay", b'{"text": "a", "options": {"registry_overlays": ["no"]}}', JSON, 422, "invalid-request"),
    ("time without offset", doc(published_at="2026-01-01T00:00:00").encode(), JSON, 422, "invalid-request"),
    ("impossible time", doc(published_at="2026-02-30T00:00:00Z").encode(), JSON, 422, "invalid-request"),
    ("lower-case country", doc(country="kr").encode(), JSON, 422, "invalid-request"),
    ("unsupported language", doc(language="xx").encode(), JSON, 422, "unsupported-language"),
    ("media type of the document", doc(media_type="image/png").encode(), JSON, 422, "invalid-request"),
    ("too many code points", json.dumps({"text": "a" * 200_001}).encode(), JSON, 413, "payload-too-large"),
    ("too many code points, raw", b"a" * 200_001, "text/plain", 413, "payload-too-large"),
    ("too many bytes", b" " * (3 * 1024 * 1024 + 1), JSON, 413, "payload-too-large"),
    ("wrong media type", b"{}", "application/xml", 415, "unsupported-media-type"),
    ("form", b"text=a", "application/x-www-form-urlencoded", 415, "unsupported-media-type"),
    ("no media type", b"{}", "", 415, "unsupported-media-type"),
    ("other charset", b"abc", "text/plain; charset=iso-8859-1", 415, "unsupported-media-type"),
]


def shape(answer) -> dict:
    """Check the one shape of a problem and return it."""
    assert answer.content_type == "application/problem+json"
    body = answer.get_json()
    slug = body["type"].rpartition("/")[2]
    assert slug in KINDS
    assert body["status"] == answer.status_code
    assert body["title"]
    assert body["detail"]
    assert body["instance"].startswith("urn:uuid:")
    return body


@pytest.mark.parametrize(
    ("data", "kind", "status", "slug"), [row[1:] for row in MATRIX], ids=[row[0] for row in MATRIX]
)
def test_each_cause_has_its_status(client, data, kind, status, slug):
    answer = client.post("/v1/annotations", data=data, headers={"Content-Type": kind} if kind else {})
    body = shape(answer)
    assert (answer.status_code, body["type"]) == (status, f"/problems/{slug}")


def test_every_limit_is_told_with_what_was_sent(client):
    body = shape(client.post("/v1/annotations", json={"text": "\U0001f30a" * 200_001}))
    assert (body["limit"], body["actual"], body["unit"]) == (200_000, 200_001, "code_point")
    body = shape(client.post("/v1/annotations", data=b" " * (3 * 1024 * 1024 + 7), content_type=JSON))
    assert (body["limit"], body["actual"], body["unit"]) == (3 * 1024 * 1024, 3 * 1024 * 1024 + 7, "byte")


def test_a_body_that_announces_no_length_is_not_cut_silently(app):
    sent = BytesIO(b" " * (3 * 1024 * 1024 + 5_000))
    environ = EnvironBuilder(path="/v1/annotations", method="POST", content_type=JSON, input_stream=sent).get_environ()
    environ["wsgi.input_terminated"] = True
    environ.pop("CONTENT_LENGTH", None)
    body = shape(app.test_client().open(environ))
    assert (body["status"], body["unit"]) == (413, "byte")


def test_the_longest_document_passes_in_its_longest_spelling(client):
    escaped = b'{"text": "' + b"\\ud83c\\udf0a" * 200_000 + b'"}'
    assert client.post("/v1/annotations", data=escaped, content_type=JSON).status_code == 200


def test_pointers_name_the_place(client):
    sent = {
        "document": {"content": "a", "published_at": "x"},
        "a/b~c": 1,
        "registry_overlay": [{"match": [], "id": "h"}],
    }
    body = shape(client.post("/v1/annotations", json=sent))
    pointers = {row["pointer"] for row in body["errors"]}
    assert pointers == {"#/document/published_at", "#/a~1b~0c", "#/registry_overlay/0/match"}
    body = shape(client.post("/v1/annotations?offset_unit=x", data=b"a", content_type="text/plain"))
    assert body["errors"][0]["pointer"] == "?/offset_unit"
    body = shape(
        client.post("/v1/annotations?offset_unit=utf8&offset_unit=utf16", data=b"a", content_type="text/plain")
    )
    assert body["errors"][0]["code"] == "repeated"


def test_compressed_bodies_are_refused(client):
    answer = client.post("/v1/annotations", json={"text": "a"}, headers={"Content-Encoding": "gzip"})
    assert shape(answer)["status"] == 415


@pytest.mark.parametrize(
    ("accept", "status"),
    [
        (None, 200),
        ("", 200),
        ("*/*", 200),
        ("application/*", 200),
        ("application/json;q=0.5, text/csv", 200),
        ("application/json; charset=utf-8", 200),
        ("image/png", 406),
        ("application/json;q=0", 406),
    ],
)
def test_formats_are_negotiated(client, accept, status):
    headers = {} if accept is None else {"Accept": accept}
    answer = client.post("/v1/annotations", json={"text": TEXT}, headers=headers)
    assert answer.status_code == status
    if status == 406:
        assert "application/json" in shape(answer)["available"]


def test_unknown_places_and_methods(client):
    assert shape(client.get("/nowhere"))["status"] == 404
    answer = client.delete("/v1/annotations")
    assert shape(answer)["status"] == 405
    assert "POST" in answer.headers["Allow"]


def test_a_fault_of_ours_tells_nothing(settings, engine):
    def broken(article, resources, options=None):
        raise ValueError(article.content)

    client = create_app(settings, replace(engine, annotate=broken)).test_client()
    answer = client.post("/v1/annotations", json={"text": TEXT}, headers={"X-Request-ID": "r-1"})
    body = shape(answer)
    assert answer.status_code == 500
    assert body["request_id"] == "r-1"
    assert "Harbor" not in answer.get_data(as_text=True)


def test_no_time_left_is_told_apart_from_no_place(settings, engine):
    app = create_app(replace(settings, limits=Limits(queue_ms=60)), engine)
    client, gate = app.test_client(), app.extensions["sourcegrade"].gate
    with gate.turn(1000):
        busy = client.post("/v1/annotations", json={"text": TEXT})
        late = client.post("/v1/annotations", json={"text": TEXT, "options": {"deadline_ms": 20}})
        assert client.get("/healthz").status_code == 200
    assert shape(busy)["type"] == "/problems/overloaded"
    assert shape(late)["type"] == "/problems/deadline-exceeded"
    assert busy.headers["Retry-After"] == late.headers["Retry-After"] == "1"
    assert client.post("/v1/annotations", json={"text": TEXT}).status_code == 200


@pytest.mark.parametrize("left", [0, -0.5, -1000])
def test_a_deadline_that_passed_while_reading_is_no_fault(app, left):
    with pytest.raises(Problem) as found, app.extensions["sourcegrade"].gate.turn(left):
        pass
    assert found.value.kind.slug == "deadline-exceeded"
    assert app.extensions["sourcegrade"].gate.waiting == 0


def test_every_kind_of_problem_has_its_page(client):
    for slug in KINDS:
        page = client.get(f"/problems/{slug}")
        assert page.status_code == 200
        assert escape(KINDS[slug].title) in page.get_data(as_text=True)
    assert client.get("/problems/none").status_code == 404


def test_addresses_of_problems_are_absolute_when_the_service_knows_its_own(settings, engine):
    client = create_app(replace(settings, public_url="https://grades.example.org"), engine).test_client()
    assert client.get("/nowhere").get_json()["type"] == "https://grades.example.org/problems/not-found"
