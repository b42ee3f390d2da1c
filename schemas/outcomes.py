"""`/v1/outcomes`: what claims turned out to be."""

from typing import Final

from marshmallow import Schema, fields

from schemas.base import Number, Pattern, StrictSchema, Text, Whole, between, one_of, size

OUTCOMES: Final = ("true", "partly", "false")
SELECTIONS: Final = ("random", "suspected")
#: A registry id, or an id of the house's own: no spaces or control characters.
SOURCE_ID: Final = r"^[!-~]{1,200}$"
MAX_PAGE: Final = 1_000


class OutcomeSchema(StrictSchema):
    """One outcome. A correction is a new one with the same source and reference; weight 0 withdraws."""

    source = Text(required=True, stored=True, validate=Pattern(SOURCE_ID), metadata={"description": "Registry id."})
    outcome = Text(required=True, validate=one_of(OUTCOMES))
    selection = Text(
        validate=one_of(SELECTIONS),
        load_default="random",
        metadata={"description": "How the claim came to be checked; suspected ones are kept on a track of their own."},
    )
    weight = Number(validate=between(0, 100), load_default=1.0)
    reference = Text(stored=True, validate=size(1, 200), metadata={"description": "The caller's own key."})
    claim = Text(stored=True, validate=size(1, 4_000), metadata={"description": "What was claimed, if it may be kept."})
    topic = Text(stored=True, validate=size(1, 100))


class StoredOutcomeSchema(Schema):
    """An outcome as it was stored."""

    id = fields.String(required=True)
    source = fields.String(required=True)
    outcome = fields.String(required=True)
    selection = fields.String(required=True)
    weight = fields.Float(required=True)
    reference = fields.String(required=True, allow_none=True)
    claim = fields.String(required=True, allow_none=True)
    topic = fields.String(required=True, allow_none=True)
    recorded_at = fields.String(required=True, metadata={"format": "date-time"})


class OutcomePageSchema(Schema):
    """Outcomes in the order in which they were stored."""

    outcomes = fields.List(fields.Nested(StoredOutcomeSchema), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class OutcomeQuerySchema(StrictSchema):
    """Which outcomes."""

    source = Text(validate=Pattern(SOURCE_ID))
    limit = Whole(lenient=True, validate=between(1, MAX_PAGE), load_default=100)
    cursor = Text(validate=Pattern(r"^[0-9]{1,15}$"), metadata={"description": "`next_cursor` of the page before."})
