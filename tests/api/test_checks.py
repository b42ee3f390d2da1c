"""Checks over HTTP with what ships: formats, policies, raw bodies, faults. The drafts are invented."""

import json
from dataclasses import replace

import pytest
from marshmallow import RAISE

from schemas.checks import CHECK_FORMATS, CheckAnswerSchema, PolicyAnswerSchema
from service.api.app import create_app, default_engine
from service.api.state import Engine
from service.render.checks.catalog import FORMATS
from service.runtime.settings import Limits
from tests.api.test_annotations import cut
from tests.api.test_problems import shape

#: Front matter, an astral and a no-break character before the words, a directive.
DRAFT = """---
title: Sluices
byline: A. Writer
---
# Sluices \U0001f30a hold

It was\u00a0reported that the sluices of Port Lisse would close on Monday.

It was claimed that the mayor had left. <!-- sourcegrade disable-line SRC004 -- the desk knows -->
"""
STRICT = {"rules": {"SRC004": "error"}}
JSON = "application/json"


@pytest.fixture(scope="module")
def real() -> Engine:
    return default_engine()


@pytest.fixture
def app(settings, real):
    return create_app(settings, real)


def post(client, query="", headers=None, **sent):
    return client.post(f"/v1/checks{query}", json={"path": "a/b.md", "content": DRAFT, **sent}, headers=headers)


def test_a_draft_is_judged_by_the_policy(client):
    answer = post(client, policy=STRICT)
    body = answer.get_json()
    assert answer.status_code == 200
    assert CheckAnswerSchema(unknown=RAISE).validate(body) == {}
    assert (body["verdict"], answer.headers["X-Check-Verdict"]) == ("fail", "fail")
    found = [row for row in body["findings"] if row["rule_id"] == "SRC004"]
    assert [row["range"]["start"]["line"] for row in found] == [7]
    assert body["counts"]["suppressed"] >= 1
    assert body["suppressions"][0]["used"] is True
    passing = post(client, policy={"rules": {"SRC004": "note"}})
    assert passing.headers["X-Check-Verdict"] == "pass"


@pytest.mark.parametrize("unit", ["code_point", "utf16", "utf8"])
def test_spans_cut_their_text_out_of_the_file(client, unit):
    body = post(client, policy=STRICT, options={"offset_unit": unit, "include": ["silenced"]}).get_json()
    for row in body["findings"] + body["suppressed"]:
        assert cut(DRAFT, unit, row["span"]["start"], row["span"]["end"]) == row["span"]["text"]


@pytest.mark.parametrize("each", FORMATS, ids=lambda each: each.name)
def test_every_format_is_had_by_accept_and_by_name(client, each):
    accepted = post(client, headers={"Accept": each.media_type}, policy=STRICT)
    named = post(client, f"?format={each.name}", headers={"Accept": "image/png"}, policy=STRICT)
    for answer in (accepted, named):
        assert answer.status_code == 200
        assert answer.mimetype == each.media_type
        assert answer.headers["X-Check-Verdict"] == "fail"
        assert "SRC004" in answer.get_data(as_text=True)
    if each.name != "json":
        assert accepted.get_data() == named.get_data()


def test_the_documented_formats_are_the_written_ones():
    assert set(CHECK_FORMATS) == {each.name for each in FORMATS}


@pytest.mark.parametrize("each", FORMATS, ids=lambda each: each.name)
def test_the_documented_shape_of_a_format_is_the_written_one(client, each):
    """Found by `make fuzz`: GitLab's list was documented as a string."""
    content = client.get("/openapi.json").get_json()["paths"]["/v1/checks"]["post"]["responses"]["200"]["content"]
    answer = post(client, f"?format={each.name}")
    written = {dict: "object", list: "array"}[type(answer.get_json())] if answer.is_json else "string"
    assert written == each.shape
    assert each.name == "json" or content[each.media_type]["schema"] == {"type": written}


@pytest.mark.parametrize(
    ("accept", "mimetype"),
    [
        (None, JSON),
        ("*/*", JSON),
        ("text/*", "text/plain"),
        ("application/sarif+json, application/json;q=0.5", "application/sarif+json"),
        ("application/xml, application/junit+xml;q=0.1", "application/junit+xml"),
    ],
)
def test_formats_are_negotiated(client, accept, mimetype):
    assert post(client, headers={"Accept": accept} if accept else {}).mimetype == mimetype


def test_other_formats_are_refused_with_those_that_there_are(client):
    body = shape(post(client, headers={"Accept": "application/pdf"}))
    assert body["status"] == 406
    assert "application/sarif+json" in body["available"]
    body = shape(post(client, "?format=pdf"))
    assert (body["status"], body["errors"][0]["pointer"]) == (422, "?/format")


