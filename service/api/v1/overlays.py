"""`/v1/overlays`: the newsroom's own entries. Writers name the version they saw; every version stays in the history."""

from typing import Any

from flask import Response, g, request
from marshmallow import ValidationError

from schemas.annotations import OVERLAY_NAME
from schemas.base import Pattern
from schemas.overlays import OverlayHistorySchema, OverlayListSchema, OverlaySchema, StoredOverlaySchema
from service.api import body, parsing
from service.api.answers import answer, conditional
from service.api.auth import requires
from service.api.parsing import Blueprint
from service.api.problems import Problem
from service.api.state import state
from service.runtime.clock import now
from service.storage import overlays

blp = Blueprint("overlays", __name__, url_prefix="/v1", description="The newsroom's own registry entries.")
_NAME = {"in": "path", "name": "name", "required": True, "schema": {"type": "string", "pattern": OVERLAY_NAME}}
_IF_MATCH = {
    "in": "header",
    "name": "If-Match",
    "schema": {"type": "string"},
    "description": "The ETag that you read; needed as soon as the overlay exists.",
}
_name = Pattern(OVERLAY_NAME)


@blp.route("/overlays", methods=["GET"])
@requires("registry:read")
@blp.doc(operationId="listOverlays")
@blp.response(200, OverlayListSchema, description="All overlays.")
def index() -> Response:
    """List the overlays in force: stored ones, and the names of those mounted as files."""
    here = state()
    rows = [
        {
            "name": row.name,
            "version": row.version,
            "updated_at": row.updated_at,
            "entry_count": len(row.entries),
            "etag": f'"{row.etag}"',
        }
        for row in overlays.read_all(here.database)
    ]
    return answer({"overlays": rows, "mounted": list(here.live.mounted)})


@blp.route("/overlays/<string:name>", methods=["GET"], parameters=[_NAME])
@requires("registry:read")
@blp.doc(operationId="readOverlay", **{"x-problems": [404, 422]})
@blp.response(200, StoredOverlaySchema, description="The overlay.")
def show(name: str) -> Response:
    """Read one overlay with its ETag."""
    stored = overlays.read(state().database, _checked(name))
    if stored is None:
        raise _missing()
    return conditional(answer(_row(stored)), stored.etag)


@blp.route("/overlays/<string:name>", methods=["PUT"], parameters=[_NAME])
@requires("registry:write")
@blp.doc(operationId="writeOverlay", parameters=[_IF_MATCH], **{"x-problems": [412]})
@blp.arguments(OverlaySchema)
@blp.response(200, StoredOverlaySchema, description="Replaced.")
@blp.alt_response(201, schema=StoredOverlaySchema, description="Created.")
def write(values: dict[str, Any], name: str) -> Response:
    """Create or replace an overlay.

    Every worker uses it within two seconds.
    """
    here = state()
    entries = values["entries"]
    if len(entries) > here.settings.limits.overlay_entries:
        raise body.too_large(here.settings.limits.overlay_entries, len(entries), "entry")
    before = overlays.read(here.database, _checked(name))
    try:
        stored = overlays.write(
            here.database, name, entries, if_match=_if_match(before), now=now(), key_id=g.get("key_id")
        )
    except overlays.OverlayConflictError as error:
        raise _conflict(error) from error
    return answer(_row(stored), 201 if before is None else 200, ETag=f'"{stored.etag}"')


@blp.route("/overlays/<string:name>", methods=["DELETE"], parameters=[_NAME])
@requires("registry:write")
@blp.doc(operationId="deleteOverlay", parameters=[_IF_MATCH], **{"x-problems": [404, 412, 422]})
@blp.response(204, description="Gone.")
def delete(name: str) -> Response:
    """Delete an overlay; its history stays."""
    here = state()
    before = overlays.read(here.database, _checked(name))
    try:
        gone = overlays.delete(here.database, name, if_match=_if_match(before), now=now(), key_id=g.get("key_id"))
    except overlays.OverlayConflictError as error:
        raise _conflict(error) from error
    if not gone:
        raise _missing()
    return Response(status=204)


@blp.route("/overlays/<string:name>/history", methods=["GET"], parameters=[_NAME])
@requires("registry:read")
@blp.doc(operationId="readOverlayHistory", **{"x-problems": [404, 422]})
@blp.response(200, OverlayHistorySchema, description="All versions, newest first.")
def history(name: str) -> Response:
    """Read who changed what and when."""
    found = overlays.history(state().database, _checked(name))
    if not found:
        raise _missing()
    shown = ("version", "action", "recorded_at", "key_id", "entries")
    return answer({"name": name, "versions": [{key: row[key] for key in shown} for row in found]})


def _checked(name: str) -> str:
    try:
        _name(name)
    except ValidationError as error:
        raise parsing.invalid("#", "This is not a name of an overlay.", "invalid_name") from error
    return name


def _missing() -> Problem:
    return Problem("not-found", "No overlay of this name is stored.")


def _conflict(error: overlays.OverlayConflictError) -> Problem:
    headers = {} if error.etag is None else {"ETag": f'"{error.etag}"'}
    return Problem("precondition-failed", "If-Match does not name the stored version.", headers=headers)


def _if_match(before: overlays.StoredOverlay | None) -> str | None:
    """The version that the caller saw, as the store wants it."""
    if request.if_none_match.star_tag and before is not None:
        raise Problem("precondition-failed", "The overlay exists.", headers={"ETag": f'"{before.etag}"'})
    if "If-Match" not in request.headers:
        return None
    tags = request.if_match
    if tags.star_tag:
        return "*"
    if before is not None and before.etag in tags:
        return before.etag
    return next(iter(tags), "")


def _row(stored: overlays.StoredOverlay) -> dict[str, object]:
    return {
        "name": stored.name,
        "version": stored.version,
        "updated_at": stored.updated_at,
        "entries": list(stored.entries),
    }
