"""Which sources are one voice: same owner, same government or chain of command (SCORING.md 2.4)."""

from collections.abc import Mapping

from service.core.domain import OverlayEntry, RegistrySnapshot, SourceRecord, SourceType
from service.core.reliability.subjects import Subject

#: Bodies that answer to a country's executive even where the registry does not name their parent.
_EXECUTIVE = frozenset(
    {SourceType.GOVERNMENT, SourceType.INTELLIGENCE_AGENCY, SourceType.MILITARY, SourceType.POLICE, SourceType.OFFICIAL}
)
#: The same without a record: a police force that nobody knows is as likely a town's, so it stays alone.
_EXECUTIVE_UNKNOWN = _EXECUTIVE - {SourceType.POLICE}
#: Longest chain of command that is followed; registries are shallow, and a loop must end.
_DEPTH = 12


def cluster_of(
    source_id: str, subject: Subject, snapshot: RegistrySnapshot, owners: Mapping[str, str] | None = None
) -> str:
    """Key of the cluster of a source: whoever stands at the top of its chain, else the source itself.

    `owners` are owners by record id as a newsroom's overlay names them. Unnamed sources without a body stay alone:
    nobody knows whether two of them are one.
    """
    key = subject.id
    top = _top(key, snapshot, owners or {}) if key else None
    if top is not None and top != key:
        return top
    executive = _EXECUTIVE if subject.record else _EXECUTIVE_UNKNOWN
    if subject.country and subject.type in executive:
        return snapshot.by_role.get((subject.country, "government")) or f"{subject.country.lower()}.government"
    return key or source_id


def _top(key: str, snapshot: RegistrySnapshot, owners: Mapping[str, str]) -> str:
    for _ in range(_DEPTH):
        record = snapshot.records.get(key)
        above = owners.get(key) or (record and (record.owner or record.parent or _controller(record, snapshot)))
        if not above or above == key:
            return key
        key = above
    return key


def _controller(record: SourceRecord, snapshot: RegistrySnapshot) -> str | None:
    """The government that decides what a state-controlled outlet publishes."""
    if record.type not in {SourceType.NEWS_AGENCY, SourceType.NEWS_OUTLET} or record.country is None:
        return None
    controlled = any(
        fact.kind == "state_control" and fact.value.strip().lower() in _CONTROLLED for fact in record.evidence
    )
    return snapshot.by_role.get((record.country, "government")) if controlled else None


_CONTROLLED = frozenset({"sc", "state-controlled", "state controlled", "state_controlled", "controlled"})


def overlay_owners(entries: tuple[OverlayEntry, ...]) -> Mapping[str, str]:
    """Owners by record id; the first entry that names one wins."""
    found: dict[str, str] = {}
    for entry in entries:
        if entry.owner:
            found.setdefault(entry.id, entry.owner)
    return found
