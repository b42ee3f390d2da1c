"""/v1/jobs over HTTP: accepted once, durable, strict, each article's result in its own line. A worker is played in process."""

import io
import json
from dataclasses import replace
from datetime import date

import pytest
from marshmallow import RAISE

from schemas.batch import RecordSchema
from schemas.jobs import JobSchema
from service.api.app import create_app
from service.jobs.records import Frame, record_of
from service.jobs.work import Desk
from service.runtime.settings import Limits
from service.storage import keys
from service.storage.engine import Database
from tests.api.conftest import TEXT

LINES = "application/x-ndjson"
NOW = "2026-01-01T00:00:00.000Z"


def lines(*items: object) -> bytes:
    return b"".join(json.dumps(item).encode() + b"\n" for item in items)


def post(client, body: bytes, query: str = "", **headers: str):
    return client.post(f"/v1/jobs{query}", data=body, content_type=LINES, headers=headers)


def work(app, job_id: str) -> None:
    """Everything that a worker does with the job's messages."""
    here = app.extensions["sourcegrade"]
    desk = Desk(here.settings, here.database, lambda: here.resources, here.engine.annotate)
    while desk.work(job_id):
        pass


def results(client, job_id: str, limit: int = 100) -> list[dict]:
    rows, cursor = [], "0"
    while cursor is not None:
        answer = client.get(f"/v1/jobs/{job_id}/results?limit={limit}&cursor={cursor}")
        assert answer.content_type == LINES
        rows += [json.loads(line) for line in answer.get_data().splitlines()]
        cursor = answer.headers.get("X-Next-Cursor")
    return rows


def test_a_job_is_accepted_worked_on_and_read(app, client):
    answer = post(client, lines({"id": "a", "text": TEXT}, {"content": TEXT}, {"document": {"content": TEXT}}))
    assert answer.status_code == 202
    assert answer.headers["Retry-After"] == "1"
    job = answer.get_json()
    assert JobSchema(unknown=RAISE).validate(job) == {}
    assert (job["state"], job["total"]) == ("queued", 3)
    there = answer.headers["Location"]
    waiting = client.get(there)
    assert waiting.headers["Retry-After"] == "1"
    early = client.get(f"{there}/results")
    assert early.get_data() == b""
    assert early.headers["X-Next-Cursor"] == "0"
    assert early.headers["Retry-After"] == "1"
    work(app, job["id"])
    done = client.get(there).get_json()
    assert (done["state"], done["succeeded"], done["failed"]) == ("done", 3, 0)
    rows = results(client, job["id"], limit=2)
    assert [(row["index"], row["id"], row["status"]) for row in rows] == [(0, "a", 200), (1, None, 200), (2, None, 200)]
    for row in rows:
        assert RecordSchema(unknown=RAISE).validate(row) == {}
    alone = client.post("/v1/annotations", json={"text": TEXT}).get_json()
    assert rows[1]["annotation"]["annotation_id"] == alone["annotation_id"]


POISON = [
    (b"{", "malformed-json"),
    (b"\xff", "malformed-json"),
    (b'{"text": "nul \x00"}', "malformed-json"),
    (b"[" * 40, "json-too-deep"),
    (b"7", "invalid-request"),
    (b'{"text": "\\ud800"}', "invalid-request"),
    (b'{"text": "a", "mood": 1}', "invalid-request"),
    (b'{"text": "a", "language": "fr"}', "unsupported-language"),
    (b'{"text": "' + b"a" * 300 + b'"}', "payload-too-large"),
    (b'{"text": "break"}', "internal"),
]


def test_poison_documents_fail_alone(settings, engine):
    def breaks(article, resources, options=None):
        if article.content == "break":
            raise RecursionError(article.content)
        return engine.annotate(article, resources, options)

    app = create_app(replace(settings, limits=Limits(body_bytes=200)), replace(engine, annotate=breaks))
    client = app.test_client()
    body = b"\n".join(part for poison, _ in POISON for part in (b'{"text": "ok"}', poison, b""))
    job_id = post(client, body).get_json()["id"]
    work(app, job_id)
    rows = results(client, job_id)
    assert [row["status"] for row in rows[::2]] == [200] * len(POISON)
    assert [row["problem"]["type"] for row in rows[1::2]] == [f"/problems/{slug}" for _, slug in POISON]
    assert [row["index"] for row in rows] == list(range(2 * len(POISON)))
    for row in rows:
        assert RecordSchema(unknown=RAISE).validate(row) == {}


