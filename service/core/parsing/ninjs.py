"""IPTC ninjs: a news item as JSON; headline, byline and body with every character's place in the JSON file.

Versions 1 (`headline`, `byline`, `body_xhtml`, `body_text`) and 2 and 3 (`headlines[]`, `bodies[]`) are read. The document's text
has the pieces in the order of the file, so that places only ever grow.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from service.core.domain import (
    Article,
    Block,
    BlockKind,
    Directive,
    Document,
    InvalidContentError,
    OffsetMap,
    Segment,
    Span,
)
from service.core.parsing.html import parse as parse_html
from service.core.parsing.json_strings import Path, PlacedString, placed_strings
from service.core.parsing.plain import parse as parse_plain

MEDIA_TYPE = "application/vnd.iptc.ninjs+json"
#: Properties of version 1 that hold a body, the best one first.
_BODIES = (("body_xhtml", parse_html), ("body_html", parse_html), ("body_text", parse_plain))


@dataclass(frozen=True, slots=True)
class _Piece:
    """One value that enters the document: a headline, a byline or the body, already parsed on its own."""

    value: PlacedString
    parsed: Document
    kind: BlockKind | None

    @property
    def start(self) -> int:
        """Where the value begins in the file."""
        return self.value.offsets.segments[0].orig_start


def parse(article: Article) -> Document:
    """Parse a ninjs item.

    Raises:
        InvalidContentError: it is no JSON object, or has no body and no headline.
    """
    values = placed_strings(article.content)
    pieces = sorted(_pieces(values), key=lambda piece: piece.start)
    if not pieces:
        raise InvalidContentError("The ninjs item has neither a body nor a headline.")
    text = ""
    blocks: list[Block] = []
    segments: list[Segment] = []
    directives: list[Directive] = []
    links: list[tuple[Span, str]] = []
    for piece in pieces:
        base = len(text)
        blocks += [
            Block(piece.kind or block.kind, Span(block.span.start + base, block.span.end + base))
            for block in piece.parsed.blocks
        ]
        segments += piece.value.segments(piece.parsed, base)
        directives += [_moved(each, piece.value) for each in piece.parsed.directives]
        links += [(Span(span.start + base, span.end + base), url) for span, url in piece.parsed.links]
        text += piece.parsed.text + "\n\n"
    return Document(
        text=text,
        blocks=tuple(blocks),
        offsets=OffsetMap(_joined(segments)),
        language=article.language or _one(values, ("language",)) or "en",
        meta=_meta(values),
        directives=tuple(directives),
        links=tuple(links),
    )


def _pieces(values: dict[Path, PlacedString]) -> Iterable[_Piece]:
    headline = values.get(("headline",)) or _first(values, "headlines")
    if headline is not None and headline.text.strip():
        yield _Piece(headline, parse_plain(Article(headline.text)), BlockKind.HEADLINE)
    byline = values.get(("byline",))
    if byline is not None and byline.text.strip():
        yield _Piece(byline, parse_plain(Article(byline.text)), BlockKind.BYLINE)
    body = _body(values)
    if body is not None and body[0].text.strip():
        yield _Piece(body[0], body[1](Article(body[0].text)), None)


def _first(values: dict[Path, PlacedString], name: str) -> PlacedString | None:
    """The value of the main entry of a list such as `headlines`, or of its first."""
    numbers = [path[1] for path in values if len(path) == 3 and path[0] == name and path[2] == "value"]
    main = [number for number in numbers if _one(values, (name, number, "role")) in {"main", "headline"}]
    chosen = (main or numbers)[:1]
    return values[name, chosen[0], "value"] if chosen else None


def _body(values: dict[Path, PlacedString]) -> tuple[PlacedString, Callable[[Article], Document]] | None:
    for name, parser in _BODIES:
        if (name,) in values:
            return values[name,], parser
    found = []
    for path, value in values.items():
        if len(path) == 3 and path[0] == "bodies" and path[2] == "value":
            kind = _one(values, ("bodies", path[1], "contentType")) or _one(values, ("bodies", path[1], "contenttype"))
            marked = "html" in (kind or "").lower()
            found.append((not marked, path[1], value, parse_html if marked else parse_plain))
    if not found:
        return None
    best = min(found, key=lambda row: (row[0], row[1]))
    return best[2], best[3]


def _one(values: dict[Path, PlacedString], path: Path) -> str | None:
    return values[path].text if path in values else None


def _meta(values: dict[Path, PlacedString]) -> dict[str, object]:
    found = {"byline": _one(values, ("byline",)), "title": _one(values, ("headline",))}
    headline = _first(values, "headlines")
    if found["title"] is None and headline is not None:
        found["title"] = headline.text
    return {name: text for name, text in found.items() if text}


def _moved(directive: Directive, value: PlacedString) -> Directive:
    return replace(directive, span=value.offsets.to_original(directive.span))


def _joined(segments: list[Segment]) -> tuple[Segment, ...]:
    """Neighbors that are verbatim become one: a body without escapes needs one segment a paragraph."""
    found: list[Segment] = []
    for segment in segments:
        last = found[-1] if found else None
        if (
            last is not None
            and last.length == last.orig_length
            and segment.length == segment.orig_length
            and last.text_start + last.length == segment.text_start
            and last.orig_start + last.length == segment.orig_start
        ):
            size = last.length + segment.length
            found[-1] = Segment(last.text_start, last.orig_start, size, size)
        else:
            found.append(segment)
    return tuple(found)
