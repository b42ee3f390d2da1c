"""An archive from begin to end: plan, do what is missing, join. Killed anywhere, the same command goes on to the same bytes."""

import fcntl
import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from service.bulk.engines import Engine
from service.bulk.parts import PART_BYTES, BulkError, Work, cut, join
from service.runtime.clock import today
from service.runtime.resources import load_resources

_PLAN = "plan.json"


@dataclass(frozen=True, slots=True)
class Terms:
    """How an archive is annotated: defaults of all articles (fields of a document, options), processes, size of a part.

    `seconds` are what one document may take before it counts as hanging (0: for ever).
    """

    defaults: dict[str, Any] = field(default_factory=dict)
    processes: int = 1
    part_bytes: int = PART_BYTES
    seconds: float = 60.0


def annotate_archive(
    source: Path,
    target: Path,
    engine: Engine,
    terms: Terms,
    progress: Callable[[Iterator[tuple[int, int]], int, int], int],
) -> tuple[int, int]:
    """Annotate `source` into `target`; returns (articles, failed articles among those of this run).

    `progress` consumes the engine's counts, given all articles and those done before, and returns the failed ones.

    Raises:
        BulkError: parts of another input, other options or another version are in the way; another run is at it; processes
            die before they begin.
        OSError: a file cannot be read or written; what is finished is kept.
    """
    folder = target.with_name(f"{target.name}.parts")
    folder.mkdir(parents=True, exist_ok=True)
    with _alone(folder):
        work = _plan(source, folder, terms)
        parts = cut(work.source, terms.part_bytes)
        missing = tuple(part for part in parts if not work.file(part.number).exists())
        total = sum(part.documents for part in parts)
        failed = 0
        if missing:
            before = total - sum(part.documents for part in missing)
            failed = progress(engine(work, missing, terms.processes), total, before)
        join(work, parts, target)
        shutil.rmtree(folder)
    return total, failed


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Hold the folder; the system lets go of it when the process ends, however it ends."""
    with (folder / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BulkError(f"another run is working in {folder}") from None
        yield


def _plan(source: Path, folder: Path, terms: Terms) -> Work:
    """The plan of an earlier run, else a new one. The day is kept, so that a run over midnight gives the same bytes."""
    status = source.stat()
    same = {
        "source": str(source.resolve()),
        "size": status.st_size,
        "modified": status.st_mtime_ns,
        "part_bytes": terms.part_bytes,
        "defaults": terms.defaults,
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
        day = today()
        unfinished = file.with_suffix(".tmp")
        unfinished.write_text(json.dumps({**same, "today": day}))
        unfinished.replace(file)
    for left in folder.glob("part-*.tmp"):
        left.unlink()
    return Work(str(source.resolve()), str(folder.resolve()), day, terms.defaults, terms.seconds)


__all__ = ["BulkError", "Terms", "annotate_archive"]
