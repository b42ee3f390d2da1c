"""How well sources are identified: python -m bench.identity.run [--gold FILE] [--split tune|test] [--errors N] [--freeze]

On articles whose source mentions are marked (tests/golden/identity), twice: with the marked mentions given, so that only the
identity stage is judged, and with whatever the whole pipeline finds.
"""

import argparse
import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.eval.identity import IdentityJudge, Judged, Predicted, counted, overlaps, predictions, share_bounds, shares
from service.core.domain import Article, Attribution, Mention, MentionForm, Span
from service.core.identity.context import IdentityContext
from service.core.identity.resolve import identify
from service.core.parsing import parse
from service.core.pipeline import Resources, annotate
from service.core.text.layer import build_layer
from service.runtime.resources import load_resources
from tests.golden.gold import SPLITS
from tests.golden.inline import load_inline
from tests.golden.marked import MarkedArticle, load_marked

FROZEN = Path(__file__).resolve().parents[1] / "frozen" / "identity.json"


@dataclass(frozen=True)
class Case:
    """One article with its judgments and the look-alikes that were credited with something."""

    article: MarkedArticle
    judged: tuple[Judged, ...]
    taken: tuple[str, ...] = ()


def given(article: MarkedArticle, resources: Resources) -> Predicted:
    """Sources of the marked mentions: identity alone."""
    doc = parse(Article(article.text, title=article.title))
    layer = build_layer(doc)
    last = (Span(len(doc.text) - 1, len(doc.text)),)
    attributions = tuple(
        Attribution(f"a{number}", Mention(Span(*place), MentionForm.NOMINAL), None, last)
        for number, (place, _) in enumerate(article.mentions)
    )
    context = IdentityContext(resources.identity_lexicon, title=article.title, dateline=article.dateline)
    cast = identify(doc, layer, attributions, resources.snapshot, context)
    return [(source, [mention.span for mention in source.mentions]) for source in cast.sources]


def cases_given(articles: Sequence[MarkedArticle], resources: Resources) -> tuple[Case, ...]:
    """Every article with its mentions given."""
    judge = IdentityJudge(resources.snapshot)
    return tuple(Case(a, judge.judge(a.sources, a.places, given(a, resources))) for a in articles)


def cases_found(articles: Sequence[MarkedArticle], resources: Resources) -> tuple[Case, ...]:
    """Every article as the service gets it; the dateline stands before the text, as a newsroom sends it."""
    judge = IdentityJudge(resources.snapshot)
    return tuple(_found(judge, article, resources) for article in articles)


def _found(judge: IdentityJudge, article: MarkedArticle, resources: Resources) -> Case:
    head = f"{article.dateline} — " if article.dateline else ""
    report = annotate(Article(head + article.text, title=article.title), resources)
    predicted = [(source, [_back(span, len(head)) for span in spans]) for source, spans in predictions(report)]
    spans = [span for _, spans in predicted for span in spans]
    taken = [article.text[slice(*lure)] for lure in article.lures if any(overlaps(span, lure) for span in spans)]
    return Case(article, judge.judge(article.sources, article.places, predicted), tuple(taken))


def _back(span: Span, by: int) -> Span:
    start = max(0, span.start - by)
    return Span(start, max(span.end - by, start + 1))


def figures(cases: Sequence[Case]) -> dict[str, tuple[float, float, float]]:
    """Each share with its 95 % interval."""
    counts = [counted(case.judged) for case in cases]
    total: Counter[str] = Counter()
    for one in counts:
        total.update(one)
    bounds = share_bounds(counts)
    result = {name: (value, *bounds[name]) for name, value in shares(total).items()}
    lures = sum(len(case.article.lures) for case in cases)
    taken = sum(len(case.taken) for case in cases) / max(1, lures)
    return result | {"look_alikes_taken": (taken, taken, taken)}


def show(name: str, found: dict[str, tuple[float, float, float]], frozen: dict[str, float]) -> None:
    """Print the figures, with the change against the frozen ones."""
    print(f"\n{name}")
    for figure, (value, low, high) in found.items():
        before = frozen.get(figure)
        change = "" if before is None or abs(value - before) < 0.0005 else f"   {value - before:+.3f}"
        print(f"{figure:28}{value:8.3f}   [{low:.3f}, {high:.3f}]{change}")


def show_errors(cases: Sequence[Case], limit: int) -> None:
    """Print up to `limit` mistakes of each kind."""
    kinds: dict[str, list[str]] = {}
    for case in cases:
        for kind, line in _errors(case):
            kinds.setdefault(kind, []).append(f"{case.article.id} {line}")
    for kind, lines in kinds.items():
        print(f"\n--- {kind}: {len(lines)}")
        print("\n".join(f"  {line}" for line in lines[:limit]))


def _errors(case: Case) -> Iterator[tuple[str, str]]:
    for one in case.judged:
        gold, found = one.gold, one.found
        mention = re.sub(r"\s+", " ", gold.mentions[0])
        if found is None:
            yield "not found", mention
            continue
        said = f"{found.name} @ {found.affiliation.name if found.affiliation else None} <{found.record_id}>"
        sides = {
            "identity": (gold.canonical or gold.accept[:2], said),
            "country": (gold.country, found.country),
            "type": (gold.type, found.type.value),
            "anonymity": ("anonymous" if gold.anonymous else "known", found.anonymity.value),
        }
        for kind in one.wrong:
            yield kind, f"{mention!r}: wanted {sides[kind][0]}, got {sides[kind][1]}"
        if one.joined is False:
            yield "chain", " / ".join(gold.mentions)
    for string in case.taken:
        yield "look-alike taken", string


def _sets(gold: Path | None, split: str | None) -> Iterator[tuple[str, tuple[MarkedArticle, ...]]]:
    if gold:
        yield gold.stem, tuple(article.marked for article in load_inline(gold))
        return
    for name in SPLITS if split is None else (split,):
        yield name, load_marked(name)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, help="a file of articles marked in place (tests.golden.inline)")
    parser.add_argument("--split", choices=SPLITS, help="one split only")
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="print N mistakes of each kind (tune only)")
    parser.add_argument("--freeze", action="store_true", help="keep these figures as the ones to compare with")
    options = parser.parse_args()
    resources = load_resources()
    frozen = json.loads(FROZEN.read_text(encoding="utf-8")) if FROZEN.exists() and not options.gold else {}
    kept = {}
    for split, articles in _sets(options.gold, options.split):
        mentions = sum(len(article.mentions) for article in articles)
        for way, run in (("given", cases_given), ("found", cases_found)):
            cases = run(articles, resources)
            found = figures(cases)
            title = f"{split}, mentions {way}"
            show(f"{title}: {len(articles)} articles, {mentions} mentions", found, frozen.get(title, {}))
            kept[title] = {name: round(value, 4) for name, (value, _, _) in found.items()}
            if options.errors and split == "tune":
                show_errors(cases, options.errors)
    if options.freeze and not options.gold:
        FROZEN.write_text(json.dumps(frozen | kept, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
