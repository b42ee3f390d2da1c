"""Read a person or people from chunks: title, name, and the body they speak for."""

import re
from dataclasses import dataclass
from itertools import pairwise

from service.core.domain import SourceType
from service.core.identity.bodies import base_length, is_team, read_body
from service.core.identity.chunks import Chunk, Reader, Tag
from service.core.identity.lexicon import IdentityLexicon, PersonClass
from service.core.identity.reading import Body, Individual, Jurisdiction

_LINKS = frozenset({"of", "for", "at", "from", "in", "with", "inside", "within", "to", "on"})
#: Nouns for people that stand in front of a body's name as a rank ("President Lula") and so always begin a person.
_WHERE = frozenset({"in", "on", "to", "inside"})
_FORMER = frozenset({"former", "ex", "late", "retired", "onetime", "then"})
_MAX_PHRASES = 3
#: Letters of a word that may be initials in ordinary spelling ("Nasa").
_INITIALS = 4
#: Capitals inside a word ("AgroSul"), apart from those of surnames ("McDonald", "DiCaprio").
_CAMEL = re.compile(r"(?<!^Mc)(?<!^Mac)(?<!^De)(?<!^Di)(?<!^La)(?<!^Le)(?<!^Van)(?<!^Fitz)(?<=[a-z])[A-Z]")
#: Endings of nouns for people who do something.
_AGENT = re.compile(r"(?:(?<=\w{3})(?:er|or|ist|ian|eer|ee|ess|wright|smith)s?|(?<=\w{2})m[ae]n)$")
#: Scholars by the ending of their noun: "a geochronologist", "glaciologists".
_SCHOLAR = re.compile(r"(?<=\w{3})(?:ologist|onomer|ographer|ometrist|oecologist)s?$")
_JOINTS = frozenset({"of", "for", "and", "the", "do", "dos", "das"})


def is_person(chunk: Chunk) -> bool:
    """Whether the chunk is a noun or title for people, and no possessor."""
    entry = chunk.entry
    return bool(entry.person or entry.officials or entry.rank) and not chunk.poss


def person_at(reader: Reader, chunks: list[Chunk], base: int) -> int | None:
    """Index of the last person noun of the noun group that is the first `base` chunks."""
    found = [index for index in range(base) if is_person(chunks[index])]
    if not found:
        return None
    last = found[-1]
    entry = chunks[last].entry
    if entry.records and chunks[last].caps and last and last + 1 == base and chunks[last - 1].tag is Tag.DETERMINER:
        return None  # the newspaper The Economist
    if entry.roles and not entry.person and (last + 1 >= base or not chunks[last + 1].caps):
        return None
    following = chunks[last + 1 : base]
    somebody = not following and chunks[0].key in {"a", "an", "one"}
    somebody = somebody and (entry.head is SourceType.UNKNOWN or _who_follows(reader, chunks, base))
    if (
        entry.head is not None
        and not somebody
        and (not following or following[0].named)
        and not _names_person(reader, following, office=entry.person is not None and entry.person.office)
    ):
        return None
    if any(chunk.entry.head or chunk.entry.roles or chunk.entry.organ for chunk in following if chunk.tag is Tag.ENTRY):
        return None
    return last


def _who_follows(reader: Reader, chunks: list[Chunk], base: int) -> bool:
    """Whether the noun group goes on with "who": "a miner who survived" is no company."""
    keys, at = reader.view.keys, chunks[base - 1].end
    return "who" in keys[at : at + 2]


def _names_person(reader: Reader, following: list[Chunk], *, office: bool) -> bool:
    """Whether a person's name follows a noun that can mean a body as well: "vendor Ellen Suri", not "broadcaster NRK".

    `office`: the noun is that of one who holds an office, as "ombudsman" is.
    """
    if not following or following[0].tag is not Tag.NAME or not looks_personal(reader, following[0]):
        return False
    known = reader.view.keys[following[0].first] in reader.lexicon.given
    return office or known or is_aged(reader, following[0].end)


