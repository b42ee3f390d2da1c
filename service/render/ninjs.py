"""Report -> an IPTC ninjs 3.1 item: who is cited (`infoSources`), and what is known of them (`trustIndicators`).

The item carries metadata only; the caller has the text.
"""

from typing import Any

from service.core.domain import Report
from service.render.json import encode, project
from service.render.view import Renderer, View
from service.render.web_annotation import article_uri

MEDIA_TYPE = "application/vnd.iptc.ninjs+json"
SCHEMA = "http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json#"


def render(report: Report, view: View) -> bytes:
    """The item."""
    values = project(report, view)
    relays = {source for row in values["attributions"] for source in row["via"]}
    return encode(
        {
            "uri": article_uri(values),
            "type": "text",
            "representationType": "partial",
            "language": values["document"]["language"],
            "infoSources": [_source(row, relays) for row in values["sources"]],
            "trustIndicators": [{"title": _title(row)} for row in values["sources"] if _is_rated(row)],
            "standard": {"name": "ninjs", "version": "3.1", "schema": SCHEMA},
        }
    )


RENDERER = Renderer(MEDIA_TYPE, render)


def _source(row: dict[str, Any], relays: set[str]) -> dict[str, str]:
    found = {"name": row["name"] or row["label"], "role": "relayed" if row["id"] in relays else "cited"}
    if row["registry"]:
        found["literal"] = row["registry"]["id"]
    return found


def _is_rated(row: dict[str, Any]) -> bool:
    """A private person never gets a grade, and one that cannot be judged at all says nothing."""
    rating = row["reliability"]
    return bool(rating) and not row["private_person"] and (rating["grade"] != "F" or rating["class_grade"] != "F")


def _title(row: dict[str, Any]) -> str:
    rating = row["reliability"]
    own = "cannot be judged by its own record (F)" if rating["grade"] == "F" else rating["grade"]
    return f"{row['name'] or row['label']}: reliability {own}; its class: {rating['class_grade']}"
