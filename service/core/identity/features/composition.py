"""A country and a kind of body in one phrase name the body: "South Korea's spy agency"."""

from service.core.identity.features.evidence import Evidence, Feature, Route


def _measure(evidence: Evidence) -> tuple[float, str] | None:
    if evidence.route is not Route.ROLE:
        return None
    body = evidence.body
    noun = body.role_word or body.phrase
    if not evidence.stated:
        return 0.4, f"“{noun}” names a kind of body; the text around it tells which country's."
    word = body.country_word or evidence.country_name
    if evidence.known:
        return 1.0, f"“{word}” gives the country and “{noun}” the kind of body: {evidence.name}."
    return 0.85, f"“{word}” gives the country and “{noun}” the kind of body; no proper name is on record."


FEATURE: Feature = Feature("jurisdiction_and_role", 4.0, _measure)