def is_aged(reader: Reader, end: int) -> bool:
    """Whether an age follows what ends before a lexeme: "Kaz, 34"."""
    return reader.view.keys[end : end + 1] == [","] and age_at(reader, end + 1)


def age_at(reader: Reader, at: int) -> bool:
    """Whether a number of years stands at a lexeme, or "43-year-old" behind an article."""
    view = reader.view
    keys = view.keys[at : at + 4]
    if keys and keys[0] in _OPENERS:
        return keys[2:] == ["year", "old"] and keys[1].isdigit()
    return len(keys) > 1 and keys[0].isdecimal() and 0 < int(keys[0][:4]) <= _OLDEST and keys[1] in _BEHIND_AGE


_OLDEST = 115
_OPENERS = frozenset({"a", "an"})
#: What may stand behind an age.
_BEHIND_AGE = frozenset(
    {",", ".", ";", ")", "—", "–", "”", '"', "(", ":", "?", "!", "of", "from", "and", "in", "who", "whose"}
    | {"said", "told", "says", "was", "is"}
)


def read_person(reader: Reader, chunks: list[Chunk], at: int) -> Individual:
    """The person whose last noun or title is chunk `at`; the body comes from what stands before or after it."""
    base = base_length(chunks)
    first = at
    while first > 0 and is_person(chunks[first - 1]) and not chunks[first - 1].entry.roles:
        first -= 1
    titles = chunks[first : at + 1]
    name = _name(reader, chunks, at + 1, base) or _called(reader, chunks, base)
    body, owner = _body_before(reader, chunks[:first])
    title = chunks[at].entry.person
    if body is not None and first and title is not None and title.office:
        body = _governed(body, chunks[first - 1])
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
        abroad=bool(seen & reader.lexicon.regions),
        where=_seat(chunks[:first]),
        of_state=bool(seen & reader.lexicon.words["state_words"]),
        counted=_counted(reader, chunks),
    )


def stranger_in(reader: Reader, chunks: list[Chunk], base: int) -> Individual | None:
    """A person whom only the ending of an unlisted noun shows: "a docker", "two roboticists"."""
    if base < 2 or chunks[0].tag not in {Tag.DETERMINER, Tag.QUANTIFIER, Tag.POSSESSIVE}:
        return None
    noun, kind = chunks[base - 1], reader.lexicon.stranger
    scholar = _SCHOLAR.search(noun.key) is not None
    if noun.tag is not Tag.WORD or noun.caps or kind is None or not (scholar or _AGENT.search(noun.key)):
        return None
    if scholar:
        kind = reader.lexicon.people["scientist"][0]
    return Individual(
        first=chunks[0].first,
        end=noun.end,
        kind=kind,
        title=reader.view.surface(noun.first, noun.end),
        title_key=noun.key,
        plural=noun.key.endswith(("s", "men")),
        body=_body_after(reader, chunks, base) if scholar else None,
        definite=chunks[0].tag is not Tag.QUANTIFIER and chunks[0].key not in {"a", "an"},
        indefinite=chunks[0].tag is Tag.QUANTIFIER or chunks[0].key in {"a", "an"},
        owner=chunks[0].key if chunks[0].tag is Tag.POSSESSIVE else None,
        counted=_counted(reader, chunks),
    )


def _seat(chunks: list[Chunk]) -> tuple[str, ...]:
    """Codes of the place in "a Toronto-based lawyer"."""
    for chunk, after in pairwise(chunks):
        if after.key == "based":
            return tuple(code for code, _ in chunk.entry.countries) or chunk.entry.places
    return ()


def _counted(reader: Reader, chunks: list[Chunk]) -> bool:
    return any(chunk.tag is Tag.QUANTIFIER and chunk.key in reader.lexicon.words["cardinals"] for chunk in chunks[:3])


