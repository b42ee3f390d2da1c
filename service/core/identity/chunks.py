"""A phrase as chunks: known entries, function words, runs of capitalized words, the rest.

Chunking is greedy and left to right: the longest entry wins, except that a name written without its capital is no name
("who" is not the WHO, "us" not the US). Capitalized words that no entry explains join to runs ("Grupa Granica").
"""

from dataclasses import dataclass
from typing import Final, NamedTuple

from service.core.domain import AliasKind, SourceRecord, SourceType
from service.core.identity.gazetteer import Entry, Gazetteer
from service.core.identity.lexicon import IdentityLexicon
from service.core.identity.view import ArticleView


class Tag:
    """What a chunk is for the grammar of phrases: plain strings, since an enum member hashes ten times slower."""

    DETERMINER: Final = "determiner"
    POSSESSIVE: Final = "possessive"
    PREPOSITION: Final = "preposition"
    RELATIVE: Final = "relative"
    QUANTIFIER: Final = "quantifier"
    TIME: Final = "time"
    AND: Final = "and"
    MARK: Final = "mark"
    NAME: Final = "name"
    ENTRY: Final = "entry"
    MODIFIER: Final = "modifier"
    WORD: Final = "word"
    VERB: Final = "verb"


#: What an entry-less chunk can be.
BLANK = Entry(key="")
_CLOSED_TAGS = {
    "articles": Tag.DETERMINER,
    "demonstratives": Tag.DETERMINER,
    "possessives": Tag.POSSESSIVE,
    "prepositions": Tag.PREPOSITION,
    "relatives": Tag.RELATIVE,
    "quantifiers": Tag.QUANTIFIER,
    "times": Tag.TIME,
}
_CONNECTORS = frozenset({"of", "for", "and", "the", "on", "in", "against", "to"})
#: What stands between a noun for people and their cause in a body's name.
_PARTISANS = frozenset({"democrat", "republican", "tory"})
_CAUSES = frozenset({"for", "without", "against"})
_ABBREVIATION_LENGTH = 4
#: First words of places that every country has.
SAINTS = frozenset({"st", "saint", "san", "santa", "santo", "sao", "sta"})
_HYPHENS = frozenset("-\u2010\u2011")
#: Letters of the longest second syllable ("yeong", "chiang" stays out), and names in capitals in front: surname and first half.
_SYLLABLE, _NAMES_BEFORE = 5, 2
#: Aliases that do not make a first name in ordinary spelling a body's.
_WEAK_ALIASES = frozenset({AliasKind.ABBREVIATION, AliasKind.CONTEXT_ONLY})


class Chunk(NamedTuple):
    """Lexemes [first, end) read as one unit. `caps`: capitalized; `poss`: carries a possessive mark.

    A named tuple, since hundreds are made for each article and a frozen dataclass costs three times as much to build.
    """

    first: int
    end: int
    tag: str
    entry: Entry
    key: str
    caps: bool = False
    poss: bool = False

    @property
    def named(self) -> bool:
        """Whether the chunk is a name by itself: a run or a known record."""
        return self.tag is Tag.NAME or bool(self.entry.records)


@dataclass(frozen=True, slots=True)
class Reader:
    """What chunking needs: the article, the table, and the newsroom's own names by key."""

    view: ArticleView
    gazetteer: Gazetteer
    house: dict[str, str]
    house_length: int = 0

    @property
    def lexicon(self) -> IdentityLexicon:
        """The words."""
        return self.gazetteer.lexicon


def chunks_of(reader: Reader, first: int, end: int) -> list[Chunk]:
    """Chunks of lexemes [first, end), runs of names joined."""
    chunks: list[Chunk] = []
    at = first
    while at < end:
        chunk = _chunk(reader, at, end)
        chunks.append(chunk)
        at = chunk.end
    return _joined(reader, chunks)


