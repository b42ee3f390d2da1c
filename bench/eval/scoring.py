"""The source model on checked statements in time order: `python -m bench.eval.scoring liar_statements.csv [--freeze]`.

Each statement is predicted from those with a lower id only; the history counts that ship with the file hold the label and
are not read. Neither party, state nor a speaker's name is an input; the speaker is only the key of a record. The last 30 %
are the test; everything is fitted before it.
"""

import argparse
import csv
import json
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.stats import betabinom

from service.runtime.priors import load_tables

FROZEN = Path(__file__).resolve().parents[1] / "frozen" / "scoring.json"
LABELS = ("pants-fire", "false", "barely-true", "half-true", "mostly-true", "true")
THRESHOLDS = {"half_true": 3, "mostly_true": 4}
TEST_FROM = 0.7
#: The class of the service that a role is rated as.
ROLE_CLASSES = {
    "politician": "politician", "body": "advocacy_body", "commentator": "commentator", "post": "unsourced_post", "unknown": "other_named",
    "other": "other_named",
}  # fmt: skip
#: Kappa by class where a statement has to be mostly true: measured like the shipped ones, on the same earlier statements.
STRICTER_KAPPA = {
    "politician": 17.7, "advocacy_body": 11.6, "commentator": 7.2, "other_named": 4.9, "unsourced_post": 10.0,
}  # fmt: skip
#: Penalties of the logistic model: on role and channel, form of the claim, topic, and on each speaker.
PENALTIES = {"role": 5.0, "channel": 5.0, "form": 5.0, "topic": 40.0}
SPEAKER_PENALTY = 1.5
#: A speaker's effect is found once it moves by less, in log-odds.
STEP_MINIMUM = 1e-7
TOPIC_MINIMUM = 60
#: A length of record with fewer speakers is left out of the coverage of intervals.
SPEAKERS_MINIMUM = 20
#: Labels of the archive that name nations, faiths, people, outlets or campaigns: not topics.
NOT_TOPICS = re.compile(
    r"china|israel|islam|iraq|afghan|obama|bush|kagan|sotomayor|colbert|abc-news|10-news|politifact|florida|new-hampshire"
    r"|message-machine|fake-news|after-the|occupy|religion|states$|debates|corrections"
)
ROLES = {
    "post": r"social media|chain|viral|meme",
    "body": r"pac\b|committee|political action|advocacy|party\b|group|organization|union|campaign|association|nonprofit",
    "commentator": r"host|columnist|commentator|pundit|author|talk|radio|writer|journalist|blogger|anchor|strategist|editor",
    "politician": r"senat|president|governor|representative|congress|mayor|candidate|secretary|house|legislat|assembl|delegate"
    r"|council|executive|treasurer|attorney general|commissioner|board|minority|majority|chairman|state|alderman|sheriff|county|city",
    "unknown": r"^$",
}
CHANNELS = {
    "paid": r"\b(ads?|advertis\w*|commercials?|mailers?|fl[iy]ers?|leaflets?|brochures?|(campaign|web|online) videos?|robocalls?)\b",
    "chain": r"\b(chain|viral|meme|forward|internet|social media)\b|e-?mail",
    "prepared": r"speech|address|press|news|release|conference|statement|testimony|report|floor|remarks|letter|op-?ed|column"
    r"|commentary|article|book|website|web site",
    "debate": r"debate",
    "interview": r"interview|comments|radio|tv|television|show",
    "social": r"tweet|twitter|facebook|blog|post|youtube|instagram",
}
FORMS = {
    "figure": r"\d", "percent": r"percent|%", "money": r"\$", "year": r"\b(19|20)\d\d\b",
    "absolute": r"\b(never|every|always|all|none|nobody|no one|only|any|entire|completely)\b",
    "superlative": r"\b(most|least|largest|highest|lowest|biggest|worst|best|first|record|greatest)\b",
    "comparison": r"\b(more|less|fewer|higher|lower|than|twice|half|double)\b",
    "negation": r"\b(not|no|without)\b|n't\b", "quotation": r"[\"“]", "plan": r"\b(plan|wants?|will|would|going to)\b",
    "cause": r"\b(because|caused?|led to|due to|result of|thanks to)\b", "first_person": r"\b(i|we|my|our)\b",
}  # fmt: skip