def test_options_in_the_query_string_count_for_all(app, client):
    job_id = post(
        client, lines({"text": TEXT}, {"text": TEXT, "options": {"offset_unit": "utf8"}}), "?offset_unit=utf16"
    )
    job_id = job_id.get_json()["id"]
    work(app, job_id)
    assert [row["annotation"]["offset_unit"] for row in results(client, job_id)] == ["utf16", "utf8"]


def test_json_is_taken_too_with_entries_for_all(settings, engine):
    seen = []

    def watching(article, resources, options=None):
        seen.append([entry.id for entry in options.overlay])
        return engine.annotate(article, resources, options)

    app = create_app(settings, replace(engine, annotate=watching))
    sent = {"documents": [{"text": TEXT}, {"text": TEXT}], "registry_overlay": [{"match": ["it"], "id": "h:1"}]}
    job = app.test_client().post("/v1/jobs", json=sent).get_json()
    work(app, job["id"])
    assert seen == [["h:1"], ["h:1"]]


def test_the_same_request_again_is_the_same_job(client):
    first = post(client, lines({"text": TEXT}), **{"Idempotency-Key": '"k-1"'})
    again = post(client, lines({"text": TEXT}), **{"Idempotency-Key": "k-1"})
    assert (first.status_code, again.status_code) == (202, 202)
    assert again.headers["Location"] == first.headers["Location"]
    for body, query in ((lines({"text": "other"}), ""), (lines({"text": TEXT}), "?offset_unit=utf8")):
        other = post(client, body, query, **{"Idempotency-Key": "k-1"})
        assert other.status_code == 422
        assert other.get_json()["type"] == "/problems/idempotency-conflict"


@pytest.mark.parametrize("key", ["", " ", '""', '"a', "a b", "a\tb", "x" * 256, "é", '"a" "b"'])
def test_malformed_keys_are_refused(client, key):
    assert post(client, lines({"text": TEXT}), **{"Idempotency-Key": key}).status_code == 400


def test_a_key_whose_request_is_still_running_conflicts(app, client):
    found = []

    class Slow:
        """A body that asks again before it ends."""

        def __init__(self):
            self.left = [lines({"text": TEXT}), b""]

        def read(self, size=-1):
            if len(self.left) == 1:
                found.append(post(app.test_client(), lines({"text": TEXT}), **{"Idempotency-Key": "k"}))
            return self.left.pop(0)

    size = str(len(lines({"text": TEXT})) + 1)
    environ = {"wsgi.input": Slow(), "CONTENT_LENGTH": size, "CONTENT_TYPE": LINES, "HTTP_IDEMPOTENCY_KEY": "k"}
    client.post("/v1/jobs", environ_overrides=environ)
    assert found[0].status_code == 409
    assert found[0].headers["Retry-After"]
    # The body broke off, so nothing was accepted, and the key is free.
    assert post(client, lines({"text": TEXT}), **{"Idempotency-Key": "k"}).status_code == 202


def test_limits_of_a_job(settings, engine):
    limits = Limits(job_documents=3, job_bytes=2_000, body_bytes=500, batch_bytes=1_000)
    client = create_app(replace(settings, limits=limits), engine).test_client()
    assert post(client, lines(*[{"text": "a"}] * 3)).status_code == 202
    many = post(client, lines(*[{"text": "a"}] * 4))
    assert (many.status_code, many.get_json()["limit"], many.get_json()["unit"]) == (413, 3, "document")
    large = post(client, lines({"text": "a" * 2_000}))
    assert (large.status_code, large.get_json()["limit"], large.get_json()["unit"]) == (413, 2_000, "byte")
    unannounced = client.post(
        "/v1/jobs",
        environ_overrides={"wsgi.input_terminated": True, "CONTENT_TYPE": LINES},
        input_stream=io.BytesIO(b'{"text": "a"}\n' * 400),
    )
    assert unannounced.status_code == 413
    assert client.post("/v1/jobs", json={"documents": [{"text": "a" * 1_100}]}).status_code == 413
    with Database(settings.database_url).begin() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM jobs").scalar_one() == 1


@pytest.mark.parametrize(
    ("body", "query", "status"),
    [
        (b"", "", 422),
        (b"\n \n", "", 422),
        (b"{}", "?mood=1", 422),
        (b"{}", "?id=a", 422),
        (b"{}", "?registry_overlays=none", 422),
    ],
)
def test_what_is_wrong_with_the_whole_refuses_the_whole(client, body, query, status):
    assert post(client, body, query).status_code == status


