"""Compile the registry's source files into one artifact that loads fast: columns, shared citations, ready indexes.

The artifact is JSON lines: the first holds everything that a start needs, each further one a record, which the loader keeps as
bytes until somebody asks for it. The bytes depend on the source files alone, so that CI can compile again and compare.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from service.core.domain import RegistryError
from service.core.lang.normalize import name_key
from service.runtime.registry_merge import merge_rows
from service.runtime.registry_rows import RegistryRows, Row, SourceRow, read_rows, source_files
from service.runtime.registry_rules import ordinary_words, problems

#: Where the artifact lies below the registry's folder.
ARTIFACT = Path("compiled/registry.jsonl")
#: Layout of the artifact; a loader refuses any other.
FORMAT = 2
_REVISION_LENGTH = 12
#: Order in which records answer to the same alias: their own name first, context-only last.
_PRECEDENCE = ("name", "abbreviation", "alias", "metonym", "native", "domain", "former", "context_only")
_COUNTRY_WORDS = (
    ("name", "name"),
    ("aliases", "name"),
    ("adjectives", "adjective"),
    ("demonyms", "demonym"),
    ("capitals", "capital"),
)


def compile_registry(folder: Path) -> bytes:
    """The artifact for the source files below `folder`.

    Raises:
        RegistryError: the files break a rule; the message lists every problem with its file and line.
    """
    rows = read_rows(folder)
    records = _without_country_words(merge_rows(row.data for row in rows.identities), rows)
    broken = problems(rows, records, ordinary_words(folder))
    if broken:
        raise RegistryError("\n".join((f"{len(broken)} problems in the registry's files", *broken)))
    content = compile_rows(rows, records)
    content["revision"] = revision(folder)
    columns = content.pop("records")
    lines = map(_line, (content, *columns))
    return "".join(lines).encode("utf-8")


def _without_country_words(records: tuple[Row, ...], rows: RegistryRows) -> tuple[Row, ...]:
    """Records without aliases that are a mere country or nationality ("Russian" for a paper's Russian edition)."""
    words = _country_words(rows.countries)

    def nation(alias: Mapping[str, Any]) -> bool:
        kinds = {kind for _, kind in words.get(name_key(alias["name"]), ())}
        return alias["kind"] == "context_only" and bool(kinds - {"capital"})

    return tuple(
        {**record, "aliases": [alias for alias in record["aliases"] if not nation(alias)]} for record in records
    )


def _line(values: object) -> str:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"), sort_keys=True) + "\n"


def revision(folder: Path) -> str:
    """Short digest of the source files: the same revision always gives the same answers."""
    digest = sha256()
    for path in source_files(folder):
        digest.update(path.relative_to(folder).as_posix().encode())
        digest.update(sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:_REVISION_LENGTH]


def compile_rows(rows: RegistryRows, records: tuple[Row, ...]) -> dict[str, Any]:
    """The artifact's content, without its revision."""
    citations = _Interned()
    aliases = _alias_index(records)
    country_evidence = _country_evidence(rows.country_evidence, citations)
    return {
        "format": FORMAT,
        "records": [_record_columns(record, citations) for record in records],
        "countries": [_country_columns(row.data, country_evidence.get(row.data["iso2"], [])) for row in rows.countries],
        "roles": [[row.data[name] for name in ("id", "type", "label", "nouns", "officials")] for row in rows.roles],
        "citations": citations.values,
        "by_alias": {key: [position for _, position in hits] for key, hits in aliases.items()},
        "by_role": role_index(records, frozenset(row.data["id"] for row in rows.roles)),
        "country_words": _country_words(rows.countries),
        "context_only": sorted(_context_only(aliases, rows.countries)),
        "ambiguous": sorted({name_key(row.data["alias"]) for row in rows.ambiguous}),
        "counts": dict(sorted(Counter(record["type"] for record in records).items())),
    }


class _Interned:
    """Gives equal citations one number."""

    def __init__(self) -> None:
        self.values: list[list[str | None]] = []
        self._numbers: dict[tuple[str | None, ...], int] = {}

    def number(self, evidence: Row) -> int:
        value = tuple(evidence.get(name) for name in ("citation_title", "citation_url", "as_of", "licence"))
        if value not in self._numbers:
            self._numbers[value] = len(self.values)
            self.values.append(list(value))
        return self._numbers[value]


def _record_columns(record: Row, citations: _Interned) -> list[Any]:
    plain = [
        record.get(name)
        for name in ("id", "name", "type", "country", "origin", "as_of", "parent", "owner", "ownership")
    ]
    aliases = [[alias["name"], alias["kind"], alias.get("lang", "en")] for alias in record["aliases"]]
    evidence = [_evidence_columns(row, citations) for row in record["evidence"]]
    return [*plain, record.get("wikidata"), record.get("reason"), record["roles"], record["domains"], aliases, evidence]


def _evidence_columns(row: Row, citations: _Interned) -> list[Any]:
    return [row["kind"], row["value"], citations.number(row), row.get("qualifier")]


def _country_evidence(rows: Iterable[SourceRow], citations: _Interned) -> Mapping[str, list[Any]]:
    by_country: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        by_country[row.data["country"]].append(_evidence_columns(row.data, citations))
    return by_country


def _country_columns(country: Row, evidence: list[Any]) -> list[Any]:
    return [*(country[name] for name in ("iso2", "name", "aliases", "adjectives", "demonyms", "capitals")), evidence]


def _alias_index(records: tuple[Row, ...]) -> dict[str, list[tuple[int, int]]]:
    """Normalized alias -> (rank of its kind, position of the record), best first; hand-compiled records win ties."""
    index: dict[str, dict[int, int]] = defaultdict(dict)
    for position, record in enumerate(records):
        for text, kind in _names(record):
            key = name_key(text)
            rank = _PRECEDENCE.index(kind)
            if key:
                index[key][position] = min(rank, index[key].get(position, rank))
    return {
        key: sorted(((rank, position) for position, rank in hits.items()), key=_by_rank(records))
        for key, hits in sorted(index.items())
    }


def _by_rank(records: tuple[Row, ...]) -> Callable[[tuple[int, int]], tuple[int, bool, int]]:
    def order(hit: tuple[int, int]) -> tuple[int, bool, int]:
        rank, position = hit
        return rank, not records[position]["origin"].startswith("curated"), position

    return order


def _names(record: Row) -> Iterable[tuple[str, str]]:
    yield record["name"], "name"
    for alias in record["aliases"]:
        yield alias["name"], alias["kind"]
    for domain in record["domains"]:
        yield domain, "domain"


def role_index(records: tuple[Row, ...], roles: frozenset[str]) -> dict[str, int]:
    """`KR intelligence` -> position of the body that holds the role; the first record to claim a role keeps it."""
    index: dict[str, int] = {}
    order = sorted(
        range(len(records)), key=lambda position: (not records[position]["origin"].startswith("curated"), position)
    )
    primary = sorted(order, key=lambda position: not records[position].get("primary"))
    for position in primary:
        record = records[position]
        for country in record.get("serves") or [record.get("country")]:
            for role in roles.intersection(record["roles"]):
                index.setdefault(f"{country} {role}", position)
    return dict(sorted(index.items()))


def _country_words(countries: Iterable[SourceRow]) -> dict[str, list[list[str]]]:
    words: dict[str, list[list[str]]] = defaultdict(list)
    for row in countries:
        for field, kind in _COUNTRY_WORDS:
            texts = [row.data[field]] if field == "name" else row.data[field]
            for key in dict.fromkeys(name_key(text) for text in texts):
                words[key].append([row.data["iso2"], kind])
    return dict(sorted(words.items()))


def _context_only(aliases: Mapping[str, list[tuple[int, int]]], countries: Iterable[SourceRow]) -> set[str]:
    weak = len(_PRECEDENCE) - 1
    keys = {key for key, hits in aliases.items() if hits[0][0] == weak}
    return keys | {name_key(text) for row in countries for text in row.data.get("context_only", ())}
