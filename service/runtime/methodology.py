"""The model's tables and formulae as published: what `GET /v1/methodology` answers and docs/methodology.md prints."""

from dataclasses import asdict
from typing import Any, Final

from service.core.reliability.tables import Origin, Tables

FORMULAE: Final = {
    "prior_mean": "mu' = sigma(logit(mu) + sum of ln_lr of the evidence rows)",
    "source": "A = kappa mu' + sum of alpha, B = kappa (1 - mu') + sum of beta over all rows but the class prior; score = A / (A + B)",
    "source_interval": "the 10 % and 90 % quantiles of Beta(A, B)",
    "rating": "q = min(sigma(anchor_a + anchor_b x), anchor_cap); alpha = W a(t) q, beta = W a(t) (1 - q), W shared by all ratings",
    "letter": "F if own < own_minimum or the interval is wider than letter_width_maximum; else the band in which the score lies",
    "claim_alone": "r1 = sigma(logit(p) + sum of ln_lr of all factors but corroboration and contradiction)",
    "claim_relayed": "r2 = pi0 + (product of multipliers) (r1 - pi0)",
    "claim": "score = sigma(logit(r2) + sum of ln_lr of corroboration and contradiction); neutral_score: the same with p = pi0",
    "claim_interval": "the same on both ends of the source's interval, in order",
    "corroboration": "ln_lr = weight max(0, logit(r) - logit(pi0)), r the other claim's r2; a contradiction's is negative",
}


def published(tables: Tables) -> dict[str, Any]:
    """Version, hash, formulae and every row of every table with its mark, origin and date; JSON-ready."""
    return {
        "version": tables.version,
        "digest": tables.digest,
        "formulae": FORMULAE,
        "tables": {
            "classes": [
                {"id": row.id, "label": row.label, "mu": row.mu, "kappa": row.kappa, "anchor": row.anchor, **_origin(row.origin)}
                for row in tables.classes.values()
            ],
            "source_evidence": [
                {"kind": row.kind, "outcome": row.outcome, "lr": row.lr, "group": row.group, **_origin(row.origin)}
                for row in tables.source_evidence
            ],
            "raters": [
                {
                    "id": row.id, "label": row.label, "family": row.family, "scale": row.scale, "values": dict(row.names),
                    "bands": [list(band) for band in row.bands], **_origin(row.origin),
                }
                for row in tables.raters.values()
            ],
            "claim_evidence": [
                {"kind": row.kind, "lr": row.lr, "label": row.label, **_origin(row.origin)}
                for row in tables.claim_evidence.values()
            ],
            "hedges": [{"level": level, "multiplier": value, "status": "policy"} for level, value in tables.hedges.items()],
            "constants": [
                {"id": row.id, "value": row.value, "label": row.label, **_origin(row.origin)}
                for row in tables.constants.values()
            ],
            "letters": [{"letter": letter, "from": low, "status": "policy"} for letter, low in tables.letter_bands],
        },
    }  # fmt: skip


def _origin(origin: Origin) -> dict[str, str]:
    found = asdict(origin)
    return {"status": str(origin.status), "origin": found["text"], "as_of": found["as_of"]}
