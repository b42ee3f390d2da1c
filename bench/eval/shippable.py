"""What of the measured form could stand in the service's tables: `python -m bench.eval.shippable FILE [--freeze]`.

The form of `bench.eval.nested` knows topics of one country and a level that follows the latest verdicts; a service has neither. Here
stays what a table can hold: the shipped record (a Beta on the shipped kappa of the class), and on its log-odds one ratio for each
channel and wording, their sum clipped as the service clips it and without any effect on the mean statement. Groups, penalty and shrinkage
are chosen once for both thresholds, on the earlier window of the nested test, by the sum of both skills; so is the share of the evidence on
which an 80 % interval should rest, by its distance from .80. The later window was no fresh one: see `bench.eval.nested`.
"""

import argparse
import json
from collections.abc import Mapping, Sequence
from itertools import product
from pathlib import Path
from typing import NamedTuple

import numpy as np
from scipy.optimize import minimize

from bench.eval.nested import CHOSEN_FROM, Data, prepared
from bench.eval.scoring import (
    TEST_FROM,
    Array,
    class_means,
    coverage,
    inside,
    kappas,
    load,
    pooled,
    pseudo_counts,
    report,
    sigmoid,
)

FROZEN = Path(__file__).resolve().parents[1] / "frozen" / "scoring-shippable.json"
GROUPS = (("channel",), ("form",), ("channel", "form"))
#: Penalties of the weights, and what is left of them.
PENALTIES, SHRINKAGES = (5.0, 15.0, 50.0), (1.0, 0.8, 0.6)
#: The service's limits of the sum of a claim's log ratios.
LIMITS = (float(np.log(0.3)), float(np.log(2.0)))
#: Shares of the evidence on which an interval may rest.
SHARES = (1.0, 0.8, 0.6, 0.5, 0.4)


class Rows(NamedTuple):
    """One candidate; without groups it is what ships."""

    groups: tuple[str, ...] = ()
    penalty: float = 0.0
    shrinkage: float = 1.0


def weights(x: Array, y: Array, odds: Array, penalty: float) -> Array:
    """Log ratios of the columns beside what the record says (penalized maximum likelihood; the level is the record's)."""

    def loss(w: Array) -> tuple[float, Array]:
        p = sigmoid(odds + w[0] + x @ w[1:])
        value = -np.sum(y * np.log(p) + (1 - y) * np.log1p(-p)) + penalty * (w[1:] ** 2).sum() / 2
        return float(value), np.concatenate([[(p - y).sum()], x.T @ (p - y) + penalty * w[1:]])

    return np.asarray(minimize(loss, np.zeros(x.shape[1] + 1), jac=True, method="L-BFGS-B").x[1:])


def predictions(data: Data, kappa: Array, rows: Rows, fitted: int) -> tuple[Array, dict[str, float]]:
    """Every statement's chance, ratios from the first `fitted`; and the ratios by column."""
    p, _ = pseudo_counts(data.y, data.speakers, class_means(data.x, data.names, data.y, fitted), kappa)
    kept = [place for place, name in enumerate(data.names) if name.split(":")[0] in rows.groups]
    if not kept:
        return p, {}
    odds = np.log(p / (1 - p))
    x = data.x[:, kept] - data.x[:fitted, kept].mean(0)
    w = weights(x[:fitted], data.y[:fitted], odds[:fitted], rows.penalty) * rows.shrinkage
    named = {data.names[place]: round(float(value), 2) for place, value in zip(kept, w, strict=True)}
    return sigmoid(odds + np.clip(x @ w, *LIMITS)), named


def skill(p: Array, data: Data, window: slice) -> float:
    """Brier skill over the running base rate in a window."""
    y = data.y[window]
    return float(1 - ((p[window] - y) ** 2).sum() / ((data.base[window] - y) ** 2).sum())


def covered(data: Data, kappa: Array, window: tuple[int, int], share: float) -> dict[str, dict[int, float]]:
    """What the shipped model's interval holds in a window, everything fitted before it: by length of record, by speaker."""
    start, end = window
    p, before = pseudo_counts(
        data.y[:end], data.speakers[:end], class_means(data.x, data.names, data.y, start)[:end], kappa
    )
    cut = slice(start, end)
    return inside(p[cut], data.y[cut], before[cut], data.speakers[cut], kappa[cut], share)


def evaluate(rows: Sequence[Mapping[str, str]]) -> dict[str, object]:
    """The choice of rows and of the interval's share, and what both do in the test."""
    data = prepared(rows)
    worth = {threshold: kappas(rows, threshold) for threshold in data}
    first, last = int(len(rows) * CHOSEN_FROM), int(len(rows) * TEST_FROM)
    window, test = slice(first, last), slice(last, None)
    candidates = [Rows(*one) for one in product(GROUPS, PENALTIES, SHRINKAGES)]
    scores = {
        one: sum(skill(predictions(data[name], worth[name], one, first)[0], data[name], window) for name in data)
        for one in (Rows(), *candidates)
    }
    best = max(scores, key=lambda one: scores[one])
    found: dict[str, object] = {
        "chosen": best._asdict(),
        "sum_of_skills_where_chosen": {"shipped": round(scores[Rows()], 4), "chosen": round(scores[best], 4)},
    }
    for name, one in data.items():
        for label, candidate in (("shipped", Rows()), ("with rows", best)):
            p, named = predictions(one, worth[name], candidate, last)
            found[f"{name}, {label}"] = report(p[test], one.y[test], one.base[test], one.speakers[test]) | {
                "stated_mean": round(float(p[test].mean()), 3), "observed_mean": round(float(one.y[test].mean()), 3), "ln_lr": named,
            }  # fmt: skip
    return found | {"interval_80": _intervals(data, worth, (first, last))}


def _intervals(data: Mapping[str, Data], worth: Mapping[str, Array], cuts: tuple[int, int]) -> dict[str, object]:
    first, last = cuts
    where: dict[float, dict[str, float]] = {}
    table: dict[float, dict[str, dict[str, float]]] = {}
    for share in SHARES:
        where[share], table[share] = {}, {}
        for name, one in data.items():
            where[share][name] = pooled(covered(one, worth[name], (first, last), share))[0]
            held = covered(one, worth[name], (last, len(one.y)), share)
            by_length = {length: cell["covered"] for length, cell in coverage(held).items()}
            both, margin = pooled(held)
            table[share][name] = {"pooled": both, "pooled_margin_95": margin, **by_length}
    best = min(SHARES, key=lambda share: sum(abs(value - 0.8) for value in where[share].values()))
    return {"share_chosen": best, "covered_where_chosen": where, "covered_in_test": table}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, help="liar_statements.csv")
    parser.add_argument("--freeze", action="store_true", help="keep the figures in bench/frozen/scoring-shippable.json")
    options = parser.parse_args()
    found = json.dumps(evaluate(load(options.data)), indent=1)
    print(found)
    if options.freeze:
        FROZEN.write_text(found + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
