"""One table of everything a phrase can be made of: registry aliases, countries, roles, and the lexicon's nouns.

The table maps joined token keys to entries and holds every proper prefix of a key as well, so the longest match from a token is
found by walking forward until a join is unknown: time linear in the match, no scanning of the registry.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from service.core.domain import RegistrySnapshot, SourceType
from service.core.identity.lexicon import IdentityLexicon, PersonClass
from service.core.lang.inflect import plural_of
from service.core.lang.normalize import name_key


@dataclass(slots=True)
class Entry:
    """Everything one key can mean. Mutable only while the table is built."""

    key: str
    records: tuple[str, ...] = ()
    countries: tuple[tuple[str, str], ...] = ()
    roles: tuple[str, ...] = ()
    officials: tuple[str, ...] = ()
    person: PersonClass | None = None
    plural: bool = False
    rank: str | None = None
    head: SourceType | None = None
    organ: bool = False
    document: str | None = None
    place: str | None = None
    places: tuple[str, ...] = ()


#: Letters of a word that does not go on a name behind a comma: "Sana, a teacher" is not Sana'a.
_SHORT = 3
#: A prefix that is no entry of its own.
PREFIX = Entry(key="")


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """The table, with the snapshot and lexicon it was built from."""

    snapshot: RegistrySnapshot
    lexicon: IdentityLexicon
    table: dict[str, Entry]

    def longest(self, keys: list[str], start: int, limit: int) -> tuple[int, Entry] | None:
        """The longest entry that begins at `start` and ends before `limit`: (end, entry)."""
        table = self.table
        joined = keys[start]
        entry = table.get(joined)
        best: tuple[int, Entry] | None = None
        end = start + 1
        while entry is not None:
            if entry is not PREFIX:
                best = (end, entry)
            if end >= limit:
                break
            if keys[end] == "," and end + 1 < limit and len(keys[end + 1]) > _SHORT:
                end += 1  # a comma inside a name: "Ministry of Land, Infrastructure and Transport"
            joined = f"{joined} {keys[end]}"
            entry = table.get(joined)
            end += 1
        return best

    def get(self, key: str) -> Entry | None:
        """The entry of exactly this key."""
        entry = self.table.get(key)
        return None if entry is PREFIX else entry


def build(snapshot: RegistrySnapshot, lexicon: IdentityLexicon) -> Gazetteer:
    """Join registry and lexicon into one table. Deterministic; done once per snapshot."""
    table: dict[str, Entry] = {}
    for key, ids in snapshot.by_alias.items():
        _entry(table, key).records = ids
    for key, codes in snapshot.country_words.items():
        _entry(table, key).countries = codes
    for role in snapshot.roles.values():
        for noun in map(name_key, role.nouns):
            _entry(table, noun).roles += (role.id,)
        for title in map(name_key, role.officials):
            _entry(table, title).officials += (role.id,)
    _add_lexicon(table, lexicon)
    _add_prefixes(table)
    return Gazetteer(snapshot, lexicon, table)


def _add_lexicon(table: dict[str, Entry], lexicon: IdentityLexicon) -> None:
    for key, (kind, plural) in lexicon.people.items():
        entry = _entry(table, key)
        entry.person, entry.plural = kind, plural
    for key, rank in lexicon.ranks.items():
        _entry(table, key).rank = rank
    _add_heads(table, lexicon)
    for key in lexicon.organs:
        _entry(table, key).organ = True
    for key, document in lexicon.documents.items():
        _entry(table, key).document = document
    for key, (place, codes) in lexicon.places.items():
        entry = _entry(table, key)
        entry.place, entry.places = place, codes


def _add_heads(table: dict[str, Entry], lexicon: IdentityLexicon) -> None:
    """Head nouns, their regular plurals ("unions"), and nouns that only point back."""
    for key, head in lexicon.heads.items():
        _entry(table, key).head = head
    for key, head in lexicon.heads.items():
        if " " not in key and plural_of(key) not in table:
            _entry(table, plural_of(key)).head = head
    for key in lexicon.anaphors:
        entry = _entry(table, key)
        if entry.head is None and not entry.roles:
            entry.head = SourceType.UNKNOWN


def _entry(table: dict[str, Entry], key: str) -> Entry:
    found = table.get(key)
    if found is None:
        found = table[key] = Entry(key=key)
    return found


def _add_prefixes(table: dict[str, Entry]) -> None:
    for key in tuple(table):
        for prefix in _prefixes(key):
            table.setdefault(prefix, PREFIX)


def _prefixes(key: str) -> Iterable[str]:
    at = key.find(" ")
    while at >= 0:
        yield key[:at]
        at = key.find(" ", at + 1)


_BUILT: list[Gazetteer] = []
_KEPT = 4


def gazetteer_for(snapshot: RegistrySnapshot, lexicon: IdentityLexicon) -> Gazetteer:
    """The table of this snapshot and lexicon, built at the first call and kept: a memo, never a state that shows."""
    for built in _BUILT:
        if built.snapshot is snapshot and built.lexicon is lexicon:
            return built
    built = build(snapshot, lexicon)
    _BUILT.insert(0, built)
    del _BUILT[_KEPT:]
    return built
