"""Invented articles with every mention, cue and content marked in place, for the attribution bench and the identity bench alike.

The head and the rows of sources are those of `tests.golden.marked`; the last field of a row is the anonymity (`named`,
`organisation_unnamed_person`, `anonymous`, `generic`), and a further one, if there, the registry's id. In the text:

- `{a:the agency}` is a mention of source `a`, `{-:Getty Images}` a look-alike;
- `<3:a|said>` is the cue of attribution 3, credited to the mention of `a` that stands nearest and outside the content.
  `<3:0|it is thought>` has no source, `<3:a,b|said>` is a joint statement, `<3:a~r|told>` was passed on by `r`,
  `<3:a!denial|denied>` says the kind (`statement` unless given);
- `[3|the bridge is safe]` is content of attribution 3, one piece or several; `[3,4|...]` is content of both. Marks may nest.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.golden.gold import GoldArticle, GoldAttribution, GoldSource, GoldSpans, Pair, gap, inside
from tests.golden.marked import LURE, MarkedArticle

FOLDER = Path(__file__).parent / "outside"
#: Kinds on which no reader relies as information (EXTRACTION.md): kept with the identities, not judged as sourcing.
NOT_INFORMATIONAL = frozenset(("emotion", "support", "vote", "no_comment", "other"))
_ARTICLE = re.compile(r"^=== ", re.MULTILINE)
_TOKEN = re.compile(
    r"\{(?P<mention>\w|-):|<(?P<cue>\d+):(?P<keys>0|\w(?:,\w)*)(?:~(?P<via>\w))?(?:!(?P<kind>\w+))?\||\[(?P<content>\d+(?:,\d+)*)\||[}>\]]"
)
_CLOSES = {"}": "{", ">": "<", "]": "["}


@dataclass(frozen=True)
class InlineSource:
    """What a row adds to a gold source: how far the reader can tell who it is, and the registry's id (None: has none)."""

    gold: GoldSource
    anonymity: str
    registry: str | None


@dataclass(frozen=True)
class InlineArticle:
    """One article in the form of either bench; `kinds` stand in the order of all its attributions."""

    gold: GoldArticle
    marked: MarkedArticle
    sources: tuple[InlineSource, ...]
    kinds: tuple[str, ...]


@dataclass
class _Cue:
    span: Pair
    keys: tuple[str, ...]
    via: str | None
    kind: str


def load_inline(path: Path) -> tuple[InlineArticle, ...]:
    """All articles of one file; the split is the file's name."""
    return tuple(parse_inline(path.read_text(encoding="utf-8"), path.stem))


def parse_inline(raw: str, split: str) -> Iterator[InlineArticle]:
    """Articles of a file's text. Raises ValueError where marks do not close, or a mark lacks its row, cue or content."""
    for part in _ARTICLE.split(raw)[1:]:
        head, _, rest = part.partition("\n")
        body, _, rows = rest.partition("\n---\n")
        yield _article([field.strip() for field in head.split(" | ", 3)], body.strip(), rows, split)


def _article(head: list[str], body: str, rows: str, split: str) -> InlineArticle:
    ident, desk, dateline, title = head
    try:
        text, places, cues, contents = _unmarked(body)
        lures = tuple(places.pop(LURE, ()))
        sources = tuple(_source(row, text, places) for row in rows.splitlines() if row.strip())
        if unknown := set(places) ^ {source.gold.key for source in sources}:
            raise ValueError(f"mark or row alone: {sorted(unknown)}")
        items = tuple(_attributions(text, places, cues, contents))
    except (ValueError, KeyError) as error:
        raise ValueError(f"{ident}: {error}") from error
    golds = tuple(source.gold for source in sources)
    place_map = {key: tuple(found) for key, found in places.items()}
    informational = [(item, spans) for item, spans, kind in items if kind not in NOT_INFORMATIONAL]
    used = {key for item, _ in informational for key in (item.source, item.relayed_by)}
    sent = None if dateline == "-" else dateline
    gold = GoldArticle(
        id=ident,
        desk=desk,
        split=split,
        title=title,
        text=text,
        sources=tuple(source for source in golds if source.key in used),
        attributions=tuple(item for item, _ in informational),
        not_sources=tuple(text[start:end] for start, end in lures),
        dateline=sent,
        exact=tuple(spans for _, spans in informational),
        places=place_map,
    )
    marked = MarkedArticle(ident, desk, sent, title, text, golds, place_map, lures)
    return InlineArticle(gold, marked, sources, tuple(kind for _, _, kind in items))


