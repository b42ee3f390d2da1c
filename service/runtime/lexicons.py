"""Loads the extraction stage's words from the package data."""

import hashlib
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from service.core.lang.lexicon import Lexicons, lexicons_from, unknown

LEXICON_FOLDER = Path(__file__).resolve().parents[1] / "data" / "lexicons"


def load_lexicons(folder: Path = LEXICON_FOLDER, known_outlet: Callable[[str], bool] = unknown) -> Lexicons:
    """Read the cue words of English; `known_outlet` tells of a name's key whether it is an outlet's.

    Raises OSError when the file is missing and ValueError or KeyError when it is malformed.
    """
    return lexicons_from(_table(folder, "cues"), _source_heads(folder), known_outlet)


def _table(folder: Path, name: str) -> dict[str, Any]:
    return tomllib.loads((folder / f"{name}.en.toml").read_text(encoding="utf-8"))


def _source_heads(folder: Path) -> Iterator[str]:
    """Last words of the nouns for documents, bodies and people, plurals with them."""
    documents = _table(folder, "documents")
    lists = [documents[name]["nouns"] for name in ("own", "record", "social")]
    lists += list(_table(folder, "organizations")["heads"].values())
    lists += [entry[number] for entry in _table(folder, "people")["class"] for number in ("singular", "plural")]
    for noun in (noun for nouns in lists for noun in nouns):
        yield noun.split()[-1]
        yield noun.split()[-1] + "s"
    for line in (folder / "person_nouns.txt").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            yield line
            yield line + "s"


def lexicon_digest(folder: Path = LEXICON_FOLDER) -> str:
    """Short hash over all word files: the version that reports carry."""
    digest = hashlib.sha256()
    for path in sorted(folder.iterdir()):
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
