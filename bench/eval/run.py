"""Run the shipped pipeline on articles with gold and print how good it is.

python -m bench.eval.run [--gold FILE] [--split tune|test] [--tables] [--errors N] [--freeze] [--spans FILE]

Without --freeze the figures are compared with those frozen under bench/frozen/. `--spans` writes gold and predictions as
character ranges, one document a line, for another scorer.
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from bench.eval.identity import (
    IdentityJudge,
    Judged,
    counted,
    mention_places,
    overlaps,
    predictions,
    share_bounds,
    shares,
)
from bench.eval.metric import DocumentScore, Marked, Rates, add, figures, intervals, score_document
from service.core.domain import Attribution, Provenance, Report, Span
from service.core.pipeline import Resources, annotate_text
from service.runtime.resources import load_resources
from tests.golden.gold import ARTICLES, SPLITS, GoldArticle, Pair, load_articles, occurrences
from tests.golden.inline import load_inline

FROZEN = Path(__file__).resolve().parents[1] / "frozen"
#: Below this a figure counts as unchanged when compared with the frozen one.
_SAME = 0.0005


@dataclass(frozen=True)
class Case:
    """One article, what the pipeline says about it (informational attributions only, unless gold is complete), and the comparison."""

    article: GoldArticle
    report: Report
    found: tuple[Attribution, ...]
    marked: tuple[Marked, ...]
    score: DocumentScore
    judged: tuple[Judged, ...]
    taken: tuple[str, ...]
    relays: tuple[str, ...]


@dataclass(frozen=True)
class Result:
    """All figures of one set of articles."""

    name: str
    cases: tuple[Case, ...]
    values: dict[str, float]
    bounds: dict[str, tuple[float, float]] = field(default_factory=dict)


def read_gold(path: Path) -> tuple[GoldArticle, ...]:
    """Articles of one file: rows of JSON, or text marked in place (`.txt`, `tests.golden.inline`)."""
    return tuple(article.gold for article in load_inline(path)) if path.suffix == ".txt" else load_articles(path)


def evaluate(name: str, articles: Sequence[GoldArticle], resources: Resources) -> Result:
    """Annotate every article and compare it with its gold."""
    judge = IdentityJudge(resources.snapshot)
    return summed_up(name, tuple(compare(article, resources, judge) for article in articles))


def summed_up(name: str, cases: tuple[Case, ...]) -> Result:
    """The figures of compared articles."""
    scores = [case.score.counts for case in cases]
    known = [counted(case.judged) for case in cases]
    relays = Counter(outcome.split(":")[0] for case in cases for outcome in case.relays)
    lures = sum(len(case.article.not_sources) for case in cases)
    values = {measure: rates[2] for measure, rates in figures(add(scores)).items()}
    values |= shares(add(known))
    kinds = [pair for case in cases for pair in kinds_of(case)]
    values |= {
        "kind_right": sum(gold == found for gold, found in kinds) / max(1, len(kinds)),
        "relays_right": relays["right"] / max(1, relays["right"] + relays["missed"]),
        "relays_invented": float(relays["invented"]),
        "look_alikes_taken": sum(len(case.taken) for case in cases) / max(1, lures),
    }
    return Result(name, cases, values, intervals(scores) | share_bounds(known))


def compare(article: GoldArticle, resources: Resources, judge: IdentityJudge | None = None) -> Case:
    """Annotate one article and compare it with its gold."""
    report = annotate_text(article.text, resources)
    found = tuple(item for item in report.attributions if item.informational or article.complete)
    marked = tuple(_marked(item, report) for item in found)
    score = score_document(article.text, gold_marks(article), marked)
    judged = judge.judge(article.sources, mention_places(article), predictions(report)) if judge else ()
    taken = tuple(_look_alikes(article, report, found))
    return Case(article, report, found, marked, score, judged, taken, tuple(_relays(article, report, found, score)))


def gold_marks(article: GoldArticle) -> tuple[Marked, ...]:
    """The gold of an article in the metric's form."""
    return tuple(
        Marked((spans.source,) if spans.source else (), (spans.cue,) if spans.cue else (), spans.content)
        for spans in article.spans
    )


def _marked(item: Attribution, report: Report) -> Marked:
    def pair(span: Span) -> tuple[Pair, ...]:
        original = report.document.offsets.to_original(span)
        return ((original.start, original.end),)

    source = pair(item.source.span) if item.source else ()
    content = tuple(one for span in item.content for one in pair(span))
    return Marked(source, pair(item.cue) if item.cue else (), content)


def kinds_of(case: Case) -> Iterator[tuple[str, str]]:
    """Kind in gold and kind found, of every attribution whose source and content were found."""
    for i, j in case.score.linked.items():
        if case.article.attributions[i].kind:
            yield case.article.attributions[i].kind, case.found[j].kind.value


