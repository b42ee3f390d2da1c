"""What a single name can mean, with no article around it: for look-up and completion."""

import re

from service.core.domain import Candidate, OverlayEntry, TokenLayer
from service.core.identity.candidates import Lookup, candidates_for
from service.core.identity.chunks import Reader
from service.core.identity.context import IdentityContext
from service.core.identity.gazetteer import Gazetteer
from service.core.identity.phrase import read_phrase
from service.core.identity.reading import Body
from service.core.identity.setting import bare_setting
from service.core.identity.view import ArticleView, view_of
from service.core.lang.normalize import name_key

_TOKEN = re.compile(r"\w+|[^\w\s]")


def candidates_of_name(
    name: str, gazetteer: Gazetteer, context: IdentityContext, house: tuple[tuple[OverlayEntry, ...], dict[str, str]]
) -> tuple[Candidate, ...]:
    """Candidates of a name or descriptive phrase, by the whole string first, else by its grammar."""
    entries, names = house
    lookup = Lookup(
        gazetteer.snapshot, bare_setting(context, gazetteer), {entry.id: entry for entry in reversed(entries)}
    )
    key = name_key(name)
    if key in names:
        return candidates_for(lookup, _named_body(name, key, (names[key],)))
    records = gazetteer.snapshot.by_alias.get(key, ())
    found = candidates_for(lookup, _named_body(name, key, records)) if records else ()
    return found or _by_grammar(name, gazetteer, lookup)


def _named_body(name: str, key: str, records: tuple[str, ...]) -> Body:
    word = name[:1].upper() + name[1:]
    return Body(0, 1, word, key, records=records, record_key=key, record_word=word)


def _by_grammar(name: str, gazetteer: Gazetteer, lookup: Lookup) -> tuple[Candidate, ...]:
    view = _view(name)
    if not len(view):
        return ()
    reading = read_phrase(Reader(view, gazetteer, {}), 0, len(view))
    body = reading.body or (reading.individual.body if reading.individual else None)
    return candidates_for(lookup, body) if body is not None else ()


def _view(name: str) -> ArticleView:
    tokens = list(_TOKEN.finditer(name))
    bounds = ((0, len(tokens)),)
    layer = TokenLayer(
        starts=tuple(token.start() for token in tokens),
        ends=tuple(token.end() for token in tokens),
        words=tuple(token.group() for token in tokens),
        sentences=bounds,
        paragraphs=bounds,
    )
    return view_of(name, layer)