def stranger_named(reader: Reader, chunks: list[Chunk], base: int) -> Individual | None:
    """A full name behind a noun that no list has or an age: "palaeoanthropologist Antoine Balzeau", "26-year-old Choong"."""
    if base < 2 or chunks[base - 1].tag is not Tag.NAME or chunks[base - 1].poss:
        return None
    noun, named = chunks[base - 2], chunks[base - 1]
    aged = noun.key == "old" and base > 2 and chunks[base - 3].key == "year"
    full = reader.view.keys[named.first] in reader.lexicon.given and named.end - named.first > 1
    full = full or (named.end - named.first > 1 and bool(_AGENT.search(noun.key) or _SCHOLAR.search(noun.key)))
    titled = noun.tag is Tag.WORD and not noun.caps and full and looks_personal(reader, named)
    if not (aged or titled):
        return None
    others = chunks[: base - 2]
    if any(chunk.entry.head or chunk.entry.roles or chunk.entry.records for chunk in others):
        return None
    learned = noun.key.endswith(_LEARNED) and "scientist" in reader.lexicon.people
    name = name_between(reader, named.first, named.end)
    places = next((chunk.entry for chunk in others if chunk.entry.countries or chunk.entry.places), None)
    return Individual(
        first=chunks[0].first,
        end=named.end,
        name=name.surface,
        name_key=name.key,
        kind=reader.lexicon.people["scientist"][0] if learned else reader.lexicon.stranger,
        title=reader.view.surface(noun.first, noun.end),
        title_key=noun.key,
        where=(tuple(code for code, _ in places.countries) or places.places) if places else (),
    )


#: Endings of nouns for scholars.
_LEARNED = ("ologist", "ographer", "onomist", "icist")


def is_scholar(noun: str, lexicon: IdentityLexicon) -> bool:
    """Whether a noun, singular or plural, is one for people who speak as scholars at a university: "oncologist", not "nurse"."""
    one = noun.removesuffix("s")
    return bool(_SCHOLAR.search(noun)) or one.endswith(_LEARNED) or one in lexicon.words["learned"]


def _noun(titles: list[Chunk]) -> Chunk:
    """The title that tells most: an office before a bare rank."""
    known = [chunk for chunk in reversed(titles) if chunk.entry.person is not None or chunk.entry.officials]
    offices = [chunk for chunk in known if chunk.entry.officials or chunk.entry.person.speaks]  # type: ignore[union-attr]
    return (offices or known or titles[-1:])[0]


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


#: "A retired diplomat named Colin Ashby", "a man identified as Joe Ota".
_CALLED = frozenset({"named", "called", "identified"})
_GIVES = frozenset({"name", "identified", "himself", "herself", "identify"})
#: Words of "who gave only his first name as".
_GIVING = 9


def _called(reader: Reader, chunks: list[Chunk], base: int) -> PersonName | None:
    """The name behind "named", or in a clause that tells it: "who gave his name as Rafiq"."""
    if base < len(chunks) and chunks[base].key in _CALLED:
        at = base + 1
        at += at < len(chunks) and chunks[at].key in {"as", "only"}
        return _name(reader, chunks, at, len(chunks)) if at < len(chunks) else None
    view, end = reader.view, chunks[base - 1].end
    clause = view.keys[end : end + _GIVING]
    if clause[:1] != ["who"] or _GIVES.isdisjoint(clause) or "as" not in clause:
        return None
    first = end + clause.index("as") + 1
    stop = first
    while stop < len(view) and view.caps[stop]:
        stop += 1
    return name_between(reader, first, stop) if stop > first else None


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
            if body is not None and _speaks(body) and not (chunks[at].key in _WHERE and _only_name(body)):
                return body
        at += 1
    return None


def _governed(body: Body, chunk: Chunk) -> Body:
    """A place that bears a newspaper's name as well is the place in front of an office: "the Sabah chief minister"."""
    if not body.records or body.roles or body.countries or not chunk.entry.places or body.record_key != chunk.entry.key:
        return body
    place = body.record_word
    return body._replace(
        records=(),
        record_key="",
        record_word="",
        countries=chunk.entry.places,
        jurisdiction=Jurisdiction.PLACE,
        country_word=place,
    )


def _only_name(body: Body) -> bool:
    """Whether nothing but capitals says what it is: behind "in" that is a place no list has."""
    return body.name is not None and not (body.records or body.roles or body.head_word or body.countries)


