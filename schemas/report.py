"""`POST /v1/annotations`: the answer. Word lists are open-ended: a client must accept words it does not know."""

from typing import Any

from marshmallow import Schema, fields

from service.core.domain import Anonymity, AttributionKind, Basis, MatchKind, QuotationForm, SourceType, Status


def words(kind: Any, description: str = "", **kwargs: Any) -> fields.String:  # noqa: ANN401
    """A string whose known values are documented and not enforced."""
    known = ", ".join(member.value for member in kind)
    text = f"{description} Known values (more may come): {known}.".strip()
    return fields.String(required=True, metadata={"description": text, "x-extensible-enum": True}, **kwargs)


def text(description: str = "", **kwargs: Any) -> fields.String:  # noqa: ANN401
    """A required string."""
    return fields.String(required=True, metadata={"description": description} if description else {}, **kwargs)


def number(description: str = "", **kwargs: Any) -> fields.Float:  # noqa: ANN401
    """A required number."""
    return fields.Float(required=True, metadata={"description": description} if description else {}, **kwargs)


class SelectorSchema(Schema):
    """A W3C selector (options.include `selectors`); positions are code points."""

    type = text()
    start = fields.Integer()
    end = fields.Integer()
    exact = fields.String()
    prefix = fields.String()
    suffix = fields.String()


class SpanSchema(Schema):
    """A half-open range of the text as it was sent, in `offset_unit`, with the exact text between its ends."""

    start = fields.Integer(required=True, metadata={"minimum": 0})
    end = fields.Integer(required=True, metadata={"minimum": 0})
    text = text()


class ContentSpanSchema(SpanSchema):
    """A span of content."""

    selectors = fields.List(fields.Nested(SelectorSchema))


class HedgeSchema(SpanSchema):
    """The word that limits the claim."""

    level = text("ICD 203 band, or `distancing` when the writer steps back.")


class PositionSchema(Schema):
    """Line and column, from 1; the column counts in `offset_unit`."""

    line = fields.Integer(required=True, metadata={"minimum": 1})
    column = fields.Integer(required=True, metadata={"minimum": 1})


class MentionSchema(Schema):
    """One place where the source is referred to as a source."""

    span = fields.Nested(SpanSchema, required=True)
    form = text()
    position = fields.Nested(PositionSchema, required=True)


class LengthSchema(Schema):
    """Length of the text in all three units."""

    code_point = fields.Integer(required=True)
    utf16 = fields.Integer(required=True)
    utf8 = fields.Integer(required=True)


class DocumentInfoSchema(Schema):
    """The document that was annotated; its text is never repeated as a whole."""

    id = fields.String(required=True, allow_none=True)
    sha256 = text("Of the text's UTF-8 bytes.")
    media_type = text()
    language = text()
    length = fields.Nested(LengthSchema, required=True)


class VersionsSchema(Schema):
    """What gave the answer; the same versions, text and options always give the same answer."""

    api = text()
    engine = text()
    model = text()
    ruleset = text()
    registry = text()
    priors = text()
    lexicons = text()
    records = text("Revision of the newsroom's own outcomes and overlays.")


class CandidateSchema(Schema):
    """A possible identity."""

    id = text()
    name = text()
    type = words(SourceType)
    country = fields.String(required=True, allow_none=True)
    match = words(MatchKind)
    confidence = number()


class RegistryLinkSchema(Schema):
    """The identity that was chosen and why."""

    id = text()
    match = words(MatchKind)
    confidence = number()
    known = fields.Boolean(required=True, metadata={"description": "Whether the registry holds an entry of this id."})
    reasons = fields.List(fields.String(), required=True)
    alternatives = fields.List(fields.Nested(CandidateSchema), required=True)


class ResolutionSchema(Schema):
    """What became of the name: resolved, ambiguous, nil or anonymous."""

    outcome = text()
    candidates = fields.List(fields.Nested(CandidateSchema), required=True)


class AffiliationSchema(Schema):
    """The body an official speaks for; it lends its reliability."""

    id = fields.String(required=True, allow_none=True)
    name = text()
    type = words(SourceType)
    country = fields.String(required=True, allow_none=True)


class CitationSchema(Schema):
    """Where a fact can be checked."""

    title = text()
    url = fields.String(required=True, allow_none=True)
    as_of = fields.String(required=True, allow_none=True)
    licence = fields.String(required=True, allow_none=True)


class EvidenceSchema(Schema):
    """One row of a score: pseudo-counts (alpha, beta) or a shift of the prior mean (ln_lr)."""

    kind = text()
    label = text("A sentence for a journalist.")
    alpha = fields.Float(required=True, allow_none=True)
    beta = fields.Float(required=True, allow_none=True)
    ln_lr = fields.Float(required=True, allow_none=True)
    status = words(Status, "Where the number comes from.")
    parameters = fields.Dict(keys=fields.String(), required=True)
    citation = fields.Nested(CitationSchema, required=True, allow_none=True)


class ReliabilitySchema(Schema):
    """Reliability of a source, A to E; F means that it cannot be judged, not that it is bad."""

    grade = text("The earned letter.")
    class_grade = text("The letter that the source's class alone would give.")
    score = fields.Float(required=True, allow_none=True)
    interval = fields.List(fields.Float(), required=True, allow_none=True)
    interval_level = number()
    basis = words(Basis, "What speaks.")
    reference_class = text("Scores of different reference classes must not be ranked against each other.")
    own = number("Evidence about this very source, in claims.")
    disputed = fields.Boolean(required=True)
    evidence = fields.List(fields.Nested(EvidenceSchema))


