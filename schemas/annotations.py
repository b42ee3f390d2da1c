"""`POST /v1/annotations`: what may be asked."""

from typing import Any, Final

from marshmallow import ValidationError, fields, validates_schema

from schemas.base import (
    COUNTRY,
    Day,
    Moment,
    Number,
    Pattern,
    StrictSchema,
    Text,
    Whole,
    WordList,
    between,
    one_of,
    size,
)
from service.core.domain import AttributionKind, SourceType

OFFSET_UNITS: Final = ("code_point", "utf16", "utf8")
INCLUDES: Final = ("evidence", "factors", "mentions", "selectors")
DEFAULT_INCLUDE: Final = ("evidence", "factors", "mentions")
MEDIA_TYPES: Final = (
    "text/plain",
    "text/markdown",
    "text/html",
    "application/xhtml+xml",
    "application/vnd.iptc.ninjs+json",
)
#: API.md 4.4.
MAX_CODE_POINTS: Final = 200_000
MAX_DEADLINE_MS: Final = 30_000
DEFAULT_DEADLINE_MS: Final = 5_000
MAX_REQUEST_ENTRIES: Final = 1_000
GRADES: Final = ("A", "B", "C", "D", "E")
#: What an overlay may be called: it stands in addresses and query strings.
OVERLAY_NAME: Final = r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"
#: A BCP 47 tag, loosely: whether a model covers it is decided later.
LANGUAGE_TAG: Final = r"^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,5}$"


def overlay_name(**kwargs: Any) -> Text:  # noqa: ANN401 - passed on to marshmallow
    """Field for the name of a stored overlay."""
    return Text(validate=Pattern(OVERLAY_NAME), **kwargs)


class DocumentSchema(StrictSchema):
    """The article. `content` is the exact text that every offset of the answer counts in."""

    id = Text(validate=size(1, 200), metadata={"description": "The caller's own id, echoed."})
    content = Text(
        required=True,
        # Length is told as 413 with the limit and the actual size, so it is checked by the service and documented here.
        metadata={
            "minLength": 1,
            "maxLength": MAX_CODE_POINTS,
            "description": "The article, at most 200,000 code points.",
        },
    )
    media_type = Text(validate=one_of(MEDIA_TYPES), metadata={"default": "text/plain"})
    language = Text(validate=Pattern(LANGUAGE_TAG), metadata={"description": "BCP 47 tag, e.g. `en` or `en-GB`."})
    published_at = Moment(metadata={"format": "date-time"})
    publisher = Text(validate=size(1, 300), metadata={"description": "Name or domain; context only, never a score."})
    country = Text(validate=Pattern(COUNTRY), metadata={"description": "ISO 3166-1 alpha-2: where it appeared."})
    title = Text(validate=size(1, 2000))


class OptionsSchema(StrictSchema):
    """How the answer should look and how long it may take. Left out: the default, or what the query string says."""

    offset_unit = Text(validate=one_of(OFFSET_UNITS), metadata={"default": "code_point"})
    include = WordList(Text(validate=one_of(INCLUDES)), metadata={"default": list(DEFAULT_INCLUDE)})
    kinds = WordList(
        Text(validate=one_of(kind.value for kind in AttributionKind)),
        validate=size(1, 50),
        metadata={"description": "Return only attributions of these kinds (default: all)."},
    )
    min_confidence = Number(validate=between(0, 1), metadata={"default": 0})
    deadline_ms = Whole(validate=between(1, MAX_DEADLINE_MS), metadata={"default": DEFAULT_DEADLINE_MS})
    registry_overlays = WordList(
        overlay_name(),
        validate=size(0, 16),
        metadata={"description": "Stored overlays to use, in order of precedence."},
    )


class OverlayEntrySchema(StrictSchema):
    """A newsroom's own entry or override. It wins over built-in facts."""

    match = fields.List(
        Text(stored=True, validate=size(1, 200)),
        required=True,
        validate=size(1, 50),
        metadata={"description": "Names it answers to, as the articles write them."},
    )
    id = Text(stored=True, required=True, validate=size(1, 200))
    name = Text(stored=True, validate=size(1, 300))
    type = Text(validate=one_of(kind.value for kind in SourceType))
    country = Text(validate=Pattern(COUNTRY), metadata={"description": "ISO 3166-1 alpha-2."})
    owner = Text(stored=True, validate=size(1, 200), metadata={"description": "Registry id of the owner."})
    grade = Text(validate=one_of(GRADES), metadata={"description": "The house's own letter, shown as basis `overlay`."})
    criteria = fields.List(Text(stored=True, validate=size(1, 500)), validate=size(0, 50))
    evidence = fields.List(
        Text(stored=True, validate=size(1, 1000)),
        validate=size(0, 50),
        metadata={"description": "Links or references."},
    )
    rationale = Text(stored=True, validate=size(1, 4000))
    editor = Text(stored=True, validate=size(1, 200))
    valid_until = Day(metadata={"format": "date", "description": "The last day on which the entry counts."})

    @validates_schema
    def a_grade_is_explained(self, data: dict[str, Any], **_kwargs: Any) -> None:  # noqa: ANN401
        """A letter that an editor sets must say why (REGISTRY.md: criteria, evidence, editor)."""
        if "grade" in data and not data.get("rationale"):
            raise ValidationError({"rationale": ["A grade needs a rationale."]})


class AnnotationRequestSchema(StrictSchema):
    """One article to annotate: `text`, or `document` with its data."""

    text = Text(metadata={"minLength": 1, "maxLength": MAX_CODE_POINTS, "description": "Short for `document.content`."})
    document = fields.Nested(DocumentSchema)
    options = fields.Nested(OptionsSchema)
    registry_overlay = fields.List(
        fields.Nested(OverlayEntrySchema), load_default=list, validate=size(0, MAX_REQUEST_ENTRIES)
    )

    @validates_schema
    def exactly_one_text(self, data: dict[str, Any], **_kwargs: Any) -> None:  # noqa: ANN401
        """`text` and `document` say the same thing, so exactly one of them is given."""
        if ("text" in data) == ("document" in data):
            raise ValidationError({"document": ["Give either `text` or `document`."]})


class AnnotationQuerySchema(StrictSchema):
    """The same choices in the query string, for raw bodies."""

    id = Text(validate=size(1, 200))
    language = Text(validate=Pattern(LANGUAGE_TAG))
    published_at = Moment(metadata={"format": "date-time"})
    publisher = Text(validate=size(1, 300))
    country = Text(validate=Pattern(COUNTRY))
    title = Text(validate=size(1, 2000))
    offset_unit = Text(validate=one_of(OFFSET_UNITS))
    include = WordList(Text(validate=one_of(INCLUDES)), lenient=True)
    kinds = WordList(Text(validate=one_of(kind.value for kind in AttributionKind)), lenient=True)
    min_confidence = Number(lenient=True, validate=between(0, 1))
    deadline_ms = Whole(lenient=True, validate=between(1, MAX_DEADLINE_MS))
    registry_overlays = WordList(overlay_name(), lenient=True, validate=size(0, 16))
