"""Read a body from the chunks of a noun group: names, jurisdiction x role, head nouns, channels of a body."""

from dataclasses import dataclass, field
from itertools import pairwise

from service.core.domain import SourceType
from service.core.identity.chunks import Chunk, Reader, Tag, chunks_of
from service.core.identity.lexicon import IdentityLexicon
from service.core.identity.reading import Body, Jurisdiction

_STOPS = frozenset({Tag.PREPOSITION, Tag.MARK, Tag.RELATIVE, Tag.AND, Tag.TIME})
_HOW = {
    "name": Jurisdiction.NAME,
    "adjective": Jurisdiction.ADJECTIVE,
    "demonym": Jurisdiction.DEMONYM,
    "capital": Jurisdiction.CAPITAL,
}
#: Kinds of body that a capital has of its own: "London police" are not the police of the country.
_LOCAL = frozenset({"police", "courts", "prosecutor"})
#: Letters of words that end in -ed or -ing without being verbs: "seed", "wing".
_SHORT_WORD = 4
_ORDINALS = frozenset({"first", "second", "third"})
_PLACING = frozenset({"of", "in", "for", "from"})


@dataclass(slots=True)
class _Parts:
    """What was found so far; only used while one noun group is read."""

    record: Chunk | None = None
    role: Chunk | None = None
    country: Chunk | None = None
    place: Chunk | None = None
    name: Chunk | None = None
    head: Chunk | None = None
    organ: Chunk | None = None
    seat: Chunk | None = None
    here: bool = False
    definite: bool = False
    indefinite: bool = False
    owner: str | None = None
    words: list[Chunk] = field(default_factory=list)


def read_body(reader: Reader, chunks: list[Chunk], base: int | None = None) -> Body | None:
    """The body that the noun group at the start of `chunks` names (its first `base`, where known); None when it names none."""
    base = base_length(chunks) if base is None else base
    if base == 0:
        return None
    if base > 1 and _describes(reader, chunks):
        named = read_body(reader, chunks[1:], base - 1)
        return named._replace(head=named.head or chunks[0].entry.head) if named is not None else None
    if _owner(chunks[:base]):
        base = 2
    parts = _Parts()
    for index, chunk in enumerate(chunks[:base]):
        if index + 1 < base and chunks[index + 1].key == "based":
            parts.seat = chunk
        else:
            _collect(reader, parts, chunk)
    if parts.organ is not None and not _content(parts):
        return _behind_organ(reader, chunks, base, parts)
    end = _complement(reader, parts, chunks, base)
    return _body(reader, parts, chunks[0].first, end)


def _describes(reader: Reader, chunks: list[Chunk]) -> bool:
    """Whether a noun with the capital of its sentence stands before a name: "Pollster Indikator"."""
    noun, name = chunks[:2]
    return noun.caps and noun.key in reader.lexicon.words["describing"] and name.named and not name.entry.head


def _owner(chunks: list[Chunk]) -> bool:
    """Whether "the service's" stands before words that name no body of their own: "the service's northern unit"."""
    if len(chunks) < 3 or chunks[0].tag is not Tag.DETERMINER or not chunks[1].poss or chunks[1].named:
        return False
    own = any(chunk.entry.roles or chunk.entry.head or chunk.entry.records for chunk in chunks[2:])
    return bool(chunks[1].entry.head or chunks[1].entry.roles) and not own


def base_length(chunks: list[Chunk]) -> int:
    """Number of chunks before the first that cannot belong to the noun group itself."""
    seen = False
    for index, chunk in enumerate(chunks):
        if chunk.tag in _STOPS and not (chunk.tag is Tag.RELATIVE and index == 0):
            return index
        if seen and chunk.tag in {Tag.DETERMINER, Tag.POSSESSIVE}:
            return index
        if chunk.tag is Tag.WORD and seen and not _more(chunks, index):
            return index
        seen = seen or chunk.tag in {Tag.ENTRY, Tag.NAME}
    return len(chunks)


def _more(chunks: list[Chunk], index: int) -> bool:
    """Whether the noun group goes on: "unification ministry", "Spanish champions", but not "lawmakers briefed"."""
    if _verbal(chunks, index):
        return False
    for chunk in chunks[index + 1 :]:
        if chunk.tag in {Tag.WORD, Tag.MODIFIER}:
            continue
        return chunk.tag in {Tag.ENTRY, Tag.NAME}
    return index + 1 == len(chunks) and chunks[index - 1].tag is Tag.ENTRY and bool(chunks[index - 1].entry.countries)