@pytest.mark.parametrize("kind", ["text/markdown", "text/html", "text/plain"])
def test_a_raw_body_takes_its_choices_from_the_query(client, kind):
    text = DRAFT if kind == "text/markdown" else "It was reported that the sluices would close on Monday.\n"
    answer = client.post(
        "/v1/checks?path=x/y.txt&policy=strict&include=rules,silenced", data=text.encode(), content_type=kind
    )
    body = answer.get_json()
    assert (body["path"], body["policy"], body["document"]["media_type"]) == ("x/y.txt", "strict", kind)
    assert body["rules"]
    assert "suppressed" in body
    assert any(row["rule_id"] == "SRC004" for row in body["findings"])


@pytest.mark.parametrize(
    ("path", "kind"),
    [("a.md", "text/markdown"), ("A.HTM", "text/html"), ("a.txt", "text/plain"), ("d.md/notes", "text/plain")],
)
def test_the_path_tells_the_media_type(client, path, kind):
    sent = client.post("/v1/checks", json={"path": path, "content": "Nothing here."}).get_json()
    assert sent["document"]["media_type"] == kind


@pytest.mark.parametrize("ascii_only", [True, False])
def test_a_ninjs_item_is_checked_where_it_stands_in_its_file(client, ascii_only):
    body = "<p>\U0001f30a It was\u00a0reported that the \u201csluices\u201d would close.</p>"
    text = json.dumps({"headline": "Sluices", "body_xhtml": body}, ensure_ascii=ascii_only, indent=1)
    for sent in ({"path": "item.ninjs"}, {"media_type": "application/vnd.iptc.ninjs+json"}):
        found = client.post("/v1/checks", json={"content": text, "policy": STRICT, **sent}).get_json()
        (row,) = [row for row in found["findings"] if row["rule_id"] == "SRC004"]
        piece = text[row["span"]["start"] : row["span"]["end"]]
        assert piece == row["span"]["text"]
        assert json.loads(f'"{piece}"') in body
        assert row["range"]["start"]["line"] == 3


FAULTS = [
    ({"polcy": {}}, "#/polcy"),
    ({"policy": 7}, "#/policy"),
    ({"policy": "nope"}, "#/policy"),
    ({"policy": {"fail": "error"}}, "#/policy/fail"),
    ({"policy": {"fail_on": "errors"}}, "#/policy/fail_on"),
    ({"policy": {"rules": {"SRC999": "error"}}}, "#/policy/rules/SRC999"),
    ({"policy": {"rules": {"SRC004": "loud"}}}, "#/policy/rules/SRC004"),
    ({"policy": {"registry_overlays": ["no"]}}, "#/policy/registry_overlays/0"),
    ({"content": ""}, "#/content"),
    ({"path": ""}, "#/path"),
    ({"filter": "new"}, "#/filter"),
    ({"changed_lines": [[3, 1]]}, "#/changed_lines/0"),
    ({"changed_lines": [[0, 1]]}, "#/changed_lines/0/0"),
    ({"changed_lines": [[1]]}, "#/changed_lines/0"),
    ({"baseline": [{"rule": "SRC004"}]}, "#/baseline/0/fingerprint"),
    ({"baseline": [{"rule": "x", "fingerprint": "f"}]}, "#/baseline/0/rule"),
    ({"options": {"include": ["all"]}}, "#/options/include/0"),
    ({"media_type": "image/png"}, "#/media_type"),
]


@pytest.mark.parametrize(("sent", "pointer"), FAULTS, ids=[row[1] for row in FAULTS])
def test_faults_name_their_place(client, sent, pointer):
    body = shape(post(client, **sent))
    assert body["status"] == 422
    assert pointer in [row["pointer"] for row in body["errors"]]


@pytest.mark.parametrize(
    ("data", "kind", "status"),
    [
        (b"caf\xe9", "text/markdown", 422),
        (b"", "text/markdown", 422),
        (b"---\na: [\n---\ntext", "text/markdown", 422),
        (b"{", JSON, 400),
        (b"{}", "application/pdf", 415),
        (b"a" * 200_001, "text/plain", 413),
        (b"a" * (3 * 1024 * 1024 + 1), "text/plain", 413),
    ],
)
def test_what_cannot_be_checked_is_a_problem(client, data, kind, status):
    assert shape(client.post("/v1/checks", data=data, content_type=kind))["status"] == status


