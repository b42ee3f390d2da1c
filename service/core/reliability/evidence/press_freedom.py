"""How free the press is where an outlet works (table 3.2).

Bodies that are not media get no row: it says nothing of them.
"""

from math import log

from service.core.domain import EvidenceRow
from service.core.reliability.case import Case, EvidenceKind
from service.core.reliability.classes import MEDIA, PRESS_UNKNOWN, press_fact, press_level


def rows(case: Case) -> tuple[EvidenceRow, ...]:
    """One row for an identified outlet whose country has a press-freedom fact."""
    subject = case.subject
    if not case.has_record or subject.type not in MEDIA:
        return ()
    fact = press_fact(case.snapshot.countries.get(subject.country or ""))
    level = press_level(fact, case.tables)
    if fact is None or level == PRESS_UNKNOWN:
        return ()
    row = next(row for row in case.tables.source_evidence if (row.kind, row.outcome) == ("press_freedom", level))
    value = fact.value if fact.qualifier is None else f"{fact.value}, {fact.qualifier}"
    return (
        EvidenceRow(
            kind=row.kind,
            label=row.label.format(name=subject.name, value=value),
            status=row.origin.status,
            ln_lr=log(row.lr),
            citation=fact.citation,
            parameters={"outcome": level, "lr": row.lr, "value": value},
        ),
    )


KIND = EvidenceKind("press_freedom", rows)
