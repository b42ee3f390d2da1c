"""`python bench/recompute.py < response.json`: every score and interval from its own rows, with the standard library."""

import json
import sys
from bisect import bisect
from itertools import accumulate
from math import exp, log, log1p, prod


def logit(p: float) -> float:
    return log(max(p, 1e-12) / max(1 - p, 1e-12))


def sigma(x: float) -> float:
    return 1 / (1 + exp(-max(x, -700)))


def quantiles(tail: float, a: float, b: float, steps: int = 4000) -> list[float]:
    """Both ends of the central interval of Beta(a, b): its density over log-odds is smooth, so a plain sum will do."""
    side = 12 * (1 / a + 1 / b) ** 0.5
    start, h = log(a / b) - side - 40 / a, (2 * side + 40 / a + 40 / b) / steps
    odds = [max(-700.0, min(700.0, start + h * n)) for n in range(steps)]
    mass = [exp(a * log((a + b) / a) + b * log((a + b) / b) - a * log1p(exp(-u)) - b * log1p(exp(u))) for u in odds]
    below = list(accumulate(mass))
    ends = [(q * below[-1], bisect(below, q * below[-1])) for q in (tail, 1 - tail)]
    return [sigma(odds[n] + h * (0.5 - (below[n] - wanted) / mass[n])) for wanted, n in ends]


def source(rating: dict) -> list[float]:
    rows = [(e["kind"] == "class_prior", e["alpha"], e["beta"]) for e in rating["evidence"] if e["alpha"] is not None]
    a, b = (sum(row[i] for row in rows if not row[0]) for i in (1, 2))
    for _, held, failed in (row for row in rows if row[0]):
        mu = sigma(log(held / failed) + sum(e["ln_lr"] or 0 for e in rating["evidence"]))
        a, b = a + mu * (held + failed), b + (1 - mu) * (held + failed)
    return [a / (a + b), *quantiles((1 - rating["interval_level"]) / 2, a, b)]


def claim(factors: list[dict], p: float) -> float:
    late = sum(f["ln_lr"] or 0 for f in factors if f["kind"] in {"corroboration", "contradiction"})
    early = sum(f["ln_lr"] or 0 for f in factors) - late
    pull = prod(f["multiplier"] for f in factors if f["multiplier"] is not None)
    return sigma(logit(0.5 + pull * (sigma(logit(p) + early) - 0.5)) + late)


def pairs(response: dict) -> list[tuple[float, float]]:
    """Published numbers beside their recomputation."""
    rated = {s["id"]: s["reliability"] for s in response["sources"] if s["reliability"]["score"] is not None}
    found = [p for r in rated.values() for p in zip([r["score"], *r["interval"]], source(r), strict=True)]
    for row in (row for row in response["attributions"] if (row["credibility"] or {}).get("score") is not None):
        c, rating = row["credibility"], rated[row["source"]]
        own, neutral, *ends = (claim(c["factors"], p) for p in (rating["score"], 0.5, *rating["interval"]))
        found += [(c["score"], own), (c["neutral_score"], neutral), *zip(c["interval"], sorted(ends), strict=True)]
    return found


if __name__ == "__main__":
    worst = max((abs(x - y) for x, y in pairs(json.load(sys.stdin))), default=0.0)
    sys.exit(f"off by {worst:.6f}" if worst > 0.001 else 0)