def _verbal(chunks: list[Chunk], index: int) -> bool:
    """Whether a word looks like a verb: "lawmakers briefed", but not "seed company", "mining company"."""
    key = chunks[index].key
    if chunks[index].caps or len(key) <= _SHORT_WORD or not key.endswith(("ed", "ing")):
        return False
    return not (key.endswith("ing") and index + 1 < len(chunks) and chunks[index + 1].entry.head is not None)


def _content(parts: _Parts) -> bool:
    found = (parts.record, parts.role, parts.country, parts.place, parts.name, parts.head)
    return parts.here or any(chunk is not None for chunk in found)


def _collect(reader: Reader, parts: _Parts, chunk: Chunk) -> None:
    words = reader.lexicon.words
    if chunk.tag is Tag.DETERMINER:
        parts.indefinite = chunk.key in {"a", "an"}
        parts.definite = not parts.indefinite
    elif chunk.tag is Tag.POSSESSIVE:
        parts.definite, parts.owner = True, chunk.key
    elif chunk.tag is Tag.QUANTIFIER:
        parts.indefinite = parts.indefinite or chunk.key not in _ORDINALS
    elif chunk.tag is Tag.NAME:
        parts.name = chunk
        parts.place = chunk if chunk.entry.place else parts.place
    elif chunk.tag is Tag.ENTRY:
        _collect_entry(reader, parts, chunk)
    elif chunk.key in words["country_nouns"]:
        parts.here = True
    elif chunk.tag in {Tag.WORD, Tag.MODIFIER}:
        parts.words.append(chunk)


def _channel(reader: Reader, parts: _Parts, chunk: Chunk) -> bool:
    """Whether a known name only says what the outlet right before it is about: "Sky Sports F1"."""
    before = parts.record
    if before is None or before.end != chunk.first or before.poss or not (before.caps and chunk.caps):
        return False
    kinds = {reader.gazetteer.snapshot.records[record].type for record in before.entry.records}
    return kinds == {SourceType.NEWS_OUTLET}


def _collect_entry(reader: Reader, parts: _Parts, chunk: Chunk) -> None:
    entry = chunk.entry
    nominal = bool(entry.roles or entry.head or entry.officials)
    if (
        entry.records
        and (not entry.countries or entry.countries[0][1] == "capital")
        and not _channel(reader, parts, chunk)
    ):
        parts.record = chunk
    if entry.countries and parts.country is None:
        parts.country = chunk
    elif entry.place and not (nominal or entry.records) and parts.place is None:
        parts.place = chunk
    if entry.roles or (entry.officials and parts.role is None):
        parts.role = chunk
    if entry.head is SourceType.GOVERNMENT and not entry.roles and parts.role is not None and _ruling(parts.role):
        parts.role = None  # "the district administration office" is no government
    if entry.head is not None or entry.roles:
        parts.head = chunk
    if entry.organ:
        parts.organ = chunk
    if not (nominal or entry.records or entry.countries or entry.place or entry.organ):
        parts.words.append(chunk)


def _ruling(role: Chunk) -> bool:
    """Whether it is the noun of a government, in front of another body's: "a government agency"."""
    return role.entry.roles[:1] == ("government",)


def _behind_organ(reader: Reader, chunks: list[Chunk], base: int, parts: _Parts) -> Body | None:
    """The press service of the ministry is the ministry; a bare "the website" is a noun that points back."""
    if base < len(chunks) and chunks[base].key in {"of", "for", "at"}:
        body = read_body(reader, chunks[base + 1 :])
        return body._replace(organ=True, first=chunks[0].first) if body is not None else None
    organ = parts.organ
    if organ is None or not parts.definite:
        return None
    surface = reader.view.surface(chunks[0].first, organ.end)
    return Body(chunks[0].first, organ.end, surface, organ.key, head_word=organ.key, definite=True, organ=True)


def _complement(reader: Reader, parts: _Parts, chunks: list[Chunk], base: int) -> int:
    """Read "of Poland", "in Nairobi" after the noun group; returns the end of the whole."""
    end = chunks[base - 1].end
    if base >= len(chunks) or chunks[base].key not in _PLACING:
        return end
    chunk = next((chunk for chunk in chunks[base + 1 : base + 4] if chunk.tag is not Tag.DETERMINER), chunks[base])
    if parts.role is not None and "embassy" in parts.role.entry.roles and chunks[base].key == "in":
        return chunk.end
    if chunk.entry.countries and parts.country is None and (parts.head or parts.role or parts.record):
        parts.country = chunk
    elif chunk.key in reader.lexicon.words["country_nouns"] and parts.country is None:
        parts.here = True
    elif chunk.entry.place and parts.place is None:
        parts.place = chunk
    elif chunks[base].key == "of" and parts.head is not None and parts.name is None and parts.head.caps and chunk.caps:
        parts.name = _titled(reader, parts.head, chunks, chunks.index(chunk))
        return parts.name.end
    else:
        return end
    return chunk.end


