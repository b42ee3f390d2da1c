"""`POST /v1/feedback`: "this span, type or grade is wrong"."""

from typing import Any

from flask import Response, g

from schemas.feedback import FeedbackSchema, StoredFeedbackSchema
from service.api.answers import answer
from service.api.auth import requires
from service.api.parsing import Blueprint
from service.api.state import state
from service.runtime.clock import now
from service.storage import feedback

blp = Blueprint("feedback", __name__, url_prefix="/v1", description="What readers say is wrong.")


@blp.route("/feedback", methods=["POST"])
@requires("feedback")
@blp.doc(operationId="sendFeedback")
@blp.arguments(FeedbackSchema)
@blp.response(201, StoredFeedbackSchema, description="Stored, durably.")
def create(values: dict[str, Any]) -> Response:
    """Say what is wrong with an annotation."""
    span = values.get("span") or {}
    entry = {
        **{name: values.get(name) for name in ("annotation_id", "subject", "subject_id", "expected", "comment")},
        "start": span.get("start"),
        "end": span.get("end"),
    }
    row = feedback.append(state().database, entry, now=now(), key_id=g.get("key_id"))
    return answer({name: row[name] for name in ("id", "annotation_id", "recorded_at")}, 201)
