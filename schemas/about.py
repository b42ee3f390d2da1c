"""What the service says about itself."""

from marshmallow import Schema, fields, validate

from schemas.report import VersionsSchema

__all__ = ["AboutSchema", "HealthSchema", "LimitsSchema", "MethodologySchema", "VersionsSchema"]


class HealthSchema(Schema):
    """A probe's answer."""

    status = fields.String(required=True)


class LimitsSchema(Schema):
    """Sizes and times that a request may have."""

    body_bytes = fields.Integer(required=True)
    code_points = fields.Integer(required=True)
    batch_documents = fields.Integer(required=True)
    batch_bytes = fields.Integer(required=True)
    job_documents = fields.Integer(required=True)
    job_bytes = fields.Integer(required=True)
    job_ttl_s = fields.Integer(
        required=True,
        metadata={"description": "Seconds that a job has to finish, and that its results are kept afterwards."},
    )
    json_depth = fields.Integer(required=True)
    overlay_entries = fields.Integer(required=True, metadata={"description": "Entries of a stored overlay."})
    request_entries = fields.Integer(required=True, metadata={"description": "Entries sent with a request."})
    deadline_ms = fields.Integer(required=True)
    deadline_ms_max = fields.Integer(required=True)
    queue_ms = fields.Integer(required=True)
    queue_depth = fields.Integer(required=True)
    concurrency_per_worker = fields.Integer(required=True)
    rate_requests = fields.Integer(
        required=True, metadata={"description": "Requests of a caller in a minute; 0: any number."}
    )
    rate_bytes = fields.Integer(
        required=True, metadata={"description": "Bytes of a caller in a minute; 0: any number."}
    )
    rate_counted = fields.String(
        required=True,
        validate=validate.OneOf(["together", "per_worker"]),
        metadata={"description": "`per_worker`: each worker allows its share, which `RateLimit-Policy` tells."},
    )


class AboutSchema(Schema):
    """What the service does with what it gets."""

    service = fields.String(required=True)
    version = fields.String(required=True)
    languages = fields.List(fields.String(), required=True)
    media_types = fields.List(fields.String(), required=True)
    formats = fields.List(fields.String(), required=True)
    check_formats = fields.List(fields.String(), required=True)
    retention = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    network = fields.String(required=True)
    grades = fields.Dict(keys=fields.String(), values=fields.String(), required=True)


class MethodologySchema(Schema):
    """The model: every row of every table, and the formulae."""

    version = fields.String(required=True)
    digest = fields.String(required=True, metadata={"description": "SHA-256 of the tables' files."})
    formulae = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    tables = fields.Dict(
        keys=fields.String(), values=fields.List(fields.Dict(keys=fields.String(), values=fields.Raw())), required=True
    )
