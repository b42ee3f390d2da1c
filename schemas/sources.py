"""`/v1/sources`: looking things up in the registry."""

from typing import Final

from marshmallow import Schema, fields

from schemas.base import COUNTRY, Pattern, StrictSchema, Text, Whole, between, one_of, size
from schemas.report import CandidateSchema, CitationSchema, ReliabilitySchema
from service.core.domain import SourceType

MAX_NAMES: Final = 100


class SourceQuerySchema(StrictSchema):
    """Which entries."""

    q = Text(validate=size(1, 200), metadata={"description": "Part of a name or alias, or an internet domain."})
    type = Text(validate=one_of(kind.value for kind in SourceType))
    country = Text(validate=Pattern(COUNTRY))
    limit = Whole(lenient=True, validate=between(1, 200), load_default=20)
    cursor = Text(validate=Pattern(r"^[0-9]{1,9}$"))


class SourceHeadSchema(Schema):
    """An entry in a list."""

    id = fields.String(required=True)
    name = fields.String(required=True)
    type = fields.String(required=True)
    country = fields.String(required=True, allow_none=True)


class SourcePageSchema(Schema):
    """Entries, the best match first."""

    sources = fields.List(fields.Nested(SourceHeadSchema), required=True)
    next_cursor = fields.String(required=True, allow_none=True)
    registry = fields.String(required=True, metadata={"description": "Revision of the registry."})


class AliasSchema(Schema):
    """A name of an entry."""

    text = fields.String(required=True)
    kind = fields.String(required=True)
    language = fields.String(required=True)


class FactSchema(Schema):
    """A dated fact about an entry with where it can be checked."""

    kind = fields.String(required=True)
    value = fields.String(required=True)
    qualifier = fields.String(required=True, allow_none=True)
    citation = fields.Nested(CitationSchema, required=True)


class SourceEntrySchema(SourceHeadSchema):
    """An entry with all that is known about it."""

    aliases = fields.List(fields.Nested(AliasSchema), required=True)
    roles = fields.List(fields.String(), required=True)
    parent = fields.String(required=True, allow_none=True)
    owner = fields.String(required=True, allow_none=True)
    ownership = fields.String(required=True, allow_none=True)
    domains = fields.List(fields.String(), required=True)
    wikidata = fields.String(required=True, allow_none=True)
    origin = fields.String(required=True)
    as_of = fields.String(required=True)
    evidence = fields.List(fields.Nested(FactSchema), required=True)
    registry = fields.String(required=True)
    reliability = fields.Nested(ReliabilitySchema, required=True, allow_none=True)


class ResolveSchema(StrictSchema):
    """Names to look up, e.g. for completion in an editor."""

    names = fields.List(Text(validate=size(1, 300)), required=True, validate=size(1, MAX_NAMES))
    country = Text(validate=Pattern(COUNTRY), metadata={"description": "Where the article appeared, ISO 3166-1."})
    registry_overlays = fields.List(Text(validate=size(1, 64)), load_default=list, validate=size(0, 16))


class NameCandidateSchema(CandidateSchema):
    """A possible meaning with the sentences that speak for it."""

    known = fields.Boolean(required=True, metadata={"description": "Whether the registry holds an entry of this id."})
    reasons = fields.List(fields.String(), required=True)


class ResolvedNameSchema(Schema):
    """What one name may mean, the likeliest first; nothing when nothing is known."""

    name = fields.String(required=True)
    candidates = fields.List(fields.Nested(NameCandidateSchema), required=True)


class ResolvedSchema(Schema):
    """One result for each name, in the same order."""

    results = fields.List(fields.Nested(ResolvedNameSchema), required=True)
    registry = fields.String(required=True)
