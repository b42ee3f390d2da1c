"""Every kind of evidence on a source, in the order in which its rows are shown. One file and one line here per kind."""

from service.core.reliability.case import EvidenceKind
from service.core.reliability.evidence import (
    class_prior,
    contested,
    fact_checker,
    outcomes,
    overlay,
    press_freedom,
    process,
    ratings,
    state_control,
)

EVIDENCE_KINDS: tuple[EvidenceKind, ...] = (
    class_prior.KIND,
    state_control.KIND,
    press_freedom.KIND,
    process.KIND,
    fact_checker.KIND,
    ratings.KIND,
    outcomes.KIND,
    contested.KIND,
    overlay.KIND,
)
