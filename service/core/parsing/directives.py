"""HTML comments that address the checks, as they stand in the source: `<!-- sourcegrade disable-line SRC012 -- reason -->`."""

import re

from service.core.domain import Directive, Span

_COMMENT = re.compile(r"<!--\s*sourcegrade\b(?P<body>[^\n]{0,500}?)-->", re.IGNORECASE)


def directives_in(source: str, start: int, end: int) -> list[Directive]:
    """Directives between two positions; spans count in the source."""
    return [
        Directive(match["body"].strip(), Span(match.start(), match.end()))
        for match in _COMMENT.finditer(source, start, end)
    ]
