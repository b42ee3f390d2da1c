"""Markdown: CommonMark blocks and inlines, each character of text with its place in the source.

The library gives line numbers for blocks and none for inlines, so its inline rules are wrapped: every rule that consumed source
characters leaves them as one fragment with their position. Nothing is searched for afterwards.
"""

import re
from bisect import bisect_left
from collections.abc import Callable
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from service.core.domain import Article, BlockKind, Directive, Document, InvalidContentError, Span
from service.core.parsing.builder import DocumentBuilder
from service.core.parsing.directives import directives_in
from service.core.parsing.front_matter import split_front_matter
from service.core.parsing.html import read_into
from service.core.parsing.origins import ORIGINS, Origins, note_cells, note_heading, note_lines, noting
from service.core.parsing.plain import subheads

#: Deepest nesting of blocks and inlines that is read; what lies deeper stays as text.
MAX_NESTING = 40
_AT = "at"
_LINE_END = re.compile(r"\r\n?")
_PAIR = re.compile(r"\r\n")
_NOTES = {"paragraph": note_lines, "lheading": note_lines, "heading": note_heading, "table": note_cells}


def _positioned(rule: Callable[[StateInline, bool], bool]) -> Callable[[StateInline, bool], bool]:
    """Wrap an inline rule so that what it adds says where it stood."""

    def wrapped(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - the library's signature
        if state.pending and not silent:  # signs that no rule wanted; they stand right before the current place
            stray = state.pushPending()
            stray.meta = {_AT: (state.pos - len(stray.content), state.pos)}
        before, pending, count = state.pos, state.pending, len(state.tokens)
        if not rule(state, silent):
            return False
        if silent:
            return True
        if len(state.tokens) == count and state.pending != pending:
            token = state.pushPending()
            token.meta = {_AT: (before, state.pos)}
            return True
        _place(state.tokens[count:], before, state.pos)
        return True

    return wrapped


def _place(tokens: list[Token], before: int, after: int) -> None:
    """Give new tokens their positions; a run of delimiters is one token a sign, each at its own place."""
    new = [token for token in tokens if _AT not in token.meta]
    signs = sum(len(token.content) for token in new)
    at = before
    for token in new:
        size = len(token.content) if signs == after - before else after - before
        token.meta = {**token.meta, _AT: (at, at + size)}
        at += size if signs == after - before else 0


def _stray(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - the library's signature
    """A sign that no other rule wanted, as text; without this rule the library would keep it without its place."""
    if not silent:
        state.append_pending(state.src[state.pos])
    state.pos += 1
    return True


@lru_cache(maxsize=1)
def _reader() -> MarkdownIt:
    reader = MarkdownIt("commonmark", {"maxNesting": MAX_NESTING}).enable(["table", "strikethrough"])
    for block_rule in reader.block.ruler.__rules__:
        if block_rule.name in _NOTES:
            block_rule.fn = noting(block_rule.fn, _NOTES[block_rule.name])
    reader.inline.ruler.push("stray", _stray)
    for rule in reader.inline.ruler.__rules__:
        rule.fn = _positioned(rule.fn)
    reader.inline.ruler2.disable(["fragments_join"])
    reader.core.ruler.disable(["text_join"])
    reader.core.ruler.at("normalize", _normalize_line_ends)
    return reader


def _normalize_line_ends(state: StateCore) -> None:
    """The library's own rule also turns NUL into a replacement sign; the text keeps the author's characters."""
    state.src = _LINE_END.sub("\n", state.src)


def parse(article: Article) -> Document:
    """Parse CommonMark with tables, YAML front matter and HTML comments that address the checks.

    Raises:
        InvalidContentError: the front matter is no YAML mapping, too large, or uses aliases.
    """
    source = article.content
    meta, body_start = split_front_matter(source)
    run = _Run(source, body_start)
    try:
        tokens = _reader().parse(source[body_start:])
    except RecursionError as error:
        raise InvalidContentError("The Markdown is nested too deeply.") from error
    run.blocks(tokens)
    text, blocks, offsets = run.builder.finish()
    return Document(
        text=text,
        blocks=subheads(text, blocks),
        offsets=offsets,
        language=article.language or "en",
        meta=meta,
        directives=tuple(run.directives),
        links=tuple(run.builder.links),
    )


class _Run:
    """One article's walk over the block tokens."""

    def __init__(self, source: str, body_start: int) -> None:
        self.source = source
        self.builder = DocumentBuilder()
        self.directives: list[Directive] = []
        self.lines = _line_starts(source, body_start)
        #: The library reads "\r\n" as one sign: where, in its count, the second one was dropped.
        self.dropped = [
            match.start() - body_start - number for number, match in enumerate(_PAIR.finditer(source, body_start))
        ]

    def blocks(self, tokens: list[Token]) -> None:
        """Walk the flat list of block tokens."""
        stack: list[str] = []
        for token in tokens:
            if token.nesting == 1:
                stack.append(token.type)
            elif token.nesting == -1 and stack:
                stack.pop()
            if token.type == "inline":
                self._inline(token, _kind(stack))
            elif token.type in {"fence", "code_block"}:
                self._verbatim(token)
            elif token.type == "html_block":
                self._html(token)

    def _span(self, token: Token) -> tuple[int, int]:
        low, high = token.map or (0, 0)
        return self.lines[low], self.lines[min(high, len(self.lines) - 1)]

    def _verbatim(self, token: Token) -> None:
        start, end = self._span(token)
        self.builder.open(BlockKind.CODE)
        self.builder.keep(self.source[start:end], start)
        self.builder.close()

    def _html(self, token: Token) -> None:
        start, end = self._span(token)
        found = directives_in(self.source, start, end)
        self.directives += found
        read_into(self.builder, self.source[start:end], start)

    def _inline(self, token: Token, kind: BlockKind) -> None:
        self.builder.open(kind)
        place = self._places(token)
        link: tuple[int, str] | None = None
        last = 0
        for child in token.children or ():
            low, high = child.meta.get(_AT, (last, last + len(child.content)))
            last = last if child.nesting else max(last, high)
            if child.type in {"text", "text_special"}:
                self._text(child.content, token.content, low, high, place)
            elif child.type in {"softbreak", "hardbreak"}:
                self._break(place(low), place(high))
            elif child.type == "code_inline":
                self._code(child, token.content, low, place)
            elif child.type == "html_inline":
                self.directives += directives_in(self.source, place(low), place(high - 1) + 1)
            elif child.type == "link_open":
                link = (self.builder.length, str(child.attrs.get("href", "")))
            elif child.type == "link_close" and link:
                if self.builder.length > link[0]:
                    self.builder.links.append((Span(link[0], self.builder.length), link[1]))
                link = None
        self.builder.close()

    def _break(self, start: int, end: int) -> None:
        """A line's end with the indentation of the next line."""
        width = max(1, end - start)
        self.builder.keep(self.source[start] if width == 1 else "\n", start, width)

    def _code(self, child: Token, content: str, low: int, place: Callable[[int], int]) -> None:
        """Code between backticks: the library turned line ends into spaces and took one space away on either side."""
        low += len(child.markup)
        raw = content[low : low + len(child.content)]
        if raw.replace("\n", " ") != child.content:
            low += 1
        for number, run in enumerate(content[low : low + len(child.content)].split("\n")):
            if number:
                self._break(place(low - 1), place(low))
            kept = len(run) - len(run.lstrip(" "))
            # Spaces that stand for a part of a tab are nowhere in the source.
            while kept and self.source[place(low + kept - 1)] == " ":
                kept -= 1
            self.builder.insert(run[:kept])
            self._verbatim_run(run[kept:], low + kept, place)
            low += len(run) + 1

    def _verbatim_run(self, text: str, low: int, place: Callable[[int], int]) -> None:
        if text and place(low + len(text) - 1) - place(low) == len(text) - 1:
            self.builder.keep(text, place(low))
            return
        for number, sign in enumerate(text):  # a table cell with a bar in it: the backslash before it was taken away
            self.builder.keep(sign, place(low + number))

    def _text(self, text: str, content: str, low: int, high: int, place: Callable[[int], int]) -> None:
        if content[low:high] == text and text:
            self._verbatim_run(text, low, place)
        elif content[low + 1 : high - 1] == text:  # an address in angle brackets
            self.builder.keep(text, place(low + 1))
        elif high > low:
            width = place(high - 1) + 1 - place(low)
            # An address that is shown decoded stands for the whole; equal lengths would say that it is verbatim.
            self.builder.keep(text, place(low), width if width != len(text) else width - 1)
        else:
            self.builder.insert(text)

    def _places(self, token: Token) -> Callable[[int], int]:
        """From a position of the inline content to one of the source."""
        origins: Origins = token.meta.get(ORIGINS, Origins((0,), (0,)))
        start, dropped = self.lines[0], self.dropped
        if not dropped:
            return lambda position: start + origins(position)

        def place(position: int) -> int:
            found = origins(position)
            return start + found + bisect_left(dropped, found)

        return place


def _line_starts(source: str, begin: int) -> list[int]:
    """Where the lines of the body begin, and where it ends; all three line ends count, as in the library."""
    starts, position = [begin], begin
    while position < len(source):
        if source[position] == "\r" and source[position + 1 : position + 2] == "\n":
            position += 1
        if source[position] in "\r\n":
            starts.append(position + 1)
        position += 1
    return [*starts, len(source)]


def _kind(stack: list[str]) -> BlockKind:
    if "heading_open" in stack:
        return BlockKind.HEADLINE
    if "blockquote_open" in stack:
        return BlockKind.BLOCK_QUOTE
    if "table_open" in stack:
        return BlockKind.TABLE
    if "list_item_open" in stack:
        return BlockKind.LIST_ITEM
    return BlockKind.PARAGRAPH
