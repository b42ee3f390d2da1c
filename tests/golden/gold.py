"""Invented articles with gold annotation: the form on disk as dataclasses, and strings of the text as spans.

A row names its strings verbatim, as a person writes them; which occurrence is meant follows from what stands next to it.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from service.core.domain import NOT_INFORMATIONAL

ARTICLES = Path(__file__).parent / "articles"
#: Short cases of one hard form each.
FORMS = Path(__file__).parent / "forms"
SPLITS = ("tune", "test")
#: Beyond this many code points a neighbor in another paragraph is no neighbor any more.
NEAR = 60

Pair = tuple[int, int]


@dataclass(frozen=True)
class GoldSource:
    """One source: its mentions (fullest first), who it is (None when nobody can tell) and other names that are right."""

    key: str
    mentions: tuple[str, ...]
    canonical: str | None
    accept: tuple[str, ...]
    country: str | None
    type: str
    anonymous: bool

    @property
    def names(self) -> tuple[str, ...]:
        """Every name that counts as right."""
        return (*([self.canonical] if self.canonical else []), *self.accept)


@dataclass(frozen=True)
class GoldAttribution:
    """One attribution: keys of source and relay (None: agentless, not relayed), cue and content as verbatim strings.

    `kind` is one of `AttributionKind`, empty where nobody has labelled it.
    """

    source: str | None
    relayed_by: str | None
    cue: str
    content: tuple[str, ...]
    kind: str = ""


@dataclass(frozen=True)
class GoldSpans:
    """The same attribution as half-open code-point ranges; `source` and `cue` are None when absent."""

    source: Pair | None
    cue: Pair | None
    content: tuple[Pair, ...]


@dataclass(frozen=True)
class GoldArticle:
    """One article with everything a careful reader would mark; `form` names the hard form that a short case is about."""

    id: str
    desk: str
    split: str
    title: str
    text: str
    sources: tuple[GoldSource, ...]
    attributions: tuple[GoldAttribution, ...]
    not_sources: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    dateline: str | None = None
    form: str = ""
    extra: Mapping[str, object] = field(default_factory=dict)
    #: Spans and places of mentions where the article was marked in place, instead of being looked for.
    exact: tuple[GoldSpans, ...] | None = None
    places: Mapping[str, tuple[Pair, ...]] | None = None

    @cached_property
    def by_key(self) -> Mapping[str, GoldSource]:
        return {source.key: source for source in self.sources}

    @cached_property
    def complete(self) -> bool:
        """Whether attributions of every kind are marked; otherwise only those on which a reader relies as information."""
        return any(item.kind in NOT_INFORMATIONAL for item in self.attributions)

    @cached_property
    def spans(self) -> tuple[GoldSpans, ...]:
        """Every attribution as spans, in the order of `attributions`."""
        if self.exact is not None:
            return self.exact
        return tuple(locate(self.text, item, self.by_key) for item in self.attributions)


def load_articles(path: Path) -> tuple[GoldArticle, ...]:
    """All articles of one file."""
    with path.open(encoding="utf-8") as lines:
        return tuple(article_of(json.loads(line)) for line in lines if line.strip())


def load_split(split: str) -> tuple[GoldArticle, ...]:
    """All articles of one split, `tune` or `test`."""
    return load_articles(ARTICLES / f"{split}.jsonl")


def article_of(row: dict) -> GoldArticle:
    """One line of a file as an article; unknown keys are kept in `extra`. Raises KeyError where a key is missing."""
    row = dict(row)
    sources = tuple(
        GoldSource(
            s["key"],
            tuple(s["mentions"]),
            s["canonical"],
            tuple(s["accept"]),
            s["country"],
            s["type"],
            s["anonymous"],
        )
        for s in row.pop("sources")
    )
    attributions = tuple(
        GoldAttribution(a["source"], a["relayed_by"], a["cue"], _strings(a["content"]), a.get("kind", ""))
        for a in row.pop("attributions")
    )
    return GoldArticle(
        id=row.pop("id"),
        desk=row.pop("desk", ""),
        split=row.pop("split", ""),
        title=row.pop("title", ""),
        text=row.pop("text"),
        sources=sources,
        attributions=attributions,
        not_sources=tuple(row.pop("not_sources", ())),
        flags=tuple(row.pop("flags", ())),
        dateline=row.pop("dateline", None),
        form=row.pop("form", ""),
        extra=row,
    )


def _strings(content: str | list[str]) -> tuple[str, ...]:
    return (content,) if isinstance(content, str) else tuple(content)


def occurrences(text: str, string: str) -> list[Pair]:
    """Where a string stands in the text as whole words."""
    left = r"(?<!\w)" if string[:1].isalnum() else ""
    right = r"(?!\w)" if string[-1:].isalnum() else ""
    return [match.span() for match in re.finditer(left + re.escape(string) + right, text)]


def gap(one: Pair, others: tuple[Pair, ...]) -> int:
    """Code points between a range and the nearest of the others; 0 when they touch."""
    return min(max(one[0] - end, start - one[1], 0) for start, end in others)


def inside(one: Pair, others: tuple[Pair, ...]) -> bool:
    return any(start <= one[0] and one[1] <= end for start, end in others)


def locate(text: str, item: GoldAttribution, sources: Mapping[str, GoldSource]) -> GoldSpans:
    """Spans of one attribution.

    Pieces of content follow one another. Where its first piece stands in several places, the place nearest to a cue counts; the
    cue is the one nearest to the content and outside it, the source the mention nearest to the cue and outside the content.

    Raises:
        ValueError: a piece of content is not in the text.
    """
    content = min(_readings(text, item), key=lambda spans: _distance(text, item.cue, spans))
    cue = nearest(text, item.cue, content)
    anchor = (cue,) if cue else content
    if item.source is None:
        return GoldSpans(None, cue, content)
    near = [nearest(text, mention, anchor) for mention in sources[item.source].mentions]
    found = [span for span in near if span]
    found = [span for span in found if not inside(span, content)] or found
    return GoldSpans(min(found, key=lambda span: gap(span, anchor), default=None), cue, content)


def _readings(text: str, item: GoldAttribution) -> list[tuple[Pair, ...]]:
    """Every way to lay the pieces of content on the text, one for each place of the first piece."""
    first, *rest = item.content
    readings = []
    for start in occurrences(text, first):
        spans = [start]
        for piece in rest:
            at = text.find(piece, spans[-1][1])
            if at >= 0:
                spans.append((at, at + len(piece)))
        if len(spans) == len(item.content):
            readings.append(tuple(spans))
    if not readings:
        raise ValueError(f"content is not in the text: {first!r}")
    return readings


def _distance(text: str, cue: str, content: tuple[Pair, ...]) -> int:
    found = nearest(text, cue, content)
    return gap(found, content) if found else 0


def nearest(text: str, string: str, anchor: tuple[Pair, ...]) -> Pair | None:
    """The occurrence of a string nearest to the anchor, outside it where possible, in its paragraph unless very near."""
    found = occurrences(text, string)
    found = [span for span in found if not inside(span, anchor)] or found
    home = text.count("\n\n", 0, anchor[0][0])

    def order(span: Pair) -> tuple[bool, int]:
        away = gap(span, anchor)
        return text.count("\n\n", 0, span[0]) != home and away > NEAR, away

    return min(found, key=order, default=None)
