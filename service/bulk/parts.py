"""A part of an archive: a range of the input that one process annotates into one file, the same bytes every time."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from schemas.batch import ItemSchema
from schemas.problem_kinds import problem_row
from service.bulk.attempts import MAX_DEATHS, Attempts
from service.core.pipeline import annotate
from service.jobs.faults import log_fault
from service.jobs.records import Frame, failed, record_of
from service.render.json import encode
from service.runtime.resources import load_resources

#: Bytes of a JSON Lines input after which a part ends with its line, unless the operator says otherwise.
PART_BYTES: Final = 256 * 1024
#: Rows of Parquet held at a time.
_ROWS: Final = 64
_COLUMNS: Final = frozenset(ItemSchema().fields) - {"document", "options"}
_DEADLY: Final = f"{MAX_DEATHS} processes died, or did not finish in time, while they read this document."


class BulkError(Exception):
    """The archive cannot be annotated like this; the message is one line for the operator."""


@dataclass(frozen=True, slots=True)
class Part:
    """A range of the input: bytes of JSON Lines, or a row group (`start`) of Parquet. `first` is its first article's index."""

    number: int
    first: int
    start: int
    end: int
    documents: int


@dataclass(frozen=True, slots=True)
class Work:
    """What every process needs to know: the input, the folder of finished parts, the day and what counts for all articles.

    `seconds` are what one document may take before it counts as hanging (0: for ever).
    """

    source: str
    folder: str
    today: str
    defaults: dict[str, Any] = field(default_factory=dict)
    seconds: float = 60.0

    def file(self, number: int) -> Path:
        """Where the records of a part are; it exists only when they are complete."""
        return Path(self.folder) / f"part-{number:08d}.jsonl"

    def attempts(self, number: int) -> Path:
        """Where the processes that died over a part left which document they had in hand."""
        return Path(self.folder) / f"part-{number:08d}.attempts"


def is_parquet(path: str) -> bool:
    """Whether the name says Parquet; anything else is JSON Lines."""
    return path.endswith(".parquet")


def cut(source: str, part_bytes: int = PART_BYTES) -> tuple[Part, ...]:
    """The parts of an input, in order. Reads JSON Lines once without keeping it; of Parquet only the footer."""
    return _row_groups(source) if is_parquet(source) else _byte_ranges(source, part_bytes)


def _byte_ranges(source: str, part_bytes: int) -> tuple[Part, ...]:
    parts: list[Part] = []
    start = position = first = count = 0
    with Path(source).open("rb") as lines:
        for line in lines:
            position += len(line)
            count += bool(line.strip())
            if position - start >= part_bytes:
                parts.append(Part(len(parts), first, start, position, count))
                start, first, count = position, first + count, 0
    if count:
        parts.append(Part(len(parts), first, start, position, count))
    return tuple(parts)


def _row_groups(source: str) -> tuple[Part, ...]:
    found, first = [], 0
    with _parquet(source) as file:
        for number in range(file.num_row_groups):
            rows = file.metadata.row_group(number).num_rows
            found.append(Part(number, first, number, number + 1, rows))
            first += rows
    return tuple(found)


@contextmanager
def _parquet(source: str) -> Iterator[Any]:
    import pyarrow as pa  # noqa: PLC0415 - only with the extra `bulk`
    from pyarrow import parquet  # noqa: PLC0415

    try:
        with parquet.ParquetFile(source) as file:
            yield file
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
        raise BulkError(f"{source} cannot be read: {error}") from None


def _items(work: Work, part: Part) -> Iterator[bytes]:
    if is_parquet(work.source):
        yield from _rows(work, part)
        return
    with Path(work.source).open("rb") as lines:
        lines.seek(part.start)
        while lines.tell() < part.end:
            line = lines.readline()
            if line.strip():
                yield line


def _rows(work: Work, part: Part) -> Iterator[bytes]:
    with _parquet(work.source) as file:
        columns = [name for name in file.schema_arrow.names if name in _COLUMNS]
        for batch in file.iter_batches(batch_size=_ROWS, row_groups=[part.start], columns=columns):
            for row in batch.to_pylist():
                yield encode({name: _plain(value) for name, value in row.items() if value is not None})


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else value


def annotate_part(work: Work, part: Part) -> int:
    """Annotate a part into its file; returns how many articles failed. An article that is wrong or deadly fails alone."""
    frame = Frame(today=date.fromisoformat(work.today), defaults=work.defaults)
    resources = load_resources()
    wrong = 0
    unfinished = work.file(part.number).with_suffix(f".{os.getpid()}.tmp")
    with Attempts(work.attempts(part.number), work.seconds) as attempts, unfinished.open("wb") as out:
        for offset, raw in enumerate(_items(work, part)):
            index = part.first + offset
            if attempts.begin(offset):
                row, fault = record_of(index, raw, frame, resources=resources, annotate=annotate)
                if fault is not None:
                    log_fault(fault)
            else:
                row = failed(index, None, problem_row("internal", _DEADLY))
            wrong += row["status"] != 200
            out.write(encode(row) + b"\n")
        out.flush()
        os.fsync(out.fileno())
    unfinished.replace(work.file(part.number))
    work.attempts(part.number).unlink(missing_ok=True)
    return wrong


def join(work: Work, parts: tuple[Part, ...], target: Path) -> None:
    """The records of all parts as one file, which appears whole or not at all."""
    unfinished = target.with_name(f"{target.name}.tmp")
    if is_parquet(target.name):
        _join_parquet(work, parts, unfinished)
    else:
        with unfinished.open("wb") as out:
            for part in parts:
                with work.file(part.number).open("rb") as lines:
                    while piece := lines.read(1 << 20):
                        out.write(piece)
            out.flush()
            os.fsync(out.fileno())
    unfinished.replace(target)


def _join_parquet(work: Work, parts: tuple[Part, ...], unfinished: Path) -> None:
    import pyarrow as pa  # noqa: PLC0415 - only with the extra `bulk`
    from pyarrow import parquet  # noqa: PLC0415

    schema = pa.schema([("index", pa.int64()), ("id", pa.string()), ("status", pa.int16()), ("record", pa.string())])
    with parquet.ParquetWriter(unfinished, schema, compression="zstd") as out:
        for part in parts:
            with work.file(part.number).open(encoding="utf-8") as lines:
                rows = [(json.loads(line), line.rstrip("\n")) for line in lines]
            table = [{**{key: row[key] for key in ("index", "id", "status")}, "record": line} for row, line in rows]
            out.write_table(pa.Table.from_pylist(table, schema=schema))
