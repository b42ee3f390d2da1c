"""What the registry's source files must keep to. A broken rule stops the compiler; each problem names file and line.

The rules judge form and care, never a source: an origin on every row, known countries, one record per body, and no name that
an ordinary sentence would trip over.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from service.core.domain import AliasKind, SourceType
from service.core.lang.normalize import name_key
from service.runtime.registry_rows import RegistryRows, Row, SourceRow

#: Words that news writes in lower case, one a line; beside the source files, made by `python -m bench.registry.words`.
ORDINARY_WORDS = "ordinary_words.txt"
#: Roles that are no office of a country and have no nouns: they tell the kind of an outlet or a body.
FREE_ROLES = frozenset(
    "newspaper television radio broadcaster public_broadcaster journal fact_checker monitor advocacy lobby trade_union "
    "trade_association sports_body media_owner media_company press_release_service picture_agency price_reporting research "
    "satellite_imagery tracking telegram_channel investigative state_programme bank airline technology pharma energy defense "
    "automotive retail telecom consulting exchange insurance shipping mining food law_firm".split()
)
EVIDENCE = frozenset(
    {"state_control", "community_rating", "press_freedom", "fact_checker", "domain_quality", "ownership"}
)
_ID = re.compile(r"[a-z0-9]+(?:\.[a-z0-9_-]+)+")
_TYPES = frozenset(map(str, SourceType))
_KINDS = frozenset(map(str, AliasKind))
_AS_OF = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?(?:/.*)?")


def ordinary_words(folder: Path) -> frozenset[str]:
    """The ordinary words beside the source files of `folder`."""
    return frozenset((folder / ORDINARY_WORDS).read_text(encoding="utf-8").split())


def problems(rows: RegistryRows, records: tuple[Row, ...], words: frozenset[str]) -> tuple[str, ...]:
    """Every broken rule in words for its reader, in order of the files; empty when all is well."""
    countries = frozenset(row.data["iso2"] for row in rows.countries)
    roles = frozenset(row.data["id"] for row in rows.roles) | FREE_ROLES
    found: list[str] = []
    for row in rows.identities:
        found.extend(f"{row.where}: {problem}" for problem in _row_problems(row.data, countries, roles, words))
    for row in rows.country_evidence:
        found.extend(f"{row.where}: {problem}" for problem in _evidence_problems([row.data]))
        if row.data["country"] not in countries:
            found.append(f"{row.where}: unknown country {row.data['country']}")
    found.extend(_twice(rows.identities))
    found.extend(_record_problems(records))
    found.extend(_ambiguous_problems(rows.ambiguous, records))
    return tuple(found)


def _row_problems(row: Row, countries: frozenset[str], roles: frozenset[str], words: frozenset[str]) -> Iterator[str]:
    for name in ("id", "name", "type", "origin", "as_of"):
        if not row.get(name):
            yield f"no {name}"
            return
    if not _ID.fullmatch(row["id"]):
        yield f"{row['id']} is no id: lower case, at least one dot"
    if row["origin"] == "curated" and not row.get("reason"):
        yield "a row compiled by hand gives its reason"
    if row["type"] not in _TYPES:
        yield f"unknown type {row['type']}"
    codes = [code for code in (row.get("country"), *row.get("serves", ())) if code]
    yield from (f"unknown country {code}" for code in codes if code not in countries)
    yield from (f"unknown role {role}" for role in row.get("roles", ()) if role not in roles)
    if not _AS_OF.fullmatch(row["as_of"]):
        yield f"as_of is no date: {row['as_of']}"
    yield from _alias_problems(row, words)
    yield from _evidence_problems(row.get("evidence", ()))


def _alias_problems(row: Row, words: frozenset[str]) -> Iterator[str]:
    """Names: known kinds, something left of them, no ordinary word unless context-only or reviewed in the row."""
    reviewed = frozenset(row.get("reviewed", ()))
    for alias in ({"name": row["name"], "kind": "name"}, *row.get("aliases", ())):
        text, kind = alias["name"], alias["kind"]
        if kind not in _KINDS:
            yield f"unknown kind of alias {kind}"
        elif not name_key(text):
            yield f"nothing is left of the alias {text!r}"
        elif name_key(text) in words and kind != "context_only" and text not in reviewed:
            yield f"{text!r} is an ordinary word: make it context_only, or name it in `reviewed`"


def _evidence_problems(evidence: Iterable[Row]) -> Iterator[str]:
    for fact in evidence:
        if fact.get("kind") not in EVIDENCE:
            yield f"unknown kind of evidence {fact.get('kind')}"
        if not (fact.get("value") and fact.get("citation_title") and fact.get("as_of")):
            yield "evidence without value, citation or date"


def _twice(rows: Iterable[SourceRow]) -> Iterator[str]:
    """Hand-made rows with an id that another hand-made row has."""
    seen: dict[str, str] = {}
    for row in rows:
        if row.data.get("origin") != "curated" or "id" not in row.data:
            continue
        if row.data["id"] in seen:
            yield f"{row.where}: {row.data['id']} is in {seen[row.data['id']]} already"
        seen.setdefault(row.data["id"], row.where)


def _record_problems(records: tuple[Row, ...]) -> Iterator[str]:
    """One record per body, and links that lead somewhere."""
    ids = frozenset(record["id"] for record in records)
    named: Mapping[tuple[str, str | None, str], list[str]] = defaultdict(list)
    for record in records:
        named[record["type"], record.get("country"), name_key(record["name"])].append(record["id"])
        for link in ("parent", "owner"):
            if record.get(link) and record[link] not in ids:
                yield f"{record['id']}: its {link} {record[link]} is no record"
            if record.get(link) == record["id"]:
                yield f"{record['id']}: it is its own {link}"
    yield from (f"{' and '.join(same)} are one name, type and country" for same in named.values() if len(same) > 1)


def _ambiguous_problems(rows: Iterable[SourceRow], records: tuple[Row, ...]) -> Iterator[str]:
    """A declared collision has at least one record to answer, and its reason."""
    keys = Counter(name_key(text) for record in records for text in _all_names(record))
    for row in rows:
        if not (row.data.get("alias") and row.data.get("reason") and row.data.get("origin")):
            yield f"{row.where}: an ambiguous alias gives alias, reason and origin"
        elif not keys[name_key(row.data["alias"])]:
            yield f"{row.where}: nobody answers to {row.data['alias']}"


def _all_names(record: Row) -> Iterator[str]:
    yield record["name"]
    yield from (alias["name"] for alias in record["aliases"])
