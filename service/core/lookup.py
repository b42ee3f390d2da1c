"""The registry asked without an article: what a name can mean, and how far an entry can be relied on."""

from datetime import date

from service.core.domain import (
    Anonymity,
    Candidate,
    Cast,
    MatchKind,
    Mention,
    MentionForm,
    Reliability,
    Resolution,
    ResolutionOutcome,
    Source,
    SourceRecord,
    Span,
)
from service.core.identity.context import IdentityContext
from service.core.identity.resolve import resolve_name
from service.core.pipeline import Resources
from service.core.reliability.score import SourceContext, rate_sources


def rate_record(record: SourceRecord, resources: Resources, today: date | None) -> Reliability:
    """The reliability that a source resolved to this record gets in any article, by the same arithmetic."""
    chosen = Candidate(record.id, record.name, record.type, record.country, MatchKind.EXACT, 1.0)
    source = Source(
        id=record.id,
        label=record.name,
        name=record.name,
        type=record.type,
        country=record.country,
        anonymity=Anonymity.NAMED,
        resolution=Resolution(ResolutionOutcome.RESOLVED, chosen, (chosen,)),
        mentions=(Mention(Span(0, len(record.name)), MentionForm.NAMED),),
    )
    context = SourceContext(resources.snapshot, resources.tables, resources.records, today)
    return rate_sources(Cast((source,), ()), context)[0]


def meanings(
    name: str,
    resources: Resources,
    *,
    country: str | None = None,
    overlay_names: tuple[str, ...] = (),
    today: date | None = None,
) -> tuple[Candidate, ...]:
    """What a name can mean, the likeliest first; `country` (ISO 3166-1 alpha-2) is where it would be read."""
    entries = tuple(entry for each in overlay_names for entry in resources.overlays.get(each, ()))
    context = IdentityContext(resources.identity_lexicon, today=today, country=country, overlay=entries)
    return resolve_name(name, resources.snapshot, resources.identity_lexicon, context)
