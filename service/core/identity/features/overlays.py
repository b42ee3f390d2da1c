"""The newsroom's own entry answers to the name and wins over everything built in."""

from service.core.identity.features.evidence import Evidence, Feature


def _measure(evidence: Evidence) -> tuple[float, str] | None:
    entry = evidence.entry
    if entry is None:
        return None
    return 1.0, f"The newsroom's overlay “{entry.overlay}” has an entry for this name."


FEATURE: Feature = Feature("newsroom_entry", 8.0, _measure)
