"""`/v1/sources`: the registry, looked up."""

from typing import Any

from flask import Response

from schemas.sources import ResolvedSchema, ResolveSchema, SourceEntrySchema, SourcePageSchema, SourceQuerySchema
from service.api.answers import answer, conditional
from service.api.auth import requires
from service.api.parsing import Blueprint
from service.api.problems import Problem
from service.api.state import State, state
from service.api.v1.annotations import known_overlays
from service.core.domain import Citation, SourceRecord
from service.core.lookup import meanings, rate_record
from service.render.sources import candidate_row, reliability_row
from service.runtime.clock import today, utc_day
from service.runtime.search import Query

blp = Blueprint("sources", __name__, url_prefix="/v1", description="The registry.")
_ID = {
    "in": "path",
    "name": "source_id",
    "required": True,
    "schema": {"type": "string"},
    "description": "A registry id, e.g. `kr.nis`.",
}


@blp.route("/sources", methods=["GET"])
@requires("registry:read")
@blp.doc(operationId="findSources")
@blp.arguments(SourceQuerySchema, location="query")
@blp.response(200, SourcePageSchema, description="A page of entries.")
def index(query: dict[str, Any]) -> Response:
    """Find entries by a part of a name, by type and by country."""
    here = state()
    found = here.index.find(Query(query.get("q"), query.get("type"), query.get("country")))
    first = int(query.get("cursor", 0))
    last = first + query["limit"]
    revision = here.resources.snapshot.revision
    page = {
        "sources": [_head(record) for record in found[first:last]],
        "next_cursor": str(last) if last < len(found) else None,
        "registry": revision,
    }
    # The same address and revision always give the same page.
    return conditional(answer(page), revision, weak=True)


@blp.route("/sources/<string:source_id>", methods=["GET"], parameters=[_ID])
@requires("registry:read")
@blp.doc(operationId="readSource", **{"x-problems": [404]})
@blp.response(200, SourceEntrySchema, description="The entry.")
def show(source_id: str) -> Response:
    """Read one entry: names, links, evidence and its reliability with every row it was summed from."""
    here = state()
    resources = here.resources
    record = resources.snapshot.records.get(source_id)
    if record is None:
        raise Problem("not-found", "The registry has no entry of this id.")
    versions = (resources.snapshot.revision, resources.provenance.priors, resources.provenance.records, today())
    return conditional(answer(_entry(record, here)), "-".join(versions), weak=True)


@blp.route("/sources/resolve", methods=["POST"])
@requires("registry:read")
@blp.doc(operationId="resolveSources")
@blp.arguments(ResolveSchema)
@blp.response(200, ResolvedSchema, description="What the names may mean.")
def resolve(values: dict[str, Any]) -> Response:
    """What names may mean, e.g. for completion in an editor. The whole article tells more than a name alone."""
    here = state()
    resources = here.resources
    overlays = tuple(values["registry_overlays"])
    known_overlays(here, overlays, "#/registry_overlays")
    results = [
        {
            "name": name,
            "candidates": [
                {**candidate_row(each), "known": each.known, "reasons": [feature.detail for feature in each.features]}
                for each in meanings(
                    name, resources, country=values.get("country"), overlay_names=overlays, today=utc_day()
                )
            ],
        }
        for name in values["names"]
    ]
    return answer({"results": results, "registry": resources.snapshot.revision})


def _head(record: SourceRecord) -> dict[str, Any]:
    return {"id": record.id, "name": record.name, "type": record.type.value, "country": record.country}


def _entry(record: SourceRecord, here: State) -> dict[str, Any]:
    resources = here.resources
    rating = rate_record(record, resources, utc_day())
    return {
        **_head(record),
        "aliases": [
            {"text": alias.text, "kind": alias.kind.value, "language": alias.language} for alias in record.aliases
        ],
        "roles": list(record.roles),
        "parent": record.parent,
        "owner": record.owner,
        "ownership": record.ownership,
        "domains": list(record.domains),
        "wikidata": record.wikidata,
        "origin": record.origin,
        "as_of": record.as_of,
        "evidence": [
            {"kind": fact.kind, "value": fact.value, "qualifier": fact.qualifier, "citation": _citation(fact.citation)}
            for fact in record.evidence
        ],
        "registry": resources.snapshot.revision,
        "reliability": reliability_row(rating, evidence=True),
    }


def _citation(cited: Citation) -> dict[str, Any]:
    return {"title": cited.title, "url": cited.url, "as_of": cited.as_of, "licence": cited.licence}
