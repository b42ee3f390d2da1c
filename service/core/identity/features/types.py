"""The head noun agrees with the kind of the identity: "the TASS news agency"."""

from service.core.domain import SourceType
from service.core.identity.features.evidence import Evidence, Feature, Route

_PUBLIC = frozenset(
    {
        SourceType.GOVERNMENT,
        SourceType.INTELLIGENCE_AGENCY,
        SourceType.MILITARY,
        SourceType.POLICE,
        SourceType.JUDICIARY,
    }
    | {SourceType.LEGISLATURE, SourceType.INTERNATIONAL_ORG}
)
_MEDIA = frozenset({SourceType.NEWS_AGENCY, SourceType.NEWS_OUTLET, SourceType.COMPANY, SourceType.PLATFORM})
_CIVIL = frozenset(
    {SourceType.NGO, SourceType.THINK_TANK, SourceType.ACADEMIC, SourceType.POLLSTER, SourceType.COMPANY}
)
_FAMILIES = (_PUBLIC, _MEDIA, _CIVIL)
_LOOSE = frozenset({SourceType.GROUP, SourceType.UNKNOWN})


def _measure(evidence: Evidence) -> tuple[float, str] | None:
    head = evidence.body.head
    if head is None or evidence.route is not Route.NAME or head in _LOOSE:
        return None
    word = evidence.body.head_word
    if head is evidence.type:
        return 1.0, f"“{word}” fits: {evidence.name} is one."
    if any(head in family and evidence.type in family for family in _FAMILIES):
        return None
    return -1.0, f"“{word}” does not fit {evidence.name}."


FEATURE: Feature = Feature("head_noun", 1.5, _measure)
