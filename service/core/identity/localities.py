"""Where people are at home who are spoken of with a place: "a resident" behind "Voronezh", "the regional governor"."""

from service.core.domain import SourceType
from service.core.identity.chains import Chain
from service.core.identity.chunks import Reader
from service.core.identity.gazetteer import Entry
from service.core.identity.reading import Individual
from service.core.identity.view import ArticleView

#: Words of a place's name before its last.
_NAME = 3

#: Paragraphs before the mention's own in which a place is looked for, and lexemes at most.
_PARAGRAPHS, _REACH = 1, 60
_LOCAL = frozenset(
    {"regional", "local", "district", "provincial", "municipal", "state", "city", "village", "county", "town"}
)
#: What stands in front of a place that is told.
_BEFORE_PLACES = frozenset(
    {"in", "at", "near", "from", "to", "of", "outside", "around", "across", "over", "on", "off", "into", ",", "("}
)
_BEHIND_PLACES = frozenset({",", "—", "–", "-", "("})
_HEADS = frozenset({"governor", "mayor", "councillor", "councilor"})


def around(reader: Reader, chain: Chain) -> str | None:
    """The country of the place named last before a local person, in the same paragraph or the one before."""
    return _place_before(reader, chain.first) if _is_local(reader, chain) else None


def _is_local(reader: Reader, chain: Chain) -> bool:
    individual = chain.individual
    if individual is None or chain.affiliation is not None or individual.abroad or _named_place(reader, individual):
        return False
    if individual.kind is not None and individual.kind.type is SourceType.WITNESS:
        return True
    words = reader.view.keys[individual.first : individual.end]
    return bool(_HEADS.intersection(individual.title_key.split())) or bool(_LOCAL.intersection(words))


def _named_place(reader: Reader, individual: Individual) -> bool:
    """Whether the phrase itself says where, in a name that no list has: "a resident of Shamsiddin Shohin"."""
    body, view = individual.body, reader.view
    if individual.name is not None or (body is not None and body.country is not None):
        return False
    end = individual.end
    return end + 1 < len(view) and view.keys[end] in {"of", "in", "from", "at"} and view.caps[end + 1]


def _place_before(reader: Reader, at: int) -> str | None:
    view, table = reader.view, reader.gazetteer.table
    paragraph = view.paragraph_of(at)
    for index in range(at - 1, max(-1, at - _REACH), -1):
        if view.paragraph_of(index) < paragraph - _PARAGRAPHS:
            return None
        entry = _ending(table, view, index) if view.caps[index] else None
        if entry is None or not _place_told(reader, index):
            continue
        if entry.countries and not _where(reader, index):
            continue
        if entry.countries and entry.countries[0][1] != "adjective":
            return entry.countries[0][0]
        if len(entry.places) == 1:
            return entry.places[0]
    return None


def _ending(table: dict[str, Entry], view: ArticleView, index: int) -> Entry | None:
    """The longest place's name that ends at a lexeme: "Papua New Guinea", not "Guinea"."""
    for back in range(min(_NAME, index), -1, -1):
        entry = table.get(" ".join(view.keys[index - back : index + 1]))
        if entry is not None and (entry.countries or entry.places or not back):
            part = index > back and view.caps[index - back - 1] and view.keys[index - back - 1][0].isalnum()
            return None if part and entry.places and not entry.countries else entry  # the surname in "Ante Kolar"
    return None


def _where(reader: Reader, index: int) -> bool:
    """Whether a country's name can tell where something is: not that of who owns or does something ("China's", "Kabul denied")."""
    view = reader.view
    if view.poss[index]:
        return False
    opens = index > 0 and view.sentence_of(index - 1) != view.sentence_of(index)
    return not opens or view.keys[index + 1] in _BEHIND_PLACES


def _place_told(reader: Reader, index: int) -> bool:
    """Whether a name tells where something is: "in Madrid", "Lenakel, Tanna", the dateline; not "Madrid lawyers" nor "Spanish"."""
    view = reader.view
    if index == 0 or view.sentence_of(index - 1) != view.sentence_of(index):
        return True
    start = index
    while start > 0 and view.caps[start - 1]:
        start -= 1
    if start > 1 and view.keys[start - 1] == "of" and view.caps[start - 2]:
        return False  # "Harmony Gold of South Africa" is at home there
    return start == 0 or view.keys[start - 1] in _BEFORE_PLACES
