"""How well the checks raise what a standards editor would: `python -m bench.eval.flags [--gold FILE ...] [--show FLAG|all] [--freeze]`.

A gold article lists its sourcing problems (`flags`, FORMAT.md of the cases) as a whole, not word by word. A flag counts as raised
where some finding of the recommended policy carries it. Precision and recall by flag with 80 % Wilson intervals; articles
without a single flag tell how often the checks cry wolf. The articles under tests/golden/flags are by an author who saw the format
and nothing of the rules; one half to tune on, one to test. `--freeze` keeps the figures of both in bench/frozen/flags.json.
"""

import argparse
import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bench.eval.rules import GOLDEN, ROOT, TODAY, interval
from service.core.checking import check
from service.core.domain import Article
from service.runtime.resources import load_resources

SPLITS = ("tune", "test")
GOLD = tuple(GOLDEN / "flags" / f"{name}.jsonl" for name in SPLITS)
FROZEN = ROOT / "bench" / "frozen" / "flags.json"


@dataclass
class Score:
    """One flag over all articles: ids where it was raised rightly, wrongly, or missed."""

    right: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)

    def add(self, article: str, *, wanted: bool, raised: bool) -> None:
        """Count one article; nothing to count where the flag is neither wanted nor raised."""
        if wanted or raised:
            (self.right if wanted and raised else self.wrong if raised else self.missed).append(article)


def evaluate(files: Iterable[Path]) -> dict[str, Score]:
    """Scores by flag over the gold files."""
    resources = load_resources()
    tags = {rule.id: rule.info.tags for rule in resources.rules}
    policy = resources.presets["recommended"]
    scores: dict[str, Score] = defaultdict(Score)
    for path in files:
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            report = check(Article(row["text"], title=row.get("title")), resources, policy=policy, today=TODAY)
            raised = {tag for finding in report.findings for tag in tags[finding.rule_id]}
            for flag in sorted(set().union(*tags.values())):
                scores[flag].add(row["id"], wanted=flag in row["flags"], raised=flag in raised)
    return dict(scores)


def table(scores: dict[str, Score]) -> str:
    """The scores for people."""
    lines = [f"{'flag':32} right wrong missed  precision         recall"]
    for flag, score in sorted(scores.items()):
        right, wrong, missed = len(score.right), len(score.wrong), len(score.missed)
        lines.append(
            f"{flag:32} {right:5} {wrong:5} {missed:6}  {_share(right, right + wrong)}  {_share(right, right + missed)}"
        )
    right, wrong, missed = counts(scores)["together"].values()
    lines.append(
        f"{'together':32} {right:5} {wrong:5} {missed:6}  {_share(right, right + wrong)}  {_share(right, right + missed)}"
    )
    return "\n".join(lines)


def _share(hits: int, count: int) -> str:
    low, high = interval(hits, count)
    return f"{hits / count:.2f} [{low:.2f},{high:.2f}]" if count else f"{'-':16}"


def counts(scores: dict[str, Score]) -> dict[str, dict[str, int]]:
    """How often each flag was right, wrong and missed, and all of them together."""
    rows = {
        flag: {"right": len(score.right), "wrong": len(score.wrong), "missed": len(score.missed)}
        for flag, score in sorted(scores.items())
    }
    together = {name: sum(row[name] for row in rows.values()) for name in ("right", "wrong", "missed")}
    return rows | {"together": together}


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--gold", nargs="*", type=Path, default=GOLD, help="files of cases (JSONL)")
    parser.add_argument("--show", help="a flag whose articles to print, or `all`")
    parser.add_argument("--freeze", action="store_true", help=f"keep the figures in {FROZEN.name}")
    options = parser.parse_args(arguments)
    if options.freeze:
        kept = {name: counts(evaluate([path])) for name, path in zip(SPLITS, GOLD, strict=True)}
        FROZEN.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
    scores = evaluate(options.gold)
    print(table(scores))
    for flag, score in scores.items():
        if options.show in {flag, "all"}:
            print(f"{flag}: wrong {' '.join(score.wrong) or '-'}; missed {' '.join(score.missed) or '-'}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
