"""Which media type a draft's path means. Names only: nothing is opened."""

from types import MappingProxyType

#: Endings, the longest first where one ends in another; anything else is plain text.
ENDINGS = MappingProxyType(
    {
        ".md": "text/markdown",
        ".markdown": "text/markdown",
        ".html": "text/html",
        ".htm": "text/html",
        ".xhtml": "application/xhtml+xml",
        ".ninjs": "application/vnd.iptc.ninjs+json",
        ".json": "application/vnd.iptc.ninjs+json",
    }
)


def media_type_of(path: str) -> str:
    """The media type by a path's ending, `text/plain` where it tells nothing."""
    dot = path.rfind(".")
    return ENDINGS.get(path[dot:].lower(), "text/plain") if dot > path.rfind("/") else "text/plain"
