"""The identity stage's words as frozen values, built from the tables of service/data/lexicons."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from service.core.domain import Anonymity, SourceType
from service.core.lang.inflect import plural_of
from service.core.lang.normalize import name_key, token_key


@dataclass(frozen=True, slots=True)
class PersonClass:
    """A class of nouns for people (`[[class]]` in people.en.toml). `type` None means the type of the person's body."""

    id: str
    type: SourceType | None
    fallback: SourceType
    unnamed: Anonymity
    plural_unnamed: Anonymity
    speaks: bool
    office: bool
    local: bool = True


class Office(NamedTuple):
    """An office that somebody holds: country code, role id, and whether they hold it still (else only the title tells it)."""

    country: str
    role: str
    current: bool


@dataclass(frozen=True, slots=True)
class IdentityLexicon:
    """Words by normalized key (service.core.lang.normalize.name_key).

    `people` maps to (class, is plural); `heads` a body's head noun to its type, `name_heads` words that show it only in a proper
    name, `openings` first words that show it ("Radio Okapi"), `fields` first words of a body that works there for a country ("Netball
    Malawi"), `surnames` those of the heads that people bear as well, `ordinary` words of everyday English; `anaphors` the noun of
    "the <noun>" to types it can point back to; `documents` to own, scholarly, record or social; `ranks` a title before a name to military,
    police or honorific; `places` a city or region to (kind, country codes by size); `given` a first name to m, f or u.
    `short_titles` spells out "sen" and the like; `closed` maps a function word to its class, `words` names sets of single words,
    `pronouns` maps to he, she, it, they, we, relative or others. `stranger` is the class of people whose noun is in no list;
    `regions` are words for a part of the world, `currencies` maps money to the one country that uses it. `holders` maps the full
    name of a head of state or government to their offices, `families` the family name: to be trusted behind the title only.
    """

    people: Mapping[str, tuple[PersonClass, bool]] = field(default_factory=dict)
    ranks: Mapping[str, str] = field(default_factory=dict)
    gender: Mapping[str, str] = field(default_factory=dict)
    heads: Mapping[str, SourceType] = field(default_factory=dict)
    name_heads: Mapping[str, SourceType] = field(default_factory=dict)
    openings: Mapping[str, SourceType] = field(default_factory=dict)
    fields: Mapping[str, SourceType] = field(default_factory=dict)
    surnames: frozenset[str] = frozenset()
    ordinary: frozenset[str] = frozenset()
    anaphors: Mapping[str, frozenset[SourceType]] = field(default_factory=dict)
    organs: frozenset[str] = frozenset()
    documents: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, tuple[str, tuple[str, ...]]] = field(default_factory=dict)
    given: Mapping[str, str] = field(default_factory=dict)
    short_titles: Mapping[str, str] = field(default_factory=dict)
    closed: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, frozenset[str]] = field(default_factory=dict)
    pronouns: Mapping[str, str] = field(default_factory=dict)
    stranger: PersonClass | None = None
    regions: frozenset[str] = frozenset()
    currencies: Mapping[str, str] = field(default_factory=dict)
    holders: Mapping[str, tuple[Office, ...]] = field(default_factory=dict)
    families: Mapping[str, tuple[Office, ...]] = field(default_factory=dict)


#: Closed classes in order of precedence where one word belongs to several.
_CLOSED = ("articles", "demonstratives", "possessives", "prepositions", "relatives", "quantifiers", "times")


@dataclass(frozen=True, slots=True)
class LexiconTables:
    """Parsed word tables: four TOML files, the rows of the TSV files and the list of further nouns for people."""

    people: Mapping[str, Any]
    organizations: Mapping[str, Any]
    documents: Mapping[str, Any]
    phrases: Mapping[str, Any]
    places: Iterable[tuple[str, str, str]] = ()
    given: Iterable[tuple[str, str]] = ()
    person_nouns: Iterable[str] = ()
    holders: Iterable[tuple[str, str, str, str, bool]] = ()
    ordinary: Iterable[str] = ()


