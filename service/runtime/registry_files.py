"""Load the compiled registry: JSON lines into a frozen snapshot, in well under 0.3 s."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import orjson

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
from service.runtime.collector import no_collection
from service.runtime.registry_compile import ARTIFACT, FORMAT

#: The registry that ships with the service.
REGISTRY_FOLDER = Path(__file__).resolve().parents[1] / "data" / "registry"


def load_registry(path: Path = REGISTRY_FOLDER / ARTIFACT) -> RegistrySnapshot:
    """The snapshot compiled into the artifact at `path`.

    Raises:
        RegistryError: the artifact is missing or of another format; compiling the registry again cures both.
    """
    with no_collection():
        return _snapshot(*_read(path))


def _snapshot(content: Mapping[str, Any], lines: list[bytes]) -> RegistrySnapshot:
    citations = tuple(Citation(*row) for row in content["citations"])
    rows = {_id_of(line): line for line in lines}
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


def _read(path: Path) -> tuple[Mapping[str, Any], list[bytes]]:
    """The first line's values, and the records' lines."""
    if not path.is_file():
        raise RegistryError(f"no compiled registry at {path.name}: run `make registry`")
    first, *lines = path.read_bytes().splitlines()
    content: Mapping[str, Any] = orjson.loads(first)
    if content.get("format") != FORMAT:
        raise RegistryError(f"{path.name} has format {content.get('format')}, not {FORMAT}: run `make registry`")
    return content, lines


def _id_of(line: bytes) -> str:
    """The id with which a record's line begins; ids hold nothing that JSON escapes (`registry_rules`)."""
    return line[2 : line.index(b'"', 2)].decode()


class _Records(Mapping[str, SourceRecord]):
    """The records by id, each built from its line when first asked for and kept: of 12,000, an article asks for a dozen.

    Safe between threads: two that ask at once build equal records, and all keep the first.
    """

    __slots__ = ("_built", "_citations", "_lines")

    def __init__(self, lines: Mapping[str, bytes], citations: tuple[Citation, ...]) -> None:
        self._lines = lines
        self._citations = citations
        self._built: dict[str, SourceRecord] = {}

    def __getitem__(self, record_id: str) -> SourceRecord:
        found = self._built.get(record_id)
        if found is None:
            found = self._built.setdefault(record_id, _record(orjson.loads(self._lines[record_id]), self._citations))
        return found

    def __contains__(self, record_id: object) -> bool:
        return record_id in self._lines

    def __iter__(self) -> Iterator[str]:
        return iter(self._lines)

    def __len__(self) -> int:
        return len(self._lines)


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
