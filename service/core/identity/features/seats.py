"""A country or its capital as a source means its government."""

from service.core.identity.features.evidence import Evidence, Feature, Route
from service.core.identity.reading import Jurisdiction


def _measure(evidence: Evidence) -> tuple[float, str] | None:
    if evidence.route is not Route.SEAT:
        return None
    word = evidence.body.country_word
    if evidence.body.jurisdiction is Jurisdiction.CAPITAL:
        return 0.8, f"“{word}” is a capital; as a source it stands for the {evidence.name}."
    return 1.0, f"“{word}” is a country; as a source it stands for its government."


FEATURE: Feature = Feature("seat_of_government", 4.0, _measure)
