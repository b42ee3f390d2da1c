"""The contract: the file, what is served and what answers are one and the same."""

import atexit
import os
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import schemathesis
import yaml
from hypothesis import HealthCheck, settings
from openapi_spec_validator import OpenAPIV31SpecValidator
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    allow_header_conformance,
    negative_data_rejection,
    positive_data_acceptance,
)

from service.api.app import create_app, default_engine
from service.api.spec import spec_yaml
from service.runtime.settings import Limits, Settings

ROOT = Path(__file__).resolve().parents[2]
#: Cases of each endpoint beside those that its schema's edges give; `make fuzz` asks for more, and for new ones each time.
CASES = int(os.environ.get("CONTRACT_CASES", "12"))


def test_the_file_is_what_is_served(client):
    served = client.get("/openapi.yaml")
    assert served.content_type == "application/yaml"
    assert served.get_data(as_text=True) == spec_yaml()
    assert (ROOT / "openapi.yaml").read_text(encoding="utf-8") == spec_yaml(), "run `make openapi`"
    assert yaml.safe_load(spec_yaml()) == client.get("/openapi.json").get_json()


def test_the_document_is_valid_openapi():
    document = yaml.safe_load(spec_yaml())
    assert document["openapi"].startswith("3.1")
    OpenAPIV31SpecValidator(document).validate()


def test_every_error_is_documented_as_a_problem():
    document = yaml.safe_load(spec_yaml())
    for response in document["components"]["responses"].values():
        assert list(response["content"]) == ["application/problem+json"]
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            if method == "parameters":
                continue
            assert operation["operationId"], (path, method)
            for status, response in operation["responses"].items():
                assert status.startswith("2") or response["$ref"].startswith("#/components/responses/Problem"), (
                    path,
                    status,
                )


def test_every_route_is_documented(app):
    documented = set(yaml.safe_load(spec_yaml())["paths"])
    pages = {"/", "/many", "/docs", "/openapi.json", "/openapi.yaml", "/static/{filename}", "/problems/{slug}"}
    routes = {
        rule.rule.replace("<string:", "<").replace("<path:", "<").replace("<", "{").replace(">", "}")
        for rule in app.url_map.iter_rules()
    }
    assert routes - pages == documented


@cache
def fuzzed_app():
    """One application with a store of its own, removed when the process ends."""
    folder = TemporaryDirectory(prefix="sourcegrade-fuzz-")
    atexit.register(folder.cleanup)
    store = Settings(database_url=f"sqlite:///{folder.name}/store.sqlite3", limits=Limits(queue_ms=5_000))
    return create_app(store, default_engine())


def wsgi(environ, start_response):
    return fuzzed_app()(environ, start_response)


@schemathesis.serializer("application/x-ndjson")
def as_lines(_context, value):
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "replace")


schema = schemathesis.openapi.from_wsgi("/openapi.json", wsgi)


@schema.parametrize()
@settings(
    max_examples=CASES,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    derandomize="CONTRACT_CASES" not in os.environ,
)
def test_no_input_breaks_the_contract(case):
    # Some rules (a language that has a model, an overlay that exists, text or document) a schema cannot say.
    # GET of /v1/sources/resolve is the entry of the id "resolve", so its Allow header says more than its own path.
    excluded = [positive_data_acceptance, allow_header_conformance]
    response = case.call()
    if case.path.endswith(("/batch", "/jobs")):
        # An article that breaks the schema is refused in its own row; test_batch.py and test_jobs.py hold that.
        excluded.append(negative_data_rejection)
    if (
        response.status_code == 503
    ):  # the one server-side refusal that a caller can ask for: a deadline of a millisecond
        assert response.json()["type"].endswith("deadline-exceeded")
        excluded.append(not_a_server_error)
    # 413 is a refusal, with the limit and what was sent; and any text is an article in a raw body, also one that is JSON.
    if response.status_code == 413 or (case.media_type or "").startswith("text/"):
        excluded.append(negative_data_rejection)
    case.validate_response(response, excluded_checks=excluded)
