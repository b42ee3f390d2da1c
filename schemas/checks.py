"""`POST /v1/checks` and `POST /v1/checks/policy`: what may be asked and what is answered."""

from typing import Any, Final

from marshmallow import Schema, fields

from schemas.annotations import (
    DEFAULT_DEADLINE_MS,
    LANGUAGE_TAG,
    MAX_CODE_POINTS,
    MAX_DEADLINE_MS,
    MAX_REQUEST_ENTRIES,
    MEDIA_TYPES,
    OFFSET_UNITS,
    OverlayEntrySchema,
    overlay_name,
)
from schemas.base import COUNTRY, Day, Flag, Moment, Pattern, StrictSchema, Text, Whole, WordList, between, one_of, size
from schemas.report import VersionsSchema

FILTERS: Final = ("all", "changed")
CHECK_INCLUDES: Final = ("rules", "silenced")
CHECK_FORMATS: Final = ("json", "text", "markdown", "github", "sarif", "junit", "rdjson", "gitlab")
MAX_PATH: Final = 1_000
MAX_BASELINE: Final = 10_000
MAX_RANGES: Final = 10_000
RULE_ID: Final = r"^SRC\d{3}$"
MAX_LINE: Final = 10_000_000


class PolicyField(fields.Field[Any]):
    """A preset's name or a policy as an object; what stands inside is read by the rules' own reader."""

    default_error_messages = {"policy": "A policy is a preset's name or an object."}  # noqa: RUF012

    def _deserialize(self, value: object, attr: str | None, data: Any, **kwargs: Any) -> object:  # noqa: ANN401, ARG002
        if not isinstance(value, str | dict):
            raise self.make_error("policy")
        return value


class LineRange(fields.List[Any]):
    """A first and a last line, both counted from 1 and both included."""

    default_error_messages = {"range": "A range is a first and a last line, from 1."}  # noqa: RUF012

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(Whole(validate=between(1, MAX_LINE)), validate=size(2, 2), **kwargs)

    def _deserialize(self, value: object, attr: str | None, data: Any, **kwargs: Any) -> list[Any]:  # noqa: ANN401
        found: list[Any] = super()._deserialize(value, attr, data, **kwargs) or []
        if found and found[0] > found[-1]:
            raise self.make_error("range")
        return found


class BaselineEntrySchema(StrictSchema):
    """An old finding that the newsroom accepts for now."""

    rule = Text(required=True, validate=Pattern(RULE_ID))
    fingerprint = Text(required=True, validate=size(1, 100))
    count = Whole(load_default=1, validate=between(1, MAX_CODE_POINTS))
    until = Day(
        allow_none=True, load_default=None, metadata={"format": "date", "description": "The last day it counts."}
    )
    path = Text(
        allow_none=True,
        load_default=None,
        validate=size(1, MAX_PATH),
        metadata={"description": "Only for this draft (default: any)."},
    )


class CheckOptionsSchema(StrictSchema):
    """How the answer should look and how long it may take."""

    offset_unit = Text(validate=one_of(OFFSET_UNITS), metadata={"default": "code_point"})
    include = WordList(
        Text(validate=one_of(CHECK_INCLUDES)),
        metadata={
            "description": "`rules` describes every rule that was on, `silenced` lists suppressed and baselined findings."
        },
    )
    include_suppressed = Flag(metadata={"description": "The same as including `silenced`."})
    deadline_ms = Whole(validate=between(1, MAX_DEADLINE_MS), metadata={"default": DEFAULT_DEADLINE_MS})
    registry_overlays = WordList(overlay_name(), validate=size(0, 16))


class CheckRequestSchema(StrictSchema):
    """A draft to check and the newsroom's policy."""

    path = Text(
        validate=size(1, MAX_PATH),
        metadata={"description": "Echoed, and held against the policy's globs; never opened.", "default": "draft"},
    )
    content = Text(
        required=True,
        metadata={
            "minLength": 1,
            "maxLength": MAX_CODE_POINTS,
            "description": "The draft exactly as it stands in its file, at most 200,000 code points.",
        },
    )
    media_type = Text(validate=one_of(MEDIA_TYPES), metadata={"description": "Default: by the path's ending."})
    language = Text(validate=Pattern(LANGUAGE_TAG))
    published_at = Moment(metadata={"format": "date-time"})
    publisher = Text(validate=size(1, 300))
    country = Text(validate=Pattern(COUNTRY), metadata={"description": "ISO 3166-1 alpha-2: where it will appear."})
    title = Text(validate=size(1, 2000))
    policy = PolicyField(
        metadata={
            "type": ["string", "object"],
            "description": "A preset's name, or a policy with the keys of `.sourcegrade.yml`.",
        }
    )
    baseline = fields.List(fields.Nested(BaselineEntrySchema), load_default=list, validate=size(0, MAX_BASELINE))
    changed_lines = fields.List(LineRange(), load_default=list, validate=size(0, MAX_RANGES))
    filter = Text(
        validate=one_of(FILTERS),
        metadata={"default": "all", "description": "`changed` leaves out findings that touch no changed line."},
    )
    options = fields.Nested(CheckOptionsSchema)
    registry_overlay = fields.List(
        fields.Nested(OverlayEntrySchema), load_default=list, validate=size(0, MAX_REQUEST_ENTRIES)
    )


