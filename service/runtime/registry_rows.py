"""Read the registry's source files: one JSON object per line, reviewed in git, each row naming its origin."""

import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from service.core.domain import RegistryError

Row = Mapping[str, Any]

#: Folders of identity rows in order of precedence: what is compiled by hand names a body before what is imported.
FOLDERS = ("curated", "facts/mit", "facts/cc-by-sa", "facts/cc0", "facts/other")
#: Files in those folders that are not identity rows.
NOT_IDENTITIES = frozenset({"countries.jsonl", "ambiguous.jsonl", "country_evidence.jsonl"})


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One line of a source file and where it stands (`curated/bodies.jsonl:12`)."""

    data: Row
    where: str


@dataclass(frozen=True, slots=True)
class RegistryRows:
    """Everything the registry is built from, unchecked and unmerged.

    `identities` are in order of precedence; `ambiguous` declares alias collisions that are known and meant;
    `country_evidence` are dated facts about countries.
    """

    roles: tuple[SourceRow, ...]
    countries: tuple[SourceRow, ...]
    identities: tuple[SourceRow, ...]
    ambiguous: tuple[SourceRow, ...]
    country_evidence: tuple[SourceRow, ...]


def read_rows(folder: Path) -> RegistryRows:
    """Read all source files below `folder`.

    Raises:
        RegistryError: a line is not a JSON object; the message names the file and the line.
    """
    files = source_files(folder)
    identities = [path for path in files if path.suffix == ".jsonl" and path.name not in NOT_IDENTITIES]
    return RegistryRows(
        roles=_read_roles(folder / "roles.toml"),
        countries=tuple(_read_lines(folder / "countries.jsonl", folder)),
        identities=tuple(row for path in identities for row in _read_lines(path, folder)),
        ambiguous=tuple(row for path in files if path.name == "ambiguous.jsonl" for row in _read_lines(path, folder)),
        country_evidence=tuple(
            row for path in files if path.name == "country_evidence.jsonl" for row in _read_lines(path, folder)
        ),
    )


def source_files(folder: Path) -> tuple[Path, ...]:
    """The files that decide the registry, in the order in which they are read: the revision is a digest of them."""
    rows = (path for name in FOLDERS for path in sorted((folder / name).glob("*.jsonl")))
    return (folder / "roles.toml", folder / "countries.jsonl", *rows)


def _read_roles(path: Path) -> tuple[SourceRow, ...]:
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise RegistryError(f"{path.name}: {error}") from error
    return tuple(SourceRow(role, f"roles.toml:{role.get('id')}") for role in table["role"])


def _read_lines(path: Path, folder: Path) -> Iterator[SourceRow]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        where = f"{path.relative_to(folder).as_posix()}:{number}"
        try:
            data = json.loads(line)
        except json.JSONDecodeError as error:
            raise RegistryError(f"{where}: {error}") from error
        if not isinstance(data, dict):
            raise RegistryError(f"{where}: not an object")
        yield SourceRow(data, where)