def _chunk(reader: Reader, at: int, end: int) -> Chunk:
    view, key = reader.view, reader.view.keys[at]
    if not (key[0].isalnum() or key[0] == "_"):
        return Chunk(at, at + 1, Tag.MARK, BLANK, key)
    if reader.house_length:
        house = _house(reader, at, end)
        if house is not None:
            return house
    if not view.caps[at] and _syllable(reader, at):
        return Chunk(at, at + 1, Tag.NAME, BLANK, key, caps=True, poss=view.poss[at])
    if _initial(view, at, end):
        return Chunk(at, at + 1, Tag.NAME, BLANK, key, caps=True)
    closed = reader.lexicon.closed.get(key)
    found = reader.gazetteer.longest(view.keys, at, end)
    while found is not None:
        stop, entry = found
        if entry.records and stop - at > 1 and _composes(reader, at, stop, end):
            found = reader.gazetteer.longest(view.keys, at, stop - 1)
            continue
        if stop - at == 1 and closed is not None and not _shouted(view, at):
            break
        usable = _usable(reader, at, stop, entry)
        if usable is not None:
            caps = view.caps[at] and (usable.person is not None or view.caps[stop - 1])
            return Chunk(at, stop, Tag.ENTRY, usable, usable.key, caps, view.poss[stop - 1])
        found = reader.gazetteer.longest(view.keys, at, stop - 1) if stop - at > 1 else None
    return _single(reader, at, closed, end)


def _initial(view: ArticleView, at: int, end: int) -> bool:
    """Whether a capital A inside a sentence is the first letter of a name and no article: "Minister A K Saseendran"."""
    inside = view.keys[at] == "a" and view.caps[at] and at > 0 and at + 1 < end
    return inside and view.caps[at - 1] and view.caps[at + 1] and view.sentence_of(at) == view.sentence_of(at - 1)


def _syllable(reader: Reader, at: int) -> bool:
    """Whether a small word is the second half of a given name, as Korean and Chinese names are written: "Park Sun-won"."""
    view, key = reader.view, reader.view.keys[at]
    if at < _NAMES_BEFORE or view.starts[at] - view.ends[at - 1] != 1 or view.text[view.ends[at - 1]] not in _HYPHENS:
        return False
    named = all(view.caps[at - back] for back in range(1, _NAMES_BEFORE + 1)) and view.keys[at - 1].isalpha()
    fits = len(key) <= _SYLLABLE and key.isalpha() and not key.endswith("ed")
    return named and fits and key not in reader.lexicon.words["tails"] and key not in reader.lexicon.closed


def _composes(reader: Reader, at: int, stop: int, end: int) -> bool:
    """Whether a known name is better read word by word, as country and kind of body.

    So where the kind goes on behind the name ("Chinese military" in "Chinese military intelligence"), where an imported row only
    repeats it ("Brazilian Air Force"), and where the name opens with a small letter: "the central bank of India" is no bank's name.
    """
    gazetteer, view = reader.gazetteer, reader.view
    if not view.caps[at]:
        shorter = gazetteer.longest(view.keys, at, stop - 1)
        return shorter is not None and bool(shorter[1].roles) and view.keys[shorter[0]] == "of"
    opening = gazetteer.longest(view.keys, at, stop - 1)
    if opening is None or not opening[1].countries:
        return False
    kind = gazetteer.longest(view.keys, opening[0], end)
    if kind is None or not (kind[1].roles or kind[1].officials) or kind[0] < stop:
        return False
    return kind[0] > stop or not _compiled_by_hand(reader, " ".join(view.keys[at:stop]))


def _compiled_by_hand(reader: Reader, key: str) -> bool:
    snapshot = reader.gazetteer.snapshot
    return any(snapshot.records[record].origin.startswith("curated") for record in snapshot.by_alias.get(key, ()))


