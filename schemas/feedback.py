"""`/v1/feedback`: what a reader says is wrong with an annotation."""

from typing import Any

from marshmallow import Schema, ValidationError, fields, validates_schema

from schemas.base import COUNTRY, Flag, Pattern, StrictSchema, Text, Whole, between, one_of, size
from service.core.domain import AttributionKind, SourceType


class PlaceSchema(StrictSchema):
    """A span of the article in code points."""

    start = Whole(required=True, validate=between(0, 200_000))
    end = Whole(required=True, validate=between(1, 200_000))

    @validates_schema
    def ordered(self, data: dict[str, Any], **_kwargs: Any) -> None:  # noqa: ANN401
        """A span is not empty."""
        if data["start"] >= data["end"]:
            raise ValidationError({"end": ["Must be greater than start."]})


class ExpectedSchema(StrictSchema):
    """What it should have been."""

    is_source = Flag()
    name = Text(stored=True, validate=size(1, 300))
    type = Text(validate=one_of(kind.value for kind in SourceType))
    country = Text(validate=Pattern(COUNTRY))
    registry_id = Text(stored=True, validate=size(1, 200))
    kind = Text(validate=one_of(kind.value for kind in AttributionKind))
    grade = Text(validate=one_of(("A", "B", "C", "D", "E", "F", "1", "2", "3", "4", "5", "6")))


class FeedbackSchema(StrictSchema):
    """One remark. It needs no article text: the id of the annotation and the span say what is meant."""

    annotation_id = Text(required=True, validate=Pattern(r"^an_[0-9a-f]{32}$"))
    subject = Text(required=True, validate=one_of(("source", "attribution", "span", "summary")))
    subject_id = Text(stored=True, validate=size(1, 40), metadata={"description": "`s1`, `a1`, from the annotation."})
    span = fields.Nested(PlaceSchema)
    expected = fields.Nested(ExpectedSchema)
    comment = Text(stored=True, validate=size(1, 2_000))


class StoredFeedbackSchema(Schema):
    """The receipt."""

    id = fields.String(required=True)
    annotation_id = fields.String(required=True)
    recorded_at = fields.String(required=True, metadata={"format": "date-time"})
