"""The article itself says what an abbreviation stands for: "National Intelligence Service (NIS)"."""

from service.core.identity.features.evidence import Evidence, Feature


def _measure(evidence: Evidence) -> tuple[float, str] | None:
    if evidence.long_form is None:
        return None
    return 1.0, f"The article introduces the short form as “{evidence.long_form}”."


FEATURE: Feature = Feature("introduced_in_text", 1.0, _measure)
