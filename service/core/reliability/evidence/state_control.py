"""Who decides what an outlet may publish (table 3.2). State money alone moves nothing; editorial control does."""

from service.core.domain import EvidenceRow
from service.core.reliability.case import Case, EvidenceKind
from service.core.reliability.ratios import ratio_rows


def rows(case: Case) -> tuple[EvidenceRow, ...]:
    """One row for the newest typology entry of the outlet."""
    return ratio_rows(case, "state_control")


KIND = EvidenceKind("state_control", rows)
