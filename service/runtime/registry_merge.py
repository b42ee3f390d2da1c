"""Join rows about one identity: what is compiled by hand names it, imported rows add aliases, domains and evidence.

Nothing is edited: a merged record keeps every origin, and each piece of evidence its own citation and date.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from service.core.lang.normalize import name_key
from service.runtime.registry_rows import Row

#: Types whose rows meet by name alone: an outlet's name is its brand, a ministry's is shared by a hundred countries.
_BRANDED = frozenset(
    {"news_agency", "news_outlet", "platform", "social_media", "international_org", "ngo", "think_tank"}
)
_LINKS = ("parent", "owner")
_LISTS = ("roles", "domains", "evidence", "serves")


class IdentityMerger:
    """Collects rows in order of precedence and joins those that mean the same identity."""

    def __init__(self) -> None:
        self.records: dict[str, dict[str, Any]] = {}
        self._by_domain: dict[str, str] = {}
        self._by_name: dict[tuple[str, str], list[str]] = defaultdict(list)
        self._by_wikidata: dict[str, str] = {}
        self._joined: dict[str, str] = {}

    def merged(self) -> tuple[dict[str, Any], ...]:
        """The records in order of id, their links led to the records that rows were joined to."""
        for record in self.records.values():
            for link in _LINKS:
                target = self._joined.get(record.get(link, ""), record.get(link))
                record[link] = None if target == record["id"] else target
            if record["type"] == "international_org":
                record["country"] = (
                    None  # an office that a fact file places somewhere does not make a world body national
                )
        return tuple(self.records[record_id] for record_id in sorted(self.records))

    def add(self, row: Row) -> None:
        """Add one row, joined to the record it means if there is one; a row marked `join_only` makes no record."""
        known = self._find(row)
        if known is not None:
            _join(self.records[known], self._without_foreign_domains(known, row))
        elif row.get("join_only"):
            return
        else:
            self.records[row["id"]] = _copy(row)
            known = row["id"]
        self._joined.setdefault(row["id"], known)
        self._remember(known, row)

    def _find(self, row: Row) -> str | None:
        if row["id"] in self.records:
            return str(row["id"])
        if row.get("wikidata") in self._by_wikidata:
            return self._by_wikidata[row["wikidata"]]
        named = self._named(row)
        if named is not None or row["origin"] == "curated":
            return named
        return next((self._by_domain[name] for name in row.get("domains", ()) if name in self._by_domain), None)

    def _without_foreign_domains(self, known: str, row: Row) -> Row:
        """The row without domains that another record had first: a domain leads to one owner."""
        domains = [domain for domain in row.get("domains", ()) if self._by_domain.get(domain, known) == known]
        return {**row, "domains": domains}

    def _named(self, row: Row) -> str | None:
        """The record of the same name and a compatible country; without a country, only where there is just one."""
        if row["origin"] == "curated":
            return None
        for key in _merge_names(row):
            hits = [found for found in self._by_name.get(key, ()) if _compatible(self.records[found], row)]
            if len(hits) == 1 or (hits and row.get("country")):
                return hits[0]
        return None

    def _remember(self, record_id: str, row: Row) -> None:
        for domain in row.get("domains", ()):
            self._by_domain.setdefault(domain, record_id)
        if row.get("wikidata"):
            self._by_wikidata.setdefault(row["wikidata"], record_id)
        for key in _merge_names(row):
            if record_id not in self._by_name[key]:
                self._by_name[key].append(record_id)


def merge_rows(rows: Iterable[Row]) -> tuple[dict[str, Any], ...]:
    """Merged records in order of id."""
    merger = IdentityMerger()
    for row in rows:
        merger.add(row)
    return merger.merged()


def _merge_names(row: Row) -> Iterator[tuple[str, str]]:
    """Keys under which rows meet: full names only, never abbreviations or context-only aliases."""
    group = "branded" if row["type"] in _BRANDED else f"{row['type']}/{row.get('country')}"
    yield group, name_key(row["name"])
    for alias in row.get("aliases", ()):
        if alias["kind"] in {"alias", "native"} and " " in alias["name"]:
            yield group, name_key(alias["name"])


def _compatible(record: Row, row: Row) -> bool:
    """Two countries, two identities: The Daily Star of Lebanon is not that of Bangladesh."""
    left, right = record.get("country"), row.get("country")
    return left is None or right is None or left == right


def _copy(row: Row) -> dict[str, Any]:
    record = dict(row)
    for name in (*_LISTS, "aliases"):
        record[name] = list(row.get(name, ()))
    return record


def _join(record: dict[str, Any], row: Row) -> None:
    for name in _LISTS:
        record[name].extend(item for item in row.get(name, ()) if item not in record[name])
    names = {name_key(alias["name"]) for alias in record["aliases"]} | {name_key(record["name"])}
    names.update(name_key(domain) for domain in record["domains"])
    own = () if row.get("join_only") else ({"name": row["name"], "kind": "alias", "lang": "en"},)
    added = (*own, *row.get("aliases", ()))
    record["aliases"].extend(alias for alias in added if name_key(alias["name"]) not in names)
    stateless = "country" in record and record["country"] is None and record["origin"].startswith("curated")
    for name in ("country", "wikidata", "ownership", *_LINKS):
        if not record.get(name) and row.get(name) and not (stateless and name == "country"):
            record[name] = row[name]
    if row["origin"] not in record["origin"].split("; "):
        record["origin"] = f"{record['origin']}; {row['origin']}"
