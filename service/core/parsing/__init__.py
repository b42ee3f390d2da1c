"""Parsing: an article as it was sent -> a document with the way back to it.

`PARSERS` maps a media type to its parser. A new format is one module and one line here.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from service.core.domain import Article, Document, UnsupportedMediaTypeError
from service.core.parsing.html import parse as parse_html
from service.core.parsing.markdown import parse as parse_markdown
from service.core.parsing.ninjs import MEDIA_TYPE as NINJS
from service.core.parsing.ninjs import parse as parse_ninjs
from service.core.parsing.plain import parse as parse_plain

Parser = Callable[[Article], Document]

PARSERS: Mapping[str, Parser] = MappingProxyType(
    {
        "text/plain": parse_plain,
        "text/markdown": parse_markdown,
        "text/html": parse_html,
        "application/xhtml+xml": parse_html,
        NINJS: parse_ninjs,
    }
)


def parse(article: Article) -> Document:
    """Parse by media type.

    Raises:
        UnsupportedMediaTypeError: no parser is registered for it; `details` names the supported ones.
    """
    parser = PARSERS.get(article.media_type)
    if parser is None:
        raise UnsupportedMediaTypeError(f"No parser for {article.media_type}.", supported=sorted(PARSERS))
    return parser(article)
