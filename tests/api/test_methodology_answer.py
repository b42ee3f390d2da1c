"""`GET /v1/methodology`: the tables in force, as a client may check a number against them."""

from math import exp, log

import pytest

from schemas.about import MethodologySchema
from service.api.app import create_app, default_engine
from service.api.state import Engine
from service.runtime.methodology import published
from service.runtime.priors import default_tables
from service.runtime.settings import Settings

ANNOTATE = "/v1/annotations?include=evidence,factors"
TEXT = "The Reserve Bank of Australia said on Monday that rates would stay where they were until May."


@pytest.fixture(scope="module")
def real() -> Engine:
    return default_engine()


@pytest.fixture
def app(settings: Settings, real: Engine):
    return create_app(settings, real)


def test_it_gives_the_tables_in_force_without_a_key(client) -> None:
    answer = client.get("/v1/methodology")
    assert answer.status_code == 200
    assert answer.get_json() == published(default_tables())
    assert MethodologySchema().validate(answer.get_json()) == {}


def test_an_answer_names_the_version_and_hash_of_these_tables(client) -> None:
    found = client.get("/v1/methodology").get_json()
    versions = client.post(ANNOTATE, json={"text": TEXT}).get_json()["versions"]
    assert versions["priors"] == f"{found['version']}+{found['digest'][:12]}"


def test_a_class_prior_of_an_answer_stands_in_the_table(client) -> None:
    classes = {row["id"]: row for row in client.get("/v1/methodology").get_json()["tables"]["classes"]}
    sources = client.post(ANNOTATE, json={"text": TEXT}).get_json()["sources"]
    rows = [row for one in sources for row in one["reliability"]["evidence"] if row["kind"] == "class_prior"]
    assert rows
    for row in rows:
        mu = row["alpha"] / (row["alpha"] + row["beta"])
        assert mu == pytest.approx(classes[row["parameters"]["class"]]["mu"], abs=0.001)


def test_a_claims_ratio_stands_in_the_table(client) -> None:
    table = {row["kind"]: row["lr"] for row in client.get("/v1/methodology").get_json()["tables"]["claim_evidence"]}
    text = "Toyota said on Monday that its new engine was safe. Toyota denied that the engine had caught fire."
    found = client.post(ANNOTATE, json={"text": text}).get_json()
    factors = [f for row in found["attributions"] if row["credibility"] for f in row["credibility"]["factors"]]
    ratios = [f for f in factors if f["kind"] == "interest_in_claim"]
    assert ratios
    assert all(exp(f["ln_lr"]) == pytest.approx(table["interest_in_claim"], abs=0.001) for f in ratios)
    assert log(table["interest_in_claim"]) < 0


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_nobody_writes_it(client, method: str) -> None:
    assert getattr(client, method)("/v1/methodology").status_code == 405