def _look_alikes(article: GoldArticle, report: Report, found: Sequence[Attribution]) -> Iterator[str]:
    """Strings that look like sources, are none, and were credited with something."""
    to_original = report.document.offsets.to_original
    cited = [to_original(m.span) for item in found for m in (*([item.source] if item.source else []), *item.via)]
    real = {place for places in mention_places(article).values() for place in places}
    for string in article.not_sources:
        places = [p for p in occurrences(article.text, string) if not any(p[0] < e and s < p[1] for s, e in real)]
        if any(overlaps(span, place) for span in cited for place in places):
            yield string


def _relays(article: GoldArticle, report: Report, found: Sequence[Attribution], score: DocumentScore) -> Iterator[str]:
    """`right`, or `missed:` or `invented:` and the attribution: an attribution that was not found has missed its relay."""
    places = mention_places(article)
    to_original = report.document.offsets.to_original
    for i, gold in enumerate(article.attributions):
        j = score.linked.get(i)
        via = [to_original(mention.span) for mention in found[j].via] if j is not None else []
        if gold.relayed_by is None:
            if via and not any(other.relayed_by and other.content == gold.content for other in article.attributions):
                yield f"invented: {describe(article.text, gold_marks(article)[i])}"
        else:
            hit = any(overlaps(span, place) for span in via for place in places[gold.relayed_by])
            yield "right" if hit else f"missed: {describe(article.text, gold_marks(article)[i])}"


def show(result: Result, frozen: dict | None) -> None:
    """Print the figures, each beside the frozen one where it differs."""
    gold = sum(len(case.article.attributions) for case in result.cases)
    given = sum(len(case.found) for case in result.cases)
    rates = figures(add(case.score.counts for case in result.cases))
    print(f"\n{result.name}: {len(result.cases)} articles, {gold} attributions in gold, {given} found")
    print(f"{'':28}{'P':>8}{'R':>8}{'F1':>8}   95 % interval")
    old = frozen["values"] if frozen else {}
    show_figures(result.values, rates, result.bounds, old)


def show_figures(
    values: Mapping[str, float],
    rates: Mapping[str, Rates],
    bounds: Mapping[str, tuple[float, float]],
    old: Mapping[str, float],
) -> None:
    """Precision, recall and F1 where there are some, else the one value; intervals, and the change against frozen ones."""
    for name, value in values.items():
        moved = change(value, old.get(name))
        if name in rates and name != "source_for_content":
            precision, recall, f1 = rates[name]
            low, high = bounds[name]
            print(f"{name:28}{precision:8.3f}{recall:8.3f}{f1:8.3f}   [{low:.3f}, {high:.3f}]{moved}")
        elif not name.startswith("recall "):
            between = f"   [{bounds[name][0]:.3f}, {bounds[name][1]:.3f}]" if name in bounds else ""
            print(f"{name:28}{'':16}{value:8.3f}{between}{moved}")


def change(now: float, before: float | None) -> str:
    """The change against a frozen figure, empty where there is none."""
    if before is None or abs(now - before) < _SAME:
        return ""
    return f"   {now - before:+.3f} against {before:.3f} frozen"


def show_tables(result: Result) -> None:
    """By type of source how many attributions are found, and by kind how many kinds are right."""
    types: Counter[tuple[str, str]] = Counter()
    for case in result.cases:
        for i, item in enumerate(case.article.attributions):
            name = case.article.by_key[item.source].type if item.source else "nobody"
            types.update(
                {(name, "gold"): 1, (name, "content"): i in case.score.partial, (name, "e2e"): i in case.score.linked}
            )
    print(f"\n{'source type':28}{'gold':>6}{'content':>9}{'e2e':>8}")
    for name in sorted({name for name, _ in types}, key=lambda name: -types[name, "gold"]):
        n = types[name, "gold"]
        print(f"{name:28}{n:6}{types[name, 'content'] / n:9.2f}{types[name, 'e2e'] / n:8.2f}")
    kinds = Counter(pair for case in result.cases for pair in kinds_of(case))
    print(f"\n{'kind':28}{'gold':>6}{'right':>9}   taken for")
    for name in sorted({gold for gold, _ in kinds}):
        row = {found: n for (gold, found), n in kinds.items() if gold == name}
        others = ", ".join(
            f"{found} {n}" for found, n in sorted(row.items(), key=lambda pair: -pair[1]) if found != name
        )
        print(f"{name:28}{sum(row.values()):6}{row.get(name, 0) / sum(row.values()):9.2f}   {others}")


def show_errors(result: Result, limit: int) -> None:
    """Print up to `limit` examples of each kind of mistake with what stands around them."""
    kinds: dict[str, list[str]] = {}
    for case in result.cases:
        for kind, line in _errors(case):
            kinds.setdefault(kind, []).append(f"{case.article.id}  {line}")
    for kind, lines in kinds.items():
        print(f"\n--- {kind}: {len(lines)}")
        for line in lines[:limit]:
            print(f"  {line}")


