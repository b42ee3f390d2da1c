"""The registry: identities made of facts, and the frozen snapshot that answers look-ups."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class SourceType(StrEnum):
    """Taxonomy of sources (API.md)."""

    PERSON = "person"
    GOVERNMENT = "government"
    INTELLIGENCE_AGENCY = "intelligence_agency"
    MILITARY = "military"
    POLICE = "police"
    JUDICIARY = "judiciary"
    LEGISLATURE = "legislature"
    POLITICAL_PARTY = "political_party"
    INTERNATIONAL_ORG = "international_org"
    NGO = "ngo"
    COMPANY = "company"
    NEWS_AGENCY = "news_agency"
    NEWS_OUTLET = "news_outlet"
    ACADEMIC = "academic"
    THINK_TANK = "think_tank"
    POLLSTER = "pollster"
    DOCUMENT = "document"
    SOCIAL_MEDIA = "social_media"
    PLATFORM = "platform"
    ARMED_GROUP = "armed_group"
    RELIGIOUS = "religious"
    GROUP = "group"
    WITNESS = "witness"
    OFFICIAL = "official"
    UNKNOWN = "unknown"


class AliasKind(StrEnum):
    """What an alias is; CONTEXT_ONLY aliases never match without support from the text around them."""

    NAME = "name"
    ALIAS = "alias"
    ABBREVIATION = "abbreviation"
    FORMER = "former"
    NATIVE = "native"
    DOMAIN = "domain"
    METONYM = "metonym"
    CONTEXT_ONLY = "context_only"


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a fact can be checked: title, address, date (ISO 8601, may be a month or year), licence."""

    title: str
    url: str | None = None
    as_of: str | None = None
    licence: str | None = None


@dataclass(frozen=True, slots=True)
class Alias:
    """One name of a record as it is written in news, in natural case."""

    text: str
    kind: AliasKind
    language: str = "en"


@dataclass(frozen=True, slots=True)
class EvidenceFact:
    """A dated, cited fact about a record that may bear on its reliability.

    `kind` names an evidence kind (state_control, community_rating, press_freedom, fact_checker, ownership ...); `value` is its
    value in that kind's scale; `qualifier` limits it (a topic, an era) as the origin does.
    """

    kind: str
    value: str
    citation: Citation
    qualifier: str | None = None


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """One identity: names and links as the current projection of its facts.

    `roles` are role ids of the registry's role table (intelligence, foreign_ministry, central_bank ...). `parent` is the body it
    answers to (chain of command), `owner` who owns it; both are record ids. `origin` is never empty.
    """

    id: str
    name: str
    type: SourceType
    country: str | None
    origin: str
    as_of: str
    roles: tuple[str, ...] = ()
    aliases: tuple[Alias, ...] = ()
    parent: str | None = None
    owner: str | None = None
    ownership: str | None = None
    domains: tuple[str, ...] = ()
    wikidata: str | None = None
    evidence: tuple[EvidenceFact, ...] = ()
    reason: str | None = None

    def __post_init__(self) -> None:
        if not (self.id and self.name and self.origin):
            raise ValueError("a record needs id, name and origin")


@dataclass(frozen=True, slots=True)
class Country:
    """A country's names as English news writes them. `code` is ISO 3166-1 alpha-2."""

    code: str
    name: str
    aliases: tuple[str, ...] = ()
    adjectives: tuple[str, ...] = ()
    demonyms: tuple[str, ...] = ()
    capitals: tuple[str, ...] = ()
    evidence: tuple[EvidenceFact, ...] = ()


@dataclass(frozen=True, slots=True)
class Role:
    """A kind of body that nearly every country has, with the English nouns for it (`spy agency`, `finance ministry`).

    `label` is used to name a body whose proper name is unknown: "Police of Brazil". `officials` are titles of people who speak
    for such a body ("finance minister"): they resolve to an affiliation with it.
    """

    id: str
    type: SourceType
    label: str
    nouns: tuple[str, ...] = ()
    officials: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RegistrySnapshot:
    """All records of one revision with their indexes. The same revision always gives the same answers.

    `by_alias` maps a normalized alias (service.core.lang.normalize.name_key) to record ids in order of precedence; `by_role` maps
    (country code, role id) to a record id; `country_words` maps a normalized country name, adjective, demonym or capital
    to (country code, what it is).
    """

    revision: str
    records: Mapping[str, SourceRecord]
    countries: Mapping[str, Country]
    roles: Mapping[str, Role]
    by_alias: Mapping[str, tuple[str, ...]]
    by_role: Mapping[tuple[str, str], str]
    country_words: Mapping[str, tuple[tuple[str, str], ...]]
    context_only: frozenset[str] = field(default_factory=frozenset)
    ambiguous: frozenset[str] = field(default_factory=frozenset)
