"""The body in a relative clause behind a name: "Ana Lima, who teaches law at Makerere University"."""

from service.core.identity.bodies import read_body
from service.core.identity.chunks import Reader, chunks_of
from service.core.identity.people import LEARNED
from service.core.identity.reading import Body

#: Lexemes between the verb and the preposition before the body, and of the body's name.
_OBJECT, _NAME = 6, 10
_AT = frozenset({"at", "for", "with"})
_ENDS = frozenset({",", ".", ";", ")", "—", "–", ":", "”"})


def body_in_clause(reader: Reader, end: int) -> Body | None:
    """The named body for which whoever is named right before lexeme `end` works, teaches or speaks, as a clause there says."""
    view = reader.view
    at = end + 1 if end < len(view) and view.keys[end] == "," else end
    if at + 2 >= len(view) or view.keys[at] != "who":
        return None
    words, verb = reader.lexicon.words, view.keys[at + 1]
    if verb in words["working"]:
        return _body_at(reader, at + 2)
    if verb not in words["studying"] or view.keys[at + 2] in _AT:
        return None
    body = _body_at(reader, at + 3)
    return body if body is not None and _learned(reader, body) else None


def _body_at(reader: Reader, start: int) -> Body | None:
    """The named body behind the first "at", "for" or "with" from a lexeme on."""
    view = reader.view
    for index in range(start, min(start + _OBJECT, len(view) - 1)):
        if view.keys[index] in _ENDS:
            return None
        if view.keys[index] in _AT:
            stop = index + 1
            while stop < len(view) and stop - index < _NAME and view.keys[stop] not in _ENDS:
                stop += 1
            body = read_body(reader, chunks_of(reader, index + 1, stop))
            return body if body is not None and body.named and not body.indefinite else None
    return None


_OF = frozenset({"of", "from", "at", "with"})


def body_behind_comma(reader: Reader, end: int) -> Body | None:
    """The body that stands between commas behind a name: "Ana Lima, of the charity Open Wells, said". A town is none."""
    view = reader.view
    if end + 2 >= len(view) or view.keys[end] != "," or view.keys[end + 1] not in _OF:
        return None
    stop = end + 2
    while stop < len(view) and stop - end < _NAME + 2 and view.keys[stop] not in _ENDS:
        stop += 1
    body = read_body(reader, chunks_of(reader, end + 2, stop))
    if body is None or body.indefinite or body.end < stop:
        return None
    return body if body.named and (body.records or body.head is not None or body.roles) else None


def _learned(reader: Reader, body: Body) -> bool:
    """Whether a body is a university or an institute for research."""
    records = reader.gazetteer.snapshot.records
    kinds = {body.head} | {records[record].type for record in body.records}
    return not kinds.isdisjoint(LEARNED)