class SourceSchema(Schema):
    """One source of the article."""

    id = text()
    name = fields.String(
        required=True, allow_none=True, metadata={"description": "Canonical name; null when it cannot be known."}
    )
    label = text("The fullest mention in the text.")
    type = words(SourceType)
    country = fields.String(required=True, allow_none=True, metadata={"description": "ISO 3166-1 alpha-2."})
    anonymity = words(Anonymity)
    private_person = fields.Boolean(required=True)
    registry = fields.Nested(RegistryLinkSchema, required=True, allow_none=True)
    resolution = fields.Nested(ResolutionSchema, required=True)
    affiliation = fields.Nested(AffiliationSchema, required=True, allow_none=True)
    reliability = fields.Nested(ReliabilitySchema, required=True, allow_none=True)
    attributions = fields.List(fields.String(), required=True)
    mentions = fields.List(fields.Nested(MentionSchema))


class FactorSchema(Schema):
    """One row of a claim's credibility."""

    kind = text()
    label = text("A sentence for a journalist.")
    ln_lr = fields.Float(required=True, allow_none=True)
    multiplier = fields.Float(required=True, allow_none=True)
    status = words(Status)
    parameters = fields.Dict(keys=fields.String(), required=True)


class CredibilitySchema(Schema):
    """Credibility of one claim, 1 to 5; 6 means that it cannot be judged."""

    grade = fields.Integer(required=True, metadata={"minimum": 1, "maximum": 6})
    score = fields.Float(required=True, allow_none=True)
    interval = fields.List(fields.Float(), required=True, allow_none=True)
    neutral_score = fields.Float(
        required=True, allow_none=True, metadata={"description": "The same claim from a source nobody knows."}
    )
    basis = text()
    corroborated_by = fields.List(fields.String(), required=True)
    contradicted_by = fields.List(fields.String(), required=True)
    factors = fields.List(fields.Nested(FactorSchema))


class AttributionSchema(Schema):
    """One source credited with one content."""

    id = text()
    source = fields.String(required=True, allow_none=True, metadata={"description": "Id; null when agentless."})
    source_span = fields.Nested(SpanSchema, required=True, allow_none=True)
    cue = fields.Nested(SpanSchema, required=True, allow_none=True)
    content = fields.List(fields.Nested(ContentSpanSchema), required=True)
    quotation = words(QuotationForm)
    kind = words(AttributionKind)
    informational = fields.Boolean(required=True)
    hedge = fields.Nested(HedgeSchema, required=True, allow_none=True)
    negated = fields.Boolean(required=True)
    via = fields.List(fields.String(), required=True, metadata={"description": "Relaying sources, outermost first."})
    credibility = fields.Nested(CredibilitySchema, required=True, allow_none=True)
    confidence = number("The chance that a careful reader agrees.")
    found_by = text("Which extractor found it.")


class KeyClaimSchema(Schema):
    """The weakest claim of the headline and the first paragraph."""

    attribution_id = text()
    grade = fields.Integer(required=True)
    score = number()
    interval = fields.List(fields.Float(), required=True)


class ClusterSchema(Schema):
    """Sources that are one voice: same owner, government or chain of command."""

    id = text()
    sources = fields.List(fields.String(), required=True)
    claims = fields.Integer(required=True)
    word_share = number()


class SummarySchema(Schema):
    """The article as a whole, without any mean grade. Shares are of attributed words, null where there are none."""

    claims = fields.Integer(required=True)
    key_claims = fields.Integer(required=True)
    weakest_key_claim = fields.Nested(KeyClaimSchema, required=True, allow_none=True)
    key_claims_not_judged_share = fields.Float(required=True, allow_none=True)
    checkable_claims = fields.Integer(required=True)
    expected_not_to_hold = number("How many of the checkable claims are expected not to hold.")
    all_hold_bounds = fields.List(fields.Float(), required=True, allow_none=True)
    word_shares = fields.Dict(keys=fields.String(), values=fields.Float(allow_none=True), required=True)
    independent_sources = number("Effective number of independent voices.")
    clusters = fields.List(fields.Nested(ClusterSchema), required=True)


class WarningSchema(Schema):
    """Something to know about this run."""

    code = text()
    span = fields.Nested(SpanSchema)
    detail = fields.String()


class AnnotationSchema(Schema):
    """The annotated article."""

    annotation_id = text("Derived from the text, the options and the versions.")
    complete = fields.Boolean(required=True, metadata={"description": "False when the deadline cut the work short."})
    offset_unit = text()
    document = fields.Nested(DocumentInfoSchema, required=True)
    versions = fields.Nested(VersionsSchema, required=True)
    sources = fields.List(fields.Nested(SourceSchema), required=True)
    attributions = fields.List(fields.Nested(AttributionSchema), required=True)
    summary = fields.Nested(SummarySchema, required=True)
    warnings = fields.List(fields.Nested(WarningSchema), required=True)
    timing_ms = fields.Float(required=True, allow_none=True)