def _single(reader: Reader, at: int, closed: str | None, end: int) -> Chunk:
    """One lexeme that no long entry begins with."""
    view, key = reader.view, reader.view.keys[at]
    caps, poss = view.caps[at], view.poss[at]
    if key == "and":
        return Chunk(at, at + 1, Tag.AND, BLANK, key)
    if closed is not None and not (closed == "times" and caps and at and view.keys[at - 1] in reader.lexicon.given):
        return Chunk(at, at + 1, _CLOSED_TAGS[closed], BLANK, key, caps)
    entry = reader.gazetteer.get(key)
    usable = _usable(reader, at, at + 1, entry) if entry is not None else None
    if usable is not None:
        return Chunk(at, at + 1, Tag.ENTRY, usable, key, caps, poss)
    if key in reader.lexicon.words["modifiers"] or key.isdigit():
        return Chunk(at, at + 1, Tag.MODIFIER, BLANK, key, caps, poss)
    if caps and at + 1 < end and not poss and key in reader.lexicon.ordinary and _opens(view, at):
        return Chunk(at, at + 1, Tag.WORD, BLANK, key)
    return Chunk(at, at + 1, Tag.NAME if caps else Tag.WORD, BLANK, key, caps, poss)


def _opens(view: ArticleView, at: int) -> bool:
    """Whether the capital may be only that of a sentence: the word opens one and a small letter follows."""
    opening = at == 0 or view.sentence_of(at) != view.sentence_of(at - 1)
    return opening and at + 1 < len(view) and view.keys[at + 1][0].isalpha() and not view.caps[at + 1]


def _opens_text(view: ArticleView, at: int) -> bool:
    return at == 0 or view.sentence_of(at) != view.sentence_of(at - 1)


def _house(reader: Reader, at: int, end: int) -> Chunk | None:
    view = reader.view
    for stop in range(min(end, at + reader.house_length), at, -1):
        key = " ".join(view.keys[at:stop])
        if key in reader.house:
            entry = Entry(key=key, records=(reader.house[key],))
            return Chunk(at, stop, Tag.ENTRY, entry, key, view.caps[at], view.poss[stop - 1])
    return None


def _shouted(view: ArticleView, at: int) -> bool:
    word = view.word(at)
    return len(word) > 1 and word.isupper()


def _shouted_inside(view: ArticleView, at: int) -> bool:
    """Whether capitals are those of an abbreviation ("St John Ambulance WA") and not of a dateline ("GAO, Mali")."""
    return _shouted(view, at) and at > 0 and view.paragraph_of(at) == view.paragraph_of(at - 1)


def _usable(reader: Reader, first: int, end: int, entry: Entry) -> Entry | None:
    """The entry without what its capitals forbid; None when nothing is left."""
    view = reader.view
    if entry.person is not None and view.caps[first] and not view.word(first).isascii():
        return None  # the name Pål, not a pal
    if not (entry.records or entry.countries or entry.place):
        return entry
    named = view.caps[first] or (view.caps[end - 1] and end - first > 1)
    if not named and entry.records and _own_spelling(reader, first, entry):
        return entry
    if named and end - first == 1 and len(entry.key) <= _ABBREVIATION_LENGTH and _plain_word(view, first, entry):
        named = False
    if entry.place and not (entry.records or entry.countries) and _shouted_inside(view, first):
        named = False
    if (
        named
        and end - first == 1
        and entry.records
        and (_somebody(reader, first, entry) or _opening_word(reader, first))
    ):
        named = False
    if named:
        return entry
    bare = Entry(
        key=entry.key,
        roles=entry.roles,
        officials=entry.officials,
        person=entry.person,
        plural=entry.plural,
        rank=entry.rank,
        head=entry.head,
        organ=entry.organ,
        document=entry.document,
    )
    return bare if known(bare) else None


def _own_spelling(reader: Reader, at: int, entry: Entry) -> bool:
    """Whether a name without a capital in front is written as names are: "easyJet", "24.kg", "dpa"."""
    word = reader.view.word(at)
    return entry.key in reader.lexicon.words["small_names"] or word[0].isdigit() or word != word.lower()


