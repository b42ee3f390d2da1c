"""The form of the source model chosen on an earlier window, tested on a later one: `python -m bench.eval.nested liar_statements.csv`.

Statements in time order: every form is fitted on the first half, the one with the lowest Brier score on the next fifth is chosen, fitted
again on everything before the test, and tested on the last 30 %. A run chooses on earlier statements only, but those who wrote it had
seen the later ones: `bench.eval.scoring` had measured the same groups, penalties and wordings there before. What of the form could stand in
the service's tables is tried in `bench.eval.shippable`.
"""

import argparse
import json
from collections.abc import Mapping, Sequence
from itertools import product
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bench.eval.scoring import (
    LABELS,
    PENALTIES,
    TEST_FROM,
    THRESHOLDS,
    Array,
    features,
    fit,
    follow,
    load,
    report,
)

FROZEN = Path(__file__).resolve().parents[1] / "frozen" / "scoring-nested.json"
CHOSEN_FROM = 0.5
GROUPS = (("role",), ("role", "channel"), ("role", "channel", "topic"), ("role", "channel", "form"), tuple(PENALTIES))
#: Multiples of the penalties, and how far the level follows the latest statements (share of an error taken over).
STRENGTHS, DRIFTS = (1.0, 3.0), (0.0, 0.01)

Places = NDArray[np.int64]


class Data(NamedTuple):
    """Columns with their names, outcomes, running base rate and speakers, in time order."""

    x: Array
    names: list[str]
    y: Array
    base: Array
    speakers: Places


class Form(NamedTuple):
    """One candidate."""

    groups: tuple[str, ...]
    strength: float
    drift: float


def predictions(data: Data, form: Form, fitted: int, until: int) -> Array:
    """Predictions of the first `until` statements, each from those before it, weights from the first `fitted`; no drift yet."""
    kept = [place for place, name in enumerate(data.names) if name.split(":")[0] in form.groups]
    penalties = np.array([PENALTIES[data.names[place].split(":")[0]] * form.strength for place in kept])
    columns = data.x[:until, kept]
    w = fit(columns[:fitted], data.y[:fitted], data.speakers[:fitted], penalties)
    z = w[0] + columns @ w[1:]
    return follow(z, data.y[:until], data.speakers[:until])


def drifting(p: Array, y: Array, rate: float, start: int) -> Array:
    """The predictions with a level that follows the errors made so far; nothing before `start` moves."""
    if not rate:
        return p
    odds, level, found = np.log(p / (1 - p)), 0.0, p.copy()
    for place in range(start, len(p)):
        found[place] = 1 / (1 + np.exp(-(odds[place] + level)))
        level += rate * (y[place] - found[place])
    return found


def chosen(data: Data, cuts: tuple[int, int]) -> tuple[Form, dict[str, float]]:
    """The form with the lowest Brier score between the cuts, and the score of the best of each group."""
    first, last = cuts
    scores: dict[Form, float] = {}
    for groups, strength in product(GROUPS, STRENGTHS):
        p = predictions(data, Form(groups, strength, 0.0), first, last)
        for drift in DRIFTS:
            moved = drifting(p, data.y[:last], drift, first)
            scores[Form(groups, strength, drift)] = float(np.mean((moved[first:] - data.y[first:last]) ** 2))
    best = {
        ", ".join(groups): round(min(score for form, score in scores.items() if form.groups == groups), 4)
        for groups in GROUPS
    }
    return min(scores, key=lambda form: scores[form]), best


def prepared(rows: Sequence[Mapping[str, str]]) -> dict[str, Data]:
    """The statements as arrays, by threshold."""
    x, names = features(rows)
    ids = {name: place for place, name in enumerate(dict.fromkeys(row["speaker"] for row in rows))}
    speakers = np.array([ids[row["speaker"]] for row in rows])
    label = np.array([LABELS.index(row["label"]) for row in rows])
    found = {}
    for threshold, least in THRESHOLDS.items():
        y = (label >= least).astype(float)
        base = np.concatenate([[0.5], (np.cumsum(y) / np.arange(1, len(y) + 1))[:-1]])
        found[threshold] = Data(x, names, y, base, speakers)
    return found


def evaluate(rows: Sequence[dict[str, str]]) -> dict[str, object]:
    """All figures for both thresholds."""
    cuts = int(len(rows) * CHOSEN_FROM), int(len(rows) * TEST_FROM)
    found: dict[str, object] = {"statements": len(rows), "chosen_on": cuts[1] - cuts[0], "test": len(rows) - cuts[1]}
    for threshold, data in prepared(rows).items():
        y, base, speakers = data.y, data.base, data.speakers
        form, scores = chosen(data, cuts)
        p = drifting(predictions(data, form, cuts[1], len(rows)), y, form.drift, cuts[1])
        test = slice(cuts[1], None)
        found[threshold] = {
            "chosen": {"groups": form.groups, "strength": form.strength, "drift": form.drift},
            "brier_where_chosen": scores,
            "test": report(p[test], y[test], base[test], speakers[test]),
        }
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, help="liar_statements.csv")
    parser.add_argument("--freeze", action="store_true", help="keep the figures in bench/frozen/scoring-nested.json")
    options = parser.parse_args()
    found = json.dumps(evaluate(load(options.data)), indent=1)
    print(found)
    if options.freeze:
        FROZEN.write_text(found + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
