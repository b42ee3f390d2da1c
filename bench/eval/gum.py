"""Are the sources of real news linked to whom they are? python -m bench.eval.gum CORPORA [--file gum/news_only.jsonl] [--errors N]

CORPORA is a folder with GUM's documents (Zeldes 2017, https://gucorpling.org/gum) in the project's form: character ranges of
sources, each with GUM's entity chain, its first named mention and its Wikipedia title. Source mentions are given; what counts is
the share of mentions of named entities that come out under the entity's name, and of entities whose mentions are one source.
GUM's text is read, never kept.
"""

import argparse
import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from service.core.domain import Article, Attribution, Mention, MentionForm, RegistrySnapshot, Source, Span
from service.core.identity.context import IdentityContext
from service.core.identity.resolve import identify
from service.core.lang.normalize import name_key
from service.core.parsing import parse
from service.core.pipeline import Resources
from service.core.text.layer import build_layer
from service.runtime.resources import load_resources

_QUALIFIER = re.compile(r"\s*\([^)]*\)$")


@dataclass(frozen=True)
class Linked:
    """One mention of a named entity: GUM's entity and the source that came out."""

    document: str
    text: str
    entity: Mapping[str, Any]
    source: Source
    right: bool


def linked(row: Mapping[str, Any], resources: Resources) -> Iterator[Linked]:
    """Every source mention of a document whose entity GUM names somewhere."""
    doc = parse(Article(row["text"], title=row["title"]))
    if doc.text != row["text"]:
        return
    layer = build_layer(doc)
    last = (Span(len(doc.text) - 1, len(doc.text)),)
    cited = [item for item in row["attributions"] if item["source"] and item.get("entity")]
    attributions = tuple(
        Attribution(f"a{number}", Mention(Span(*item["source"][0]), MentionForm.NOMINAL), None, last)
        for number, item in enumerate(cited)
    )
    context = IdentityContext(resources.identity_lexicon, title=row["title"])
    cast = identify(doc, layer, attributions, resources.snapshot, context)
    sources = {source.id: source for source in cast.sources}
    of = {link.attribution_id: sources[link.source_id] for link in cast.links if link.source_id}
    for attribution, item in zip(attributions, cited, strict=True):
        source, entity = of.get(attribution.id), item["entity"]
        if source is not None and (entity["first_named_mention"] or entity["wikipedia"]):
            text = doc.text[slice(*item["source"][0])]
            yield Linked(row["id"], text, entity, source, names(source, entity, resources.snapshot))


def names(source: Source, entity: Mapping[str, Any], snapshot: RegistrySnapshot) -> bool:
    """Whether a source bears the name of an entity: its Wikipedia title, another name of that record, or as the text names it."""
    title = name_key(_QUALIFIER.sub("", unquote(entity["wikipedia"] or "").replace("_", " ")))
    named = name_key(entity["first_named_mention"] or "")
    said = {name_key(name) for name in (source.name, source.affiliation and source.affiliation.name) if name}
    if title and (title in said or (source.record_id or "") in snapshot.by_alias.get(title, ())):
        return True
    if any(_words(name) in (_words(title), _words(named)) for name in said):
        return True
    return any(f" {name} " in f" {named} " or (title and f" {title} " in f" {name} ") for name in said)


def _words(name: str) -> frozenset[str]:
    """The words that count, in whatever order: "Government of New Zealand" is "the New Zealand government"."""
    return frozenset(name.split()) - {"of", "the"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", type=Path)
    parser.add_argument("--file", default="gum/news_only.jsonl")
    parser.add_argument("--errors", type=int, default=0, metavar="N")
    options = parser.parse_args()
    resources = load_resources()
    rows = [json.loads(line) for line in (options.corpora / options.file).read_text(encoding="utf-8").splitlines()]
    found = [one for row in rows for one in linked(row, resources)]
    right = sum(one.right for one in found)
    chains: dict[tuple[str, str], set[str]] = defaultdict(set)
    counts: dict[tuple[str, str], int] = defaultdict(int)
    for one in found:
        chains[one.document, one.entity["chain"]].add(one.source.id)
        counts[one.document, one.entity["chain"]] += 1
    several = [key for key, count in counts.items() if count > 1]
    whole = sum(len(chains[key]) == 1 for key in several)
    print(f"{len(rows)} documents, {len(found)} mentions of {len(chains)} named entities as sources")
    print(f"linked to the entity's name   {right / max(1, len(found)):.3f}")
    print(f"entities with several mentions in one source   {whole}/{len(several)} = {whole / max(1, len(several)):.3f}")
    for one in [one for one in found if not one.right][: options.errors]:
        wanted = one.entity["wikipedia"] or one.entity["first_named_mention"]
        print(f"  {one.document} {one.text!r}: wanted {wanted}, got {one.source.name}")


if __name__ == "__main__":
    main()