def _somebody(reader: Reader, at: int, entry: Entry) -> bool:
    """Whether a short name is here a name of somebody: "Ana Sello" and a lone "Lena" are not the agencies ANA and LENA."""
    view, lexicon = reader.view, reader.lexicon
    if _shouted(view, at):
        return False
    given = view.keys[at] in lexicon.given
    follows = at + 1 < len(view) and view.caps[at + 1] and view.keys[at + 1] not in lexicon.name_heads
    if given and follows and not view.poss[at]:
        return True
    before = view.keys[at - 1] if at and (view.caps[at - 1] or view.keys[at - 1] in lexicon.heads) else ""
    surname = before in lexicon.given or lexicon.ranks.get(before) == "honorific"
    if not (given or follows or surname) or not _abbreviation(reader, entry):
        return False
    told = before in lexicon.heads or (at + 1 < len(view) and view.keys[at + 1] in lexicon.heads)
    return not told


def _opening_word(reader: Reader, at: int) -> bool:
    """Whether a word in front of a noun has only its sentence's capital: "Local radio" is not The Local."""
    return reader.view.keys[at] in reader.lexicon.words["modifiers"] and _opens(reader.view, at)


def _abbreviation(reader: Reader, entry: Entry) -> bool:
    """Whether a one-word key is but an abbreviation to every record that answers to it: "LENA", unlike "Dell" or "Yara"."""
    records = (reader.gazetteer.snapshot.records[record] for record in entry.records)
    return all(_abbreviates(record, entry.key) for record in records)


def _abbreviates(record: SourceRecord, key: str) -> bool:
    if record.name.lower() == key:
        return record.name.isupper()
    named = [alias for alias in record.aliases if alias.text.lower() == key]
    return all(alias.kind in _WEAK_ALIASES or alias.text.isupper() for alias in named)


def _plain_word(view: ArticleView, at: int, entry: Entry) -> bool:
    """A short name at the start of a sentence in ordinary spelling may be an ordinary word ("Who", "Us")."""
    word = view.word(at)
    return not word.isupper() and bool(entry.countries) and entry.key in {"us", "uk", "uae", "usa", "rok", "drc", "car"}


def known(entry: Entry) -> bool:
    """Whether the entry says anything besides a name, a country or a place."""
    return bool(
        entry.roles or entry.officials or entry.person or entry.rank or entry.head or entry.organ or entry.document
    )


def _joined(reader: Reader, chunks: list[Chunk]) -> list[Chunk]:
    """Join capitalized chunks that no entry explains, with their particles and connectors, to runs."""
    joined: list[Chunk] = []
    at = 0
    while at < len(chunks):
        end = _run_end(reader, chunks, at)
        if end - at > 1:
            first, last = chunks[at], chunks[end - 1]
            key = " ".join(reader.view.keys[first.first : last.end])
            joined.append(
                Chunk(first.first, last.end, Tag.NAME, _run_entry(reader, key), key, caps=True, poss=last.poss)
            )
        else:
            joined.append(chunks[at])
        at = end
    return joined


def _run_entry(reader: Reader, key: str) -> Entry:
    return reader.gazetteer.get(key) or BLANK


def _run_end(reader: Reader, chunks: list[Chunk], at: int) -> int:
    """End of the run that begins at a chunk; at + 1 where none does."""
    if _two_matters(reader, chunks, at):
        return _run_end(reader, chunks, at + 2)
    if not _can_start(reader, chunks, at):
        return at + 1
    entry = chunks[at].entry
    unknown = _unknown(chunks[at]) or bool(entry.countries or entry.records) or _of_people(reader, chunks, at)
    unknown = unknown or chunks[at].key in reader.lexicon.given
    unknown = unknown or (chunks[at].tag is Tag.MODIFIER and _of_people(reader, chunks, at + 1))
    unknown = unknown or _another(reader, chunks, at)
    end = at + 1
    while end < len(chunks) and (not chunks[end - 1].poss or _collective(chunks[end - 1])):
        step = _step(reader, chunks, end)
        if step == 0:
            break
        unknown = unknown or any(_unknown(chunk) for chunk in chunks[end : end + step])
        end += step
    return end if unknown else at + 1


