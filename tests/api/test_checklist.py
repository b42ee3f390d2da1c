"""Promises of the contract that no other test holds, one test each: names, defaults, limits, headers, who may do what."""

import json
import re
from dataclasses import replace

import pytest

from schemas.annotations import MAX_DEADLINE_MS, OptionsSchema, OverlayEntrySchema
from service.api.app import create_app, default_engine
from service.api.state import Engine
from service.core.domain import SourceType
from service.runtime.settings import LONGEST_DEADLINE_MS, Limits, Settings
from service.storage import keys
from service.storage.engine import Database
from tests.api.conftest import TEXT

#: Every address that takes a body: method, path, a body that it takes, its type.
LINE = json.dumps({"text": TEXT}).encode()
BODIES = {
    "annotations": ("POST", "/v1/annotations", {"text": TEXT}),
    "batch": ("POST", "/v1/annotations/batch", {"documents": [{"text": TEXT}]}),
    "checks": ("POST", "/v1/checks", {"content": TEXT}),
    "jobs": ("POST", "/v1/jobs", {"documents": [{"text": TEXT}]}),
    "outcomes": ("POST", "/v1/outcomes", {"source": "kr.nis", "outcome": "true"}),
    "feedback": (
        "POST",
        "/v1/feedback",
        {"annotation_id": "an_" + "0" * 32, "subject": "source", "subject_id": "s1", "expected": {"is_source": True}},
    ),
    "resolve": ("POST", "/v1/sources/resolve", {"names": ["NIS"]}),
    "overlay": ("PUT", "/v1/overlays/desk", {"entries": []}),
}
every_body = pytest.mark.parametrize(("method", "path", "sent"), BODIES.values(), ids=list(BODIES))


@pytest.fixture(scope="module")
def real() -> Engine:
    return default_engine()


@pytest.fixture
def app(settings, real):
    return create_app(settings, real)


def shorter(settings: Settings, **limits: int) -> Settings:
    return replace(settings, limits=replace(settings.limits, **limits))


# deadline_ms


@pytest.fixture
def hasty(settings, real):
    """A service that allows ten seconds, where the contract allows thirty."""
    return create_app(shorter(settings, deadline_ms_max=10_000), real).test_client()


@pytest.mark.parametrize(
    ("path", "sent", "pointer"),
    [
        ("/v1/annotations", {"json": {"text": TEXT, "options": {"deadline_ms": 10_001}}}, "#/options/deadline_ms"),
        ("/v1/annotations?deadline_ms=10001", {"data": TEXT, "content_type": "text/plain"}, "?/deadline_ms"),
        ("/v1/annotations?deadline_ms=10001", {"json": {"text": TEXT}}, "?/deadline_ms"),
        (
            "/v1/annotations/batch",
            {"json": {"documents": [{"text": TEXT}], "options": {"deadline_ms": 10_001}}},
            "#/options/deadline_ms",
        ),
        ("/v1/checks", {"json": {"content": TEXT, "options": {"deadline_ms": 10_001}}}, "#/options/deadline_ms"),
        ("/v1/checks?deadline_ms=10001", {"data": TEXT, "content_type": "text/markdown"}, "?/deadline_ms"),
        (
            "/v1/jobs",
            {"json": {"documents": [{"text": TEXT}], "options": {"deadline_ms": 10_001}}},
            "#/options/deadline_ms",
        ),
        ("/v1/jobs?deadline_ms=10001", {"data": LINE, "content_type": "application/x-ndjson"}, "?/deadline_ms"),
    ],
)
def test_more_time_than_the_house_allows_is_refused_and_never_cut_in_silence(hasty, path, sent, pointer):
    answer = hasty.post(path, **sent)
    assert answer.status_code == 422
    (error,) = answer.get_json()["errors"]
    assert (error["pointer"], error["code"], error["limit"]) == (pointer, "too_long", 10_000)
    assert "10000" in error["detail"]


def test_one_article_of_a_batch_that_asks_for_too_much_time_fails_alone(hasty):
    documents = [{"text": TEXT, "options": {"deadline_ms": 10_001}}, {"text": TEXT, "options": {"deadline_ms": 10_000}}]
    rows = hasty.post("/v1/annotations/batch", json={"documents": documents}).get_json()["results"]
    assert [row["status"] for row in rows] == [422, 200]
    assert rows[0]["problem"]["errors"][0]["pointer"] == "#/options/deadline_ms"