Array = NDArray[np.float64]


def load(path: Path) -> list[dict[str, str]]:
    """The statements in the order in which they were checked."""
    with path.open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    return sorted(rows, key=lambda row: int(row["id"].split(".")[0]))


def first(text: str, patterns: Mapping[str, str]) -> str:
    """Name of the first pattern that the text holds, or `other`."""
    return next((name for name, pattern in patterns.items() if re.search(pattern, text.lower().strip())), "other")


def features(rows: Sequence[Mapping[str, str]]) -> tuple[Array, list[str]]:
    """One 0/1 column per role, channel, form of the claim and topic; names are `group:value`."""
    columns: dict[str, list[int]] = defaultdict(list)
    for place, row in enumerate(rows):
        columns[f"role:{first(row['job'], ROLES)}"].append(place)
        columns[f"channel:{first(row['context'], CHANNELS)}"].append(place)
        for name in (name for name, pattern in FORMS.items() if re.search(pattern, row["statement"].lower())):
            columns[f"form:{name}"].append(place)
        for topic in filter(None, row["subjects"].split(",")):
            if not NOT_TOPICS.search(topic):
                columns[f"topic:{topic}"].append(place)
    kept = sorted(name for name, places in columns.items() if len(places) >= TOPIC_MINIMUM or name[:5] != "topic")
    matrix = np.zeros((len(rows), len(kept)))
    for number, name in enumerate(kept):
        matrix[columns[name], number] = 1.0
    return matrix, kept


def sigmoid(z: Array) -> Array:
    return 1.0 / (1.0 + np.exp(-z))


def fit(x: Array, y: Array, speakers: NDArray[np.int64], penalties: Array) -> Array:
    """Intercept and weights of a logistic model with a shrunken effect per speaker (penalized maximum likelihood)."""
    count, width = int(speakers.max()) + 1, x.shape[1]

    def loss(w: Array) -> tuple[float, Array]:
        b, u = w[1 : 1 + width], w[1 + width :]
        p = sigmoid(w[0] + x @ b + u[speakers])
        error = p - y
        value = -np.sum(y * np.log(p) + (1 - y) * np.log1p(-p)) + (penalties * b * b).sum() / 2
        gradient = [
            [error.sum()],
            x.T @ error + penalties * b,
            np.bincount(speakers, error, count) + SPEAKER_PENALTY * u,
        ]
        return float(value + SPEAKER_PENALTY * (u * u).sum() / 2), np.concatenate(gradient)

    start = np.zeros(1 + width + count)
    return np.asarray(minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 300}).x[: 1 + width])


def follow(z: Array, y: Array, speakers: NDArray[np.int64]) -> Array:
    """Predictions in order: each speaker's effect is the mode given the statements before, its variance averaged over."""
    history: dict[int, tuple[list[float], list[float]]] = defaultdict(lambda: ([], []))
    effects: dict[int, float] = defaultdict(float)
    found = np.zeros(len(y))
    for i, speaker in enumerate(map(int, speakers)):
        past_z, past_y = history[speaker]
        u, variance = effects[speaker], 1.0 / SPEAKER_PENALTY
        if past_z:
            zs, ys, step = np.array(past_z), np.array(past_y), 1.0
            while abs(step) > STEP_MINIMUM:
                p = sigmoid(zs + u)
                curve = float((p * (1 - p)).sum()) + SPEAKER_PENALTY
                step = (float((p - ys).sum()) + SPEAKER_PENALTY * u) / curve
                u -= step
            effects[speaker], variance = u, 1.0 / curve
        found[i] = 1 / (1 + np.exp(-(z[i] + u) / np.sqrt(1 + np.pi * variance / 8)))
        past_z.append(z[i])
        past_y.append(y[i])
    return found


def kappas(rows: Sequence[Mapping[str, str]], threshold: str) -> Array:
    """What knowing only the class of each statement's speaker is worth, in claims: the service's own table."""
    shipped = {name: prior.kappa for name, prior in load_tables().classes.items()}
    worth = shipped if threshold == "half_true" else STRICTER_KAPPA
    return np.array([worth[ROLE_CLASSES[first(row["job"], ROLES)]] for row in rows])