def test_other_types_are_refused(client):
    assert client.post("/v1/jobs", data=b"x", content_type="text/plain").status_code == 415
    compressed = client.post("/v1/jobs", data=b"x", content_type=LINES, headers={"Content-Encoding": "gzip"})
    assert compressed.status_code == 415


def test_a_deleted_job_is_gone(app, client):
    job_id = post(client, lines({"text": TEXT})).get_json()["id"]
    assert client.delete(f"/v1/jobs/{job_id}").status_code == 204
    work(app, job_id)
    for answer in (client.get(f"/v1/jobs/{job_id}"), client.get(f"/v1/jobs/{job_id}/results")):
        assert answer.status_code == 404
    assert client.delete(f"/v1/jobs/{job_id}").status_code == 404


def test_results_expire_with_the_job(settings, engine):
    app = create_app(replace(settings, job_ttl_s=0), engine)
    client = app.test_client()
    job_id = post(client, lines({"text": TEXT})).get_json()["id"]
    assert client.get(f"/v1/jobs/{job_id}").status_code == 404
    here = app.extensions["sourcegrade"]
    Desk(here.settings, here.database, lambda: here.resources, here.engine.annotate).look_around()
    with here.database.begin() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM job_items").scalar_one() == 0


def test_one_article_can_be_sent_to_the_background(app, client):
    ask = {"document": {"content": TEXT, "id": "x"}, "options": {"offset_unit": "utf16"}}
    answer = client.post("/v1/annotations", json=ask, headers={"Prefer": "respond-async, wait=10"})
    assert answer.status_code == 202
    assert answer.headers["Preference-Applied"] == "respond-async"
    job_id = answer.get_json()["id"]
    assert answer.headers["Location"] == f"/v1/jobs/{job_id}"
    work(app, job_id)
    direct = client.post("/v1/annotations", json=ask).get_json()
    row = results(client, job_id)[0]
    assert (row["id"], row["annotation"]["annotation_id"]) == ("x", direct["annotation_id"])
    raw = client.post(
        "/v1/annotations?id=y&title=T&published_at=2026-01-01T00:00:00Z&offset_unit=utf8",
        data=TEXT.encode(),
        content_type="text/plain",
        headers={"Prefer": "respond-async"},
    )
    work(app, raw.get_json()["id"])
    row = results(client, raw.get_json()["id"])[0]
    assert (row["status"], row["id"], row["annotation"]["offset_unit"]) == (200, "y", "utf8")
    wrong = client.post("/v1/annotations", json={"text": ""}, headers={"Prefer": "respond-async"})
    assert wrong.status_code == 422


def test_jobs_belong_to_the_key_that_made_them(settings, engine):
    database = Database(settings.database_url)
    client = create_app(replace(settings, auth="on"), engine).test_client()
    scopes = {"a": ("jobs",), "b": ("jobs",), "chief": ("admin",), "reader": ("annotate",)}
    secrets = {name: keys.create(database, label=name, scopes=scope, now=NOW)[1] for name, scope in scopes.items()}
    headers = {name: {"Authorization": f"Bearer {secret}"} for name, secret in secrets.items()}
    assert post(client, lines({"text": TEXT})).status_code == 401
    assert post(client, lines({"text": TEXT}), **headers["reader"]).status_code == 403
    refused = client.post(
        "/v1/annotations", json={"text": TEXT}, headers={**headers["reader"], "Prefer": "respond-async"}
    )
    assert refused.get_json()["required_scope"] == "jobs"
    made = post(client, lines({"text": TEXT}), **headers["a"]).get_json()["id"]
    found = {name: client.get(f"/v1/jobs/{made}", headers=headers[name]).status_code for name in scopes}
    assert found == {"a": 200, "b": 404, "chief": 200, "reader": 403}


def test_a_queue_that_is_down_costs_nobody_a_job(settings, engine):
    client = create_app(replace(settings, queue_url="redis://127.0.0.1:1/0"), engine).test_client()
    answer = post(client, lines({"text": TEXT}))
    assert answer.status_code == 202
    assert client.get(answer.headers["Location"]).status_code == 200


def test_a_record_never_raises(engine):
    for raw in (b"", b"null", b"\xff", b'{"id": 1}', b'{"document": []}', b"[]", b'{"id": "\\ud800", "text": 1}'):
        row, fault = record_of(0, raw, Frame(date(2026, 1, 1)), resources=engine.resources, annotate=engine.annotate)
        assert row["status"] in {400, 422}, raw
        assert fault is None
