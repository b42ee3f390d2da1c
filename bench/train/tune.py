"""Choose decoding thresholds and fit the confidence on the development set.

    python -m bench.train.tune MODEL_FOLDER CORPORA

The exported graph itself is scored; settings, calibration and figures are written into the folder's manifest.
Confidence is a logistic regression on the decoder's features; its calibration error is measured across documents (5 folds).
"""

import argparse
import json
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, cross_val_predict

from bench.train.corpora import Example, labelled
from service.core.attribution.confidence import inputs
from service.core.attribution.decode import decode
from service.core.attribution.model import DecodingSettings, RawAttribution, TaggerOutput
from service.runtime.onnx import load_tagger

GRID = {
    "enter_content": (0.5, 1.0, 1.5, 2.0, 2.5),
    "least": (0.3, 0.4, 0.5, 0.6),
    "none_bias": (-0.1, 0.0, 0.1, 0.2, 0.3),
    "join": (0.3, 0.4, 0.5),
    "adopt": (0.25, 0.35, 0.45),
}


def gold_of(example: Example) -> list[tuple[set[int], int]]:
    """Content tokens and first source token of each gold attribution."""
    found: dict[tuple[int, int], list[set[int]]] = {}
    order: list[tuple[set[int], int]] = []
    for at, source, cue, more in example.links:
        end = at + 1
        while end < len(example.tags) and example.tags[end] == 6:
            end += 1
        span = set(range(at, end))
        if more and (source, cue) in found:
            found[source, cue][-1].update(span)
            continue
        found.setdefault((source, cue), []).append(span)
        order.append((span, source))
    return order


def right(raw: tuple[RawAttribution, ...], gold: list[tuple[set[int], int]]) -> list[bool]:
    """For each found attribution whether a gold one of its own has half its content and its source."""
    free = list(range(len(gold)))
    verdicts = []
    for row in raw:
        tokens = {index for first, end in row.content for index in range(first, end)}
        best = max(free, key=lambda g: len(tokens & gold[g][0]) / len(tokens | gold[g][0]), default=None)
        if best is None or len(tokens & gold[best][0]) / len(tokens | gold[best][0]) < 0.5:
            verdicts.append(False)
            continue
        free.remove(best)
        source = gold[best][1]
        verdicts.append(
            row.source is None if source < 0 else row.source is not None and row.source[0] <= source < row.source[1]
        )
    return verdicts


def f1(outputs: list[TaggerOutput], golds: list[list[tuple[set[int], int]]], settings: DecodingSettings) -> float:
    hits = found = wanted = 0
    for output, gold in zip(outputs, golds, strict=True):
        raw = decode(output, settings)
        hits, found, wanted = hits + sum(right(raw, gold)), found + len(raw), wanted + len(gold)
    return 2 * hits / (found + wanted)


def expected_calibration_error(chance: np.ndarray, held: np.ndarray, bins: int = 10) -> float:
    """Mean distance of stated chance and observed share over bins of equal size."""
    order = np.argsort(chance)
    parts = np.array_split(order, bins)
    return float(sum(len(p) * abs(chance[p].mean() - held[p].mean()) for p in parts) / len(order))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("corpora", type=Path)
    options = parser.parse_args()
    tagger = load_tagger(options.folder)
    examples = labelled(options.corpora / "polnear" / "dev.jsonl")
    outputs = [tagger.score(example.layer) for example in examples]
    golds = [gold_of(example) for example in examples]
    best = DecodingSettings()
    for name, values in GRID.items():  # one threshold at a time: they hardly interact
        best = max((replace(best, **{name: value}) for value in values), key=lambda s: f1(outputs, golds, s))
    rows, held, groups = [], [], []
    for number, (output, gold) in enumerate(zip(outputs, golds, strict=True)):
        raw = decode(output, best)
        rows += [inputs(row) for row in raw]
        held += right(raw, gold)
        groups += [number] * len(raw)
    features, truth = np.array(rows), np.array(held)
    regression = LogisticRegression(C=1.0, max_iter=1000)
    folds = cross_val_predict(regression, features, truth, groups=groups, cv=GroupKFold(5), method="predict_proba")[
        :, 1
    ]
    regression.fit(features, truth)
    result = {
        "settings": asdict(best),
        "calibration": {
            "bias": round(float(regression.intercept_[0]), 4),
            "weights": [round(float(w), 4) for w in regression.coef_[0]],
        },
        "scores": {
            "dev_f1": round(f1(outputs, golds, best), 4),
            "dev_ece": round(expected_calibration_error(folds, truth), 4),
        },
    }
    path = options.folder / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(manifest | result, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(result))


if __name__ == "__main__":
    main()
