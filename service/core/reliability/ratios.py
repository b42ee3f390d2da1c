"""Evidence that shifts the prior mean: a fact of the registry, read through a row of source_evidence.toml."""

from math import log

from service.core.domain import EvidenceFact, EvidenceRow
from service.core.reliability.case import Case, newest


def ratio_rows(case: Case, kind: str) -> tuple[EvidenceRow, ...]:
    """The row for the newest readable fact of `kind`; nothing where there is none."""
    facts = case.facts(kind)
    if not facts:
        return ()
    readable = tuple(fact for fact in facts if (kind, fact.value.strip().lower()) in case.tables.by_value)
    fact = newest(readable)
    return () if fact is None else (ratio_row(case, fact),)


def ratio_row(case: Case, fact: EvidenceFact) -> EvidenceRow:
    """The row for one fact whose value the table knows."""
    row = case.tables.by_value[(fact.kind, fact.value.strip().lower())]
    return EvidenceRow(
        kind=row.kind,
        label=row.label.format(name=case.subject.name, value=fact.value),
        status=row.origin.status,
        ln_lr=log(row.lr),
        citation=fact.citation,
        parameters={"outcome": row.outcome, "lr": row.lr, "value": fact.value},
    )
