"""Drafts on disk: which files are drafts, and their text exactly as it stands there."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from service.client.faults import Fault

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

#: Endings that make a file of a folder a draft; a file that is named is a draft whatever its ending.
DRAFT_ENDINGS = (".md", ".markdown", ".html", ".htm", ".xhtml", ".txt", ".ninjs", ".ninjs.json")
#: Longest file that is read; the service takes 200,000 characters in at most this many bytes.
DRAFT_BYTES = 3 * 1024 * 1024
_DRAFT_SKIPPED = ("node_modules", "__pycache__")
_DRAFT_MARKS = ((b"\xff\xfe", "UTF-16"), (b"\xfe\xff", "UTF-16"))


def find_drafts(paths: Sequence[str], is_ignored: Callable[[str], bool]) -> tuple[list[str], list[tuple[str, str]]]:
    """Drafts under the paths, each once and in order, and what was wrong with a path (path, reason)."""
    found: dict[str, None] = {}
    faults: list[tuple[str, str]] = []
    for path in paths:
        if not os.path.isdir(path):  # noqa: PTH112 - pathlib would cost a warm check a tenth of its time
            if not is_ignored(shown_path(path)):
                found.setdefault(shown_path(path))
            continue
        inside = sorted(shown_path(file) for file in _walk_drafts(path))
        if not inside:
            faults.append((shown_path(path), f"no drafts in this folder (a draft ends in {', '.join(DRAFT_ENDINGS)})"))
        for file in inside:
            if not is_ignored(file):
                found.setdefault(file)
    return list(found), faults


def _walk_drafts(folder: str) -> Iterator[str]:
    for top, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in _DRAFT_SKIPPED)
        for name in sorted(files):
            if name.lower().endswith(DRAFT_ENDINGS):
                yield os.path.join(top, name)  # noqa: PTH118


def shown_path(path: str, folder: str = os.curdir) -> str:
    """A path relative to a folder (default: where we work) if it lies inside, else absolute; with forward slashes."""
    relative = os.path.relpath(path, folder)
    inside = relative != os.pardir and not relative.startswith(os.pardir + os.sep)
    return (relative if inside else os.path.abspath(path)).replace(os.sep, "/")  # noqa: PTH100


def read_draft(path: str) -> str:
    """The file's text, line ends and byte order mark included.

    Raises:
        Fault: it cannot be read, is too long, or is not UTF-8 text.
    """
    try:
        with open(path, "rb") as file:  # noqa: PTH123
            raw = file.read(DRAFT_BYTES + 1)
            size = os.fstat(file.fileno()).st_size
    except OSError as error:
        raise Fault(error.strerror or "cannot be read") from error
    if len(raw) > DRAFT_BYTES:
        raise Fault(f"too large: {size} bytes, a draft has at most {DRAFT_BYTES}")
    for mark, name in _DRAFT_MARKS:
        if raw.startswith(mark):
            raise Fault(f"encoded in {name}; save it as UTF-8")
    if b"\0" in raw:
        raise Fault(f"not a text file (byte {raw.index(0)} is NUL)")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise Fault(f"not UTF-8: byte 0x{raw[error.start]:02x} in line {line}") from error
