"""One source card of the response: who it is, how far it can be relied on and why."""

from typing import Any

from service.core.domain import Candidate, EvidenceRow, Reliability, Source
from service.render.units import Ruler
from service.render.view import EVIDENCE, MENTIONS, View


def source_row(
    source: Source, rating: Reliability | None, attributions: list[str], ruler: Ruler, view: View
) -> dict[str, Any]:
    """A source of the article with its reliability."""
    row: dict[str, Any] = {
        "id": source.id,
        "name": source.name,
        "label": source.label,
        "type": source.type._value_,
        "country": source.country,
        "anonymity": source.anonymity._value_,
        "private_person": source.private_person,
        "registry": _registry(source),
        "resolution": {
            "outcome": source.resolution.outcome._value_,
            "candidates": [candidate_row(row) for row in source.resolution.candidates],
        },
        "affiliation": _affiliation(source),
        "reliability": reliability_row(rating, evidence=EVIDENCE in view.include) if rating else None,
        "attributions": attributions,
    }
    if MENTIONS in view.include:
        row["mentions"] = [
            {
                "span": ruler.span(mention.span),
                "form": mention.form._value_,
                "position": ruler.position(mention.span),
            }
            for mention in source.mentions
        ]
    return row


def reliability_row(rating: Reliability, *, evidence: bool) -> dict[str, Any]:
    """The reliability of a source, with its rows when asked for."""
    row: dict[str, Any] = {
        "grade": rating.grade,
        "class_grade": rating.class_grade,
        "score": rating.score,
        "interval": list(rating.interval) if rating.interval else None,
        "interval_level": rating.interval_level,
        "basis": rating.basis._value_,
        "reference_class": rating.reference_class,
        "own": rating.own,
        "disputed": rating.disputed,
    }
    if evidence:
        row["evidence"] = [evidence_row(entry) for entry in rating.evidence]
    return row


def evidence_row(entry: EvidenceRow) -> dict[str, Any]:
    """One row that a score is summed from."""
    cited = entry.citation
    return {
        "kind": entry.kind,
        "label": entry.label,
        "alpha": entry.alpha,
        "beta": entry.beta,
        "ln_lr": entry.ln_lr,
        "status": entry.status._value_,
        "parameters": dict(entry.parameters),
        "citation": {"title": cited.title, "url": cited.url, "as_of": cited.as_of, "licence": cited.licence}
        if cited
        else None,
    }


def _registry(source: Source) -> dict[str, Any] | None:
    chosen = source.resolution.chosen
    if chosen is None:
        return None
    return {
        "id": chosen.id,
        "match": chosen.match._value_,
        "confidence": round(chosen.score, 4),
        "known": chosen.known,
        "reasons": [feature.detail for feature in chosen.features],
        "alternatives": [candidate_row(row) for row in source.resolution.candidates if row.id != chosen.id],
    }


def candidate_row(candidate: Candidate) -> dict[str, Any]:
    """A possible identity."""
    return {
        "id": candidate.id,
        "name": candidate.name,
        "type": candidate.type._value_,
        "country": candidate.country,
        "match": candidate.match._value_,
        "confidence": round(candidate.score, 4),
    }


def _affiliation(source: Source) -> dict[str, Any] | None:
    body = source.affiliation
    if body is None:
        return None
    return {"id": body.id, "name": body.name, "type": body.type._value_, "country": body.country}
