"""The newsroom's own grade of a source: it speaks instead of everything else, and says so."""

from service.core.domain import Citation, EvidenceRow, Status
from service.core.reliability.case import Case, EvidenceKind


def rows(case: Case) -> tuple[EvidenceRow, ...]:
    """One row: the middle of the letter's band, worth as much as all ratings together."""
    entry = case.overlay
    if entry is None or entry.grade is None or not case.has_record:
        return ()
    middle, weight = case.tables.overlay_middles[entry.grade], case.tables.value["overlay_weight"]
    by = f" by {entry.editor}" if entry.editor else ""
    why = f": {entry.rationale}" if entry.rationale else "."
    return (
        EvidenceRow(
            kind="overlay",
            label=f"The newsroom graded {case.subject.name} {entry.grade}{by}{why}",
            status=Status.POLICY,
            alpha=weight * middle,
            beta=weight * (1.0 - middle),
            citation=Citation(
                title=f"Newsroom overlay {entry.overlay}",
                url=next(iter(entry.evidence), None),
                as_of=None,
            ),
            parameters={"grade": entry.grade, "valid_until": entry.valid_until or ""},
        ),
    )


KIND = EvidenceKind("overlay", rows)
