"""Read a person or people from chunks: title, name, and the body they speak for."""

from dataclasses import dataclass

from service.core.domain import SourceType
from service.core.identity.bodies import base_length, read_body
from service.core.identity.chunks import Chunk, Reader, Tag
from service.core.identity.lexicon import PersonClass
from service.core.identity.reading import Body, Individual, Jurisdiction

_LINKS = frozenset({"of", "for", "at", "from", "in", "with", "inside", "within", "to", "on"})
#: Nouns for people that stand in front of a body's name as a rank ("President Lula") and so always begin a person.
_FORMER = frozenset({"former", "ex", "late", "retired", "onetime", "then"})
_MAX_PHRASES = 3


def is_person(chunk: Chunk) -> bool:
    """Whether the chunk is a noun or title for people, and no possessor."""
    entry = chunk.entry
    return bool(entry.person or entry.officials or entry.rank) and not chunk.poss


def person_at(chunks: list[Chunk], base: int) -> int | None:
    """Index of the last person noun of the noun group that is the first `base` chunks."""
    found = [index for index in range(base) if is_person(chunks[index])]
    if not found:
        return None
    last = found[-1]
    entry = chunks[last].entry
    if entry.roles and not entry.person and (last + 1 >= base or not chunks[last + 1].caps):
        return None
    following = chunks[last + 1 : base]
    if any(chunk.entry.head or chunk.entry.roles or chunk.entry.organ for chunk in following if chunk.tag is Tag.ENTRY):
        return None
    return last


def read_person(reader: Reader, chunks: list[Chunk], at: int) -> Individual:
    """The person whose last noun or title is chunk `at`; the body comes from what stands before or after it."""
    base = base_length(chunks)
    first = at
    while first > 0 and is_person(chunks[first - 1]):
        first -= 1
    titles = chunks[first : at + 1]
    name = _name(reader, chunks, at + 1, base)
    body, owner = _body_before(reader, chunks[:first])
    after = _body_after(reader, chunks, base)
    seen = {chunk.key for chunk in chunks[:first]}
    noun = _noun(titles)
    kind, plural = _class_of(reader, noun)
    return Individual(
        first=chunks[0].first,
        end=chunks[base - 1].end,
        name=name.surface if name else None,
        name_key=name.key if name else "",
        kind=kind,
        title=reader.view.surface(titles[0].first, titles[-1].end),
        title_key=reader.lexicon.short_titles.get(noun.key, noun.key),
        roles=tuple(dict.fromkeys(role for chunk in titles for role in chunk.entry.officials)),
        rank=next((chunk.entry.rank for chunk in titles if chunk.entry.rank), None),
        plural=plural,
        former=bool(seen & _FORMER),
        definite=chunks[0].tag is Tag.DETERMINER and chunks[0].key not in {"a", "an"},
        indefinite=chunks[0].tag is Tag.QUANTIFIER or chunks[0].key in {"a", "an"},
        owner=owner,
        body=_pick(body, after),
    )


def _noun(titles: list[Chunk]) -> Chunk:
    """The title that tells most: an office before a bare rank."""
    for chunk in reversed(titles):
        if chunk.entry.person is not None or chunk.entry.officials:
            return chunk
    return titles[-1]


def _class_of(reader: Reader, noun: Chunk) -> tuple[PersonClass | None, bool]:
    """Class and number of a title; a role's own title ("defence ministry spokesman") has those of its last word."""
    if noun.entry.person is not None:
        return noun.entry.person, noun.entry.plural
    return reader.lexicon.people.get(noun.key.split()[-1], (None, False))


def _pick(before: Body | None, after: Body | None) -> Body | None:
    """The body in front wins unless it is only a country and a fuller one follows ("Ukrainian professor at X")."""
    if before is None or (after is not None and _bare_country(before) and not _bare_country(after)):
        if before is not None and after is not None and not after.countries and not after.records:
            return after._replace(
                countries=before.countries, jurisdiction=before.jurisdiction, country_word=before.country_word
            )
        return after
    return before


def _bare_country(body: Body) -> bool:
    return not (body.records or body.roles or body.name or body.head)


@dataclass(frozen=True, slots=True)
class PersonName:
    """A person's name as written and its key."""

    surface: str
    key: str
    first: int
    end: int


def _name(reader: Reader, chunks: list[Chunk], first: int, end: int) -> PersonName | None:
    """The capitalized words behind the titles."""
    stop = first
    while stop < end and chunks[stop].caps and chunks[stop].tag in {Tag.NAME, Tag.ENTRY, Tag.MODIFIER}:
        stop += 1
        if chunks[stop - 1].poss:
            break
    return name_between(reader, chunks[first].first, chunks[stop - 1].end) if stop > first else None


def name_between(reader: Reader, first: int, end: int) -> PersonName:
    """Lexemes [first, end) as a person's name."""
    return PersonName(reader.view.surface(first, end), " ".join(reader.view.keys[first:end]), first, end)


def _body_before(reader: Reader, chunks: list[Chunk]) -> tuple[Body | None, str | None]:
    """Body and possessive owner ("his lawyer") in front of the titles."""
    owner = next((chunk.key for chunk in chunks if chunk.tag is Tag.POSSESSIVE), None)
    body = read_body(reader, chunks) if chunks else None
    return body, owner


def _body_after(reader: Reader, chunks: list[Chunk], base: int) -> Body | None:
    """The body in the phrases behind: "of the Bank of Uganda", "of economics at Makerere University"."""
    at = base
    for _ in range(_MAX_PHRASES):
        while at < len(chunks) and chunks[at].tag is not Tag.PREPOSITION:
            if chunks[at].tag in {Tag.RELATIVE, Tag.MARK} or (chunks[at].tag is Tag.WORD and at == base):
                return None
            at += 1
        if at >= len(chunks):
            return None
        if chunks[at].key in _LINKS:
            body = read_body(reader, chunks[at + 1 :])
            if body is not None and _speaks(body):
                return body
        at += 1
    return None


def _speaks(body: Body) -> bool:
    """Whether people can belong to it: a noun such as "economics" or "the talks" is no body."""
    return bool(body.records or body.roles or body.countries or body.name or body.head_word) or (
        body.jurisdiction is not Jurisdiction.NONE
    )


def looks_personal(reader: Reader, chunk: Chunk) -> bool:
    """Whether a run of capitalized words is a person's name: by its first name, else by having no sign of a body."""
    keys = reader.view.keys[chunk.first : chunk.end]
    lexicon = reader.lexicon
    if any(lexicon.heads.get(key) for key in (keys[-1], " ".join(keys[-2:]))) and lexicon.given.get(keys[0]) is None:
        return False
    if keys[0] in lexicon.given:
        return True
    words = [reader.view.word(index) for index in range(chunk.first, chunk.end)]
    shouted = any(len(word) > 1 and word.isupper() for word in words)
    return 2 <= len(keys) <= 4 and not shouted and not any(key in {"of", "for", "and", "the"} for key in keys)


def type_of(individual: Individual, body_type: SourceType | None) -> SourceType:
    """API type of the person: that of the noun's class, or of the body for analysts and the like."""
    kind = individual.kind
    if individual.former:
        return SourceType.PERSON
    if kind is None:
        return (
            SourceType.OFFICIAL if individual.roles or individual.rank not in {None, "honorific"} else SourceType.PERSON
        )
    if kind.type is None:
        return body_type or kind.fallback
    return kind.type
