"""The registry asked without an article: how far an entry can be relied on."""

from datetime import date

from service.core.domain import (
    Anonymity,
    Candidate,
    Cast,
    MatchKind,
    Mention,
    MentionForm,
    Records,
    RegistrySnapshot,
    Reliability,
    Resolution,
    ResolutionOutcome,
    Source,
    SourceRecord,
    Span,
)
from service.core.reliability.score import SourceContext, rate_sources
from service.core.reliability.tables import Tables


def rate_record(
    record: SourceRecord, snapshot: RegistrySnapshot, tables: Tables, records: Records, today: date | None
) -> Reliability:
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
    return rate_sources(Cast((source,), ()), SourceContext(snapshot, tables, records, today))[0]
