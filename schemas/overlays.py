"""`/v1/overlays`: the newsroom's own entries."""

from marshmallow import Schema, fields

from schemas.annotations import OverlayEntrySchema
from schemas.base import StrictSchema


class OverlaySchema(StrictSchema):
    """An overlay as it is written: its entries in order of precedence."""

    entries = fields.List(fields.Nested(OverlayEntrySchema), required=True, metadata={"maxItems": 10_000})


class StoredOverlaySchema(Schema):
    """An overlay as it is stored."""

    name = fields.String(required=True)
    version = fields.Integer(required=True)
    updated_at = fields.String(required=True, metadata={"format": "date-time"})
    entries = fields.List(fields.Nested(OverlayEntrySchema), required=True)


class OverlayHeadSchema(Schema):
    """An overlay without its entries."""

    name = fields.String(required=True)
    version = fields.Integer(required=True)
    updated_at = fields.String(required=True, metadata={"format": "date-time"})
    entry_count = fields.Integer(required=True)
    etag = fields.String(required=True)


class OverlayListSchema(Schema):
    """All overlays."""

    overlays = fields.List(fields.Nested(OverlayHeadSchema), required=True)
    mounted = fields.List(
        fields.String(), required=True, metadata={"description": "Names of overlays that were mounted as files."}
    )


class OverlayVersionSchema(Schema):
    """One step of an overlay's history."""

    version = fields.Integer(required=True)
    action = fields.String(required=True)
    recorded_at = fields.String(required=True, metadata={"format": "date-time"})
    key_id = fields.String(required=True, allow_none=True)
    entries = fields.List(fields.Nested(OverlayEntrySchema), required=True, allow_none=True)


class OverlayHistorySchema(Schema):
    """An overlay's history, newest first; it outlives the overlay."""

    name = fields.String(required=True)
    versions = fields.List(fields.Nested(OverlayVersionSchema), required=True)
