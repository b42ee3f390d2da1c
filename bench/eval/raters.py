"""One rater held out: `python -m bench.eval.raters FACTS [--freeze]`, FACTS the folder of the fact files.

Two raters of outlets may be looked at here: the consensus list of Wikipedia's editors (its state of 2026, and of 2021) and the
first component of six other rating sets (pc1, 2023), in which that list has no part. Asked is

- whether the source model's score from the list ranks outlets as pc1 does (Spearman, 95 % bootstrap interval);
- whether the interval that the score from the one gives holds what the other says: the held-out rater's q is read as 14 further
  statements, and the 80 % predictive interval, randomized at its ends, must hold that many of them in .77-.83 of the outlets.
  pc1 has no scale in the tables, so a line from pc1 to x is fitted on the other half of the outlets;
- what the letters of the one mean in the other, and how much a word of 2021 still says in 2026 (the stale factor).
"""

import argparse
import csv
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.stats import betabinom, spearmanr

from service.core.reliability.evidence.ratings import anchored
from service.core.reliability.odds import sigma
from service.core.reliability.tables import Tables
from service.runtime.priors import default_tables

FROZEN = Path(__file__).resolve().parents[1] / "frozen" / "raters.json"
RATER = "rsp"
CLASS = "outlet"
#: Statements that a held-out rater's word is read as: what the anchor regression found a rating to be worth.
WORTH = 14

Array = NDArray[np.float64]


def listed(path: Path, tables: Tables) -> dict[str, float]:
    """q of the 2026 list by domain; an outlet that is split by topic is left out."""
    with path.open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    found: dict[str, list[float]] = {}
    for row in rows:
        q = anchored(tables.raters[RATER], row["status"], tables)
        for domain in row["domains"].split("|") if q is not None and row["domains"] else ():
            found.setdefault(domain, []).append(q)
    return {domain: qs[0] for domain, qs in found.items() if len(qs) == 1}


def listed_before(path: Path, tables: Tables) -> dict[str, float]:
    """q of the 2021 list by name; the worst of several words."""
    with path.open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    found: dict[str, float] = {}
    for row in rows:
        values = [anchored(tables.raters[RATER], word, tables) for word in json.loads(row["status"])]
        known = [value for value in values if value is not None]
        if known:
            found[row["name"]] = min(known)
    return found


def posterior(q: Array, tables: Tables, weight: float) -> tuple[Array, Array]:
    """Shapes of the source model for unrated outlets that get one rating of worth `weight`."""
    prior = tables.classes[CLASS]
    return prior.kappa * prior.mu + weight * q, prior.kappa * (1 - prior.mu) + weight * (1 - q)


def ranking(ours: Array, theirs: Array, rounds: int = 2000) -> dict[str, object]:
    """Spearman's rho with a bootstrap interval."""
    rng = np.random.default_rng(7)
    drawn = [rng.integers(0, len(ours), len(ours)) for _ in range(rounds)]
    values = [float(spearmanr(ours[places], theirs[places]).statistic) for places in drawn]
    low, high = np.quantile(values, [0.025, 0.975])
    rho = float(spearmanr(ours, theirs).statistic)
    return {
        "outlets": len(ours),
        "spearman": round(rho, 3),
        "spearman_95": [round(float(low), 3), round(float(high), 3)],
    }


def covered(shapes: tuple[Array, Array], held_out: Array) -> dict[str, object]:
    """How often the 80 % predictive interval of WORTH statements holds the held-out word."""
    rng = np.random.default_rng(7)
    held = np.round(WORTH * held_out)
    below, until = (betabinom.cdf(count, WORTH, *shapes) for count in (held - 1, held))
    place = below + rng.random(len(held)) * (until - below)
    share = float(np.mean((place >= 0.1) & (place <= 0.9)))
    margin = 1.96 * (share * (1 - share) / len(held)) ** 0.5
    return {"outlets": len(held), "covered": round(share, 3), "margin_95": round(float(margin), 3)}


def letters(shapes: tuple[Array, Array], theirs: Array, tables: Tables) -> dict[str, object]:
    """Mean of the held-out rater by the letter that the score earns."""
    p = shapes[0] / (shapes[0] + shapes[1])
    given = np.array([next(letter for letter, low in tables.letter_bands if value >= low) for value in p])
    return {
        str(letter): {"outlets": int((given == letter).sum()), "mean": round(float(theirs[given == letter].mean()), 3)}
        for letter in sorted(set(given))
    }


def evaluate(folder: Path) -> dict[str, object]:
    """All figures."""
    tables = default_tables()
    ours = listed(folder / "a_rsp_2026-04.csv", tables)
    with (folder / "b_domain_pc1_2023.csv").open(encoding="utf-8") as lines:
        theirs = {row["domain"]: float(row["pc1"]) for row in csv.DictReader(lines)}
    both = sorted(ours.keys() & theirs.keys())
    q, pc1 = np.array([ours[domain] for domain in both]), np.array([theirs[domain] for domain in both])
    weight = tables.value["rating_weight"]
    shapes = posterior(q, tables, weight)
    from_pc1 = _crossed(q, pc1, tables)
    return {
        "list_ranks_as_pc1": ranking(shapes[0] / (shapes[0] + shapes[1]), pc1),
        "list_predicts_pc1": covered(shapes, from_pc1),
        "pc1_predicts_list": covered(posterior(from_pc1, tables, weight), q),
        "pc1_by_letter_of_list": letters(shapes, pc1, tables),
        "list_of_2021_in_2026": _again(folder, tables),
    }


def _crossed(q: Array, pc1: Array, tables: Tables) -> Array:
    """pc1 as q, through a line from pc1 to the anchor's log-odds that is fitted on the other half."""
    a, b, cap = (tables.value[f"anchor_{name}"] for name in ("a", "b", "cap"))
    x = (np.log(q / (1 - q)) - a) / b
    found = np.zeros(len(q))
    halves = (np.arange(len(q)) % 2 == 0, np.arange(len(q)) % 2 == 1)
    for mine, other in (halves, halves[::-1]):
        slope, intercept = np.polyfit(pc1[other], x[other], 1)
        found[mine] = [min(sigma(a + b * float(intercept + slope * value)), cap) for value in pc1[mine]]
    return found


def _again(folder: Path, tables: Tables) -> dict[str, object]:
    """The same list five years apart."""
    before = listed_before(folder / "a_rsp_2021-03.csv", tables)
    with (folder / "a_rsp_2026-04.csv").open(encoding="utf-8") as lines:
        rows: Sequence[Mapping[str, str]] = list(csv.DictReader(lines))
    now = {row["name"]: anchored(tables.raters[RATER], row["status"], tables) for row in rows}
    both = sorted(name for name in before.keys() & now.keys() if now[name] is not None)
    left, right = np.array([before[name] for name in both]), np.array([now[name] for name in both], dtype=float)
    age = tables.value["rating_stale_factor"]
    return {
        **ranking(left, right),
        "same_word": round(float(np.mean(left == right)), 3),
        "covered_fresh": covered(posterior(left, tables, tables.value["rating_weight"]), right),
        "covered_stale": covered(posterior(left, tables, tables.value["rating_weight"] * age), right),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("facts", type=Path, help="the folder of the fact files")
    parser.add_argument("--freeze", action="store_true", help="keep the figures in bench/frozen/raters.json")
    options = parser.parse_args()
    found = json.dumps(evaluate(options.facts), indent=1)
    print(found)
    if options.freeze:
        FROZEN.write_text(found + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
