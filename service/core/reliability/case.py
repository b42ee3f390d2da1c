"""What one evidence kind may look at, and the shape of a kind."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from service.core.domain import Citation, EvidenceFact, EvidenceRow, OverlayEntry, Records, RegistrySnapshot
from service.core.reliability.subjects import Standing, Subject
from service.core.reliability.tables import ClassPrior, Origin, Tables


class Case(NamedTuple):
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
    has_record: bool
    facts_by_kind: Mapping[str, tuple[EvidenceFact, ...]]

    def facts(self, kind: str) -> tuple[EvidenceFact, ...]:
        """Facts of one kind about the subject: the registry's and those that the newsroom mounted under that name."""
        return self.facts_by_kind.get(kind, ())


_RECORD = Standing.RECORD
_NO_FACTS: Mapping[str, tuple[EvidenceFact, ...]] = {}


def facts_of(subject: Subject, records: Records) -> Mapping[str, tuple[EvidenceFact, ...]]:
    """All facts that may speak for a subject, by kind; none where no record of its own may speak."""
    if not may_have_record(subject):
        return _NO_FACTS
    own = subject.record.evidence if subject.record else ()
    mounted = records.ratings.get(subject.id or "", ())
    if not own and not mounted:
        return _NO_FACTS
    found: dict[str, tuple[EvidenceFact, ...]] = {}
    for fact in own:
        found[fact.kind] = (*found.get(fact.kind, ()), fact)
    for row in mounted:
        fact = EvidenceFact(row.rater, row.value, row.citation or Citation(row.rater, as_of=row.rated_on))
        found[row.rater] = (*found.get(row.rater, ()), fact)
    return found


def may_have_record(subject: Subject) -> bool:
    """Whether a record of its own may speak for the subject (SCORING.md 2.7)."""
    return subject.standing is _RECORD and subject.id is not None


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
