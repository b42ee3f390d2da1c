"""Loads the identity stage's word files from the package data."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from service.core.identity.lexicon import IdentityLexicon, LexiconTables, lexicon_from

#: The word lists that ship with the service.
LEXICON_FOLDER = Path(__file__).resolve().parents[1] / "data" / "lexicons"
_HOLDERS = ("office_holders.tsv", "office_holders_curated.tsv")
_PLACES = ("places_curated.tsv", "places.tsv")
_GIVEN = ("given_names_curated.tsv", "given_names.tsv")
#: Everyday words, by which the registry's validator refuses aliases as well.
ORDINARY_WORDS = LEXICON_FOLDER.parent / "registry" / "ordinary_words.txt"


def load_identity_lexicon(folder: Path = LEXICON_FOLDER) -> IdentityLexicon:
    """Read the words for people, organizations, documents and phrases (TOML), places and names (TSV), and further nouns from `folder`.

    Raises OSError when a file is missing and ValueError or KeyError when one is malformed.
    """
    tables = LexiconTables(
        people=_toml(folder / "people.en.toml"),
        organizations=_toml(folder / "organizations.en.toml"),
        documents=_toml(folder / "documents.en.toml"),
        phrases=_toml(folder / "phrases.en.toml"),
        places=((row[0], row[1], row[2]) for name in _PLACES for row in _rows(folder / name)),
        given=((row[0], row[1]) for name in _GIVEN for row in _rows(folder / name)),
        holders=(_holder(row) for name in _HOLDERS for row in _rows(folder / name)),
        ordinary=(row[0] for row in _rows(ORDINARY_WORDS)),
        person_nouns=(row[0] for row in _rows(folder / "person_nouns.txt")),
    )
    return lexicon_from(tables)


def _holder(row: list[str]) -> tuple[str, str, str, str, bool]:
    name, country, role, family, *then = row
    return name, country, role, family, then != ["then"]


def _toml(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _rows(path: Path) -> Iterator[list[str]]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            if not line.startswith("#"):
                yield line.rstrip("\n").split("\t")
