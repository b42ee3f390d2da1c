"""What the service says about itself."""

from marshmallow import Schema, fields


class HealthSchema(Schema):
    """A probe's answer."""

    status = fields.String(required=True)