def _another(reader: Reader, chunks: list[Chunk], at: int) -> bool:
    """Whether a capitalized word before a known name of one ordinary word makes another's: "The Southern Star" is not the Star."""
    if at + 1 == len(chunks) or not (chunks[at].caps and chunks[at + 1].caps) or chunks[at].poss:
        return False
    following = chunks[at + 1]
    if chunks[at].tag is Tag.MODIFIER:
        return at > 0 and bool(following.entry.records) and not _solid(reader, following)
    return _of_town(reader, chunks[at], following)


def _of_town(reader: Reader, place: Chunk, paper: Chunk) -> bool:
    """Whether a newspaper's ordinary name is another's behind a place: "The Antigua Observer", "Bangor Daily News"."""
    named = bool(place.entry.places) or any(how == "name" for _, how in place.entry.countries)
    if not named or place.entry.records or not paper.entry.records:
        return False
    kinds = {reader.gazetteer.snapshot.records[record].type for record in paper.entry.records}
    return kinds == {SourceType.NEWS_OUTLET} and all(word in reader.lexicon.ordinary for word in paper.key.split())


def _two_matters(reader: Reader, chunks: list[Chunk], at: int) -> bool:
    """Whether "and" stands inside one body's name: "the Department of Primary Industries" ends not before "and Regional Development"."""
    if at + 2 >= len(chunks) or chunks[at + 1].tag is not Tag.AND:
        return False
    more, opening = chunks[at + 2], chunks[at].key.partition(" of ")
    named = more.caps and more.tag in {Tag.NAME, Tag.MODIFIER}
    return named and bool(opening[2]) and opening[0] in reader.lexicon.words["departments"]


def _unknown(chunk: Chunk) -> bool:
    entry = chunk.entry
    place = chunk.tag is Tag.ENTRY and bool(entry.place) and not entry.countries
    return chunk.tag is Tag.NAME or (place and not known(entry))


def _can_start(reader: Reader, chunks: list[Chunk], at: int) -> bool:
    chunk = chunks[at]
    if not chunk.caps or chunk.tag not in {Tag.NAME, Tag.ENTRY, Tag.MODIFIER}:
        return False
    if chunk.poss:
        return _collective(chunk) and at + 1 < len(chunks) and chunks[at + 1].caps and bool(chunks[at + 1].entry.head)
    described = chunk.key in reader.lexicon.words["describing"] and _opens_text(reader.view, chunk.first)
    return not described and _starts(
        reader, chunks, at
    )  # in "Pollster Indikator" the noun has but its sentence's capital


def _starts(reader: Reader, chunks: list[Chunk], at: int) -> bool:
    chunk, entry = chunks[at], chunks[at].entry
    if entry.person or entry.officials or entry.rank:
        return _of_people(reader, chunks, at)
    if chunk.key in reader.lexicon.given:
        known = entry.countries or entry.records
        return not known or _surname_follows(chunks, at + 1)
    if chunk.tag is Tag.MODIFIER:
        if chunk.key in reader.lexicon.words["standings"] or at + 1 == len(chunks) or not chunks[at + 1].caps:
            return False
        return not chunks[at + 1].entry.person or _of_people(reader, chunks, at + 1)
    return _known_start(reader, chunks, at) if entry.countries or entry.records else not entry.document


def _surname_follows(chunks: list[Chunk], at: int) -> bool:
    """Whether a chunk can be the surname behind a first name that a country or body bears as well: "Sofia Garcia"."""
    if at >= len(chunks) or not chunks[at].caps:
        return False
    entry = chunks[at].entry
    return chunks[at].tag is Tag.NAME or not (entry.roles or entry.head or entry.person or entry.rank or entry.organ)


