"""Many articles at once: the items of a batch or a job, and the record that each of them becomes."""

from typing import Any, Final

from marshmallow import Schema, ValidationError, fields, validates_schema

from schemas.annotations import MAX_CODE_POINTS, MAX_REQUEST_ENTRIES, DocumentSchema, OptionsSchema, OverlayEntrySchema
from schemas.base import StrictSchema, Text, size
from schemas.problems import ItemProblemSchema
from schemas.report import AnnotationSchema

_CONTENT_FIELDS: Final = ("text", "content", "document")


class ItemSchema(DocumentSchema):
    """One article: the fields of a document, `text` as short for `content`, or `document` as in `/v1/annotations`.

    `options` count before those that the batch says once.
    """

    content = Text(metadata={"minLength": 1, "maxLength": MAX_CODE_POINTS})
    text = Text(metadata={"minLength": 1, "maxLength": MAX_CODE_POINTS, "description": "Short for `content`."})
    document = fields.Nested(DocumentSchema)
    options = fields.Nested(OptionsSchema)

    @validates_schema
    def exactly_one_content(self, data: dict[str, Any], **_kwargs: Any) -> None:  # noqa: ANN401
        """The article stands in exactly one place, and nothing beside `document` speaks about it."""
        given = [name for name in _CONTENT_FIELDS if name in data]
        if len(given) != 1:
            raise ValidationError({"content": ["Give exactly one of `text`, `content` and `document`."]})
        if given == ["document"] and data.keys() - {"document", "options"}:
            raise ValidationError({"document": ["Put every field of the article into `document`."]})


class Items(fields.List[Any]):
    """The items as they were sent: each is validated on its own, so that a bad one fails alone."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> list[Any]:  # noqa: ANN401, ARG002
        if not isinstance(value, list):
            raise self.make_error("invalid")
        return value


class BatchRequestSchema(StrictSchema):
    """Articles to annotate in one request, and the options that count for all of them."""

    documents = Items(fields.Nested(ItemSchema), required=True, validate=size(1, 2**31), metadata={"minItems": 1})
    options = fields.Nested(OptionsSchema)
    registry_overlay = fields.List(
        fields.Nested(OverlayEntrySchema), load_default=list, validate=size(0, MAX_REQUEST_ENTRIES)
    )


class RecordSchema(Schema):
    """What became of one article: `annotation` when `status` is 200, else `problem`."""

    index = fields.Integer(required=True, metadata={"minimum": 0, "description": "Its place in the request, from 0."})
    id = fields.String(required=True, allow_none=True, metadata={"description": "The caller's own id, echoed."})
    status = fields.Integer(required=True, metadata={"description": "The status that it would have had alone."})
    annotation = fields.Nested(AnnotationSchema)
    problem = fields.Nested(ItemProblemSchema)


class BatchSchema(Schema):
    """One record for each article, in their order."""

    results = fields.List(fields.Nested(RecordSchema), required=True)
    succeeded = fields.Integer(required=True)
    failed = fields.Integer(required=True)
