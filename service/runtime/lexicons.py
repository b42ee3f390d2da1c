"""Loads the extraction stage's words from the package data."""

import hashlib
import tomllib
from pathlib import Path

from service.core.lang.lexicon import Lexicons, lexicons_from

LEXICON_FOLDER = Path(__file__).resolve().parents[1] / "data" / "lexicons"


def load_lexicons(folder: Path = LEXICON_FOLDER) -> Lexicons:
    """Read the cue words of English.

    Raises OSError when the file is missing and ValueError or KeyError when it is malformed.
    """
    return lexicons_from(tomllib.loads((folder / "cues.en.toml").read_text(encoding="utf-8")))


def lexicon_digest(folder: Path = LEXICON_FOLDER) -> str:
    """Short hash over all word files: the version that reports carry."""
    digest = hashlib.sha256()
    for path in sorted(folder.iterdir()):
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