def _known_start(reader: Reader, chunks: list[Chunk], at: int) -> bool:
    """Whether a country or known name is only the first word of an unknown name."""
    entry = chunks[at].entry
    if entry.countries and chunks[at].key.split()[0] in SAINTS and at + 1 < len(chunks):
        return chunks[at + 1].tag is Tag.NAME  # "St John Ambulance"
    if entry.countries and (not entry.records or entry.countries[0][1] == "adjective"):
        return entry.countries[0][1] != "capital" and _institution(reader, chunks, at + 1)
    if at + 1 < len(chunks):
        following = chunks[at + 1]
        if following.tag is Tag.AND and reader.view.word(following.first) == "&":
            return True
        named = following.caps and following.tag is Tag.NAME
        club = named and len(entry.key) <= _ABBREVIATION_LENGTH and entry.key in reader.lexicon.openings
        if club or _subsidiary(reader, chunks, at):
            return True  # "AFC Leopards"
        if not _solid(reader, chunks[at]) and (
            named or _institution(reader, chunks, at + 1) or _other(reader, chunks, at)
        ):
            return True
    return entry.head is not None and _goes_on(chunks, at)


#: Words that only say of a known company that it is one.
_LEGAL = frozenset(
    "company co corp corporation inc ltd plc llc ag group holdings holding limited bank airlines airways sa".split()
)


def _subsidiary(reader: Reader, chunks: list[Chunk], at: int) -> bool:
    """Whether a trade's capitalized noun behind a known company's name makes it another one: "Dangote Cement"."""
    following = chunks[at + 1]
    if not following.caps or following.entry.head is not SourceType.COMPANY or following.key in _LEGAL:
        return False
    kinds = {reader.gazetteer.snapshot.records[record].type for record in chunks[at].entry.records}
    return kinds == {SourceType.COMPANY} and not chunks[at].poss and not chunks[at].entry.countries


def _other(reader: Reader, chunks: list[Chunk], at: int) -> bool:
    """Whether a known name that is an ordinary word opens one of another kind: "Independent Police Investigative Directorate"."""
    end = at + 1
    while end < len(chunks) and chunks[end].caps and not chunks[end - 1].poss and chunks[end].entry.person is None:
        end += 1
    head = chunks[end - 1].entry.head
    kinds = {reader.gazetteer.snapshot.records[record].type for record in chunks[at].entry.records}
    return (
        end - at > 2
        and head is not None
        and head not in kinds
        and not any(c.entry.countries for c in chunks[at + 1 : end])
    )


def _goes_on(chunks: list[Chunk], at: int) -> bool:
    """Whether a known short name is only the beginning of an unknown longer one: "Commission for Air Quality"."""
    rest = chunks[at + 1 : at + 3]
    return len(rest) == 2 and rest[0].key in {"for", "on", "of"} and rest[1].caps and not rest[1].entry.countries


#: Types whose bodies bear a country in their name ("Hungarian Helsinki Committee"); companies are only said to be of one.
_NATIONAL = frozenset(
    {
        SourceType.ACADEMIC,
        SourceType.NGO,
        SourceType.THINK_TANK,
        SourceType.LEGISLATURE,
        SourceType.POLITICAL_PARTY,
        SourceType.RELIGIOUS,
    }
)


def _institution(reader: Reader, chunks: list[Chunk], at: int) -> bool:
    """Whether the capitalized words from a chunk on have a head that joins a country before it to one name."""
    for index in range(at, len(chunks)):
        chunk = chunks[index]
        entry = chunk.entry
        if not chunk.caps or entry.roles or entry.rank or entry.countries or _solid(reader, chunk):
            return False
        last = index + 1 == len(chunks) or not chunks[index + 1].caps
        kind = reader.lexicon.name_heads.get(chunk.key.rsplit(maxsplit=1)[-1]) if last else entry.head
        if kind in _NATIONAL:
            return True
        if _of_people(reader, chunks, index):
            continue
        if chunk.tag not in {Tag.NAME, Tag.ENTRY, Tag.MODIFIER} or entry.person is not None or chunk.poss:
            return False
    return False


def _solid(reader: Reader, chunk: Chunk) -> bool:
    """Whether the chunk is a known name that is no ordinary word: "Reuters", but not "Aid" or "Air"."""
    return bool(chunk.entry.records) and (" " in chunk.key or chunk.key not in reader.lexicon.ordinary)