def _unmarked(body: str) -> tuple[str, dict[str, list[Pair]], dict[int, _Cue], dict[int, list[Pair]]]:
    """The text without marks, and what each mark covered in it."""
    text, end = "", 0
    open_marks: list[tuple[re.Match[str], int]] = []
    places: dict[str, list[Pair]] = defaultdict(list)
    cues: dict[int, _Cue] = {}
    contents: dict[int, list[Pair]] = defaultdict(list)
    for token in _TOKEN.finditer(body):
        text += body[end : token.start()]
        end = token.end()
        if token[0] not in _CLOSES:
            open_marks.append((token, len(text)))
            continue
        if not open_marks or open_marks[-1][0][0][0] != _CLOSES[token[0]]:
            raise ValueError(f"{token[0]} closes nothing after {text[-30:]!r}")
        mark, start = open_marks.pop()
        span = (start, len(text))
        if mark["mention"]:
            places[mark["mention"]].append(span)
        elif mark["cue"]:
            keys = () if mark["keys"] == "0" else tuple(mark["keys"].split(","))
            if int(mark["cue"]) in cues:
                raise ValueError(f"two cues of {mark['cue']}")
            cues[int(mark["cue"])] = _Cue(span, keys, mark["via"], mark["kind"] or "statement")
        else:
            for number in mark["content"].split(","):
                contents[int(number)].append(span)
    if open_marks:
        raise ValueError(f"open: {open_marks[-1][0][0]}")
    return text + body[end:], dict(places), cues, dict(contents)


def _attributions(
    text: str, places: Mapping[str, list[Pair]], cues: Mapping[int, _Cue], contents: Mapping[int, list[Pair]]
) -> Iterator[tuple[GoldAttribution, GoldSpans, str]]:
    if lone := set(cues) ^ set(contents):
        raise ValueError(f"cue or content alone: {sorted(lone)}")
    for number, cue in sorted(cues.items()):
        content = tuple(sorted(contents[number]))
        if cue.via and cue.via not in places:
            raise ValueError(f"relay {cue.via!r} is never mentioned")
        pieces = tuple(text[start:end] for start, end in content)
        for key in cue.keys or (None,):
            source = _nearest(text, places[key], cue.span, content) if key else None
            yield (
                GoldAttribution(key, cue.via, text[slice(*cue.span)], pieces, cue.kind),
                GoldSpans(source, cue.span, content),
                cue.kind,
            )


def _nearest(text: str, places: list[Pair], cue: Pair, content: tuple[Pair, ...]) -> Pair:
    """The mention next to the cue, in its paragraph where there is one."""
    outside = [place for place in places if not inside(place, content)] or places

    def order(place: Pair) -> tuple[bool, int]:
        return "\n\n" in text[min(place[1], cue[1]) : max(place[0], cue[0])], gap(place, (cue,))

    return min(outside, key=order)


def _source(row: str, text: str, places: Mapping[str, list[Pair]]) -> InlineSource:
    key, names, country, kind, anonymity, *rest = (field.strip() for field in row.split("|"))
    if key not in places:
        raise ValueError(f"source {key!r} is never mentioned")
    canonical, *accept = (name.strip() for name in names.split(";"))
    mentions = sorted({text[start:end] for start, end in places[key]}, key=lambda mention: (-len(mention), mention))
    gold = GoldSource(
        key=key,
        mentions=tuple(mentions),
        canonical=None if canonical == "-" else canonical,
        accept=tuple(accept),
        country=None if country == "-" else country,
        type=kind,
        anonymous=anonymity in {"anonymous", "generic"},
    )
    return InlineSource(gold, anonymity, rest[0] if rest and rest[0] != "none" else None)