def class_means(x: Array, names: Sequence[str], y: Array, fitted: int) -> Array:
    """For each statement the mean of its speaker's class among the first `fitted`."""
    role = x[:, [place for place, name in enumerate(names) if name.startswith("role:")]]
    return np.asarray(role @ ((role[:fitted].T @ y[:fitted]) / np.maximum(role[:fitted].sum(0), 1)))


def pseudo_counts(y: Array, speakers: NDArray[np.int64], means: Array, kappa: Array) -> tuple[Array, NDArray[np.int64]]:
    """The shipped model, a Beta with a class mean; and how many statements of the speaker came before."""
    held: dict[int, float] = defaultdict(float)
    seen: dict[int, int] = defaultdict(int)
    found, before = np.zeros(len(y)), np.zeros(len(y), dtype=np.int64)
    for i, speaker in enumerate(map(int, speakers)):
        before[i] = seen[speaker]
        found[i] = (kappa[i] * means[i] + held[speaker]) / (kappa[i] + seen[speaker])
        held[speaker] += y[i]
        seen[speaker] += 1
    return found, before


def calibration_error(p: Array, y: Array, bins: int = 10) -> float:
    """ECE with equal bins over 0..1."""
    place = np.minimum((p * bins).astype(int), bins - 1)
    return float(sum(abs(p[place == b].sum() - y[place == b].sum()) for b in range(bins)) / len(y))


def report(p: Array, y: Array, base: Array, speakers: NDArray[np.int64], rounds: int = 1000) -> dict[str, object]:
    """Brier, skill over the running base rate with a 95 % interval (bootstrap by speaker), and ECE beside its noise."""
    rng = np.random.default_rng(7)
    _, groups = np.unique(speakers, return_inverse=True)
    ours, theirs = (np.bincount(groups, (q - y) ** 2) for q in (p, base))
    drawn = rng.integers(0, len(ours), (rounds, len(ours)))
    skills = 1 - ours[drawn].sum(1) / theirs[drawn].sum(1)
    noise = [calibration_error(p, (rng.random(len(p)) < p).astype(float)) for _ in range(200)]
    return {
        "brier": round(float(np.mean((p - y) ** 2)), 4), "skill": round(float(1 - ours.sum() / theirs.sum()), 4),
        "skill_95": [round(float(v), 4) for v in np.quantile(skills, [0.025, 0.975])], "ece": round(calibration_error(p, y), 4),
        "ece_of_a_perfect_model_95": round(float(np.quantile(noise, 0.95)), 4),
    }  # fmt: skip


def letters(p: Array, y: Array, before: NDArray[np.int64]) -> dict[str, object]:
    """Stated against observed per letter; F is fewer than five statements before."""
    bands = np.select([before < 5, p >= 0.95, p >= 0.80, p >= 0.55, p >= 0.20], list("FABCD"), "E")
    found: dict[str, object] = {}
    for letter in sorted(set(bands)):
        inside = bands == letter
        n, rate = int(inside.sum()), float(y[inside].mean())
        margin = 1.96 * (rate * (1 - rate) / n) ** 0.5
        found[str(letter)] = {
            "n": n,
            "stated": round(float(p[inside].mean()), 3),
            "observed": round(rate, 3),
            "margin_95": round(margin, 3),
        }
    return found


def inside(
    p: Array, y: Array, before: NDArray[np.int64], speakers: NDArray[np.int64], kappa: Array, share: float = 1.0
) -> dict[str, dict[int, float]]:
    """Whether the 80 % predictive interval holds a speaker's next statements: by length of the record, by speaker.

    Counts are whole, so an end of the interval may fall into one: that one counts by the part of it that lies inside. (To draw at
    random instead moves the pooled figure by up to .03.) `share` is the part of the evidence that the interval rests on.
    """
    found: dict[str, dict[int, float]] = {}
    for low, high in ((0, 1), (1, 3), (3, 5), (5, 10), (10, 20), (20, 10_000)):
        parts: dict[int, float] = {}
        for speaker in np.unique(speakers):
            mine = np.flatnonzero(speakers == speaker)
            start = next((k for k, i in enumerate(mine) if low <= before[i] < high), None)
            if start is None or len(mine) - start < 2:
                continue
            at, m = mine[start], min(len(mine) - start, 10)
            n, held = share * (kappa[at] + before[at]), int(y[mine[start : start + m]].sum())
            below, until = betabinom.cdf([held - 1, held], m, n * p[at], n * (1 - p[at]))
            parts[int(speaker)] = max(0.0, min(until, 0.9) - max(below, 0.1)) / (until - below)
        if len(parts) >= SPEAKERS_MINIMUM:
            found[f"{low}+"] = parts
    return found


