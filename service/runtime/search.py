"""Looking entries up by a part of a name, for people and for completion in an editor."""

from bisect import bisect_left
from dataclasses import dataclass

from service.core.domain import RegistrySnapshot, SourceRecord
from service.core.lang.normalize import name_key


@dataclass(frozen=True, slots=True)
class Query:
    """What to look for; None means any. `country` is ISO 3166-1 alpha-2."""

    text: str | None = None
    type: str | None = None
    country: str | None = None


@dataclass(frozen=True, eq=False)
class Index:
    """Keys of all names in order, and the entries by name."""

    snapshot: RegistrySnapshot
    keys: tuple[str, ...]
    by_name: tuple[SourceRecord, ...]
    by_domain: dict[str, str]

    def find(self, query: Query) -> list[SourceRecord]:
        """All entries that fit: exact names first, then beginnings, then any part; each group by name."""
        records = self.snapshot.records
        found = self.by_name if query.text is None else [records[each] for each in self._ids(query.text)]
        return [
            record
            for record in found
            if (query.type is None or record.type.value == query.type)
            and (query.country is None or record.country == query.country)
        ]

    def _ids(self, text: str) -> list[str]:
        domain = self.by_domain.get(text.strip().lower())
        key = name_key(text)
        # Keys of a dict keep the first place at which an entry was found.
        ids: dict[str, None] = {domain: None} if domain else {}
        if not key:
            return list(ids)
        hits = self.snapshot.by_alias
        ids.update(dict.fromkeys(hits.get(key, ())))
        for name in self._starting(key):
            ids.update(dict.fromkeys(hits[name]))
        inside = f" {key}"
        for name in self.keys:
            if inside in name:
                ids.update(dict.fromkeys(hits[name]))
        return [each for each in ids if each in self.snapshot.records]

    def _starting(self, key: str) -> list[str]:
        place = bisect_left(self.keys, key)
        found = []
        while place < len(self.keys) and self.keys[place].startswith(key):
            found.append(self.keys[place])
            place += 1
        return found


def build(snapshot: RegistrySnapshot) -> Index:
    """The index of one snapshot."""
    by_name = sorted(snapshot.records.values(), key=lambda record: (record.name, record.id))
    domains = {domain.lower(): record.id for record in reversed(by_name) for domain in record.domains}
    return Index(snapshot, tuple(sorted(snapshot.by_alias)), tuple(by_name), domains)
