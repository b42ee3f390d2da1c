"""The catalog over HTTP: what a finding's `help_url` leads to."""

import pytest

from service.api.app import create_app, default_engine
from service.api.state import Engine


@pytest.fixture(scope="module")
def real() -> Engine:
    return default_engine()


@pytest.fixture
def app(settings, real):
    return create_app(settings, real)


@pytest.fixture
def rules(client):
    return client.get("/v1/rules").get_json()["rules"]


def test_the_catalog_lists_every_rule_in_order(rules):
    ids = [rule["id"] for rule in rules]
    assert len(ids) == 43
    assert ids == sorted(ids)


def test_each_rule_tells_why_and_shows_a_bad_and_a_good_draft(client, rules):
    for head in rules:
        rule = client.get(f"/v1/rules/{head['id']}").get_json()
        assert head.items() <= rule.items()
        assert all(rule[key] for key in ("why", "bad", "good", "guidelines", "presets"))


def test_a_rule_that_has_not_earned_it_is_no_more_than_a_note(rules):
    for rule in rules:
        if rule["severity"] in {"error", "warning"} and rule["id"] < "SRC050":
            assert rule["precision"] >= 0.9


def test_ids_are_read_in_any_case_and_unknown_ones_are_not_found(client):
    assert client.get("/v1/rules/src004").get_json()["id"] == "SRC004"
    response = client.get("/v1/rules/SRC999")
    assert (response.status_code, response.get_json()["type"].rpartition("/")[2]) == (404, "not-found")


def test_an_unchanged_catalog_is_not_sent_again(client):
    first = client.get("/v1/rules")
    again = client.get("/v1/rules", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
