"""Choose decoding thresholds and fit the confidence on the development set.

    python -m bench.train.tune MODEL_FOLDER CORPORA

The exported graph itself is scored; settings, calibration and figures are written into the folder's manifest.
Confidence is a logistic regression on the decoder's features; its calibration error is measured across documents (5 folds).
The two limits below which nothing is kept are chosen by the sum of F1 (mean of content and end to end) on dev and on our own tune
articles, through the whole pipeline: dev is one country's politics.
"""

import argparse
import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, cross_val_predict

from bench.eval.metric import add, figures
from bench.eval.run import evaluate
from bench.train.corpora import Example, labelled
from service.core.attribution.confidence import inputs
from service.core.attribution.decode import decode
from service.core.attribution.model import Calibration, DecodingSettings, RawAttribution, TaggerOutput
from service.runtime.onnx import OnnxTagger, load_tagger
from service.runtime.resources import load_resources
from tests.golden.gold import load_split

GRID = {
    "enter_content": (0.5, 1.0, 1.5, 2.0, 2.5),
    "none_bias": (-0.1, 0.0, 0.1, 0.2, 0.3),
    "join": (0.3, 0.4, 0.5),
    "adopt": (0.25, 0.35, 0.45),
}
#: Limits of a content's mean probability and of an attribution's confidence, tried together.
LEAST = (0.4, 0.5, 0.6, 0.65)
SURE = (0.0, 0.2, 0.25, 0.3, 0.35)


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


def judged(raw: tuple[RawAttribution, ...], gold: list[tuple[set[int], int]]) -> list[tuple[bool, bool]]:
    """For each found attribution whether a gold one of its own has half its content, and whether it has its source too."""
    free = list(range(len(gold)))
    verdicts = []
    for row in raw:
        tokens = {index for first, end in row.content for index in range(first, end)}
        best = max(free, key=lambda g: len(tokens & gold[g][0]) / len(tokens | gold[g][0]), default=None)
        if best is None or len(tokens & gold[best][0]) / len(tokens | gold[best][0]) < 0.5:
            verdicts.append((False, False))
            continue
        free.remove(best)
        source = gold[best][1]
        held = row.source is None if source < 0 else row.source is not None and row.source[0] <= source < row.source[1]
        verdicts.append((True, held))
    return verdicts


def f1(outputs: list[TaggerOutput], golds: list[list[tuple[set[int], int]]], settings: DecodingSettings) -> float:
    """Mean of content F1 and end-to-end F1."""
    hits, found, wanted = 0.0, 0, 0
    for output, gold in zip(outputs, golds, strict=True):
        raw = decode(output, settings)
        hits += sum(map(sum, judged(raw, gold))) / 2
        found, wanted = found + len(raw), wanted + len(gold)
    return 2 * hits / (found + wanted)


def expected_calibration_error(chance: np.ndarray, held: np.ndarray, bins: int = 10) -> float:
    """Mean distance of stated chance and observed share over bins of equal size."""
    order = np.argsort(chance)
    parts = np.array_split(order, bins)
    return float(sum(len(p) * abs(chance[p].mean() - held[p].mean()) for p in parts) / len(order))


class Own:
    """The whole pipeline on our own tune articles: other desks, and only what a reader relies on."""

    def __init__(self, tagger: OnnxTagger) -> None:
        self.resources, self.tagger, self.articles = load_resources(), tagger, load_split("tune")

    def f1(self, settings: DecodingSettings, calibration: Calibration) -> float:
        """Mean of content F1 and end-to-end F1."""
        tagger = replace(self.tagger, settings=settings, calibration=calibration)
        result = evaluate("tune", self.articles, replace(self.resources, tagger=tagger))
        rates = figures(add(case.score.counts for case in result.cases))
        return (rates["content_partial"][2] + rates["e2e"][2]) / 2


@dataclass(frozen=True)
class Confident:
    """What a decoder found on dev, how sure a regression is of each row (asked by documents it has not seen), and what is right."""

    chance: np.ndarray
    held: np.ndarray
    content: np.ndarray
    wanted: int
    calibration: Calibration

    def f1(self, sure: float) -> float:
        """Mean of content F1 and end-to-end F1 when only rows of at least this confidence are kept."""
        kept = self.chance >= sure
        return float((self.held[kept].sum() + self.content[kept].sum()) / (kept.sum() + self.wanted))


def confident(
    outputs: list[TaggerOutput], golds: list[list[tuple[set[int], int]]], settings: DecodingSettings
) -> Confident:
    """Fit the confidence on what `settings` find."""
    rows, held, groups = [], [], []
    for number, (output, gold) in enumerate(zip(outputs, golds, strict=True)):
        raw = decode(output, settings)
        rows += [inputs(row) for row in raw]
        held += judged(raw, gold)
        groups += [number] * len(raw)
    features, (content, truth) = np.array(rows), np.array(held).T
    regression = LogisticRegression(C=1.0, max_iter=1000)
    folds = cross_val_predict(regression, features, truth, groups=groups, cv=GroupKFold(5), method="predict_proba")
    regression.fit(features, truth)
    weights = tuple(round(float(w), 4) for w in regression.coef_[0])
    calibration = Calibration(round(float(regression.intercept_[0]), 4), weights)
    return Confident(folds[:, 1], truth, content, sum(map(len, golds)), calibration)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("corpora", type=Path)
    options = parser.parse_args()
    tagger = load_tagger(options.folder)
    examples = labelled(options.corpora / "polnear" / "dev.jsonl")
    outputs = [tagger.score(example.layer) for example in examples]
    golds = [gold_of(example) for example in examples]
    best = replace(DecodingSettings(), least=LEAST[0])
    for name, values in GRID.items():  # one threshold at a time: they hardly interact
        best = max((replace(best, **{name: value}) for value in values), key=lambda s: f1(outputs, golds, s))
    own = Own(tagger)
    found: list[tuple[float, float, DecodingSettings, Confident]] = []
    for least in LEAST:
        fitted = confident(outputs, golds, replace(best, least=least))
        for sure in SURE:
            settings = replace(best, least=least, sure=sure)
            found.append((fitted.f1(sure), own.f1(settings, fitted.calibration), settings, fitted))
            print(
                json.dumps({"least": least, "sure": sure, "dev": round(found[-1][0], 4), "own": round(found[-1][1], 4)})
            )
    dev, ours, settings, fitted = max(found, key=lambda row: row[0] + row[1])
    result = {
        "settings": asdict(settings),
        "calibration": asdict(fitted.calibration),
        "scores": {
            "dev": round(dev, 4),
            "own_tune": round(ours, 4),
            "dev_ece": round(kept_error(fitted, settings.sure), 4),
        },
    }
    path = options.folder / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(manifest | result, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(result))


def kept_error(fitted: Confident, sure: float) -> float:
    """The calibration error of the rows that are kept."""
    kept = fitted.chance >= sure
    return expected_calibration_error(fitted.chance[kept], fitted.held[kept])


if __name__ == "__main__":
    main()