def _titled(reader: Reader, head: Chunk, chunks: list[Chunk], last: int) -> Chunk:
    """A name whose head stands before "of", with all its capitals: "Insurance Bureau of Canada", "Directorate of Public Prosecutions"."""
    start = chunks.index(head)
    while start > 0 and chunks[start - 1].caps and chunks[start - 1].tag in {Tag.ENTRY, Tag.NAME, Tag.MODIFIER}:
        start -= 1
    while (
        last + 1 < len(chunks) and chunks[last + 1].caps and not chunks[last].poss and not chunks[last].entry.countries
    ):
        last += 1
    first, end = chunks[start].first, chunks[last].end
    key = " ".join(reader.view.keys[first:end])
    return Chunk(first, end, Tag.NAME, chunks[last].entry, key, caps=True, poss=chunks[last].poss)


def _body(reader: Reader, parts: _Parts, first: int, end: int) -> Body | None:
    if not _content(parts):
        return None
    view = reader.view
    start = next(index for index in range(first, end) if view.keys[index] not in {"the", "a", "an"})
    countries, how, word = _jurisdiction(reader, parts)
    record, role = parts.record, parts.role
    head, head_word = _head(reader, parts)
    return Body(
        first=first,
        end=end,
        surface=view.surface(first, end),
        key=" ".join(view.keys[start:end]),
        records=record.entry.records if record else (),
        record_key=record.key if record else "",
        record_word=view.surface(record.first, record.end) if record else "",
        roles=(role.entry.roles or role.entry.officials) if role else (),
        role_word=view.surface(role.first, role.end) if role else "",
        countries=countries,
        jurisdiction=how,
        country_word=word,
        name=view.surface(parts.name.first, parts.name.end) if parts.name else None,
        name_key=parts.name.key if parts.name else "",
        head=head,
        head_word=head_word,
        phrase=_phrase(parts),
        definite=parts.definite,
        indefinite=parts.indefinite,
        organ=parts.organ is not None,
        owner=parts.owner,
        hints=() if countries else _hints(reader, parts.seat or parts.name),
    )


def _hints(reader: Reader, name: Chunk | None) -> tuple[str, ...]:
    """Codes of the first country in a proper name, else of its first place; so too for the seat in "Paris-based"."""
    if name is None:
        return ()
    keys, at = reader.view.keys, name.first
    if "of" in keys[name.first : name.end]:  # "Indian Association of Kuwait"
        seat = reader.gazetteer.get(" ".join(keys[name.first : name.end]).rpartition(" of ")[2])
        if seat is not None and not seat.records and (seat.countries or seat.places):
            return tuple(dict.fromkeys(code for code, _ in seat.countries)) or seat.places
    places: tuple[str, ...] = ()
    while at < name.end:
        hit = reader.gazetteer.longest(keys, at, name.end)
        if hit is None:
            at += 1
            continue
        at, entry = hit
        if entry.countries and entry.countries[0][1] != "capital":
            return tuple(dict.fromkeys(code for code, _ in entry.countries))
        if entry.countries or entry.places:
            places = places or tuple(code for code, _ in entry.countries) or entry.places
    return places


def _phrase(parts: _Parts) -> str:
    """The noun group from its first own word to its head, names and countries left out."""
    if parts.head is None:
        return ""
    words = [chunk.key for chunk in parts.words if chunk.end <= parts.head.first]
    return " ".join([*words, parts.head.key])


def _jurisdiction(reader: Reader, parts: _Parts) -> tuple[tuple[str, ...], Jurisdiction, str]:
    chunk = parts.country
    if chunk is not None:
        codes = tuple(dict.fromkeys(code for code, _ in chunk.entry.countries))
        how = _HOW[chunk.entry.countries[0][1]]
        if how is Jurisdiction.CAPITAL and _of_city(reader, parts, chunk):
            how = Jurisdiction.PLACE
        return codes, how, reader.view.surface(chunk.first, chunk.end)
    if parts.place is not None and parts.place is not parts.name:
        surface = reader.view.surface(parts.place.first, parts.place.end)
        return parts.place.entry.places, Jurisdiction.PLACE, surface
    if parts.here:
        return (), Jurisdiction.CONTEXT, ""
    return (), Jurisdiction.NONE, ""


def _of_city(reader: Reader, parts: _Parts, capital: Chunk) -> bool:
    """Whether a body behind a capital's name is the city's own: "Ottawa police", "Nairobi County", "Lima's municipality"."""
    told = {key for chunk in (parts.head, *parts.words) if chunk is not None for key in chunk.key.split()}
    if not told.isdisjoint(reader.lexicon.words["local"]):
        return True
    return not capital.poss and parts.role is not None and not _LOCAL.isdisjoint(parts.role.entry.roles)


