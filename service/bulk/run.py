"""An archive from begin to end: plan, do what is missing, join. Killed anywhere, the same command goes on to the same bytes."""

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from service.bulk.engines import Engine
from service.bulk.parts import PART_BYTES, Part, Work, cut, join
from service.runtime.clock import today
from service.runtime.resources import load_resources

_PLAN = "plan.json"


class BulkError(Exception):
    """The archive cannot be annotated like this; the message is one line for the operator."""


def annotate_archive(
    source: Path,
    target: Path,
    engine: Engine,
    *,
    processes: int,
    defaults: dict[str, Any],
    progress: Callable[[Iterator[tuple[int, int]], int, int], int],
    part_bytes: int = PART_BYTES,
) -> tuple[int, int]:
    """Annotate `source` into `target`; returns (articles, failed articles among those of this run).

    `progress` consumes the engine's counts, given all articles and those done before, and returns the failed ones.

    Raises:
        BulkError: parts of another input, other options or another version are in the way.
    """
    folder = target.with_name(f"{target.name}.parts")
    work = _plan(source, folder, defaults, part_bytes)
    parts = cut(work.source, part_bytes)
    missing = tuple(part for part in parts if not work.file(part.number).exists())
    total = sum(part.documents for part in parts)
    failed = 0
    if missing:
        before = total - sum(part.documents for part in missing)
        failed = progress(engine(work, missing, processes), total, before)
    join(work, parts, target)
    shutil.rmtree(folder)
    return total, failed


def _plan(source: Path, folder: Path, defaults: dict[str, Any], part_bytes: int) -> Work:
    """The plan of an earlier run, else a new one. The day is kept, so that a run over midnight gives the same bytes."""
    status = source.stat()
    same = {
        "source": str(source.resolve()),
        "size": status.st_size,
        "modified": status.st_mtime_ns,
        "part_bytes": part_bytes,
        "defaults": defaults,
        "versions": asdict(load_resources().provenance),
    }
    file = folder / _PLAN
    if file.exists():
        plan = json.loads(file.read_text())
        day = plan.pop("today")
        if plan != json.loads(json.dumps(same)):
            changed = ", ".join(name for name in same if plan.get(name) != json.loads(json.dumps(same[name])))
            raise BulkError(f"{folder} was begun with another {changed}; delete it to begin anew")
    else:
        folder.mkdir(parents=True, exist_ok=True)
        day = today()
        unfinished = file.with_suffix(".tmp")
        unfinished.write_text(json.dumps({**same, "today": day}))
        unfinished.replace(file)
    for left in folder.glob("part-*.tmp"):
        left.unlink()
    return Work(str(source.resolve()), str(folder.resolve()), day, defaults)


__all__ = ["BulkError", "Part", "annotate_archive"]
