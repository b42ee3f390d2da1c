"""One item of many -> its record: the annotation, or the problem that it would have been answered with alone."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final

from schemas.batch import ItemSchema
from schemas.errors import load
from schemas.problem_kinds import KINDS, problem_row
from service.core.domain import Article, OverlayEntry, Report, SourcegradeError
from service.core.pipeline import Options, Resources, no_time
from service.jobs.calls import Call, make_call, options_of, view_of
from service.render.json import project
from service.runtime.json_text import json_of
from service.runtime.settings import Limits

#: Longest id of the caller's that is repeated in a record.
MAX_ID: Final = 200
_item_schema = ItemSchema()


@dataclass(frozen=True, slots=True)
class Frame:
    """What counts for every item: defaults (fields of the document, options), overlay entries, limits, the day.

    `public_url` makes the addresses of problems absolute.
    """

    today: date
    defaults: Mapping[str, Any] = field(default_factory=dict)
    overlay: tuple[OverlayEntry, ...] = ()
    limits: Limits = field(default_factory=Limits)
    public_url: str = ""


def call_of(item: object, frame: Frame, overlays: Collection[str]) -> Call:
    """An item as it was sent -> a call.

    Raises:
        SourcegradeError: anything that is wrong with it.
    """
    values = load(_item_schema, item)
    if "document" not in values:
        document = {name: value for name, value in values.items() if name not in {"text", "options"}}
        document.setdefault("content", values.get("text"))
        options = {"options": values["options"]} if "options" in values else {}
        pointer = "#/text" if "text" in values else "#/content"
        call = make_call(
            {"document": document, **options}, frame.defaults, limits=frame.limits, overlays=overlays, pointer=pointer
        )
    else:
        call = make_call(values, frame.defaults, limits=frame.limits, overlays=overlays)
    return replace(call, overlay=frame.overlay)


def done(index: int, report: Report, call: Call, timing_ms: float | None = None) -> dict[str, Any]:
    """The record of an annotated article."""
    annotation = project(report, view_of(call, timing_ms))
    return {"index": index, "id": call.article.id, "status": 200, "annotation": annotation}


def failed(index: int, item_id: str | None, problem: dict[str, object]) -> dict[str, Any]:
    """The record of an article that could not be annotated."""
    return {"index": index, "id": item_id, "status": problem["status"], "problem": problem}


def problem_of(error: Exception, public_url: str = "") -> dict[str, object]:
    """What went wrong as a problem: what the caller caused is told; of a fault of ours only its kind."""
    if isinstance(error, SourcegradeError) and error.code in KINDS:
        details: dict[str, Any] = dict(error.details)
        if error.code == "invalid-request" and "errors" not in details:
            pointer = str(details.pop("pointer", "#"))
            details = {"errors": [{"pointer": pointer, "detail": error.message, "code": "invalid"}]}
        return problem_row(error.code, error.message, public_url=public_url, **details)
    return problem_row("internal", "The document could not be annotated.", public_url=public_url)


def id_of(item: object) -> str | None:
    """The caller's own id of an item that may be anything."""
    if not isinstance(item, dict):
        return None
    inner = item.get("document")
    found = item.get("id", inner.get("id") if isinstance(inner, dict) else None)
    return found.encode("utf-8", "replace").decode() if isinstance(found, str) and len(found) <= MAX_ID else None


Annotate = Callable[[Article, Resources, Options | None], Report]


def record_of(
    index: int,
    raw: bytes,
    frame: Frame,
    *,
    resources: Resources,
    annotate: Annotate,
    spent: Callable[[], float] = no_time,
) -> tuple[dict[str, Any], Exception | None]:
    """One line of JSON -> its record; never raises for anything that the line holds or causes.

    The second value is the fault of ours behind an `internal` problem, for a log that names its place; else None.
    """
    item: object = None
    try:
        item = json_of(raw, frame.limits.json_depth)
        call = call_of(item, frame, resources.overlays)
        options = options_of(call, today=frame.today, limits=frame.limits, spent=spent)
        return done(index, annotate(call.article, resources, options), call), None
    except SourcegradeError as error:
        return failed(index, id_of(item), problem_of(error, frame.public_url)), None
    except Exception as error:
        return failed(index, id_of(item), problem_of(error, frame.public_url)), error
