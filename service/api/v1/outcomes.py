"""`/v1/outcomes`: what claims turned out to be. It moves a source's record; answered only once it is durable."""

from typing import Any

from flask import Response, g

from schemas.outcomes import OutcomePageSchema, OutcomeQuerySchema, OutcomeSchema, StoredOutcomeSchema
from service.api.answers import answer
from service.api.auth import requires
from service.api.parsing import Blueprint
from service.api.state import state
from service.runtime.clock import now
from service.storage import outcomes

blp = Blueprint("outcomes", __name__, url_prefix="/v1", description="What claims turned out to be.")


@blp.route("/outcomes", methods=["POST"])
@requires("outcomes")
@blp.doc(operationId="recordOutcome")
@blp.arguments(OutcomeSchema)
@blp.response(201, StoredOutcomeSchema, description="Stored, durably.")
def create(values: dict[str, Any]) -> Response:
    """Record what a claim turned out to be.

    Every worker counts it within two seconds. Rows are never changed: a correction is a new one with the same source and
    reference, and weight 0 withdraws.
    """
    new = outcomes.NewOutcome(**values, key_id=g.get("key_id"))
    return answer(_row(outcomes.append(state().database, new, now=now())), 201)


@blp.route("/outcomes", methods=["GET"])
@requires("outcomes")
@blp.doc(operationId="listOutcomes")
@blp.arguments(OutcomeQuerySchema, location="query")
@blp.response(200, OutcomePageSchema, description="A page of outcomes.")
def index(query: dict[str, Any]) -> Response:
    """List outcomes in the order in which they were stored."""
    rows, cursor = outcomes.page(
        state().database, source=query.get("source"), limit=query["limit"], after=int(query.get("cursor", 0))
    )
    return answer({"outcomes": [_row(row) for row in rows], "next_cursor": None if cursor is None else str(cursor)})


def _row(stored: outcomes.StoredOutcome) -> dict[str, object]:
    return {name: getattr(stored, name) for name in StoredOutcomeSchema().fields}
