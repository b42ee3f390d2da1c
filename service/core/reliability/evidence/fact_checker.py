"""Membership in a fact-checking network: shown, not counted, since no effect on accuracy has been measured."""

from service.core.domain import EvidenceRow
from service.core.reliability.case import Case, EvidenceKind
from service.core.reliability.ratios import ratio_rows


def rows(case: Case) -> tuple[EvidenceRow, ...]:
    """One row for the newest membership of the outlet."""
    return ratio_rows(case, "fact_checker")


KIND = EvidenceKind("fact_checker", rows)
