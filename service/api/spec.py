"""The OpenAPI document: made from the blueprints and schemas that also answer the requests."""

from typing import Any, Final

import yaml
from flask import Flask
from flask_smorest import Api as SmorestApi  # type: ignore[import-untyped]

from schemas.base import Day, Flag, Moment, Number, Text, Whole, WordList
from schemas.problem_kinds import KINDS
from schemas.problems import ProblemSchema
from service import __version__
from service.api import health, problems
from service.api.v1 import BLUEPRINTS

_DESCRIPTION: Final = """\
Finds every source that a news article cites, says who it is, and grades two things that are never mixed: the
reliability of the source (A-E) and the credibility of each attributed claim (1-5). F and 6 mean "cannot be judged".

Spans are half-open and count in `offset_unit` of the text as it was sent. Word lists in answers are open-ended: accept
words you do not know. Unknown fields in requests are refused. Article text is never stored, logged or sent anywhere."""

_CONFIG: Final = {"API_TITLE": "Sourcegrade", "API_VERSION": "1", "OPENAPI_VERSION": "3.1.1"}


class Api(SmorestApi):  # type: ignore[misc]
    """flask-smorest with our problems instead of its own errors."""

    ERROR_SCHEMA = ProblemSchema

    def _register_error_handlers(self) -> None:
        # Errors have one handler, in service.api.problems.
        return


def register(app: Flask) -> dict[str, Any]:
    """Register every blueprint and return the finished document."""
    app.config.update(_CONFIG)
    api = Api(app, spec_kwargs={"info": {"description": _DESCRIPTION, "version": __version__}})
    for field, *kind in _FIELDS:
        api.register_field(field, *kind)
    for blueprint in (*BLUEPRINTS, health.blp):
        api.register_blueprint(blueprint)
    return _finish(api.spec.to_dict())


_FIELDS: Final = (
    (Text, "string", None),
    (Whole, "integer", None),
    (Number, "number", None),
    (Moment, "string", "date-time"),
    (Day, "string", "date"),
    (Flag, "boolean", None),
    (WordList, "array", None),
)


def _finish(document: dict[str, Any]) -> dict[str, Any]:
    components = document.setdefault("components", {})
    components["securitySchemes"] = {
        "apiKey": {"type": "http", "scheme": "bearer", "description": "A key made with `sourcegrade keys create`."}
    }
    responses = components.setdefault("responses", {})
    for status in sorted({kind.status for kind in KINDS.values()}):
        slugs = [kind.slug for kind in KINDS.values() if kind.status == status]
        responses[f"Problem{status}"] = {
            "description": "Problem: " + ", ".join(f"`{slug}`" for slug in slugs),
            "content": {problems.MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
    for operations in document["paths"].values():
        for method, operation in operations.items():
            if method in {"get", "post", "put", "delete"}:
                _problems_of(method, operation)
    for name in [name for name in responses if not name.startswith("Problem")]:
        del responses[name]
    order = ("openapi", "info", "tags", "paths", "components")
    return {name: document[name] for name in (*order, *(name for name in document if name not in order))}


def _problems_of(method: str, operation: dict[str, Any]) -> None:
    if "x-content" in operation:
        operation["responses"]["200"]["content"] = operation.pop("x-content")
    wanted = {500, 503}
    if "x-required-scope" in operation:
        wanted |= {401, 403}
    if operation.get("parameters"):
        wanted |= {422}
    if "requestBody" in operation:
        wanted |= {400, 408, 413, 415, 422}
    if len(operation["responses"].get("200", {}).get("content", ())) > 1:
        wanted |= {406}
    wanted |= set(operation.pop("x-problems", ()))
    kept = {status: row for status, row in operation["responses"].items() if status.startswith(("2", "3"))}
    operation["responses"] = {
        **kept,
        **{str(status): {"$ref": f"#/components/responses/Problem{status}"} for status in sorted(wanted)},
    }
    operation.setdefault("operationId", method)


def spec() -> dict[str, Any]:
    """The document, from an application without resources."""
    return register(Flask("service.api"))


def spec_yaml() -> str:
    """The document as it is served at `/openapi.yaml` and kept in `openapi.yaml`."""
    return dump(spec())


def dump(document: dict[str, Any]) -> str:
    """A document as YAML without anchors, in its own order."""
    return yaml.dump(document, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=110)


class _Dumper(yaml.SafeDumper):
    def ignore_aliases(self, _data: object) -> bool:
        return True
