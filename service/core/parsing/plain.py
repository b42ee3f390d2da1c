"""Plain text: the document text is the content itself, so offsets need no map."""

import re
from dataclasses import replace

from service.core.domain import Article, Block, BlockKind, Document, Span
from service.core.parsing.furniture import classify
from service.core.parsing.wrapping import is_wrapped

_LINE = re.compile(r"[^\r\n\u2028\u2029\x0b\x0c\x85]+")
_PARAGRAPH = re.compile(r"(?:[^\r\n\u2028\u2029]|\r?\n(?!\s*(?:\r?\n|$)))+")


def parse(article: Article) -> Document:
    """Blocks are the lines of the text; text that is wrapped at a column is split at blank lines only."""
    text = article.content
    pattern = _PARAGRAPH if is_wrapped(text) else _LINE
    blocks = []
    for match in pattern.finditer(text):
        words = match.group()
        stripped = words.strip()
        if stripped:
            start = match.start() + len(words) - len(words.lstrip())
            blocks.append(Block(BlockKind.PARAGRAPH, Span(start, start + len(stripped))))
    return Document(text=text, blocks=subheads(text, classify(text, tuple(blocks))), language=article.language or "en")


def subheads(text: str, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Short lines without end mark between paragraphs are headlines."""
    found = list(blocks)
    for index, block in enumerate(blocks):
        words = block.span.text_of(text)
        after = blocks[index + 1].kind if index + 1 < len(blocks) else None
        bare = words[-1].isalnum() and words[0].isupper() and len(words) <= 90 and len(words.split()) <= 14
        if block.kind is BlockKind.PARAGRAPH and bare and after is BlockKind.PARAGRAPH and index:
            found[index] = replace(block, kind=BlockKind.HEADLINE)
    return tuple(found)
