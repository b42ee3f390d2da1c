"""Overlays mounted as files: `REGISTRY_OVERLAY_DIR/<name>.json` (or .yaml), read once at the start."""

from pathlib import Path
from typing import Any

import yaml

from service.core.domain import OverlayEntry, RegistryError
from service.runtime.overlays import entries_of

#: Longest file: an overlay of 10,000 entries stays below it.
MAX_BYTES = 16 * 1024 * 1024
_ENDINGS = (".json", ".yaml", ".yml")


def read_folder(folder: Path) -> dict[str, tuple[OverlayEntry, ...]]:
    """All overlays of a folder by name.

    Raises:
        RegistryError: the folder is missing or a file is not an overlay; the message names the file.
    """
    if not folder.is_dir():
        raise RegistryError(f"REGISTRY_OVERLAY_DIR: {folder} is not a folder")
    found = {}
    for path in sorted(folder.iterdir()):
        if path.suffix in _ENDINGS and path.is_file():
            found[path.stem] = _read(path)
    return found


def _read(path: Path) -> tuple[OverlayEntry, ...]:
    if path.stat().st_size > MAX_BYTES:
        raise RegistryError(f"{path.name}: longer than {MAX_BYTES} bytes")
    try:
        # JSON is YAML; the C-less safe loader refuses everything but plain values.
        content: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
        return entries_of(content["entries"], path.stem)
    except (yaml.YAMLError, UnicodeDecodeError, KeyError, TypeError, ValueError) as error:
        raise RegistryError(f"{path.name}: not an overlay ({type(error).__name__})") from error
