"""A phrase as chunks: known entries, function words, runs of capitalized words, the rest.

Chunking is greedy and left to right: the longest entry wins, except that a name written without its capital is no name
("who" is not the WHO, "us" not the US). Capitalized words that no entry explains join to runs ("Grupa Granica").
"""

from dataclasses import dataclass
from typing import NamedTuple

from service.core.identity.gazetteer import Entry, Gazetteer
from service.core.identity.lexicon import IdentityLexicon
from service.core.identity.view import ArticleView


class Tag:
    """What a chunk is for the grammar of phrases: plain strings, since an enum member hashes ten times slower."""

    DETERMINER = "determiner"
    POSSESSIVE = "possessive"
    PREPOSITION = "preposition"
    RELATIVE = "relative"
    QUANTIFIER = "quantifier"
    TIME = "time"
    AND = "and"
    MARK = "mark"
    NAME = "name"
    ENTRY = "entry"
    MODIFIER = "modifier"
    WORD = "word"
    VERB = "verb"


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
_ABBREVIATION_LENGTH = 4


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
    closed = reader.lexicon.closed.get(key)
    found = reader.gazetteer.longest(view.keys, at, end)
    while found is not None:
        stop, entry = found
        if stop - at == 1 and closed is not None and not _shouted(view, at):
            break
        usable = _usable(view, at, stop, entry)
        if usable is not None:
            return Chunk(at, stop, Tag.ENTRY, usable, usable.key, view.caps[at], view.poss[stop - 1])
        found = reader.gazetteer.longest(view.keys, at, stop - 1) if stop - at > 1 else None
    return _single(reader, at, closed)


def _single(reader: Reader, at: int, closed: str | None) -> Chunk:
    """One lexeme that no long entry begins with."""
    view, key = reader.view, reader.view.keys[at]
    caps, poss = view.caps[at], view.poss[at]
    if key == "and":
        return Chunk(at, at + 1, Tag.AND, BLANK, key)
    if closed is not None and not (closed == "times" and caps and at and view.keys[at - 1] in reader.lexicon.given):
        return Chunk(at, at + 1, _CLOSED_TAGS[closed], BLANK, key, caps)
    entry = reader.gazetteer.get(key)
    usable = _usable(view, at, at + 1, entry) if entry is not None else None
    if usable is not None:
        return Chunk(at, at + 1, Tag.ENTRY, usable, key, caps, poss)
    if key in reader.lexicon.words["modifiers"] or key.isdigit():
        return Chunk(at, at + 1, Tag.MODIFIER, BLANK, key, caps, poss)
    return Chunk(at, at + 1, Tag.NAME if caps else Tag.WORD, BLANK, key, caps, poss)


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


def _usable(view: ArticleView, first: int, end: int, entry: Entry) -> Entry | None:
    """The entry without what its capitals forbid; None when nothing is left."""
    if not (entry.records or entry.countries or entry.place):
        return entry
    named = view.caps[first] or (view.caps[end - 1] and end - first > 1)
    if named and end - first == 1 and len(entry.key) <= _ABBREVIATION_LENGTH and _plain_word(view, first, entry):
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
    if not _can_start(reader, chunks, at):
        return at + 1
    end, unknown = at + 1, _unknown(chunks[at]) or _of_people(chunks, at)
    while end < len(chunks) and not chunks[end - 1].poss:
        step = _step(reader, chunks, end)
        if step == 0:
            break
        unknown = unknown or any(_unknown(chunk) for chunk in chunks[end : end + step])
        end += step
    return end if unknown else at + 1


def _unknown(chunk: Chunk) -> bool:
    return chunk.tag is Tag.NAME or (chunk.tag is Tag.ENTRY and bool(chunk.entry.place) and not known(chunk.entry))


def _can_start(reader: Reader, chunks: list[Chunk], at: int) -> bool:
    chunk = chunks[at]
    if not chunk.caps or chunk.poss or chunk.tag not in {Tag.NAME, Tag.ENTRY, Tag.MODIFIER}:
        return False
    entry = chunk.entry
    if entry.person or entry.officials or entry.rank:
        return _of_people(chunks, at)
    if chunk.key in reader.lexicon.given:
        return True
    if chunk.tag is Tag.MODIFIER:
        return at + 1 < len(chunks) and chunks[at + 1].caps and not chunks[at + 1].entry.person
    return not (entry.countries or entry.records or entry.document)


def _of_people(chunks: list[Chunk], at: int) -> bool:
    """Whether a noun for people begins a body's name: "Workers Union", "Refugee Assembly"."""
    if chunks[at].entry.person is None or not chunks[at].caps or chunks[at].poss or at + 1 >= len(chunks):
        return False
    following = chunks[at + 1]
    return following.caps and bool(following.entry.head) and following.entry.person is None


def _step(reader: Reader, chunks: list[Chunk], at: int) -> int:
    """How many chunks at `at` continue a run: a capitalized one, or connectors before one; 0 for none."""
    chunk = chunks[at]
    if _continues(chunk) or _of_people(chunks, at):
        return 1
    words = reader.lexicon.words
    if chunk.key in words["particles"] and at + 1 < len(chunks) and chunks[at + 1].caps and chunk.tag is not Tag.MARK:
        return 2 if _continues(chunks[at + 1]) else 0
    length = 0
    while at + length < len(chunks) and chunks[at + length].key in _CONNECTORS and length < 2:
        length += 1
    if not length or at + length >= len(chunks):
        return 0
    head = chunks[at - 1]
    following = chunks[at + length]
    joins = head.entry.head or head.entry.roles or chunk.key == "and"
    titled = bool(following.caps and (following.entry.head or following.tag is Tag.NAME or following.entry.place))
    titled = titled or bool(following.entry.countries and chunk.key == "of")
    return length + 1 if joins and titled and chunk.key != "and" else 0


def _continues(chunk: Chunk) -> bool:
    if not chunk.caps or chunk.tag not in {Tag.NAME, Tag.ENTRY, Tag.MODIFIER}:
        return False
    entry = chunk.entry
    return not (entry.person or entry.officials)