def coverage(found: Mapping[str, Mapping[int, float]]) -> dict[str, dict[str, float]]:
    """Share of the speakers whose statements the interval holds, by length of the record, with its 95 % margin."""
    cells = {}
    for length, parts in found.items():
        values = np.array(list(parts.values()))
        margin = 1.96 * float(values.std()) / len(values) ** 0.5
        cells[length] = {
            "speakers": len(values),
            "covered": round(float(values.mean()), 3),
            "margin_95": round(margin, 3),
        }
    return cells


def pooled(found: Mapping[str, Mapping[int, float]]) -> tuple[float, float]:
    """Coverage over all lengths of record with its 95 % margin; a speaker stands in several lengths, so speakers are what is drawn."""
    count = sum(len(parts) for parts in found.values())
    mean = sum(sum(parts.values()) for parts in found.values()) / count
    off: dict[int, float] = defaultdict(float)
    for parts in found.values():
        for speaker, part in parts.items():
            off[speaker] += part - mean
    margin = 1.96 * sum(value * value for value in off.values()) ** 0.5 / count
    return round(mean, 3), round(margin, 3)


def evaluate(rows: Sequence[Mapping[str, str]]) -> dict[str, object]:
    """All figures for both thresholds."""
    x, names = features(rows)
    cut = int(len(rows) * TEST_FROM)
    ids = {name: place for place, name in enumerate(dict.fromkeys(row["speaker"] for row in rows))}
    speakers = np.array([ids[row["speaker"]] for row in rows])
    label = np.array([LABELS.index(row["label"]) for row in rows])
    found: dict[str, object] = {"statements": len(rows), "test": len(rows) - cut}
    for threshold, least in THRESHOLDS.items():
        y = (label >= least).astype(float)
        base = np.concatenate([[0.5], (np.cumsum(y) / np.arange(1, len(y) + 1))[:-1]])
        found[threshold] = _models(x, names, y, base, speakers, cut, kappas(rows, threshold))
    return found


def _models(
    x: Array, names: list[str], y: Array, base: Array, speakers: NDArray[np.int64], cut: int, kappa: Array
) -> dict[str, object]:
    test = slice(cut, None)
    shipped, before = pseudo_counts(y, speakers, class_means(x, names, y, cut), kappa)
    found: dict[str, object] = {"class_mean": report(shipped[test], y[test], base[test], speakers[test])}
    for groups in (("role", "channel"), ("role", "channel", "topic"), ("role", "channel", "form"), tuple(PENALTIES)):
        kept = [place for place, name in enumerate(names) if name.split(":")[0] in groups]
        penalties = np.array([PENALTIES[names[place].split(":")[0]] for place in kept])
        w = fit(x[:cut, kept], y[:cut], speakers[:cut], penalties)
        p = follow(w[0] + x[:, kept] @ w[1:], y, speakers)
        found["speaker + " + ", ".join(groups)] = report(p[test], y[test], base[test], speakers[test])
    found["letters"] = letters(shipped[test], y[test], before[test])
    held = inside(shipped[test], y[test], before[test], speakers[test], kappa[test])
    found["interval_80"] = coverage(held)
    found["interval_80_pooled"], found["interval_80_pooled_margin_95"] = pooled(held)
    weights = zip((names[place] for place in kept), w[1:], strict=True)
    found["form_ln_lr"] = {name[5:]: round(float(value), 2) for name, value in weights if name.startswith("form:")}
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="liar_statements.csv")
    parser.add_argument("--freeze", action="store_true", help="keep the figures in bench/frozen/scoring.json")
    options = parser.parse_args()
    found = json.dumps(evaluate(load(options.data)), indent=1)
    print(found)
    if options.freeze:
        FROZEN.write_text(found + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