def lexicon_from(tables: LexiconTables) -> IdentityLexicon:
    """Build the lexicon.

    Raises KeyError or ValueError where a table lacks a field or names an unknown type.
    """
    people, organizations, phrases = tables.people, tables.organizations, tables.phrases
    anaphors = organizations["anaphors"].items()
    heads = _heads(organizations)
    nouns = _further(_people(people["class"]), tables.person_nouns, heads)
    ordinary = frozenset(tables.ordinary)
    holders, families = _holders(tables.holders)
    return IdentityLexicon(
        people=nouns,
        ranks=_first_wins((kind, words) for kind, words in people["ranks"].items()),
        gender=_first_wins((kind, words) for kind, words in people["gender"].items()),
        heads=heads,
        name_heads=heads | _types(organizations["names"]),
        openings=_types(organizations["openings"]),
        fields=_types(organizations["fields"]),
        ordinary=ordinary,
        surnames=frozenset(map(name_key, organizations["surnames"]["words"])),
        anaphors={name_key(noun): frozenset(map(SourceType, types)) for noun, types in anaphors},
        short_titles=dict(people["short_titles"]),
        organs=frozenset(map(name_key, organizations["organs"]["nouns"])),
        documents=_first_wins((kind, table["nouns"]) for kind, table in tables.documents.items()),
        places=_places(tables.places, ordinary.union(heads, nouns)),
        given={name_key(name): gender for name, gender in tables.given},
        closed=_closed(phrases["words"]),
        words={name: _tokens(words) for name, words in phrases["words"].items()},
        stranger=_class(people["class"], _FURTHER),
        regions=frozenset(map(name_key, phrases["regions"]["words"])),
        currencies={word: code for code, words in phrases["currencies"].items() for word in words},
        holders=holders,
        families=families,
        pronouns=_first_wins((kind, words) for kind, words in phrases["pronouns"].items()),
    )


def _closed(words: Mapping[str, Iterable[str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name in _CLOSED:
        for word in words[name]:
            if " " not in word:
                found.setdefault(token_key(word), name)
    return found


def _tokens(words: Iterable[str]) -> frozenset[str]:
    return frozenset(token_key(part) for word in words for part in word.replace("-", " ").split())


def _class(classes: Iterable[Mapping[str, Any]], name: str) -> PersonClass | None:
    return next((kind for kind, _ in _people(row for row in classes if row["id"] == name).values()), None)


def _people(classes: Iterable[Mapping[str, Any]]) -> dict[str, tuple[PersonClass, bool]]:
    found: dict[str, tuple[PersonClass, bool]] = {}
    for row in classes:
        kind = PersonClass(
            id=row["id"],
            type=None if row["type"] == "body" else SourceType(row["type"]),
            fallback=SourceType(row.get("fallback", "unknown")),
            unnamed=Anonymity(row["unnamed"]),
            plural_unnamed=Anonymity(row["plural_unnamed"]),
            speaks=row["speaks"],
            office=row["office"],
            local=row.get("local", True),
        )
        for word in row["singular"]:
            found.setdefault(name_key(word), (kind, False))
        for word in row["plural"]:
            found.setdefault(name_key(word), (kind, True))
    return found


#: Class of the nouns that stand in no class of their own.
_FURTHER = "private"


def _further(
    people: dict[str, tuple[PersonClass, bool]], nouns: Iterable[str], heads: Mapping[str, SourceType]
) -> dict[str, tuple[PersonClass, bool]]:
    """`people` with nouns that are in none of its classes; where the plural means bodies ("retailers") only the singular."""
    kind = next((kind for kind, _ in people.values() if kind.id == _FURTHER), None)
    if kind is None:
        return people
    for noun in map(name_key, nouns):
        people.setdefault(noun, (kind, False))
        if plural_of(noun) not in heads:
            people.setdefault(plural_of(noun), (kind, True))
    return people


def _types(table: Mapping[str, Iterable[str]]) -> dict[str, SourceType]:
    found: dict[str, SourceType] = {}
    for kind, words in table.items():
        for word in words:
            found.setdefault(name_key(word), SourceType(kind))
    return found


def _heads(organizations: Mapping[str, Any]) -> dict[str, SourceType]:
    found = _types(organizations["heads"])
    hospital = organizations["hospital"]
    return found | {name_key(word): SourceType(hospital["type"]) for word in hospital["nouns"]}


#: Points of the compass and first parts of other places' names are no places, whatever the gazetteers say.
_NO_PLACES = frozenset(
    {
        "west",
        "east",
        "north",
        "south",
        "center",
        "central",
        "san",
        "santa",
        "santo",
        "van",
        "est",
        "sur",
        "man",
        "ann",
        "bar",
    }
)


def _places(rows: Iterable[tuple[str, str, str]], words: frozenset[str]) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Places that are no ordinary words: a town called Mobile is found by its state."""
    found: dict[str, tuple[str, tuple[str, ...]]] = {}
    for name, kind, codes in rows:
        key = name_key(name)
        if key not in words and key not in _NO_PLACES:
            found.setdefault(key, (kind, tuple(codes.split(","))))
    return found


def _holders(
    rows: Iterable[tuple[str, str, str, str, bool]],
) -> tuple[dict[str, tuple[Office, ...]], dict[str, tuple[Office, ...]]]:
    """Offices by full name and by family name."""
    full: dict[str, tuple[Office, ...]] = {}
    family: dict[str, tuple[Office, ...]] = {}
    for name, code, role, last, current in rows:
        office = Office(code, role, current)
        for table, key in ((full, name_key(name)), (family, name_key(last))):
            if key and office not in table.get(key, ()):
                table[key] = (*table.get(key, ()), office)
    return full, family


def _first_wins(groups: Iterable[tuple[str, Iterable[str]]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for kind, words in groups:
        for word in words:
            found.setdefault(name_key(word), kind)
    return found