def test_the_longest_time_is_allowed_and_the_contracts_longest_is_no_setting(hasty):
    sent = {"text": TEXT, "options": {"deadline_ms": 10_000}}
    assert hasty.post("/v1/annotations", json=sent).status_code == 200
    assert MAX_DEADLINE_MS == LONGEST_DEADLINE_MS == Limits().deadline_ms_max == 30_000
    assert OptionsSchema().validate({"deadline_ms": 30_000}) == {}
    assert "deadline_ms" in OptionsSchema().validate({"deadline_ms": 0})


# /v1/limits


def test_limits_are_those_of_the_contract_unless_told_otherwise(client):
    limits = client.get("/v1/limits").get_json()
    promised = {
        "body_bytes": 3 * 1024 * 1024,
        "code_points": 200_000,
        "batch_documents": 64,
        "batch_bytes": 4 * 1024 * 1024,
        "job_documents": 10_000,
        "job_bytes": 256 * 1024 * 1024,
        "json_depth": 32,
        "overlay_entries": 10_000,
        "deadline_ms": 5_000,
        "deadline_ms_max": 30_000,
        "concurrency_per_worker": 1,
    }
    assert {name: limits[name] for name in promised} == promised


def test_every_limit_can_be_set_in_the_environment_and_is_told(settings, real):
    names = {
        name: f"{'' if name.startswith('queue') else 'MAX_'}{name.upper()}" for name in Limits.__dataclass_fields__
    }
    wanted = {name: 7 + number for number, name in enumerate(names)}
    found = Settings.from_env({names[name]: str(value) for name, value in wanted.items()})
    client = create_app(replace(settings, limits=found.limits), real).test_client()
    told = client.get("/v1/limits").get_json()
    assert {name: told[name] for name in wanted} == wanted


# Bodies


@every_body
def test_a_body_of_another_type_is_told_apart_from_a_missing_field(client, method, path, sent):
    answer = client.open(path, method=method, data=json.dumps(sent), content_type="application/xml")
    assert answer.status_code == 415
    assert "application/json" in answer.get_json()["supported"]


@every_body
def test_compressed_bodies_are_refused_everywhere(client, method, path, sent):
    answer = client.open(path, method=method, json=sent, headers={"Content-Encoding": "gzip"})
    assert answer.status_code == 415
    assert client.open(path, method=method, json=sent).status_code < 300


@every_body
def test_an_unknown_field_is_refused_with_its_place(client, method, path, sent):
    answer = client.open(path, method=method, json={**sent, "mood": 1})
    assert answer.status_code == 422
    assert {"#/mood", "unknown_field"} <= {value for row in answer.get_json()["errors"] for value in row.values()}


@every_body
def test_depth_is_bounded_everywhere(client, method, path, sent):
    deep = b"[" * 100_000
    answer = client.open(path, method=method, data=deep, content_type="application/json")
    assert (answer.status_code, answer.get_json()["type"]) == (400, "/problems/json-too-deep")


@every_body
def test_a_body_over_the_limit_is_refused_everywhere_with_limit_and_size(settings, real, method, path, sent):
    small = create_app(shorter(settings, body_bytes=500, batch_bytes=500), real).test_client()
    padded = json.dumps(sent).encode() + b" " * 500
    answer = small.open(path, method=method, data=padded, content_type="application/json")
    body = answer.get_json()
    assert (answer.status_code, body["limit"], body["actual"], body["unit"]) == (413, 500, len(padded), "byte")


def test_an_overlay_has_a_bound_of_entries(settings, real):
    client = create_app(shorter(settings, overlay_entries=2), real).test_client()
    entry = {"match": ["it"], "id": "h:1"}
    answer = client.put("/v1/overlays/desk", json={"entries": [entry] * 3})
    body = answer.get_json()
    assert (answer.status_code, body["limit"], body["actual"], body["unit"]) == (413, 2, 3, "entry")


# Who may do what