def _errors(case: Case) -> Iterator[tuple[str, str]]:
    text, score = case.article.text, case.score
    gold = gold_marks(case.article)
    for i, mark in enumerate(gold):
        j = score.partial.get(i)
        if j is None:
            yield "missed", describe(text, mark)
        elif i not in score.linked:
            yield "wrong source", f"{describe(text, mark)}  BUT {_cut(text, case.marked[j].source)!r}"
    matched = set(score.partial.values())
    for j, mark in enumerate(case.marked):
        if j not in matched:
            yield "spurious", describe(text, mark)
    for i, j in score.linked.items():
        wanted, given = case.article.attributions[i].kind, case.found[j].kind.value
        if wanted and wanted != given:
            yield "wrong kind", f"{given} for {wanted}: {describe(text, gold[i])}"
    for one in case.judged:
        if one.found is None:
            yield "source not found", one.gold.mentions[0]
        if one.joined is False:
            yield "chain broken", " / ".join(one.gold.mentions)
        for kind in one.wrong:
            yield f"wrong {kind}", _compare(one, kind)
    for outcome in case.relays:
        if outcome != "right":
            kind, _, which = outcome.partition(": ")
            yield f"relay {kind}", which
    for string in case.taken:
        yield "look-alike taken for a source", string


def describe(text: str, mark: Marked) -> str:
    """Source, cue and content of an attribution on one line."""
    return f"{_cut(text, mark.source)!r} | {_cut(text, mark.cue)!r} | {_cut(text, mark.content)!r}"


def _cut(text: str, spans: Sequence[Pair], width: int = 110) -> str:
    joined = " … ".join(text[start:end] for start, end in spans).replace("\n", " ")
    return joined if len(joined) <= width else joined[: width - 1] + "…"


def _compare(one: Judged, kind: str) -> str:
    gold, found = one.gold, one.found
    assert found is not None
    said = found.affiliation and f"{found.name} of {found.affiliation.name}"
    sides = {
        "identity": (gold.canonical or " / ".join(gold.accept[:2]), f"{said or found.name} <{found.record_id}>"),
        "country": (gold.country, found.country),
        "type": (gold.type, found.type.value),
        "anonymity": ("anonymous" if gold.anonymous else "known", found.anonymity.value),
    }
    wanted, given = sides[kind]
    return f"{gold.mentions[0]!r}: wanted {wanted}, got {given}"


def write_spans(path: Path, results: Sequence[Result]) -> None:
    """Gold and predictions as character ranges: PATH.gold.jsonl and PATH.pred.jsonl."""
    for kind in ("gold", "pred"):
        with path.with_name(f"{path.name}.{kind}.jsonl").open("w", encoding="utf-8") as out:
            for case in (case for result in results for case in result.cases):
                marks = gold_marks(case.article) if kind == "gold" else case.marked
                row = {"id": case.article.id, "text": case.article.text, "attributions": [asdict(m) for m in marks]}
                out.write(json.dumps(row, ensure_ascii=False) + "\n")


def freeze(result: Result, provenance: Provenance) -> None:
    """Keep the figures with the versions that gave them."""
    FROZEN.mkdir(exist_ok=True)
    row = {
        "articles": len(result.cases),
        "provenance": asdict(provenance),
        "values": {name: round(value, 4) for name, value in result.values.items()},
        "f1_95": {name: [round(bound, 4) for bound in bounds] for name, bounds in result.bounds.items()},
    }
    _frozen_path(result.name).write_text(json.dumps(row, indent=1) + "\n", encoding="utf-8")


def _frozen_path(name: str) -> Path:
    return FROZEN / f"eval-{name}.json"


def _read_frozen(name: str) -> dict | None:
    path = _frozen_path(name)
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--gold",
        type=Path,
        help="a .jsonl of articles, or a .txt marked in place; default: both splits of tests/golden/articles",
    )
    parser.add_argument("--split", choices=SPLITS, help="one split only")
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="print N examples of each kind of mistake")
    parser.add_argument("--tables", action="store_true", help="print figures by type of source and by kind")
    parser.add_argument("--freeze", action="store_true", help="keep these figures as the ones to compare with")
    parser.add_argument("--spans", type=Path, help="write gold and predictions as character ranges")
    options = parser.parse_args()
    files = [options.gold] if options.gold else [ARTICLES / f"{s}.jsonl" for s in SPLITS if options.split in {None, s}]
    resources = load_resources()
    results = [evaluate(path.stem, read_gold(path), resources) for path in files]
    for result in results:
        show(result, None if options.freeze or options.gold else _read_frozen(result.name))
        show_tables(result) if options.tables else None
        show_errors(result, options.errors) if options.errors else None
        if options.freeze and not options.gold:
            freeze(result, resources.provenance)
    if len(results) > 1:
        show(summed_up("together", tuple(case for result in results for case in result.cases)), None)
    if options.spans:
        write_spans(options.spans, results)


if __name__ == "__main__":
    main()
