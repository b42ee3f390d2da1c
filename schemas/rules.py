"""`/v1/rules`: the catalog of the draft checks."""

from marshmallow import Schema, fields


class RuleHeadSchema(Schema):
    """A rule in a list."""

    id = fields.String(required=True, metadata={"example": "SRC004"})
    name = fields.String(required=True, metadata={"example": "agentless-attribution"})
    summary = fields.String(required=True)
    severity = fields.String(
        required=True, metadata={"description": "What the preset `recommended` ships: error, warning, note or off."}
    )
    precision = fields.Float(
        required=True,
        allow_none=True,
        metadata={"description": "Share of right findings on our articles, 0 to 1; null: too few findings to tell."},
    )
    tags = fields.List(fields.String(), required=True, metadata={"description": "Sourcing problems that it reports."})


class RulePageSchema(Schema):
    """All rules, in order of id."""

    rules = fields.List(fields.Nested(RuleHeadSchema), required=True)
    ruleset = fields.String(required=True, metadata={"description": "Version of the catalog."})


class RuleSchema(RuleHeadSchema):
    """A rule with its help."""

    catalog_severity = fields.String(
        required=True, metadata={"description": "What the published catalog gives it; it ships so once it is proven."}
    )
    why = fields.String(required=True)
    bad = fields.String(required=True, metadata={"description": "A draft (Markdown) that it reports."})
    good = fields.String(required=True, metadata={"description": "The same draft put right."})
    guidelines = fields.List(fields.String(), required=True)
    options = fields.Dict(
        keys=fields.String(),
        required=True,
        metadata={"description": "Settings that a policy may change, with defaults."},
    )
    presets = fields.Dict(
        keys=fields.String(), values=fields.String(), required=True, metadata={"description": "Its severity by preset."}
    )