SCOPES = {
    ("POST", "/v1/annotations"): "annotate",
    ("POST", "/v1/annotations/batch"): "annotate",
    ("POST", "/v1/checks"): "check",
    ("POST", "/v1/jobs"): "jobs",
    ("POST", "/v1/outcomes"): "outcomes",
    ("GET", "/v1/outcomes"): "outcomes",
    ("POST", "/v1/feedback"): "feedback",
    ("GET", "/v1/sources"): "registry:read",
    ("GET", "/v1/sources/kr.nis"): "registry:read",
    ("POST", "/v1/sources/resolve"): "registry:read",
    ("GET", "/v1/overlays"): "registry:read",
    ("GET", "/v1/overlays/desk"): "registry:read",
    ("PUT", "/v1/overlays/desk"): "registry:write",
    ("DELETE", "/v1/overlays/desk"): "registry:write",
    ("GET", "/metrics"): "metrics",
}


@pytest.fixture
def locked(settings, real):
    """A service that needs keys, and one of its keys that may nothing of interest."""
    app = create_app(replace(settings, auth="on"), real)
    other = {scope: "feedback" if scope != "feedback" else "check" for scope in SCOPES.values()}
    database = Database(settings.database_url)
    made = {
        scope: keys.create(database, label=scope, scopes=(scope,), now="2026-01-01T00:00:00.000Z")[1]
        for scope in {*other.values()}
    }
    return app.test_client(), {wanted: made[held] for wanted, held in other.items()}


@pytest.mark.parametrize(("method", "path"), SCOPES)
def test_each_address_needs_its_own_scope(locked, method, path):
    client, secrets = locked
    scope = SCOPES[method, path]
    assert client.open(path, method=method).status_code == 401
    refused = client.open(path, method=method, headers={"Authorization": f"Bearer {secrets[scope]}"})
    assert (refused.status_code, refused.get_json()["required_scope"]) == (403, scope)


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/openapi.json", "/openapi.yaml", "/docs", "/v1/limits"])
def test_probes_and_the_contract_need_no_key(locked, path):
    assert locked[0].get(path).status_code == 200


def test_a_key_is_long_and_differs_each_time(settings):
    create_app(settings)
    database = Database(settings.database_url)
    made = {
        keys.create(database, label="x", scopes=("check",), now="2026-01-01T00:00:00.000Z")[1].removeprefix("sg_")
        for _ in range(3)
    }
    assert len(made) == 3
    # 6 bits a character: more than 128 bits.
    assert all(len(secret) * 6 >= 128 and re.fullmatch(r"[\w-]+", secret) for secret in made)


# The answer's names


def test_the_answers_names_are_those_that_other_tools_read(settings, engine):
    client = create_app(settings, engine).test_client()
    body = client.post("/v1/annotations?include=evidence,factors,mentions,selectors", json={"text": TEXT}).get_json()
    source, attribution = body["sources"][0], body["attributions"][0]
    promised = [
        (
            body,
            "annotation_id complete offset_unit document versions sources attributions summary warnings timing_ms",
        ),
        (body["document"], "id sha256 language length"),
        (body["document"]["length"], "code_point utf16 utf8"),
        (body["versions"], "api engine model ruleset registry"),
        (body["warnings"][0], "code span"),
        (
            source,
            "id name label type country anonymity registry affiliation reliability mentions attributions",
        ),
        (source["registry"], "id match confidence alternatives"),
        (source["affiliation"], "id name"),
        (
            source["reliability"],
            "grade class_grade score interval interval_level basis reference_class evidence disputed",
        ),
        (source["reliability"]["evidence"][0], "kind label alpha beta ln_lr status citation"),
        (source["mentions"][0], "span form position"),
        (source["mentions"][0]["position"], "line column"),
        (
            attribution,
            "id source source_span cue content quotation kind informational hedge negated via credibility confidence",
        ),
        (
            attribution["credibility"],
            "grade score interval neutral_score basis factors corroborated_by contradicted_by",
        ),
        (attribution["credibility"]["factors"][0], "kind label ln_lr status"),
        (attribution["content"][0], "start end text"),
    ]
    for row, names in promised:
        assert set(names.split()) <= row.keys()
    assert body["versions"]["api"] == "1"
    cited = next(row["citation"] for row in source["reliability"]["evidence"] if row["citation"])
    assert {"title", "url", "as_of"} <= cited.keys()


