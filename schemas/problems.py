"""RFC 9457 problems as the service sends them."""

from marshmallow import INCLUDE, Schema, fields


class ErrorSchema(Schema):
    """One place of a request that breaks the schema."""

    pointer = fields.String(
        required=True,
        metadata={"description": "RFC 6901 pointer into the body (`#/...`) or the query string (`?/...`)."},
    )
    detail = fields.String(required=True)
    code = fields.String(required=True)
    line = fields.Integer(metadata={"description": "Line of a policy file, from 1."})
    limit = fields.Integer(metadata={"description": "The most that this service allows here (code `too_long`)."})


class ItemProblemSchema(Schema):
    """What was wrong with one article of many; like a problem, without an instance."""

    type = fields.String(required=True, metadata={"format": "uri-reference"})
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    detail = fields.String(required=True)
    errors = fields.List(fields.Nested(ErrorSchema))

    class Meta:
        """Marshmallow options."""

        unknown = INCLUDE


class ProblemSchema(ItemProblemSchema):
    """A problem. Kinds have members of their own: `errors`, `limit`, `supported`, `available`, `required_scope` ..."""

    instance = fields.String(required=True, metadata={"format": "uri"})
