"""What kind of body an unknown name is, as the text tells it elsewhere: "ride-hailing firm Zoomi", "Zoomi, a firm", "told Perth Now"."""

from collections.abc import Iterable

from service.core.domain import SourceType
from service.core.identity.bodies import read_body
from service.core.identity.chunks import Reader, chunks_of

_TELLS = frozenset({"told", "tells"})
_REPORTS = frozenset({"reported", "reports"})
_STOCK = frozenset({"shares", "shareholders"})
_EARNS = frozenset(
    {"reported", "reports", "posted", "posts", "forecast", "forecasts", "expects", "said", "booked", "made"}
)
_MONEY = frozenset(
    {"profit", "profits", "loss", "revenue", "revenues", "earnings", "turnover", "dividend", "quarter", "sales"}
)
_VAGUE = frozenset({SourceType.GROUP, SourceType.UNKNOWN})
_CLOSERS = frozenset({",", ".", ";", ")", "—", "–", ":"})
#: Lexemes behind a name in which its money is told.
_EARNING = 9
#: Lexemes in front of a name in which the adjective of its noun stands.
_GROUP = 6
#: Lexemes of an apposition, and places of a name that are looked at.
_APPOSITION, _PLACES = 9, 6


def told_type(reader: Reader, first: int, end: int, places: Iterable[int]) -> SourceType | None:
    """Type of the body named at lexemes [first, end); `places` are those where its first word stands. None where nothing tells."""
    view = reader.view
    name = view.keys[first:end]
    if not name:
        return None
    known = (
        name[0] in reader.lexicon.given
    )  # told of persons as well: only a noun behind the name says that it is a body
    before = first - 2 if first > 1 and view.keys[first - 1] == "the" else first - 1
    if not known and end - first > 1 and before >= 0 and view.keys[before] in _TELLS:
        return SourceType.NEWS_OUTLET
    if (
        not known
        and view.keys[end : end + 1]
        and view.keys[end] in _REPORTS
        and view.keys[end + 1 : end + 2] == ["that"]
    ):
        return SourceType.NEWS_OUTLET
    if not known and _earns(view.keys, end):
        return SourceType.COMPANY
    for at in [at for at in places if view.keys[at : at + len(name)] == name][:_PLACES]:
        end = at + len(name)
        told = None if known else _noun_before(reader, at, alone=len(name) == 1) or _medium(reader, end)
        told = told or _noun_behind(reader, end)
        if told is not None:
            return told
    return None


def _earns(keys: list[str], end: int) -> bool:
    """Whether money is told of the name: "Aldo posted a loss", "Aldo's shares"."""
    if keys[end : end + 1] and keys[end] in _STOCK:
        return True
    earned = keys[end : end + 1] and keys[end] in _EARNS
    return bool(earned) and not _MONEY.isdisjoint(keys[end + 1 : end + _EARNING])


def told_home(reader: Reader, first: int, end: int, places: Iterable[int]) -> tuple[str, ...]:
    """Country of the adjective in front of the noun with which the text introduces a name: "Chinese turbine maker Sanlong"."""
    view = reader.view
    name = view.keys[first:end]
    for at in [at for at in places if view.keys[at : at + len(name)] == name][:_PLACES]:
        if at == 0 or view.keys[at - 1] not in reader.lexicon.heads or view.caps[at - 1]:
            continue
        for before in range(at - 2, max(-1, at - _GROUP), -1):
            if view.sentence_of(before) != view.sentence_of(at):
                break
            entry = reader.gazetteer.get(view.keys[before]) if view.caps[before] else None
            if entry is not None and entry.countries and entry.countries[0][1] == "adjective":
                return tuple(code for code, _ in entry.countries)
    return ()


def _noun_before(reader: Reader, at: int, *, alone: bool) -> SourceType | None:
    """Type of a head noun right before the name; before one word alone also where the noun can mean a person, as "maker" can."""
    view = reader.view
    if at == 0 or view.caps[at - 1] or view.poss[at - 1] or view.sentence_of(at) != view.sentence_of(at - 1):
        return None
    noun = view.keys[at - 1]
    kind = reader.lexicon.heads.get(" ".join(view.keys[max(0, at - 2) : at])) or reader.lexicon.heads.get(noun)
    return None if kind in _VAGUE or (noun in reader.lexicon.people and not alone) else kind


def _medium(reader: Reader, end: int) -> SourceType | None:
    """Type of a medium's noun right behind the name: "Zycie Warszawy daily"."""
    view = reader.view
    if end >= len(view) or view.caps[end] or view.poss[end - 1]:
        return None
    kind = reader.lexicon.heads.get(view.keys[end])
    return kind if kind in {SourceType.NEWS_OUTLET, SourceType.NEWS_AGENCY} else None


def _noun_behind(reader: Reader, end: int) -> SourceType | None:
    """Type of the head noun of an apposition: ", a ride-hailing firm"."""
    view = reader.view
    if view.keys[end : end + 1] != [","] or view.keys[end + 1 : end + 2] not in (
        ["a"],
        ["an"],
        ["the"],
        ["another"],
        ["one"],
    ):
        return None
    stop = end + 1
    while stop < len(view) and stop - end <= _APPOSITION and view.keys[stop] not in _CLOSERS:
        stop += 1
    if reader.lexicon.heads.keys().isdisjoint(view.keys[end + 1 : stop]):
        return None
    chunks = chunks_of(reader, end + 1, stop)
    if any(chunk.entry.person for chunk in chunks):
        return None
    body = read_body(reader, chunks)
    return body.head if body is not None and body.head not in _VAGUE else None
