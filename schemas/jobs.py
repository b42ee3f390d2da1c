"""`/v1/jobs`: many articles, annotated in the background."""

from marshmallow import Schema, fields

from schemas.annotations import AnnotationQuerySchema
from schemas.base import Pattern, StrictSchema, Text, Whole, between

__all__ = ["JobQuerySchema", "JobSchema", "ResultsQuerySchema"]

#: The states that a caller sees.
STATES = ("queued", "running", "done")


class JobQuerySchema(AnnotationQuerySchema):
    """What counts for every article of a job whose body is NDJSON."""

    class Meta(AnnotationQuerySchema.Meta):
        """Marshmallow options: these are different in every article."""

        exclude = ("id", "title", "published_at")


class JobSchema(Schema):
    """A job: how far it is, and until when it is kept."""

    id = fields.String(required=True)
    state = fields.String(
        required=True,
        metadata={"description": f"Known values (more may come): {', '.join(STATES)}.", "x-extensible-enum": True},
    )
    total = fields.Integer(required=True, metadata={"description": "Articles in the job."})
    succeeded = fields.Integer(required=True)
    failed = fields.Integer(required=True, metadata={"description": "Each has its problem in its own result."})
    created_at = fields.String(required=True, metadata={"format": "date-time"})
    finished_at = fields.String(required=True, allow_none=True, metadata={"format": "date-time"})
    expires_at = fields.String(
        required=True,
        metadata={"format": "date-time", "description": "Then the job is deleted with its documents and results."},
    )
    results = fields.String(
        required=True, metadata={"format": "uri-reference", "description": "Where the results are."}
    )


class ResultsQuerySchema(StrictSchema):
    """Which results."""

    limit = Whole(lenient=True, load_default=100, validate=between(1, 1000))
    cursor = Text(
        validate=Pattern(r"^\d{1,9}$"),
        metadata={"description": "`X-Next-Cursor` of the page before; left out: the first."},
    )