def _speaks(body: Body) -> bool:
    """Whether people can belong to it: a noun such as "economics" or "the talks" is no body."""
    return bool(body.records or body.roles or body.countries or body.name or body.head_word) or (
        body.jurisdiction is not Jurisdiction.NONE
    )


def looks_personal(reader: Reader, chunk: Chunk) -> bool:
    """Whether a run of capitalized words is a person's name: by its first name, else by having no sign of a body."""
    lexicon = reader.lexicon
    keys = reader.view.keys[chunk.first : chunk.end]
    known = lexicon.given.get(keys[0]) is not None
    if _of_body(lexicon, keys, known=known) or keys[-1] in lexicon.documents:
        return False
    if known:
        return True
    words = [reader.view.word(index) for index in range(chunk.first, chunk.end)]
    if any((len(word) > 1 and word.isupper()) or _CAMEL.search(word) or word[0].isdigit() for word in words):
        return False
    if chunk.first and reader.view.keys[chunk.first - 1] == "the":
        return False
    if (
        keys[-1] in lexicon.words["things"]
        or all(key in lexicon.ordinary for key in keys)
        or (keys[0] in lexicon.ordinary and keys[-1] in lexicon.places)
    ):
        return False  # "Environment Canterbury"
    placed = (keys[-1] in lexicon.places and len(keys) > 2) or _nation(reader, keys)
    return 2 <= len(keys) <= 4 and not placed and not any(key in _JOINTS for key in keys)


def looks_last(reader: Reader, body: Body) -> bool:
    """Whether a body's name is one capitalized word in ordinary spelling that no list knows: more often a surname than a firm."""
    lexicon, name = reader.lexicon, body.name
    if reader.view.keys[body.end : body.end + 2] == [",", "which"]:
        return False
    if name is None or " " in name or body.definite or body.countries or body.head_word or body.end - body.first > 1:
        return False
    listed = body.name_key in lexicon.places or body.name_key in lexicon.ordinary
    return name.istitle() and name.isalpha() and len(name) > _INITIALS and not listed


def _nation(reader: Reader, keys: list[str]) -> bool:
    """Whether the name begins with a region or ends in a country: "Manitoba Health", "Transparency Solomon Islands"."""
    place = reader.lexicon.places.get(keys[0])
    if place is not None and place[0] == "region":
        return True
    words = reader.gazetteer.snapshot.country_words
    return any(word in words and words[word][0][1] == "name" for word in (keys[-1], " ".join(keys[-2:])))


def _of_body(lexicon: IdentityLexicon, keys: list[str], *, known: bool) -> bool:
    """Whether a head noun ends the name (or begins it before "of"), unless it is a surname behind a known first name."""
    opening = len(keys) > 1 and (keys[0] in lexicon.openings or f"{keys[0]} {keys[1]}" in lexicon.openings)
    if opening or (len(keys) == 2 and is_team(lexicon, keys)):
        return True
    for tail in (" ".join(keys[-2:]), keys[-1]):
        if tail in lexicon.name_heads:
            return not (known and tail in lexicon.surnames)
    return len(keys) > 2 and keys[1] in {"of", "for"} and keys[0] in lexicon.heads


#: Titles of people who speak for a body only where it is told: a café's owner is a private person.
_OWNERS = frozenset({"owner", "co-owner", "co owner", "partner", "captain", "publisher"})
_MEMBERS = frozenset({"member", "members"})
#: Titles that mean a calling where only a nation stands before them: "Senegalese director Awa Sarr" makes films.
_MAKERS = frozenset({"director", "producer", "editor", "founder"})
#: Bodies whose people are officials when a newspaper's "source" or "analyst" belongs to them.
_STATE = frozenset(
    {
        SourceType.GOVERNMENT,
        SourceType.POLICE,
        SourceType.MILITARY,
        SourceType.INTELLIGENCE_AGENCY,
        SourceType.JUDICIARY,
        SourceType.LEGISLATURE,
        SourceType.INTERNATIONAL_ORG,
    }
)
#: Bodies whose researchers speak for them, being no scholars: a rights group's, a firm's.
_EMPLOYING = frozenset({SourceType.NGO, SourceType.COMPANY, SourceType.THINK_TANK, SourceType.INTERNATIONAL_ORG})
#: Bodies whose analysts and economists are of the body's own type, named or not.
LEARNED = frozenset({SourceType.THINK_TANK, SourceType.ACADEMIC, SourceType.POLLSTER})