def test_the_policys_language_counts_where_the_draft_names_none(client):
    sent = {"content": "Experts say the bridge is shut.", "policy": {"language": "de"}}
    refused = client.post("/v1/checks", json=sent)
    assert refused.status_code == 422
    assert refused.json["type"].endswith("unsupported-language")
    assert client.post("/v1/checks", json={**sent, "language": "en"}).status_code == 200
    assert client.post("/v1/checks", json={**sent, "policy": {"language": "en-GB"}}).status_code == 200


def test_a_preset_in_the_query_that_does_not_exist_is_told(client):
    body = shape(client.post("/v1/checks?policy=nope", data=b"a", content_type="text/plain"))
    assert body["errors"][0]["pointer"] == "?/policy"
    assert "strict" in body["detail"]


def test_a_baseline_covers_what_it_names_and_no_more(client):
    first = post(client, policy=STRICT).get_json()["findings"]
    row = next(row for row in first if row["rule_id"] == "SRC004")
    entry = {"rule": "SRC004", "fingerprint": row["fingerprint"]}
    covered = post(client, policy=STRICT, baseline=[entry]).get_json()
    assert (covered["verdict"], covered["counts"]["baselined"]) == ("pass", 1)
    elsewhere = post(client, policy=STRICT, baseline=[{**entry, "path": "other.md"}]).get_json()
    assert elsewhere["verdict"] == "fail"
    moved = post(
        client, content=DRAFT.replace("# Sluices", "A new paragraph.\n\n# Sluices"), policy=STRICT, baseline=[entry]
    )
    assert moved.get_json()["verdict"] == "pass"


def test_only_changed_lines_count_when_asked(client):
    inside = post(client, policy=STRICT, changed_lines=[[7, 7]], filter="changed").get_json()
    outside = post(client, policy=STRICT, changed_lines=[[1, 5]], filter="changed").get_json()
    assert (inside["verdict"], outside["verdict"]) == ("fail", "pass")


def test_a_policy_file_comes_back_as_json(client):
    text = (
        "# ours\nextends: opinion\nreport_level: warning\nignore: ['old/**']\nrules:\n  SRC004: off\nbaseline: b.json\n"
    )
    answer = client.post("/v1/checks/policy", data=text.encode(), content_type="application/yaml")
    body = answer.get_json()
    assert answer.status_code == 200
    assert PolicyAnswerSchema(unknown=RAISE).validate(body) == {}
    assert (body["extends"], body["report_level"], body["ignore"]) == ("opinion", "warning", ["old/**"])
    assert body["baseline"] == "b.json"
    found = post(client, policy=body["policy"]).get_json()
    assert found["policy"] == "opinion"
    assert not [row for row in found["findings"] if row["rule_id"] == "SRC004" or row["severity"] == "note"]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("extends: strict\nrulez: 1\n", 2),
        ("\n\nrules:\n  SRC004: warning\n  SRC999: error\n", 5),
        ("per_path:\n  - glob: a\n    rules:\n      SRC004: loud\n", 4),
        ("extends: strict\nfail_on: [\n", 3),
        ("a: &x 1\nb: *x\n", 2),
        ("fail_on: error\nfail_on: never\n", 2),
        ("- a\n- b\n", 1),
        ("a: {b: {c: {d: {e: {f: {g: {h: {i: {j: 1}}}}}}}}}\n", 1),
        ("x" * 300_000, 1),
    ],
)
def test_faults_of_a_policy_file_are_told_with_their_line(client, text, line):
    body = shape(client.post("/v1/checks/policy", data=text.encode(), content_type="application/yaml"))
    assert body["status"] == 422
    assert line in [row["line"] for row in body["errors"]]


def test_a_policy_needs_yaml(client):
    assert shape(client.post("/v1/checks/policy", data=b"{}", content_type="text/csv"))["status"] == 415


def test_help_is_linked_where_the_service_knows_its_address(settings, real):
    client = create_app(replace(settings, public_url="https://grades.example.org"), real).test_client()
    log = json.loads(post(client, "?format=sarif", policy=STRICT).get_data())
    rules = {rule["id"]: rule for rule in log["runs"][0]["tool"]["driver"]["rules"]}
    assert rules["SRC004"]["helpUri"] == "https://grades.example.org/v1/rules/SRC004"


def test_a_deadline_and_a_busy_worker_are_told_apart(settings, real):
    app = create_app(replace(settings, limits=Limits(queue_ms=60)), real)
    client, gate = app.test_client(), app.extensions["sourcegrade"].gate
    with gate.turn(1000):
        busy = post(client)
        late = post(client, options={"deadline_ms": 20})
    assert shape(busy)["type"] == "/problems/overloaded"
    assert shape(late)["type"] == "/problems/deadline-exceeded"
    assert busy.headers["Retry-After"] == "1"
