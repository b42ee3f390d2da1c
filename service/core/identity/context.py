"""What identity may know besides the text: words, the article's own data, the newsroom's entries, the day."""

from dataclasses import dataclass, field
from datetime import date

from service.core.domain import OverlayEntry
from service.core.identity.lexicon import IdentityLexicon


@dataclass(frozen=True, slots=True)
class IdentityContext:
    """Context of one article.

    `country` is ISO 3166-1 alpha-2 (the article's own datum, stronger than anything inferred); `dateline` the text before the
    dash ("SEOUL, Feb. 27"); `overlay` entries stand in order of precedence, first wins; `today` decides their validity
    (None: nothing has expired).
    """

    lexicon: IdentityLexicon
    today: date | None = None
    publisher: str | None = None
    country: str | None = None
    dateline: str | None = None
    title: str | None = None
    overlay: tuple[OverlayEntry, ...] = field(default=())