def type_of(individual: Individual, body_type: SourceType | None) -> SourceType:
    """API type of the person: that of the noun's class; for analysts and sources the body decides."""
    kind = individual.kind
    if individual.former or of_players(individual):
        return SourceType.PERSON
    if _ordained(individual):
        return SourceType.RELIGIOUS
    if kind is None:
        spoken = individual.roles or individual.rank not in {None, "honorific"}
        return SourceType.OFFICIAL if spoken else SourceType.PERSON
    return _of_class(individual, kind, body_type)


def _of_class(individual: Individual, kind: PersonClass, body_type: SourceType | None) -> SourceType:
    """Type that the class of the noun gives, where the body does not decide."""
    if kind.id == "executive" and individual.title_key in _OWNERS and body_type is None and not individual.owner:
        return SourceType.PERSON
    if kind.id == "insider":
        return _of_insider(individual, kind, body_type)
    if individual.title_key in _MEMBERS and body_type in _STATE:
        return SourceType.OFFICIAL
    if individual.title_key in _MAKERS and _of_nation(individual):
        return SourceType.PERSON
    if individual.title_key.endswith("researcher") and body_type in _EMPLOYING:
        return body_type if body_type is SourceType.THINK_TANK else SourceType.OFFICIAL
    return kind.type or _of_learning(individual, kind.fallback, body_type)


def _of_nation(individual: Individual) -> bool:
    body = individual.body
    bare = body is None or not (body.named or body.roles or body.head_word)
    return bare and body is not None and body.jurisdiction is Jurisdiction.ADJECTIVE and individual.name is not None


def of_players(individual: Individual) -> bool:
    """Whether it is a team's captain: an athlete, though captains of ships and soldiers are officials."""
    body = individual.body
    placed = body is not None and bool(body.countries) and not (body.records or body.roles or body.head)
    return individual.title_key == "captain" and placed


_CLERGY = frozenset(
    {"fr", "rev", "reverend", "msgr", "monsignor", "bishop", "archbishop", "cardinal", "rabbi", "imam", "pastor"}
)
#: Classes of people who are clergy none the less where their title says so.
_LAY = frozenset({"private", "academic", "analyst", "witness", "family"})


def _ordained(individual: Individual) -> bool:
    """Whether a title in front of a name is that of clergy: "Fr Malachy Doran", "theologian Rev. Noel Cruz"."""
    lay = individual.kind is None or individual.kind.id in _LAY
    return lay and individual.name is not None and not _CLERGY.isdisjoint(re.split(r"\W+", individual.title.lower()))


def _of_insider(individual: Individual, kind: PersonClass, body_type: SourceType | None) -> SourceType:
    """Type of a "source": an official where the words or the body are the state's, a person in any other body, else unknown."""
    if body_type is None and individual.body is not None:
        body_type = individual.body.head
    if body_type in _STATE or individual.of_state:
        return SourceType.OFFICIAL
    body = individual.body
    known = body_type is not None or (body is not None and (body.named or bool(body.roles or body.countries)))
    return kind.fallback if known else kind.type or SourceType.UNKNOWN


def _of_learning(individual: Individual, fallback: SourceType, body_type: SourceType | None) -> SourceType:
    """Type of an analyst: a research body's own, an official of any other body; of no body, a person or group."""
    if body_type is None or body_type is SourceType.UNKNOWN:
        return SourceType.OFFICIAL if individual.name is not None and body_type is not None else fallback
    if body_type in LEARNED or (individual.name is None and individual.plural):
        return body_type
    return SourceType.OFFICIAL
