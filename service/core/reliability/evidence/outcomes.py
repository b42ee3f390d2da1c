"""What the newsroom's random audits found: each outcome is one claim of the source's own record (SCORING.md 2.5)."""

from service.core.domain import Citation, EvidenceRow, Status
from service.core.reliability.case import Case, EvidenceKind


def rows(case: Case) -> tuple[EvidenceRow, ...]:
    """One row with the sums of weights of outcomes that held (alpha) and that did not (beta)."""
    tally = case.records.outcomes.get(case.subject.id or "") if case.has_record else None
    if tally is None or tally.held + tally.failed <= 0.0:
        return ()
    label = (
        f"Of {tally.count} checked claims of {case.subject.name}, {tally.held:g} held up and {tally.failed:g} did not "
        "(a partly true claim counts half on each side)."
    )
    return (
        EvidenceRow(
            kind="outcomes",
            label=label,
            status=Status.RECORD,
            alpha=tally.held,
            beta=tally.failed,
            citation=Citation("The newsroom's log of outcomes", as_of=tally.last_on),
            parameters={"count": float(tally.count)},
        ),
    )


KIND = EvidenceKind("outcomes", rows)
