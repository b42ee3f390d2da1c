"""How often the draft checks are right: `python -m bench.eval.rules [--freeze] [--show RULE|all] [--split tune|test]`.

Findings on our invented articles and drafts are held against the findings that were written down for them by hand. Precision is the
share of findings that an editor would have made, recall the share of those that were found, each with its 80 % Wilson interval.
`--freeze` writes bench/frozen/rules.json and service/data/rules/measured.toml, from which the severities follow.
"""

import argparse
import json
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from math import sqrt
from pathlib import Path

from service.core.checking import check
from service.core.domain import Article, CheckReport, Finding, Severity, Span
from service.core.rules.policy import Policy, RuleSetting
from service.runtime.resources import load_resources

ROOT = Path(__file__).resolve().parents[2]
GOLDEN = ROOT / "tests" / "golden"
FROZEN = ROOT / "bench" / "frozen" / "rules.json"
MEASURED = ROOT / "service" / "data" / "rules" / "measured.toml"
TODAY = date(2026, 11, 25)
#: 80 % interval, as everywhere in this project.
Z = 1.2816
#: Fewer findings than this say nothing about a rule.
FINDINGS_MINIMUM = 5


@dataclass(frozen=True)
class Draft:
    """One text with the findings that were written down for it: (rule, words that the finding touches)."""

    id: str
    split: str
    text: str
    media_type: str
    expected: tuple[tuple[str, str], ...]


@dataclass
class Score:
    """What a rule did: right and wrong findings, and those it missed."""

    right: int = 0
    wrong: int = 0
    missed: int = 0
    examples: list[str] = field(default_factory=list)

    @property
    def found(self) -> int:
        return self.right + self.wrong

    @property
    def precision(self) -> float | None:
        return self.right / self.found if self.found else None

    @property
    def recall(self) -> float | None:
        there = self.right + self.missed
        return self.right / there if there else None


def drafts() -> Iterator[Draft]:
    """The drafts, then the articles with their labels."""
    for split in ("tune", "test"):
        for row in tomllib.loads((GOLDEN / "drafts" / f"{split}.toml").read_text(encoding="utf-8"))["draft"]:
            yield Draft(
                row["id"], split, row["text"].lstrip("\n"), row.get("media_type", "text/plain"), _pairs(row["expected"])
            )
    labels = tomllib.loads((GOLDEN / "drafts" / "articles.toml").read_text(encoding="utf-8"))["expected"]
    for split in ("tune", "test"):
        for line in (GOLDEN / "articles" / f"{split}.jsonl").read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            yield Draft(row["id"], split, row["text"], "text/plain", _pairs(labels.get(row["id"], ())))


def _pairs(rows: Iterable[Sequence[str]]) -> tuple[tuple[str, str], ...]:
    return tuple((row[0], row[1]) for row in rows)


def everything_on(rules) -> Policy:
    """A policy in which every rule runs, those that are off by default as well unless they judge house style alone."""
    return Policy(rules={rule.id: RuleSetting(Severity.NOTE) for rule in rules if rule.id not in {"SRC019", "SRC040"}})


def evaluate(split: str | None = None, only: Iterable[Draft] | None = None) -> dict[str, Score]:
    """Scores by rule, over one split or all."""
    resources = load_resources()
    policy = everything_on(resources.rules)
    scores: dict[str, Score] = defaultdict(Score)
    for draft in only or drafts():
        if split in {None, draft.split}:
            report = check(Article(draft.text, media_type=draft.media_type), resources, policy=policy, today=TODAY)
            compare(draft, report, scores)
    return dict(sorted(scores.items()))


def compare(draft: Draft, report: CheckReport, scores: dict[str, Score]) -> None:
    """Match findings and expectations of one draft: same rule, and the finding touches the sentence of the words."""
    open_ = list(draft.expected)
    for finding in report.findings:
        match = next(
            (one for one in open_ if one[0] == finding.rule_id and _touches(finding, one[1], draft.text)), None
        )
        score = scores[finding.rule_id]
        if match:
            open_.remove(match)
            score.right += 1
        else:
            score.wrong += 1
            score.examples.append(f"{draft.id} wrong: {_quoted(finding, draft.text)}")
    for rule, words in open_:
        if words not in draft.text:
            raise SystemExit(f"{draft.id}: {words!r} does not stand in the text")
        scores[rule].missed += 1
        scores[rule].examples.append(f"{draft.id} missed: {words}")


