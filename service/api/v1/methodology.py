"""`/v1/methodology`: the tables and formulae behind every number, with their version."""

from flask import Response

from schemas.about import MethodologySchema
from service.api.answers import answer, conditional
from service.api.parsing import Blueprint
from service.api.state import state
from service.runtime.methodology import published

blp = Blueprint("methodology", __name__, url_prefix="/v1", description="How the numbers are computed.")


@blp.route("/methodology", methods=["GET"])
@blp.doc(operationId="methodology")
@blp.response(200, MethodologySchema, description="The tables in force.")
def methodology() -> Response:
    """Every table with the mark, origin and date of each row, and the formulae."""
    tables = state().resources.tables
    return conditional(answer(published(tables)), tables.digest[:32])
