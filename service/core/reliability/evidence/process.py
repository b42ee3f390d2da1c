"""How an outlet works: corrections, named authors, disclosed ownership (table 3.2).

These rows are correlated, so their sum is clipped; where it is, each row's `ln_lr` is its share of the clipped sum and
`parameters.measured_ln_lr` is what was measured.
"""

from dataclasses import replace
from math import fsum, log

from service.core.domain import EvidenceRow
from service.core.reliability.case import Case, EvidenceKind
from service.core.reliability.odds import clip
from service.core.reliability.ratios import ratio_rows

PROCESS = ("corrects_errors", "names_authors", "discloses_ownership")


def rows(case: Case) -> tuple[EvidenceRow, ...]:
    """Up to three rows; together they move the odds by no more than the clip allows."""
    found = [row for kind in PROCESS for row in ratio_rows(case, kind)]
    if not found:
        return ()
    total = fsum(row.ln_lr or 0.0 for row in found)
    value = case.tables.value
    allowed = clip(total, log(value["process_clip_low"]), log(value["process_clip_high"]))
    if allowed == total:
        return tuple(found)
    return tuple(_scaled(row, allowed / total) for row in found)


def _scaled(row: EvidenceRow, share: float) -> EvidenceRow:
    measured = row.ln_lr or 0.0
    return replace(row, ln_lr=measured * share, parameters={**row.parameters, "measured_ln_lr": measured})


KIND = EvidenceKind("process", rows)
