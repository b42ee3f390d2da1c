"""The formats of a check by name and media type. A new format is one module and one row here."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from service.render.checks.github import github
from service.render.checks.gitlab import gitlab
from service.render.checks.junit import junit
from service.render.checks.markdown import markdown
from service.render.checks.rdjson import rdjson
from service.render.checks.sarif import sarif
from service.render.checks.text import text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from service.render.checks.result import Checked, Tool


@dataclass(frozen=True)
class Format:
    """One output format: its name in `?format=` and `--format`, its media type, its writer.

    `rules` says whether the writer describes the rules, so that answers must carry them. `shape` is the JSON type of what it
    writes; text is a string.
    """

    name: str
    media_type: str
    write: Callable[[Sequence[Checked], Tool], str]
    rules: bool = False
    shape: str = "string"


def json_of_drafts(drafts: Sequence[Checked], _tool: Tool) -> str:
    """The answers as they came; a draft that could not be checked has a `fault` instead."""
    failing = any(draft.answer and draft.answer["verdict"] == "fail" for draft in drafts)
    rows = [draft.answer or {"path": draft.path, "fault": draft.fault} for draft in drafts]
    return json.dumps({"verdict": "fail" if failing else "pass", "drafts": rows}, ensure_ascii=False, indent=1) + "\n"


FORMATS = (
    Format("json", "application/json", json_of_drafts, shape="object"),
    Format("text", "text/plain", text),
    Format("markdown", "text/markdown", markdown),
    Format("github", "text/vnd.github.actions", github),
    Format("sarif", "application/sarif+json", sarif, rules=True, shape="object"),
    Format("junit", "application/junit+xml", junit, rules=True),
    Format("rdjson", "application/vnd.reviewdog.rdjson+json", rdjson, shape="object"),
    Format("gitlab", "application/vnd.gitlab.codequality+json", gitlab, shape="array"),
)


def format_named(name: str) -> Format | None:
    """The format of this name."""
    return next((each for each in FORMATS if each.name == name), None)
