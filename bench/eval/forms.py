"""How good extraction is on each hard form: python -m bench.eval.forms [--split tune|test] [--errors FORM] [--freeze]

The short cases under tests/golden/forms are about one form each. A case is right when every attribution in its gold is found with
its source and its relay, nothing else is, and no look-alike is credited.
"""

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.eval.run import Case, compare, describe, gold_marks
from service.core.pipeline import Resources
from service.runtime.resources import load_resources
from tests.golden.gold import FORMS, SPLITS, load_articles

FROZEN = Path(__file__).resolve().parents[1] / "frozen" / "forms.json"


@dataclass(frozen=True)
class FormFigures:
    """Counts of one form: cases, cases all right; attributions in gold, found, linked to their source; relays; kinds."""

    counts: Counter

    def share(self, hits: str, of: str) -> float | None:
        return self.counts[hits] / self.counts[of] if self.counts[of] else None

    @property
    def f1(self) -> float:
        total = self.counts["gold"] + self.counts["found"]
        return 2 * self.counts["linked"] / total if total else 1.0


def cases_of(split: str, resources: Resources) -> tuple[Case, ...]:
    """Every case of a split, annotated and compared."""
    return tuple(compare(article, resources) for article in load_articles(FORMS / f"{split}.jsonl"))


def faults(case: Case) -> Iterator[str]:
    """What is wrong with a case, one line each; nothing where all is right."""
    gold, text = gold_marks(case.article), case.article.text
    for i, mark in enumerate(gold):
        if i not in case.score.linked:
            kind = "wrong source" if i in case.score.partial else "missed"
            yield f"{kind}: {describe(text, mark)}"
    matched = set(case.score.partial.values())
    yield from (f"spurious: {describe(text, mark)}" for j, mark in enumerate(case.marked) if j not in matched)
    yield from (f"relay {outcome}" for outcome in case.relays if outcome != "right")
    yield from (f"look-alike taken: {string}" for string in case.taken)


def counted(case: Case) -> Counter:
    """One case's part of the figures of its form."""
    counts: Counter = Counter(cases=1, right=int(not any(faults(case))))
    counts.update(gold=len(case.article.attributions), found=len(case.found), linked=len(case.score.linked))
    counts.update(f"relay_{outcome.split(':')[0]}" for outcome in case.relays)
    for i, j in case.score.linked.items():
        counts.update(kinds=1, kind_right=int(case.article.attributions[i].kind == case.found[j].kind.value))
    return counts


def by_form(cases: Sequence[Case]) -> dict[str, FormFigures]:
    """The figures of every form, in order of its name."""
    totals: dict[str, Counter] = defaultdict(Counter)
    for case in cases:
        totals[case.article.form].update(counted(case))
    return {form: FormFigures(totals[form]) for form in sorted(totals)}


def show(split: str, figures: Mapping[str, FormFigures], frozen: Mapping[str, Mapping[str, float]]) -> None:
    """One line a form, with the change against what is frozen."""
    print(f"\n{split}{'':22}cases  all right   e2e F1   kind right   relays")
    for form, one in figures.items():
        before = frozen.get(form, {}).get("right")
        right = one.counts["right"] / one.counts["cases"]
        change = (
            f"   {right - before:+.2f} against frozen" if before is not None and abs(right - before) > 0.005 else ""
        )
        kind, relays = one.share("kind_right", "kinds"), one.counts["relay_right"] + one.counts["relay_missed"]
        told = f"{one.counts['relay_right']}/{relays}" if relays else ""
        shown = "" if kind is None else f"{kind:.2f}"
        print(f"{form:26}{one.counts['cases']:5}{right:11.2f}{one.f1:9.2f}{shown:>13}   {told}{change}")


def frozen_rows(figures: Mapping[str, FormFigures]) -> dict[str, dict[str, float]]:
    """What is kept of the figures."""
    return {
        form: {
            "cases": one.counts["cases"],
            "right": round(one.counts["right"] / one.counts["cases"], 4),
            "e2e": round(one.f1, 4),
        }
        for form, one in figures.items()
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--split", choices=SPLITS)
    parser.add_argument("--errors", nargs="*", metavar="FORM", help="print what is wrong, of these forms or of all")
    parser.add_argument("--freeze", action="store_true", help="keep the figures and the failing cases to compare with")
    options = parser.parse_args()
    if options.freeze and options.split:
        parser.error("both splits are frozen together")
    resources = load_resources()
    old = json.loads(FROZEN.read_text(encoding="utf-8")) if FROZEN.exists() else {}
    new: dict[str, object] = {}
    failing: list[str] = []
    for split in (split for split in SPLITS if options.split in {None, split}):
        cases = cases_of(split, resources)
        figures = by_form(cases)
        show(split, figures, old.get(split, {}))
        new[split] = frozen_rows(figures)
        failing += [case.article.id for case in cases if any(faults(case))]
        if options.errors is not None:
            for case in (case for case in cases if not options.errors or case.article.form in options.errors):
                found = list(faults(case))
                if found:
                    print(f"\n{case.article.id}: {case.article.text!r}", *found, sep="\n    ")
    if options.freeze:
        FROZEN.write_text(json.dumps(new | {"failing": failing}, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
