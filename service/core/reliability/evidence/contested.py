"""Outcomes of claims that were checked because somebody doubted them: a track of their own.

Claims picked out of suspicion fail more often than claims picked at random, so they never mix with the audits: the
row has no pseudo-counts and moves no score.
"""

from service.core.domain import Citation, EvidenceRow, Status
from service.core.reliability.case import Case, EvidenceKind


def rows(case: Case) -> tuple[EvidenceRow, ...]:
    """One row that tells the sums and counts for nothing."""
    tally = case.records.outcomes.get(case.subject.id or "") if case.has_record else None
    if tally is None or tally.suspected_held + tally.suspected_failed <= 0.0:
        return ()
    label = (
        f"Contested claims of {case.subject.name}: of {tally.suspected_count} that were checked on suspicion, "
        f"{tally.suspected_held:g} held up and {tally.suspected_failed:g} did not. Shown apart, not counted."
    )
    return (
        EvidenceRow(
            kind="contested_outcomes",
            label=label,
            status=Status.RECORD,
            citation=Citation("The newsroom's log of outcomes", as_of=tally.last_on),
            parameters={
                "held": tally.suspected_held,
                "failed": tally.suspected_failed,
                "count": float(tally.suspected_count),
            },
        ),
    )


KIND = EvidenceKind("contested", rows)
