"""The document about the API, and the pages that problems point to."""

import json

from flask import Blueprint, Response, render_template

from schemas.problem_kinds import KINDS
from service.api.problems import Problem
from service.api.state import state

blp = Blueprint("pages", __name__)


@blp.get("/openapi.json")
def openapi_json() -> Response:
    """The OpenAPI document."""
    return Response(json.dumps(state().openapi), content_type="application/json")


@blp.get("/openapi.yaml")
def openapi_yaml() -> Response:
    """The OpenAPI document, byte for byte the file `openapi.yaml`."""
    return Response(state().openapi_yaml(), content_type="application/yaml")


@blp.get("/problems/<slug>")
def problem(slug: str) -> str:
    """What a kind of problem means and what to do; the `type` of a problem leads here."""
    kind = KINDS.get(slug)
    if kind is None:
        raise Problem("not-found", "No problem of this name is known.")
    return render_template("problem.html", kind=kind, kinds=KINDS.values())
