"""`/healthz`, `/readyz`, `/metrics`: for balancers and monitoring."""

from flask import Response

from schemas.about import HealthSchema
from service.api.auth import requires
from service.api.parsing import Blueprint
from service.api.state import state
from service.render.json import encode
from service.runtime import metrics

blp = Blueprint("operations", __name__, description="Probes and metrics.")


@blp.route("/healthz", methods=["GET"])
@blp.doc(operationId="healthz")
@blp.response(200, HealthSchema, description="The process answers.")
def healthz() -> Response:
    """Whether the process is alive."""
    return Response(encode({"status": "ok"}), content_type="application/json")


@blp.route("/readyz", methods=["GET"])
@blp.doc(operationId="readyz")
@blp.response(200, HealthSchema, description="Ready for requests.")
def readyz() -> Response:
    """Whether the process can do its work: resources loaded, store reachable."""
    here = state()
    here.live.current()
    here.database.ping()
    return Response(encode({"status": "ready"}), content_type="application/json")


@blp.route("/metrics", methods=["GET"])
@requires("metrics")
@blp.doc(operationId="metrics")
@blp.response(200, {"type": "string"}, content_type="text/plain", description="Prometheus text format.")
def show_metrics() -> Response:
    """Counts and times of all workers."""
    return Response(metrics.exposition(), content_type=metrics.CONTENT_TYPE)
