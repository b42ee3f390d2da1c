"""How good extraction is on labelled news: python -m bench.eval.corpus FILE [--errors N] [--freeze] [--diagram SVG]

FILE holds documents in the project's form, one JSON object a line: `text` and `attributions` with `source`, `cue` and `content` as
character ranges and perhaps a `cue_class` (PolNeAR's dev set: Newell et al. 2018). Everything the running code finds is compared, rules
and all; confidence is judged on the same attributions. The text is read, never kept.
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.eval.metric import DocumentScore, Marked, Pair, add, figures, intervals, score_document
from bench.eval.reliability import Bins, binned, diagram
from bench.eval.run import change, describe, show_figures
from service.core.attribution.extract import extract
from service.core.domain import Article, Attribution, Span
from service.core.parsing import parse
from service.core.pipeline import Resources
from service.core.text.layer import build_layer
from service.runtime.resources import load_resources

FROZEN = Path(__file__).resolve().parents[1] / "frozen"
_PRONOUNS = frozenset("he she they it we i you him her them us me who himself herself themselves one".split())


@dataclass(frozen=True)
class Compared:
    """One document: gold with its labels, what was found with its confidence, and the comparison."""

    id: str
    text: str
    gold: tuple[Marked, ...]
    labels: tuple[tuple[str, ...], ...]
    found: tuple[Marked, ...]
    confidences: tuple[float, ...]
    score: DocumentScore


def compare(row: Mapping[str, Any], resources: Resources) -> Compared:
    """Extract from one document and compare with its gold."""
    doc = parse(Article(row["text"]))
    layer = build_layer(doc)
    found = extract(doc, layer, resources.tagger, resources.lexicons)
    marked = tuple(_marked(item, doc.offsets.to_original) for item in found)
    gold = tuple(Marked(*(_pairs(item[role]) for role in ("source", "cue", "content"))) for item in row["attributions"])
    labels = tuple(tuple(_labels(item, row["text"])) for item in row["attributions"])
    score = score_document(row["text"], gold, marked)
    return Compared(row["id"], row["text"], gold, labels, marked, tuple(item.confidence for item in found), score)


def _pairs(spans: Sequence[Sequence[int]]) -> tuple[Pair, ...]:
    return tuple((start, end) for start, end in spans)


def _marked(item: Attribution, to_original: Any) -> Marked:
    def pair(span: Span) -> Pair:
        original = to_original(span)
        return original.start, original.end

    source = (pair(item.source.span),) if item.source else ()
    return Marked(source, (pair(item.cue),) if item.cue else (), tuple(pair(span) for span in item.content))


def _labels(item: Mapping[str, Any], text: str) -> Iterator[str]:
    """By what recall is broken down: class of the cue, form of the source, quotation marks."""
    if item.get("cue_class"):
        yield f"cue: {item['cue_class']}"
    words = [word for start, end in item["source"] for word in text[start:end].split()]
    if not words:
        yield "source: none"
    elif len(words) == 1 and words[0].lower() in _PRONOUNS:
        yield "source: pronoun"
    else:
        named = any(word[0].isupper() and word.lower() not in {"the", "a", "an"} for word in words)
        yield "source: name" if named else "source: noun phrase"
    content = "".join(text[max(0, start - 1) : end + 1] for start, end in item["content"])
    yield "quotation marks: some" if any(mark in content for mark in '"“”«»') else "quotation marks: none"


def recall(cases: Sequence[Compared]) -> dict[str, tuple[int, float, float]]:
    """For each label: how many in gold, the share whose content was found, and with its source."""
    counts: Counter[tuple[str, str]] = Counter()
    for case in cases:
        for i, labels in enumerate(case.labels):
            for label in labels:
                counts.update(
                    {(label, "n"): 1, (label, "part"): i in case.score.partial, (label, "e2e"): i in case.score.linked}
                )
    names = sorted({label for label, _ in counts})
    return {name: (n := counts[name, "n"], counts[name, "part"] / n, counts[name, "e2e"] / n) for name in names}


def confidence(cases: Sequence[Compared]) -> Bins:
    """Stated chance against the share that gold confirms."""
    pairs = []
    for case in cases:
        right = set(case.score.linked.values())
        pairs += [(chance, j in right) for j, chance in enumerate(case.confidences)]
    return binned(pairs)


def show_errors(cases: Sequence[Compared], limit: int) -> None:
    """Up to `limit` of each kind of mistake, with what stands around them."""
    kinds: dict[str, list[str]] = {"missed": [], "wrong source": [], "spurious": []}
    for case in cases:
        for i, mark in enumerate(case.gold):
            if i not in case.score.partial:
                kinds["missed"].append(f"{case.labels[i][0]}  {describe(case.text, mark)}")
            elif i not in case.score.linked:
                other = case.found[case.score.partial[i]]
                kinds["wrong source"].append(f"{describe(case.text, mark)}  BUT {describe(case.text, other)}")
        matched = set(case.score.partial.values())
        kinds["spurious"] += [describe(case.text, m) for j, m in enumerate(case.found) if j not in matched]
    for kind, lines in kinds.items():
        print(f"\n--- {kind}: {len(lines)}")
        step = max(1, len(lines) // limit)
        print(*(f"  {line}" for line in lines[::step][:limit]), sep="\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--errors", type=int, default=0, metavar="N")
    parser.add_argument("--freeze", action="store_true")
    parser.add_argument("--diagram", type=Path, help="write the reliability diagram")
    options = parser.parse_args()
    resources = load_resources()
    rows = [json.loads(line) for line in options.file.read_text(encoding="utf-8").splitlines()]
    cases = [compare(row, resources) for row in rows]
    scores = [case.score.counts for case in cases]
    rates, bounds, bins = figures(add(scores)), intervals(scores), confidence(cases)
    by_label = recall(cases)
    path = FROZEN / f"corpus-{options.file.parent.name}-{options.file.stem}.json"
    old = json.loads(path.read_text(encoding="utf-8"))["values"] if path.exists() and not options.freeze else {}
    values = {name: rate[2] for name, rate in rates.items()} | {"ece": bins.error}
    values |= {f"recall {name}": part[2] for name, part in by_label.items()}
    gold, given = (sum(len(part) for part in parts) for parts in (((c.gold for c in cases)), (c.found for c in cases)))
    print(f"{options.file.name}: {len(cases)} documents, {gold} attributions in gold, {given} found")
    show_figures(values, rates, bounds, old)
    print(f"\n{'recall of':28}{'n':>6}{'content':>9}{'e2e':>8}")
    for name, (n, part, linked) in by_label.items():
        print(f"{name:28}{n:6}{part:9.3f}{linked:8.3f}{change(linked, old.get(f'recall {name}'))}")
    print(f"\nconfidence: calibration error {bins.error:.3f}", *bins.lines(), sep="\n")
    if options.errors:
        show_errors(cases, options.errors)
    if options.diagram:
        options.diagram.write_text(diagram(bins), encoding="utf-8")
    if options.freeze:
        kept = {"documents": len(cases), "values": {name: round(value, 4) for name, value in values.items()}}
        kept["f1_95"] = {name: [round(bound, 4) for bound in pair] for name, pair in bounds.items()}
        path.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