def _collective(chunk: Chunk) -> bool:
    """Whether the chunk names many people, as the first part of a body's name does: "Teachers' Union", "People's Aid"."""
    return chunk.caps and chunk.entry.person is not None and chunk.entry.plural


def _of_people(reader: Reader, chunks: list[Chunk], at: int) -> bool:
    """Whether a noun for people begins a body's name: "Workers Union", "Refugee Assembly", "Kenya Lawyers for Peace"."""
    if chunks[at].entry.person is None or not chunks[at].caps or at + 1 >= len(chunks):
        return False
    following = chunks[at + 1]
    if chunks[at].poss:
        return _collective(chunks[at]) and following.caps and following.tag in {Tag.NAME, Tag.ENTRY, Tag.MODIFIER}
    if _opens_body(reader, chunks, at):
        return True
    if following.key in _CAUSES and at and chunks[at - 1].caps and _collective(chunks[at]):
        return at + 2 < len(chunks) and chunks[at + 2].caps
    return following.caps and bool(following.entry.head) and following.entry.person is None


def _opens_body(reader: Reader, chunks: list[Chunk], at: int) -> bool:
    """Whether a title's word is here a body's: "Private Hire Vehicles Association", "Metropolitan Cebu Water District"."""
    entry = chunks[at].entry
    told = entry.person is not None and entry.person.speaks and entry.person.type is not SourceType.RELIGIOUS
    if entry.officials or (told and entry.rank is None):
        return False
    end = at + 1
    while end < len(chunks) and _continues(chunks[end]) and not chunks[end - 1].poss:
        end += 1
    last = chunks[end - 1]
    noun = last.key.rsplit(maxsplit=1)[-1]
    return (
        end - at > 2
        and noun in reader.lexicon.name_heads
        and noun not in reader.lexicon.surnames
        and not last.entry.records
    )


def _step(reader: Reader, chunks: list[Chunk], at: int) -> int:
    """How many chunks at `at` continue a run: a capitalized one, or connectors before one; 0 for none."""
    chunk = chunks[at]
    if (
        _continues(chunk)
        or _cause(chunks, at)
        or _of_people(reader, chunks, at)
        or _surname(reader, chunks, at)
        or _paper(reader, chunks, at)
    ):
        return 1
    words = reader.lexicon.words
    if chunk.tag is Tag.AND and (more := _and_more(reader, chunks, at)) is not None:
        return more
    if chunk.key in words["particles"] and at + 1 < len(chunks) and chunks[at + 1].caps and chunk.tag is not Tag.MARK:
        return 2 if _continues(chunks[at + 1]) else 0
    length = 0
    while at + length < len(chunks) and chunks[at + length].key in _CONNECTORS and length < 2:
        length += 1
    if not length or at + length >= len(chunks):
        return 0
    head = chunks[at - 1]
    following = chunks[at + length]
    joins = head.entry.head or head.entry.roles or chunk.key == "and" or _collective(head)
    joins = joins and not (head.entry.roles and chunk.key == "in")  # "Police in Busan"
    titled = following.caps and (following.tag is not Tag.ENTRY or _plain(reader, following))
    titled = titled or bool(following.entry.countries and chunk.key == "of")
    return length + 1 if joins and titled and chunk.key != "and" else 0


def _and_more(reader: Reader, chunks: list[Chunk], at: int) -> int | None:
    """How many chunks from "and" on are part of the name; None where the words do not tell."""
    if rest := _second_matter(reader, chunks, at):
        return rest
    if at + 1 < len(chunks) and reader.view.word(chunks[at].first) == "&":
        return 2 if chunks[at + 1].caps else 0
    return 2 if at + 1 < len(chunks) and _listed(chunks, at) else None


#: Words of a kind of body with its matter: "Protection Authority".
_FULL = 2


