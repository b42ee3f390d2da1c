"""Load the compiled registry: one JSON file into a frozen snapshot, in well under 0.3 s."""

import gc
import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from service.core.domain import (
    Alias,
    AliasKind,
    Citation,
    Country,
    EvidenceFact,
    RegistryError,
    RegistrySnapshot,
    Role,
    SourceRecord,
    SourceType,
)
from service.runtime.registry_compile import ARTIFACT, FORMAT

#: The registry that ships with the service.
REGISTRY_FOLDER = Path(__file__).resolve().parents[1] / "data" / "registry"


def load_registry(path: Path = REGISTRY_FOLDER / ARTIFACT) -> RegistrySnapshot:
    """The snapshot compiled into the artifact at `path`.

    Raises:
        RegistryError: the artifact is missing or of another format; compiling the registry again cures both.
    """
    collecting = gc.isenabled()
    # The collector would walk the growing heap again and again, and find nothing: it costs a third of the time.
    gc.disable()
    try:
        return _snapshot(_read(path))
    finally:
        if collecting:
            gc.enable()


def _snapshot(content: Mapping[str, Any]) -> RegistrySnapshot:
    citations = tuple(Citation(*row) for row in content["citations"])
    rows = {row[0]: row for row in content["records"]}
    ids = list(rows)
    return RegistrySnapshot(
        revision=content["revision"],
        records=_Records(rows, citations),
        countries=MappingProxyType({row[0]: _country(row, citations) for row in content["countries"]}),
        roles=MappingProxyType({row[0]: _role(row) for row in content["roles"]}),
        by_alias=MappingProxyType(
            {key: tuple(map(ids.__getitem__, hits)) for key, hits in content["by_alias"].items()}
        ),
        by_role=MappingProxyType(_by_role(content["by_role"], ids)),
        country_words=MappingProxyType(
            {key: tuple(map(tuple, hits)) for key, hits in content["country_words"].items()}
        ),
        context_only=frozenset(content["context_only"]),
        ambiguous=frozenset(content["ambiguous"]),
    )


@lru_cache(maxsize=1)
def default_registry() -> RegistrySnapshot:
    """The shipped registry, loaded once per process."""
    return load_registry()


def _read(path: Path) -> Mapping[str, Any]:
    if not path.is_file():
        raise RegistryError(f"no compiled registry at {path.name}: run `make registry`")
    content: Mapping[str, Any] = json.loads(path.read_bytes())
    if content.get("format") != FORMAT:
        raise RegistryError(f"{path.name} has format {content.get('format')}, not {FORMAT}: run `make registry`")
    return content


class _Records(Mapping[str, SourceRecord]):
    """The records by id, each built from its row when first asked for and kept: of 12,000, an article asks for a dozen.

    Safe between threads: two that ask at once build equal records, and all keep the first.
    """

    __slots__ = ("_built", "_citations", "_rows")

    def __init__(self, rows: Mapping[str, list[Any]], citations: tuple[Citation, ...]) -> None:
        self._rows = rows
        self._citations = citations
        self._built: dict[str, SourceRecord] = {}

    def __getitem__(self, record_id: str) -> SourceRecord:
        found = self._built.get(record_id)
        if found is None:
            found = self._built.setdefault(record_id, _record(self._rows[record_id], self._citations))
        return found

    def __contains__(self, record_id: object) -> bool:
        return record_id in self._rows

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)


def _record(row: list[Any], citations: tuple[Citation, ...]) -> SourceRecord:
    record_id, name, kind, country, origin, as_of, parent, owner, ownership, wikidata, *rest = row
    reason, roles, domains, aliases, evidence = rest
    return SourceRecord(
        id=record_id,
        name=name,
        type=_TYPES[kind],
        country=country,
        origin=origin,
        as_of=as_of,
        roles=tuple(roles),
        aliases=tuple([Alias(text, _KINDS[alias], language) for text, alias, language in aliases]),
        parent=parent,
        owner=owner,
        ownership=ownership,
        domains=tuple(domains),
        wikidata=wikidata,
        evidence=_evidence(evidence, citations),
        reason=reason,
    )


#: Enum members by value: a dict look-up costs a tenth of the enum's constructor, and this runs 30,000 times.
_TYPES = {str(member): member for member in SourceType}
_KINDS = {str(member): member for member in AliasKind}


def _evidence(rows: list[Any], citations: tuple[Citation, ...]) -> tuple[EvidenceFact, ...]:
    return tuple([EvidenceFact(kind, value, citations[number], qualifier) for kind, value, number, qualifier in rows])


def _country(row: list[Any], citations: tuple[Citation, ...]) -> Country:
    code, name, *lists, evidence = row
    aliases, adjectives, demonyms, capitals = map(tuple, lists)
    return Country(code, name, aliases, adjectives, demonyms, capitals, _evidence(evidence, citations))


def _role(row: list[Any]) -> Role:
    role_id, kind, label, nouns, officials = row
    return Role(role_id, _TYPES[kind], label, tuple(nouns), tuple(officials))


def _by_role(index: Mapping[str, int], ids: list[str]) -> dict[tuple[str, str], str]:
    pairs = ((key.split(" "), position) for key, position in index.items())
    return {(country, role): ids[position] for (country, role), position in pairs}