def _head(reader: Reader, parts: _Parts) -> tuple[SourceType | None, str]:
    """Type and noun of the head: a lower-case head noun, or the last (else first) word of a proper name."""
    if parts.head is not None and (parts.name is None or parts.head.first >= parts.name.first):
        kind = parts.head.entry.head
        if kind is None and parts.head.entry.roles:
            kind = reader.gazetteer.snapshot.roles[parts.head.entry.roles[0]].type
        if kind is SourceType.UNKNOWN and parts.head.caps:
            kind = reader.lexicon.name_heads.get(parts.head.key, kind)
        if parts.head.caps and parts.head.first:
            kind = reader.lexicon.name_heads.get(" ".join(reader.view.keys[parts.head.end - 2 : parts.head.end]), kind)
        return kind, parts.head.key
    if parts.name is None:
        return None, ""
    told = name_head(reader, parts.name)
    if told[0] is None and parts.head is not None and not parts.head.caps:
        return parts.head.entry.head, parts.head.key
    return told


#: Types of heads that say little: a longer head inside the name tells more ("Centre for Disease Control").
VAGUE = frozenset({SourceType.GROUP, SourceType.UNKNOWN})
_LEADING = frozenset({"of", "for", "against", "on", "without"})


def name_head(reader: Reader, name: Chunk) -> tuple[SourceType | None, str]:
    """Type that a proper name shows by its head: the word before "of" or "for" ("Centre for X"), else its last ("Kupol Plant")."""
    heads, keys = reader.lexicon.name_heads, reader.view.keys[name.first : name.end]
    stop = next((index for index, key in enumerate(keys) if index and key in _LEADING), len(keys))
    if keys[0] in reader.lexicon.words["broadcasters"] and any(key in reader.lexicon.fields for key in keys[1:]):
        return SourceType.NEWS_OUTLET, keys[0]  # "Fox Cricket"
    placed = len(keys) - (len(keys) > 2 and _placed(reader, keys[-1]))
    for end in dict.fromkeys((stop, len(keys), placed)):
        for tail in (" ".join(keys[max(0, end - 2) : end]), keys[end - 1]):
            if tail in heads and heads[tail] not in VAGUE:
                return _of_hospitals(reader, keys) if tail == "health" else heads[tail], tail
    opening = _opening(reader, keys)
    if opening is not None or _team(reader, keys):
        return opening or SourceType.NGO, keys[0]
    pairs = (f"{one} {other}" for one, other in pairwise(keys))
    told = next((pair for pair in pairs if pair in heads), keys[stop - 1] if keys[stop - 1] in heads else "")
    return (heads[told], told) if told else (None, "")


def _opening(reader: Reader, keys: list[str]) -> SourceType | None:
    """Type that the first word of a name shows, by itself ("Radio Okapi") or before a country ("Netball Malawi")."""
    lexicon = reader.lexicon
    if len(keys) == 1:
        return None
    told = lexicon.openings.get(keys[0]) or lexicon.openings.get(f"{keys[0]} {keys[1]}")
    if told is not None:
        return told
    placed = _placed(reader, keys[-1]) or _placed(reader, " ".join(keys[-2:]))
    return lexicon.fields.get(keys[0]) if placed else None


def _of_hospitals(reader: Reader, keys: list[str]) -> SourceType:
    """Type of a name that ends in "Health": a place's is public ("Manitoba Health"), else a chain of hospitals."""
    public = _placed(reader, keys[0]) or _placed(reader, " ".join(keys[:2])) or keys[0] in {"public", "global"}
    return SourceType.GOVERNMENT if public else SourceType.COMPANY


def _team(reader: Reader, keys: list[str]) -> bool:
    """Whether it is called as teams are: a place and one plural word that is no first name's: "Perth Scorchers"."""
    return len(keys) == 2 and is_team(reader.lexicon, keys)


def is_team(lexicon: IdentityLexicon, keys: list[str]) -> bool:
    """Whether the last two words are those of a team; a place that is a first name as well needs a word of every day behind it."""
    place, noun = keys[-2:]
    if place not in lexicon.places or not noun.endswith("s") or noun in lexicon.given:
        return False
    return place not in lexicon.given or (noun in lexicon.ordinary and noun not in lexicon.surnames)


def _placed(reader: Reader, key: str) -> bool:
    return key in reader.gazetteer.snapshot.country_words or key in reader.lexicon.places


def body_between(reader: Reader, first: int, end: int) -> Body | None:
    """The body that lexemes [first, end) name."""
    return read_body(reader, chunks_of(reader, first, end)) if first < end else None
