"""One article to annotate and how: validated values -> a call, a call -> what the pipeline and the view want."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from schemas.annotations import DEFAULT_INCLUDE, OptionsSchema
from schemas.errors import invalid
from service.core.domain import Article, DocumentTooLargeError, OverlayEntry
from service.core.pipeline import Options, Watch, no_time, unwatched
from service.render.view import View
from service.runtime.overlays import entries_of
from service.runtime.settings import Limits

_DOCUMENT_FIELDS: Final = ("id", "language", "published_at", "publisher", "country", "title")
_OPTION_NAMES: Final = frozenset(OptionsSchema().fields)


@dataclass(frozen=True, slots=True)
class Call:
    """One article, its options with every default filled in, and the overlay entries sent along."""

    article: Article
    options: Mapping[str, Any]
    overlay: tuple[OverlayEntry, ...]


def make_call(
    values: Mapping[str, Any],
    defaults: Mapping[str, Any],
    *,
    limits: Limits,
    overlays: Collection[str],
    pointer: str = "#/document/content",
) -> Call:
    """Validated values (`text` or `document`, `options`, `registry_overlay`) as a call.

    `defaults` are fields of the document and options that count where the values say nothing (the query string, or what
    a batch says once). `pointer` is where the content stands in the request.

    Raises:
        RequestError: the document is empty, a named overlay does not exist, or more time is asked for than is allowed.
        DocumentTooLargeError: it is too long.
    """
    document = {**defaults, **values.get("document", {})}
    content = values.get("text", document.get("content", ""))
    if not content:
        raise invalid("#/text" if "text" in values else pointer, "The document is empty.", "empty")
    if len(content) > limits.code_points:
        raise too_long(len(content), limits.code_points)
    article = Article(
        content=content,
        media_type=document.get("media_type", "text/plain"),
        **{name: document.get(name) for name in _DOCUMENT_FIELDS},
    )
    own = values.get("options", {})
    within_longest(own, limits, "#/options")
    options = {**_ordinary(limits), **_choices(defaults), **own}
    known_overlays(overlays, options["registry_overlays"], "#/options/registry_overlays")
    return Call(article, options, entries_of(values.get("registry_overlay", ()), "request"))


def too_long(actual: int, limit: int) -> DocumentTooLargeError:
    """The refusal of a document with more code points than the limit."""
    return DocumentTooLargeError(
        f"The document has {actual} code points; the limit is {limit}.", limit=limit, actual=actual, unit="code_point"
    )


def _ordinary(limits: Limits) -> dict[str, Any]:
    return {
        "offset_unit": "code_point",
        "include": sorted(DEFAULT_INCLUDE),
        "kinds": None,
        "min_confidence": 0.0,
        "deadline_ms": limits.deadline_ms,
        "registry_overlays": [],
    }


def _choices(defaults: Mapping[str, Any]) -> dict[str, Any]:
    return {name: defaults[name] for name in defaults if name in _OPTION_NAMES}


def known_overlays(known: Collection[str], names: Sequence[str], pointer: str) -> None:
    """Check that every named overlay is in force: an option is never silently dropped.

    Raises:
        RequestError: with the name's place.
    """
    for index, name in enumerate(names):
        if name not in known:
            raise invalid(f"{pointer}/{index}", "No overlay of this name is stored.", "unknown_overlay")


def within_longest(values: Mapping[str, Any], limits: Limits, pointer: str) -> None:
    """Check that no more time is asked for than this service allows, which may be less than the contract does.

    Raises:
        RequestError: with the option's place below `pointer` and the longest time.
    """
    longest = limits.deadline_ms_max
    if values.get("deadline_ms", 0) > longest:
        detail = f"This service allows at most {longest} milliseconds."
        raise invalid(f"{pointer}/deadline_ms", detail, "too_long", limit=longest)


def options_of(
    call: Call, *, today: date, limits: Limits, spent: Callable[[], float] = no_time, watch: Watch = unwatched
) -> Options:
    """What the pipeline wants to know of a call."""
    return Options(
        today=today,
        overlay=call.overlay,
        overlay_names=tuple(call.options["registry_overlays"]),
        max_code_points=limits.code_points,
        spent=spent,
        watch=watch,
    )


def view_of(call: Call, timing_ms: float | None = None) -> View:
    """What the caller wants to see."""
    options = call.options
    return View(
        offset_unit=options["offset_unit"],
        include=frozenset(options["include"]),
        kinds=frozenset(options["kinds"]) if options["kinds"] is not None else None,
        min_confidence=options["min_confidence"],
        asked=repr((call.overlay, tuple(options["registry_overlays"]))),
        timing_ms=timing_ms,
    )
