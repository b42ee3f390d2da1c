"""The document about the API, and the pages for people."""

import json

from flask import Blueprint, Response

from service.api import spec
from service.api.state import state

blp = Blueprint("pages", __name__)


@blp.get("/openapi.json")
def openapi_json() -> Response:
    """The OpenAPI document."""
    return Response(json.dumps(state().openapi), content_type="application/json")


@blp.get("/openapi.yaml")
def openapi_yaml() -> Response:
    """The OpenAPI document, byte for byte the file `openapi.yaml`."""
    return Response(spec.dump(state().openapi), content_type="application/yaml")
