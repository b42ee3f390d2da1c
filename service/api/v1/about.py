"""`/v1/about`, `/v1/limits`, `/v1/version`."""

from dataclasses import asdict
from typing import Final

from flask import Response

from schemas.about import AboutSchema, LimitsSchema, VersionsSchema
from schemas.annotations import MAX_REQUEST_ENTRIES
from service import __version__
from service.api.answers import answer
from service.api.parsing import Blueprint
from service.api.state import state
from service.api.v1.annotations import BODY_TYPES
from service.core.pipeline import LANGUAGES
from service.render import RENDERERS
from service.render.checks.catalog import FORMATS
from service.render.json import version_rows

blp = Blueprint("about", __name__, url_prefix="/v1", description="Versions, limits, retention.")

_RETENTION: Final = {
    "article_text": "Held in memory while a request is answered; a job keeps its documents until it is done. Never logged.",
    "annotations": "Not kept, except as results of a job until it expires.",
    "jobs": "A job has `job_ttl_s` seconds (GET /v1/limits) to finish, and its results are kept as long again; DELETE removes it at once.",
    "outcomes": "Kept as an append-only log until the operator deletes it.",
    "overlays": "Kept with all versions until the operator deletes them.",
    "feedback": "Kept without article text until the operator deletes it.",
    "ratings": "Licensed ratings are kept until the operator deletes them.",
    "keys": "Only their SHA-256 is kept.",
    "audit_log": "Who changed what and when, without text, until the operator deletes it.",
    "request_log": "One line a request: its id, route, status, time and key id, neither text nor address; where the operator's logs go.",
    "rates": "Where rates are limited, a caller's counts for one minute.",
}
_GRADES: Final = {
    "A": "At least 95 in 100 checkable statements hold.",
    "B": "80 to 95 in 100 hold.",
    "C": "55 to 80 in 100 hold.",
    "D": "20 to 55 in 100 hold.",
    "E": "Fewer than 20 in 100 hold.",
    "F": "Cannot be judged; this says nothing bad.",
    "1": "At least 0.90, with an independent corroborator.",
    "2": "At least 0.80.",
    "3": "0.45 to 0.80.",
    "4": "0.20 to 0.45.",
    "5": "Below 0.20.",
    "6": "Cannot be judged; this says nothing bad.",
}


@blp.route("/about", methods=["GET"])
@blp.doc(operationId="about")
@blp.response(200, AboutSchema, description="About the service.")
def about() -> Response:
    """What the service does with what it gets."""
    return answer(
        {
            "service": "Sourcegrade",
            "version": __version__,
            "languages": list(LANGUAGES),
            "media_types": list(BODY_TYPES),
            "formats": [renderer.media_type for renderer in RENDERERS],
            "check_formats": [each.media_type for each in FORMATS],
            "retention": _RETENTION,
            "network": "Nothing is fetched or sent while a request is answered.",
            "grades": _GRADES,
        }
    )


@blp.route("/limits", methods=["GET"])
@blp.doc(operationId="limits")
@blp.response(200, LimitsSchema, description="The limits in force.")
def limits() -> Response:
    """Sizes and times that a request may have."""
    settings = state().settings
    rates = {
        "rate_requests": settings.rate_requests,
        "rate_bytes": settings.rate_bytes,
        "rate_counted": "together" if settings.redis_url or settings.workers == 1 else "per_worker",
    }
    told = {"request_entries": MAX_REQUEST_ENTRIES, "job_ttl_s": settings.job_ttl_s, "concurrency_per_worker": 1}
    return answer({**asdict(settings.limits), **told, **rates})


@blp.route("/version", methods=["GET"])
@blp.doc(operationId="version")
@blp.response(200, VersionsSchema, description="The versions in force.")
def version() -> Response:
    """What gives the answers."""
    return answer(version_rows(state().resources.provenance))