def test_the_types_of_sources_are_those_of_the_contract():
    promised = (
        "person government intelligence_agency military police judiciary legislature political_party international_org ngo "
        "company news_agency news_outlet academic think_tank pollster document social_media platform armed_group religious "
        "group witness official unknown"
    )
    assert {kind.value for kind in SourceType} == set(promised.split())


def test_all_but_the_selectors_are_there_unless_told_otherwise(client):
    body = client.post("/v1/annotations", json={"text": TEXT}).get_json()
    assert body["sources"][0]["mentions"]
    assert body["sources"][0]["reliability"]["evidence"]
    assert body["attributions"][0]["credibility"]["factors"]
    assert "selector" not in json.dumps(body)
    body = client.post("/v1/annotations?include=selectors", json={"text": TEXT}).get_json()
    assert "selector" in json.dumps(body)


def test_a_raw_body_takes_every_option_from_the_query_string(client):
    given = "id=cms:1&language=en&publisher=example.org&published_at=2026-02-03T04:05:06Z&title=x&country=KR"
    chosen = "offset_unit=utf8&include=mentions&kinds=statement&min_confidence=0.5&deadline_ms=900"
    answer = client.post(f"/v1/annotations?{given}&{chosen}", data=TEXT.encode(), content_type="text/plain")
    body = answer.get_json()
    assert (body["document"]["id"], body["offset_unit"]) == ("cms:1", "utf8")


def test_an_entry_of_an_overlay_says_what_the_house_thinks_and_why():
    assert {
        "match",
        "id",
        "type",
        "country",
        "grade",
        "criteria",
        "evidence",
        "rationale",
        "editor",
        "valid_until",
    } <= {*OverlayEntrySchema().fields}


def test_an_outcome_needs_no_more_than_a_source_and_what_became_of_it(client):
    row = client.post("/v1/outcomes", json={"source": "kr.nis", "outcome": "false"}).get_json()
    assert (row["selection"], row["weight"], row["reference"], row["claim"]) == ("random", 1, None, None)


# Headers


def test_a_trace_is_carried_on(client):
    sent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
    answer = client.get("/healthz", headers={"traceparent": sent})
    assert answer.headers["traceparent"][3:35] == sent[3:35]
    assert "traceparent" not in client.get("/healthz", headers={"traceparent": f"{sent}\tx"}).headers


def test_every_problem_carries_its_request_and_is_not_cached(client):
    for answer in (client.get("/nowhere"), client.post("/v1/annotations", json={}), client.delete("/v1/annotations")):
        assert answer.headers["X-Request-ID"]
        assert answer.headers["Cache-Control"] == "no-store"
        assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", answer.get_json()["instance"])


def test_formats_that_depend_on_accept_say_so(client):
    for path, sent in (("/v1/annotations", {"text": TEXT}), ("/v1/checks", {"content": TEXT})):
        assert "Accept" in client.post(path, json=sent).headers["Vary"]


def test_forwarded_addresses_are_believed_of_configured_proxies_only(settings, real):
    asked = {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Host": "news.example.org"}
    for proxies, calls in ((0, 1), (1, 2)):
        app = create_app(replace(settings, trusted_proxies=proxies, rate_requests=1), real)
        seen = [
            app.test_client()
            .get("/v1/version", headers={**asked, "X-Forwarded-For": f"203.0.113.{number}"})
            .status_code
            for number in range(2)
        ]
        # Two callers behind one proxy that is believed, one caller where it is not.
        assert seen.count(200) == calls


def test_the_contract_says_that_values_may_be_added(client):
    told = client.get("/openapi.json").get_json()["info"]["description"]
    assert "open" in told.lower()
    assert client.get("/v1/about").get_json()["retention"]["article_text"]


@pytest.mark.parametrize(
    "policy",
    [
        "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n",
        "a: " + "[" * 40 + "]" * 40 + "\n",
        "# " + "x" * 300_000 + "\nfail_on: error\n",
        "!!python/object/apply:os.getcwd []\n",
        "fail_on: error\nfail_on: never\n" * 2 + "---\nfail_on: error\n",
    ],
    ids=["aliases", "nesting", "length", "objects", "two documents"],
)
def test_a_policy_file_cannot_be_a_bomb(client, policy):
    answer = client.post("/v1/checks/policy", data=policy, content_type="application/yaml")
    assert answer.status_code == 422
    assert answer.get_json()["errors"]
