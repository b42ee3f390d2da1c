"""Invented articles whose source mentions are marked in place: who each mention is, and what only looks like a source.

An article begins with `=== id | desk | dateline or - | title`. In its text `{a:the agency}` is a mention of source `a` and
`{-:Getty Images}` a look-alike. Below `---` stands one row a source: `key | names; the first canonical, - for none | country or - |
type | anonymous`, the last field only where the reader cannot tell who it is.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.golden.gold import GoldArticle, GoldSource, Pair, occurrences

FOLDER = Path(__file__).parent / "identity"
_ARTICLE = re.compile(r"^=== ", re.MULTILINE)
_MARK = re.compile(r"\{(\w+|-):([^{}]*)\}")
#: Key of what looks like a source and is none.
LURE = "-"


@dataclass(frozen=True)
class MarkedArticle:
    """Text without marks, its sources, and where each is mentioned; `lures` are the places of look-alikes."""

    id: str
    desk: str
    dateline: str | None
    title: str
    text: str
    sources: tuple[GoldSource, ...]
    places: Mapping[str, tuple[Pair, ...]]
    lures: tuple[Pair, ...]

    @property
    def mentions(self) -> tuple[tuple[Pair, str], ...]:
        """Every mention with its key, in the order of the text."""
        return tuple(sorted((place, key) for key, places in self.places.items() for place in places))


def load_marked(split: str) -> tuple[MarkedArticle, ...]:
    """All articles of one split, `tune` or `test`."""
    return tuple(parse_marked((FOLDER / f"{split}.txt").read_text(encoding="utf-8")))


def parse_marked(raw: str) -> Iterator[MarkedArticle]:
    """Articles of a file's text. Raises ValueError where a row lacks a field, a mark a row or a row a mark."""
    for part in _ARTICLE.split(raw)[1:]:
        head, _, rest = part.partition("\n")
        ident, desk, dateline, title = (field.strip() for field in head.split(" | ", 3))
        body, _, rows = rest.partition("\n---\n")
        text, places, lures = _unmarked(body.strip())
        sources = tuple(_source(row, text, places) for row in rows.splitlines() if row.strip())
        if unknown := set(places) - {source.key for source in sources}:
            raise ValueError(f"{ident}: marks without a row: {sorted(unknown)}")
        yield MarkedArticle(ident, desk, None if dateline == "-" else dateline, title, text, sources, places, lures)


def _unmarked(body: str) -> tuple[str, dict[str, tuple[Pair, ...]], tuple[Pair, ...]]:
    text, end = "", 0
    places: dict[str, tuple[Pair, ...]] = {}
    for mark in _MARK.finditer(body):
        text += body[end : mark.start()]
        start, end = len(text), mark.end()
        text += mark[2]
        places[mark[1]] = (*places.get(mark[1], ()), (start, len(text)))
    lures = places.pop(LURE, ())
    return text + body[end:], places, lures


def _source(row: str, text: str, places: Mapping[str, tuple[Pair, ...]]) -> GoldSource:
    key, names, country, kind, *rest = (field.strip() for field in row.split("|"))
    if key not in places:
        raise ValueError(f"source {key!r} is never mentioned")
    canonical, *accept = (name.strip() for name in names.split(";"))
    mentions = sorted({text[start:end] for start, end in places[key]}, key=lambda mention: (-len(mention), mention))
    return GoldSource(
        key=key,
        mentions=tuple(mentions),
        canonical=None if canonical == "-" else canonical,
        accept=tuple(accept),
        country=None if country == "-" else country,
        type=kind,
        anonymous=rest == ["anonymous"],
    )


def as_marked(article: GoldArticle) -> MarkedArticle:
    """An article with gold attributions as one with marked mentions: where each source is cited, and its fullest mention."""
    places: dict[str, set[Pair]] = {source.key: set() for source in article.sources}
    for item, spans in zip(article.attributions, article.spans, strict=True):
        if item.source and spans.source:
            places[item.source].add(spans.source)
    for source in article.sources:
        first = occurrences(article.text, source.mentions[0])[0]
        if not any(first[0] < end and start < first[1] for found in places.values() for start, end in found):
            places[source.key].add(first)
    taken = {key: tuple(sorted(found)) for key, found in places.items()}
    return MarkedArticle(
        article.id, article.desk, article.dateline, article.title, article.text, article.sources, taken, ()
    )