class CheckQuerySchema(StrictSchema):
    """The same choices in the query string, for raw bodies, and the format for clients that cannot set `Accept`."""

    format = Text(validate=one_of(CHECK_FORMATS), metadata={"description": "Wins over `Accept`."})
    path = Text(validate=size(1, MAX_PATH))
    policy = Text(validate=size(1, 64), metadata={"description": "A preset's name."})
    filter = Text(validate=one_of(("all",)))
    language = Text(validate=Pattern(LANGUAGE_TAG))
    published_at = Moment(metadata={"format": "date-time"})
    publisher = Text(validate=size(1, 300))
    country = Text(validate=Pattern(COUNTRY))
    title = Text(validate=size(1, 2000))
    offset_unit = Text(validate=one_of(OFFSET_UNITS))
    include = WordList(Text(validate=one_of(CHECK_INCLUDES)), lenient=True)
    include_suppressed = Text(validate=one_of(("true", "false")))
    deadline_ms = Whole(lenient=True, validate=between(1, MAX_DEADLINE_MS))
    registry_overlays = WordList(overlay_name(), lenient=True, validate=size(0, 16))


class CheckedSpanSchema(Schema):
    """A piece of the draft, in `offset_unit`."""

    start = fields.Integer(required=True)
    end = fields.Integer(required=True)
    text = fields.String(required=True)


class CheckedPlaceSchema(Schema):
    """Line and column, both from 1; the column counts in `offset_unit`."""

    line = fields.Integer(required=True)
    column = fields.Integer(required=True)


class CheckedRangeSchema(Schema):
    """Where a finding begins, and the place behind its last character."""

    start = fields.Nested(CheckedPlaceSchema, required=True)
    end = fields.Nested(CheckedPlaceSchema, required=True)


class FindingSchema(Schema):
    """One thing that an editor should look at."""

    rule_id = fields.String(required=True)
    severity = fields.String(required=True, metadata={"description": "`error`, `warning` or `note`."})
    message = fields.String(required=True)
    suggestion = fields.String(required=True, allow_none=True)
    span = fields.Nested(CheckedSpanSchema, required=True)
    range = fields.Nested(CheckedRangeSchema, required=True)
    related = fields.List(fields.Nested(CheckedSpanSchema), required=True)
    fingerprint = fields.String(required=True, metadata={"description": "The same after edits elsewhere in the draft."})
    baseline_state = fields.String(required=True)
    attribution_id = fields.String(required=True, allow_none=True)
    help_url = fields.String(required=True)


class SuppressionSchema(Schema):
    """An inline directive for one rule; `used` says whether it silenced a finding of the draft."""

    rule_id = fields.String(required=True)
    scope = fields.String(required=True)
    line = fields.Integer(required=True)
    reason = fields.String(required=True, allow_none=True)
    used = fields.Boolean(required=True)
    expires = fields.String(required=True, allow_none=True)


class RuleRowSchema(Schema):
    """A rule that was on, with the severity that the policy gave it."""

    id = fields.String(required=True)
    name = fields.String(required=True)
    severity = fields.String(required=True)
    summary = fields.String(required=True)
    why = fields.String(required=True)
    bad = fields.String(required=True)
    good = fields.String(required=True)
    guidelines = fields.List(fields.String(), required=True)
    tags = fields.List(fields.String(), required=True)
    precision = fields.Float(required=True, allow_none=True)


class CountsSchema(Schema):
    """How many findings of each kind."""

    error = fields.Integer(required=True)
    warning = fields.Integer(required=True)
    note = fields.Integer(required=True)
    suppressed = fields.Integer(required=True)
    baselined = fields.Integer(required=True)


class CheckedDocumentSchema(Schema):
    """What was checked."""

    sha256 = fields.String(required=True)
    media_type = fields.String(required=True)
    language = fields.String(required=True)
    length = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)


class CheckAnswerSchema(Schema):
    """The verdict on a draft. The HTTP status is 200 whether it passes or fails."""

    path = fields.String(required=True)
    verdict = fields.String(required=True, metadata={"description": "`pass` or `fail`."})
    reason = fields.String(required=True)
    complete = fields.Boolean(required=True)
    policy = fields.String(required=True, metadata={"description": "The preset that the policy builds on."})
    fail_on = fields.String(required=True)
    counts = fields.Nested(CountsSchema, required=True)
    offset_unit = fields.String(required=True)
    document = fields.Nested(CheckedDocumentSchema, required=True)
    findings = fields.List(fields.Nested(FindingSchema), required=True)
    suppressions = fields.List(fields.Nested(SuppressionSchema), required=True)
    suppressed = fields.List(fields.Nested(FindingSchema))
    baselined = fields.List(fields.Nested(FindingSchema))
    rules = fields.List(fields.Nested(RuleRowSchema))
    versions = fields.Nested(VersionsSchema, required=True)
    timing_ms = fields.Float(required=True, allow_none=True)


class PolicyAnswerSchema(Schema):
    """A policy file as JSON, and what a client needs of it."""

    policy = fields.Dict(keys=fields.String(), required=True, metadata={"description": "To send as `policy`."})
    extends = fields.String(required=True)
    fail_on = fields.String(required=True)
    report_level = fields.String(required=True)
    ignore = fields.List(fields.String(), required=True)
    baseline = fields.String(required=True, allow_none=True)