def _touches(finding: Finding, words: str, text: str) -> bool:
    assert finding.origin is not None
    at = text.find(words)
    while at >= 0:
        if finding.origin.overlaps(Span(at, at + len(words))):
            return True
        at = text.find(words, at + 1)
    return False


def _quoted(finding: Finding, text: str) -> str:
    assert finding.origin is not None
    start, end = finding.origin.start, finding.origin.end
    return f"…{text[max(0, start - 60) : start]}[{text[start:end][:120]}]{text[end : end + 60]}…".replace("\n", " ")


def interval(hits: int, count: int) -> tuple[float, float]:
    """Wilson's interval of a share."""
    if not count:
        return 0.0, 1.0
    share = hits / count
    middle = (share + Z * Z / (2 * count)) / (1 + Z * Z / count)
    half = Z * sqrt(share * (1 - share) / count + Z * Z / (4 * count * count)) / (1 + Z * Z / count)
    return max(0.0, middle - half), min(1.0, middle + half)


def rows(scores: dict[str, Score]) -> dict[str, dict[str, object]]:
    """The scores as JSON."""
    return {
        rule: {
            "right": score.right,
            "wrong": score.wrong,
            "missed": score.missed,
            "precision": None if score.precision is None else round(score.precision, 3),
            "precision_interval": [round(one, 3) for one in interval(score.right, score.found)],
            "recall": None if score.recall is None else round(score.recall, 3),
            "recall_interval": [round(one, 3) for one in interval(score.right, score.right + score.missed)],
        }
        for rule, score in scores.items()
    }


def table(scores: dict[str, Score]) -> str:
    """The scores for people."""
    lines = ["rule    right wrong missed  precision        recall"]
    for rule, row in rows(scores).items():
        low, high = row["precision_interval"]
        down, up = row["recall_interval"]
        lines.append(
            f"{rule}  {row['right']:5} {row['wrong']:5} {row['missed']:6}  {_share(row['precision'])} [{low:.2f},{high:.2f}]"
            f"  {_share(row['recall'])} [{down:.2f},{up:.2f}]"
        )
    return "\n".join(lines)


def _share(value: object) -> str:
    return " -  " if value is None else f"{value:.2f}"


def measured(scores: dict[str, Score]) -> str:
    """The precision table that ships: rules with enough findings."""
    lines = [
        "# Share of right findings by rule on our own articles, written by `python -m bench.eval.rules --freeze`; a rule that",
        "# is not listed had too few findings to tell.",
        "",
        "[precision]",
    ]
    told = [(rule, one.precision) for rule, one in scores.items() if one.found >= FINDINGS_MINIMUM and rule < "SRC050"]
    return "\n".join([*lines, *(f"{rule} = {share:.3f}" for rule, share in told)]) + "\n"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--split", choices=("tune", "test"))
    parser.add_argument("--show", help="a rule whose mistakes to print, or `all`")
    parser.add_argument("--freeze", action="store_true")
    options = parser.parse_args()
    scores = evaluate(options.split)
    print(table(scores))
    for rule, score in scores.items():
        if options.show in {rule, "all"}:
            print(*(f"{rule} {line}" for line in score.examples), sep="\n")
    if options.freeze:
        by_split = {split: rows(evaluate(split)) for split in ("tune", "test")}
        frozen = {
            "command": "python -m bench.eval.rules --freeze",
            "drafts": sum(1 for _ in drafts()),
            "rules": rows(scores),
            **by_split,
        }
        FROZEN.write_text(json.dumps(frozen, indent=1) + "\n", encoding="utf-8")
        MEASURED.write_text(measured(scores), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
