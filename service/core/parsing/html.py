"""HTML: the text of an article with each character's place in the source; scripts, navigation and forms left out.

Built on the standard library's tokenizer, which reports positions; it is not recursive, so nesting cannot exhaust the stack.
"""

import re
from html import unescape
from html.parser import HTMLParser

from service.core.domain import Article, BlockKind, Document
from service.core.parsing.builder import DocumentBuilder
from service.core.parsing.directives import directives_in
from service.core.parsing.plain import subheads

_KINDS = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), BlockKind.HEADLINE),
    **dict.fromkeys(("li", "dt", "dd"), BlockKind.LIST_ITEM),
    **dict.fromkeys(("figcaption", "caption"), BlockKind.CAPTION),
    **dict.fromkeys(("td", "th"), BlockKind.TABLE),
    "blockquote": BlockKind.BLOCK_QUOTE,
    "pre": BlockKind.CODE,
    "address": BlockKind.BYLINE,
}
_BREAKS = frozenset(
    "p div section article main header hgroup ul ol dl table tr thead tbody figure hr br body html center details summary".split()
)
_DROPPED = frozenset(
    "script style noscript template svg math iframe object form button select textarea nav footer aside head".split()
)
_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
_COMMENT_END = re.compile(r"--!?\s*>")
#: Longest title that is taken as the document's.
_TITLE = 500


def parse(article: Article) -> Document:
    """Parse an HTML page or fragment."""
    source = article.content
    builder = DocumentBuilder()
    title = read_into(builder, source, 0)
    text, blocks, offsets = builder.finish()
    return Document(
        text=text,
        blocks=subheads(text, blocks),
        offsets=offsets,
        language=article.language or "en",
        meta={"title": title} if title else {},
        directives=tuple(directives_in(source, 0, len(source))),
        links=tuple(builder.links),
    )


def read_into(builder: DocumentBuilder, source: str, base: int) -> str | None:
    """Add the blocks of an HTML fragment that stands at `base` of the original; gives the page's title if it has one."""
    reader = _Reader(builder, source, base)
    reader.feed(source)
    reader.close()
    builder.close()
    return "".join(reader.title).strip()[:_TITLE] or None


class _Reader(HTMLParser):
    """Feeds the builder. `kinds` is the stack of open blocks that have a kind; `dropped` counts open elements left out."""

    def __init__(self, builder: DocumentBuilder, source: str, base: int) -> None:
        super().__init__(convert_charrefs=False)
        self.builder = builder
        self.source = source
        self.base = base
        # Nothing that begins behind these is ever closed. Without them the library looks for the end of each to the end of the
        # text, and 200,000 characters of `<p` would take it most of a minute.
        self.last_end = source.rfind(">")
        self.last_comment_end = max((match.start() for match in _COMMENT_END.finditer(source)), default=-1)
        self.line_starts = [0, *(i + 1 for i, sign in enumerate(source) if sign == "\n")]
        self.kinds: list[tuple[str, BlockKind]] = []
        self.dropped: list[str] = []
        self.title: list[str] = []
        self.in_title = False
        self.hidden = 0

    def _here(self) -> int:
        line, column = self.getpos()
        return self.line_starts[line - 1] + column

    def parse_starttag(self, i: int) -> int:
        """A tag, or its `<` as text where no tag can end any more."""
        return super().parse_starttag(i) if i < self.last_end else self._as_text(i)

    def parse_endtag(self, i: int) -> int:
        """As above."""
        return super().parse_endtag(i) if i < self.last_end else self._as_text(i)

    def parse_pi(self, i: int) -> int:
        """As above."""
        return super().parse_pi(i) if i < self.last_end else self._as_text(i)

    def parse_html_declaration(self, i: int) -> int:
        """As above."""
        return super().parse_html_declaration(i) if i < self.last_end else self._as_text(i)

    def parse_comment(self, i: int, report: bool = True) -> int:  # noqa: FBT001, FBT002 - the library's own signature
        """A comment, or its `<` as text where no comment can end any more."""
        return super().parse_comment(i, report) if i < self.last_comment_end else self._as_text(i)

    def _as_text(self, i: int) -> int:
        self.handle_data("<")
        return i + 1

    def parse_marked_section(self, i: int, report: int = 1) -> int:  # noqa: ARG002 - the library's own signature
        """`<![` opens a comment, as in browsers; some versions of the library raise AssertionError over it."""
        return self.parse_bogus_comment(i)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        if tag == "title":
            self.in_title = True
        if self.dropped or tag in _DROPPED:
            if tag in _DROPPED or tag == (self.dropped[-1] if self.dropped else None):
                self.dropped.append(tag)
            return
        if tag in _VOID and tag not in {"br", "hr"}:
            return
        if tag in _KINDS:
            self.kinds.append((tag, _KINDS[tag]))
            self._break()
        elif tag in _BREAKS:
            self._break()

    def handle_endtag(self, tag: str) -> None:
        if tag == "title":
            self.in_title = False
        if self.dropped:
            if tag in self.dropped:
                del self.dropped[len(self.dropped) - 1 - self.dropped[::-1].index(tag) :]
            return
        if tag in _KINDS:
            for index in range(len(self.kinds) - 1, max(-1, len(self.kinds) - 20), -1):
                if self.kinds[index][0] == tag:
                    del self.kinds[index:]
                    break
            self._break()
        elif tag in _BREAKS:
            self._break()

    def _break(self) -> None:
        self.builder.open(self.kinds[-1][1] if self.kinds else BlockKind.PARAGRAPH)

    def handle_data(self, data: str) -> None:
        if self.in_title:
            self.title.append(data)
        elif not self.dropped:
            self.builder.keep(data, self.base + self._here())

    def handle_entityref(self, name: str) -> None:
        self._reference(f"&{name}")

    def handle_charref(self, name: str) -> None:
        self._reference(f"&#{name}")

    def _reference(self, raw: str) -> None:
        here = self._here()
        length = len(raw) + (self.source[here + len(raw) : here + len(raw) + 1] == ";")
        text = unescape(self.source[here : here + length])
        if self.in_title:
            self.title.append(text)
        elif not self.dropped:
            if text == self.source[here : here + length]:
                self.builder.keep(text, self.base + here)
            else:
                self.builder.keep(text, self.base + here, length)