def _second_matter(reader: Reader, chunks: list[Chunk], at: int) -> int:
    """How many chunks from "and" on end a name of two matters: "the Conservation and Environment Protection Authority"; 0 for none."""
    start = at
    while start > 0 and chunks[start - 1].caps and chunks[start - 1].tag in {Tag.NAME, Tag.ENTRY, Tag.MODIFIER}:
        start -= 1
    ahead = chunks[start:at]
    if start == 0 or chunks[start - 1].key != "the" or not ahead or any(_whole(chunk) for chunk in ahead):
        return 0
    end = at + 1
    while end < len(chunks) and chunks[end].caps and chunks[end].tag in {Tag.NAME, Tag.ENTRY, Tag.MODIFIER}:
        end += 1
    if chunks[end - 1].end - chunks[at].end < _FULL or chunks[end - 1].poss:
        return 0
    return end - at if reader.view.keys[chunks[end - 1].end - 1] in reader.lexicon.heads else 0


def _whole(chunk: Chunk) -> bool:
    """Whether a chunk in front of "and" is somebody or a body by itself."""
    entry = chunk.entry
    return chunk.poss or bool(entry.head or entry.roles or entry.person or entry.rank or entry.records)


def _cause(chunks: list[Chunk], at: int) -> bool:
    """Whether a noun for people is what a body stands up for: "Coalition for Economic Justice"."""
    chunk = chunks[at]
    told = chunk.caps and chunk.entry.person is not None and not chunk.entry.plural
    return told and any(before.key in _CAUSES for before in chunks[max(0, at - 2) : at])


def _paper(reader: Reader, chunks: list[Chunk], at: int) -> bool:
    """Whether a noun for people is a newspaper's behind its town: "Zululand Observer"."""
    chunk, before = chunks[at], chunks[at - 1]
    last = at + 1 == len(chunks) or not chunks[at + 1].caps
    return (
        last
        and chunk.caps
        and bool(before.entry.place)
        and reader.lexicon.name_heads.get(chunk.key) is SourceType.NEWS_OUTLET
    )


def _surname(reader: Reader, chunks: list[Chunk], at: int) -> bool:
    """Whether a noun for people ends a name: "Zabihullah Mujahid", "Coalition of Domestic Election Observers"."""
    chunk, before = chunks[at], chunks[at - 1]
    if chunk.key in _PARTISANS or _shouted(reader.view, chunk.first):
        return False  # "the Nevada Democrat", though Nevada is a first name too; "the Belfast East MP"
    if (
        not chunk.caps
        or chunk.entry.person is None
        or not before.caps
        or (at + 1 < len(chunks) and chunks[at + 1].caps)
    ):
        return False
    if before.key.split()[0] in reader.lexicon.given or (
        _collective(chunk) and any(c.key in {"of", "for"} for c in chunks[:at])
    ):
        return True
    if before.tag is Tag.NAME and not (chunk.entry.plural or chunk.entry.person.speaks or before.entry.place):
        return at > 1 and chunks[at - 2].caps  # "herder Karma Tsering Lama"
    return before.tag is Tag.NAME and _collective(chunk) and chunk.key in reader.lexicon.name_heads


def _plain(reader: Reader, chunk: Chunk) -> bool:
    """Whether a known capitalized word can be the subject in a body's name: a head noun, a place or an ordinary word."""
    entry = chunk.entry
    if entry.countries or entry.officials or _solid(reader, chunk):
        return False
    return bool(entry.head or entry.place or entry.records) or entry.person is not None


def _listed(chunks: list[Chunk], at: int) -> bool:
    """Whether "and" joins two subjects of one body: "Centre for Science and Environment"."""
    following = chunks[at + 1]
    before = next((chunk for chunk in reversed(chunks[:at]) if not chunk.caps), None)
    subject = before is not None and before.key in {"for", "of", "on"} and before.first > chunks[0].first
    subject = subject or (chunks[at - 1].caps and any(f" {word} " in chunks[at - 1].key for word in ("for", "of")))
    return subject and _continues(following) and not (following.entry.records or following.entry.countries)


def _continues(chunk: Chunk) -> bool:
    if not chunk.caps or chunk.tag not in {Tag.NAME, Tag.ENTRY, Tag.MODIFIER}:
        return False
    entry = chunk.entry
    return not (entry.person or entry.officials)
