"""Ratings that a newsroom holds a licence for, read from its own CSV file: every row checked, every fault with its line."""

import csv
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from io import StringIO

from service.core.domain import Citation, MountedRating, RegistrySnapshot
from service.core.lang.normalize import name_key
from service.core.reliability.evidence.ratings import anchored
from service.core.reliability.tables import Criterion, Tables

#: Column names that mean the outlet, its rating and the day of the rating, the first one present is read.
SOURCE_COLUMNS = ("source", "id", "domain", "website", "url", "site", "outlet", "name")
VALUE_COLUMNS = ("value", "rating", "score", "factual reporting", "factual_reporting", "reliability", "grade", "status")
DATE_COLUMNS = ("rated_on", "date", "as_of", "last updated", "last_updated")
YES, NO = frozenset({"yes", "true", "1", "pass", "y"}), frozenset({"no", "false", "0", "fail", "n"})
NINE_CRITERIA = "newsguard"


@dataclass(frozen=True, slots=True)
class RatingsFile:
    """What a file holds: (source id, rating) pairs, and faults as (line number from 1, sentence)."""

    rows: tuple[tuple[str, MountedRating], ...]
    faults: tuple[tuple[int, str], ...]


def read_ratings(text: str, rater: str, tables: Tables, snapshot: RegistrySnapshot) -> RatingsFile:
    """Check every row of a CSV file with a header.

    A row names its outlet by registry id, domain or name, and its rating in the rater's own scale; NewsGuard may give
    the nine criteria instead of a score.

    Raises:
        ValueError: the rater is unknown, or the header lacks a column.
    """
    if rater not in tables.raters:
        raise ValueError(f"unknown rater {rater!r}; known are {', '.join(sorted(tables.raters))}")
    reader = csv.DictReader(StringIO(text.removeprefix("\ufeff")), strict=True)
    columns = {(name or "").strip().lower(): name for name in reader.fieldnames or ()}
    source_column = _column(columns, SOURCE_COLUMNS)
    value_of = _value_reader(columns, rater, tables)
    dated = next((columns[name] for name in DATE_COLUMNS if name in columns), None)
    rows: list[tuple[str, MountedRating]] = []
    faults: list[tuple[int, str]] = []
    seen: dict[str, int] = {}
    for line, row in _lines(reader, faults):
        try:
            source = _source(row.get(source_column) or "", snapshot)
            if source in seen:
                raise ValueError(f"{source} stands on line {seen[source]} already")
            value, day = value_of(row), _day(row.get(dated) if dated else None)
            if anchored(tables.raters[rater], value, tables) is None:
                raise ValueError(f"{value!r} is no value of {tables.raters[rater].label}")
        except ValueError as error:
            faults.append((line, str(error)))
            continue
        seen[source] = line
        rows.append((source, MountedRating(rater, value, day, Citation(tables.raters[rater].label, as_of=day))))
    return RatingsFile(tuple(rows), tuple(faults))


def _lines(
    reader: "csv.DictReader[str]", faults: list[tuple[int, str]]
) -> Iterator[tuple[int, Mapping[str | None, str | None]]]:
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            faults.append((reader.line_num, f"this is no CSV: {error}"))
            return
        if None in row:
            faults.append((reader.line_num, "more cells than the header has columns"))
            continue
        yield reader.line_num, row


def _column(columns: Mapping[str, str], wanted: tuple[str, ...]) -> str:
    for name in wanted:
        if name in columns:
            return columns[name]
    raise ValueError(f"the header needs one of the columns {', '.join(wanted)}")


def _value_reader(
    columns: Mapping[str, str], rater: str, tables: Tables
) -> Callable[[Mapping[str | None, str | None]], str]:
    """How a row's value is read: a column, or the points of the nine criteria."""
    found = {one: next((columns[name] for name in one.columns if name in columns), None) for one in tables.criteria}
    if rater == NINE_CRITERIA and any(found.values()):
        missing = [one.id for one, column in found.items() if column is None]
        if missing:
            raise ValueError(f"the header lacks the criteria {', '.join(missing)}")
        return lambda row: _points(row, {one: column for one, column in found.items() if column is not None})
    column = _column(columns, VALUE_COLUMNS)
    return lambda row: _filled(row.get(column))


def _points(row: Mapping[str | None, str | None], criteria: Mapping[Criterion, str]) -> str:
    total = 0.0
    for criterion, column in criteria.items():
        answer = (row.get(column) or "").strip().lower()
        if answer not in YES | NO:
            raise ValueError(f"{criterion.id} is {answer!r}, neither yes nor no")
        total += criterion.points * (answer in YES)
    return f"{total:g}"


def _filled(text: str | None) -> str:
    if not (text or "").strip():
        raise ValueError("the rating is empty")
    return (text or "").strip()


def _source(text: str, snapshot: RegistrySnapshot) -> str:
    """The registry id for an id, a domain or address, or a name that means exactly one source."""
    text = text.strip()
    if text in snapshot.records:
        return text
    domain = text.lower().removeprefix("https://").removeprefix("http://").split("/")[0].removeprefix("www.")
    for key in (name_key(domain), name_key(text)):
        found = snapshot.by_alias.get(key, ()) if key and key not in snapshot.ambiguous else ()
        if len(found) > 1:
            raise ValueError(f"{text!r} may be {', '.join(found[:3])}; write the id")
        if found:
            return found[0]
    raise ValueError(f"the registry has no source {text!r}" if text else "no source is named")


def _day(text: str | None) -> str | None:
    """An ISO date, month or year; None where the cell is empty."""
    day = (text or "").strip()
    if not day:
        return None
    try:
        date.fromisoformat(day + {4: "-01-01", 7: "-01"}.get(len(day), ""))
    except ValueError:
        raise ValueError(f"{day!r} is no date such as 2026-03-01") from None
    return day
