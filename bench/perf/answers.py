"""Every answer, byte by byte, before and after a change that must not show in any of them.

    python -m bench.perf.answers --write /tmp/before.jsonl
    python -m bench.perf.answers --against /tmp/before.jsonl [--texts FILE.jsonl ...] [--first 500]

Our own articles, drafts and identity cases, each as plain text, Markdown and HTML and through every rule, and the hostile inputs.
`--texts` adds files of one JSON object a line with a `text` (own corpora stay where they are: only answers are written).
"""

import argparse
import gzip
import json
import sys
from collections.abc import Iterator
from html import escape
from itertools import islice
from pathlib import Path

from bench.eval.rules import TODAY, drafts, everything_on
from bench.perf.texts import articles, hostile
from service.core.checking import check
from service.core.domain import Article
from service.core.lookup import meanings
from service.core.pipeline import Resources, annotate
from service.render.json import encode, project
from service.render.view import DEFAULT_INCLUDE, SELECTORS, View
from service.runtime.resources import load_resources
from tests.golden.gold import load_articles

ROOT = Path(__file__).resolve().parents[2]
GOLDEN = ROOT / "tests" / "golden"
HOSTILE = 20_000
VIEW = View(include=DEFAULT_INCLUDE | {SELECTORS}, offset_unit="utf16")


def inputs(texts: list[Path], first: int) -> Iterator[tuple[str, Article]]:
    """Name and article of every case."""
    for path in sorted((GOLDEN / "articles").glob("*.jsonl")):
        for article in load_articles(path):
            yield f"article {article.id}", Article(article.text, title=article.title)
            page = "".join(f"<p>{escape(part)}</p>" for part in article.text.split("\n\n"))
            yield f"html {article.id}", Article(page, "text/html")
            yield f"markdown {article.id}", Article(article.text, "text/markdown")
    for draft in drafts():
        yield f"draft {draft.id}", Article(draft.text, draft.media_type)
    for path in sorted((GOLDEN / "identity").glob("*.txt")):
        marked = path.read_text(encoding="utf-8").replace("{", "").replace("}", "")
        for number, text in enumerate(marked.split("\n=== ")):
            yield f"identity {path.stem} {number}", Article(text)
    for number, text in enumerate(articles(500)):
        yield f"words 500 {number}", Article(text)
    for name, text in hostile(HOSTILE).items():
        yield f"hostile {name}", Article(text)
    for path in texts:
        opened = gzip.open if path.suffix == ".gz" else open
        with opened(path, "rt", encoding="utf-8") as lines:
            for number, line in enumerate(islice(lines, first)):
                yield f"{path.parent.name}/{path.name} {number}", Article(json.loads(line)["text"])


def answers(resources: Resources, texts: list[Path], first: int) -> Iterator[tuple[str, str]]:
    """Name and answer of every case; of checks the findings and the verdict."""
    policy = everything_on(resources.rules)
    for name, article in inputs(texts, first):
        yield name, encode(project(annotate(article, resources), VIEW)).decode()
        checked = check(article, resources, policy=policy, today=TODAY)
        yield f"check of {name}", repr((checked.findings, checked.verdict))
    for record in islice(resources.snapshot.records.values(), 0, None, 40):
        for alias in (record.name, *(alias.text for alias in record.aliases)):
            yield f"meaning {record.id} {alias}", repr(meanings(alias, resources, country="US"))


def _difference(old: str, new: str) -> str:
    """Where two answers part, and what follows there in either."""
    at = next(
        (i for i, (one, other) in enumerate(zip(old, new, strict=False)) if one != other), min(len(old), len(new))
    )
    low = max(0, at - 60)
    return f"- {old[low : at + 100]}\n+ {new[low : at + 100]}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", type=Path, help="file for the answers")
    parser.add_argument("--against", type=Path, help="file of answers written before")
    parser.add_argument("--texts", type=Path, nargs="*", default=[])
    parser.add_argument("--first", type=int, default=200, help="lines of each file of texts")
    options = parser.parse_args()
    before = {}
    if options.against:
        with options.against.open(encoding="utf-8") as lines:
            before = dict(json.loads(line) for line in lines)
    count, other = 0, []
    target = options.write.open("w", encoding="utf-8") if options.write else None
    for name, answer in answers(load_resources(), options.texts, options.first):
        count += 1
        if target:
            target.write(json.dumps([name, answer]) + "\n")
        if before and before.get(name) != answer:
            other.append(name)
            if len(other) <= 3:
                print(f"{name}\n{_difference(before.get(name, ''), answer)}\n")
    if target:
        target.close()
    print(f"{count} answers, {len(other)} differ: {', '.join(other[:40])}" if before else f"{count} answers")
    return 1 if other else 0


if __name__ == "__main__":
    sys.exit(main())
