"""Report -> W3C Web Annotations (JSON-LD): one annotation a claim, its places as position and quote selectors.

Positions count Unicode code points; the recommendation leaves the unit open (w3c/web-annotation#206).
"""

import base64
import re
import uuid
from dataclasses import replace
from typing import Any

from service.core.domain import Report
from service.render.json import encode, project
from service.render.view import SELECTORS, Renderer, View

MEDIA_TYPE = 'application/ld+json;profile="http://www.w3.org/ns/anno.jsonld"'
CONTEXT_URL = "http://www.w3.org/ns/anno.jsonld"
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[!-~]+")
_NOT_JUDGED = {"F", 6}


def article_uri(values: dict[str, Any]) -> str:
    """The article's own id where it is a URI, else a name made of its hash (RFC 6920)."""
    known = values["document"]["id"]
    if known and _URI.fullmatch(known):
        return str(known)
    digest = base64.urlsafe_b64encode(bytes.fromhex(values["document"]["sha256"])).rstrip(b"=")
    return f"ni:///sha-256;{digest.decode()}"


def render(report: Report, view: View) -> bytes:
    """A collection with its one page."""
    values = project(report, replace(view, include=view.include | {SELECTORS}))
    sources = {row["id"]: row for row in values["sources"]}
    uri = article_uri(values)
    items = [_annotation(row, sources.get(row["source"]), uri, values) for row in values["attributions"]]
    return encode(
        {
            "@context": CONTEXT_URL,
            "id": _urn(values, "collection"),
            "type": "AnnotationCollection",
            "label": "Sources and claims of the article; positions count Unicode code points",
            "generator": {"type": "Software", "name": f"Sourcegrade {values['versions']['engine']}"},
            "total": len(items),
            "first": {"id": _urn(values, "page"), "type": "AnnotationPage", "startIndex": 0, "items": items},
        }
    )


RENDERER = Renderer(MEDIA_TYPE, render, units=("code_point",))


def _urn(values: dict[str, Any], part: str) -> str:
    return uuid.uuid5(uuid.NAMESPACE_URL, f"{values['annotation_id']}/{part}").urn


def _annotation(row: dict[str, Any], source: dict[str, Any] | None, uri: str, values: dict[str, Any]) -> dict[str, Any]:
    targets = [{"source": uri, "selector": piece["selectors"]} for piece in row["content"]]
    bodies = [_body("assessing", _assessment(row, source))]
    if source is not None:
        bodies.insert(0, _body("identifying", source["name"] or source["label"]))
    return {
        "id": _urn(values, row["id"]),
        "type": "Annotation",
        "motivation": "assessing",
        "body": bodies,
        "target": targets if len(targets) > 1 else targets[0],
    }


def _body(purpose: str, text: str) -> dict[str, str]:
    return {"type": "TextualBody", "purpose": purpose, "format": "text/plain", "language": "en", "value": text}


def _assessment(row: dict[str, Any], source: dict[str, Any] | None) -> str:
    """The two axes in words; neither stands for the other."""
    parts = ["Nobody is named as the source."] if source is None else []
    if source is not None and source["reliability"]:
        rating = source["reliability"]
        parts.append(f"Reliability of the source: {_grade(rating['grade'])}; of its class: {rating['class_grade']}.")
    if row["credibility"]:
        parts.append(f"Credibility of the claim: {_grade(row['credibility']['grade'])}.")
    return " ".join(parts) or "Not judged."


def _grade(grade: str | int) -> str:
    return f"{grade} (cannot be judged)" if grade in _NOT_JUDGED else str(grade)
