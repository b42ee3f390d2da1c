"""What one evidence kind may look at, and the shape of a kind."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from service.core.domain import Citation, EvidenceFact, EvidenceRow, OverlayEntry, Records, RegistrySnapshot
from service.core.reliability.subjects import Standing, Subject
from service.core.reliability.tables import ClassPrior, Origin, Tables


@dataclass(frozen=True, slots=True)
class Case:
    """One subject with everything that may bear on its score.

    `overlay` is the entry that speaks for it, if there is one.
    """

    subject: Subject
    prior: ClassPrior
    snapshot: RegistrySnapshot
    tables: Tables
    records: Records
    today: date | None
    overlay: OverlayEntry | None

    @property
    def has_record(self) -> bool:
        """Whether a record of its own may speak for the subject."""
        return self.subject.standing is Standing.RECORD and self.subject.id is not None

    def facts(self, kind: str) -> tuple[EvidenceFact, ...]:
        """Facts of one kind about the subject: the registry's and those that the newsroom mounted under that name."""
        if not self.has_record or self.subject.id is None:
            return ()
        record = self.subject.record
        own = tuple(fact for fact in record.evidence if fact.kind == kind) if record else ()
        mounted = self.records.ratings.get(self.subject.id, ())
        return own + tuple(
            EvidenceFact(kind, row.value, row.citation or Citation(row.rater, as_of=row.rated_on))
            for row in mounted
            if row.rater == kind
        )


@dataclass(frozen=True, slots=True)
class EvidenceKind:
    """One kind of evidence: `rows` gives what it contributes to a case; an empty tuple where it knows nothing."""

    id: str
    rows: Callable[[Case], tuple[EvidenceRow, ...]]


def newest(facts: tuple[EvidenceFact, ...]) -> EvidenceFact | None:
    """The fact with the latest date; equal dates are settled by value and title, never by the order of the facts."""
    return max(facts, key=lambda fact: (fact.citation.as_of or "", fact.value, fact.citation.title), default=None)


def cited(origin: Origin) -> Citation:
    """The origin of a table row as a citation."""
    return Citation(title=origin.text, as_of=origin.as_of)
