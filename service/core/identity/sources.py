"""From a finished chain to the source card: name, type, country, anonymity, affiliation."""

from dataclasses import dataclass, replace

from service.core.domain import (
    Affiliation,
    Anonymity,
    Candidate,
    MatchKind,
    Resolution,
    ResolutionOutcome,
    Source,
    SourceType,
)
from service.core.identity.chains import Chain, bare
from service.core.identity.people import LEARNED, type_of
from service.core.identity.reading import Body, Individual, Jurisdiction, Reading, Shape

_COUNSEL = frozenset({"attorney", "lawyer", "counsel", "solicitor", "barrister"})
_CAMPAIGNING = frozenset({"campaigner", "activist", "organiser", "organizer"})
_SINGLE = frozenset({"one", "another", "someone", "somebody", "no one", "nobody", "the latter", "the former", "each"})
#: What a pronoun tells of somebody whom the text does not name.
_PRONOUNS = {"he": SourceType.PERSON, "she": SourceType.PERSON, "they": SourceType.GROUP}
_SMALL = frozenset({"of", "for", "and", "the", "&", "de", "on", "in"})
_MEDIA = frozenset({SourceType.NEWS_OUTLET, SourceType.NEWS_AGENCY})
_PRIVATE = frozenset({SourceType.PERSON, SourceType.WITNESS})
_UNNAMED = frozenset({Anonymity.ANONYMOUS, Anonymity.GENERIC, Anonymity.AGENTLESS})
_ANONYMOUS = Resolution(ResolutionOutcome.ANONYMOUS)
#: Classes of people who stand for the organization they belong to ("activists from X", "monks of X").
_MEMBERS = frozenset({"private", "religious", "fighter", "analyst", "academic"})
#: Types that are nowhere at home, whatever the article.
_WORLDLY = frozenset({SourceType.INTERNATIONAL_ORG, SourceType.PLATFORM})
#: Types of bodies that join members of many countries, and first words of their names.
_CIVIL = frozenset({SourceType.NGO, SourceType.INTERNATIONAL_ORG, None})
_WORLD = frozenset(
    "world worldwide international global european african asian oceania pan-african pan-american commonwealth nordic arab".split()
)
#: Codes in the registry's tables that are no country (ISO 3166-1).
_UNIONS = frozenset({"EU", "XX"})


@dataclass(frozen=True, slots=True)
class Card:
    """What a source card says besides its label and mentions; `local`: at home where the article plays unless told otherwise."""

    name: str | None
    type: SourceType
    country: str | None
    anonymity: Anonymity
    resolution: Resolution
    affiliation: Affiliation | None = None
    private: bool = False
    local: bool = True


def source_of(chain: Chain, source_id: str, text: str, home: str | None = None) -> Source:
    """The source card of a chain; `text` is the document's, `home` the country in which the article plays.

    People and bodies of which nothing else is known belong to that country; world bodies and whoever the registry knows do not
    get it, nor do people from abroad and those whom no country can be told of ("experts").
    """
    card = _card(chain)
    mentions = tuple(sorted(chain.mentions, key=lambda mention: mention.span))
    country = card.country
    if country is None and card.local and card.type not in _WORLDLY and card.resolution.chosen is None:
        country = _open_country(card.resolution, home) if chain.body_like else home
    if card.type is SourceType.INTERNATIONAL_ORG or country in _UNIONS:
        country = None
    affiliation = card.affiliation
    if affiliation is not None and affiliation.id is None and affiliation.country is None and country is not None:
        affiliation = replace(affiliation, country=country)
    return Source(
        id=source_id,
        label=label_of(chain, text),
        name=card.name,
        type=card.type,
        country=country,
        anonymity=card.anonymity,
        resolution=card.resolution,
        mentions=mentions,
        affiliation=affiliation,
        private_person=card.private,
    )


def _open_country(resolution: Resolution, home: str | None) -> str | None:
    """The country of a source of which none is told: the article's, unless every body that it may be is elsewhere."""
    codes = {candidate.country for candidate in resolution.candidates}
    if resolution.outcome is not ResolutionOutcome.AMBIGUOUS or home in codes:
        return home
    return codes.pop() if len(codes) == 1 else None


def label_of(chain: Chain, text: str) -> str:
    """The fullest mention: the chain's best reading, unless a source mention says more."""
    best = chain.reading.surface
    if chain.reading.shape is Shape.PRONOUN:
        longest = max((mention.span.text_of(text) for mention in chain.mentions), key=len)
        return longest if len(longest) > len(best) else best
    return " ".join(best.split())


def _card(chain: Chain) -> Card:
    reading = chain.reading
    if reading.shape is Shape.JOINT:
        return _joint(chain)
    if reading.shape is Shape.DOCUMENT and reading.body is None and reading.individual is None:
        return _document(reading)
    if reading.individual is not None:
        return _person(chain, reading.individual)
    if reading.body is not None:
        return _surname(reading.body) if chain.surname else _body(chain, reading.body)
    if reading.shape is Shape.PRONOUN and reading.pronoun == "others":
        return _one_of(chain)
    kind = _PRONOUNS.get(reading.pronoun or "", SourceType.UNKNOWN)
    return Card(
        None, kind, None, Anonymity.ANONYMOUS, Resolution(ResolutionOutcome.NIL), private=kind is SourceType.PERSON
    )


def _surname(body: Body) -> Card:
    """A lone name that looks like a person's: private, since nothing else is known."""
    nil = Resolution(ResolutionOutcome.NIL)
    return Card(body.name, SourceType.PERSON, body.country, Anonymity.NAMED, nil, private=True)


def _one_of(chain: Chain) -> Card:
    """One or some of people named before ("another", "one"): of their type and country, else private people."""
    single = chain.reading.key in _SINGLE
    anonymity = Anonymity.ANONYMOUS if single else Anonymity.GENERIC
    group = _card(chain.like) if chain.like is not None else None
    kind = group.type if group is not None else SourceType.GROUP
    if single and kind is SourceType.GROUP:
        kind = SourceType.PERSON
    country = group.country if group is not None else None
    local = group is None or group.local
    return Card(None, kind, country, anonymity, _ANONYMOUS, private=single and kind is SourceType.PERSON, local=local)


def _body(chain: Chain, body: Body) -> Card:
    chosen = chain.chosen
    if chosen is not None:
        country = chosen.country or (body.country if chosen.type is SourceType.NGO else None)
        return Card(chosen.name, chosen.type, country, Anonymity.NAMED, chain.resolution)
    country = body.country
    kind = chain.type or body.head or SourceType.UNKNOWN
    if kind is SourceType.INTERNATIONAL_ORG and body.records and body.countries:
        kind = SourceType.NGO  # a national section: "the Kenya Red Cross"
    if (
        kind is SourceType.UNKNOWN
        and body.jurisdiction is Jurisdiction.PLACE
        and not (body.name or body.phrase or body.indefinite)
    ):
        kind = SourceType.GOVERNMENT  # "New Mexico said"
    local = not _worldwide(body)
    if chain.resolution.outcome is ResolutionOutcome.AMBIGUOUS:
        return Card(None, kind, country, Anonymity.NAMED, chain.resolution, local=local)
    if body.named or (body.countries and not (body.indefinite or body.described)):
        return Card(_own_name(body), kind, country, Anonymity.NAMED, chain.resolution, local=local)
    if body.indefinite or not body.definite:
        anonymity = Anonymity.ANONYMOUS if body.indefinite else Anonymity.GENERIC
        if body.roles:
            return Card(None, kind, country, Anonymity.NAMED, chain.resolution)
        return Card(None, kind, country, anonymity, _ANONYMOUS)
    return Card(None, kind, country, Anonymity.NAMED, chain.resolution)


def _worldwide(body: Body) -> bool:
    """Whether a name says that the body is of a part of the world: "European Passengers' Federation", "World Netball"."""
    return body.named and not body.records and body.head in _CIVIL and bare(body.surface).split()[0].lower() in _WORLD


def _own_name(body: Body) -> str:
    """The name in the text: with the country that opens it ("Kenya Medical Supplies Authority"), without one that owns it."""
    words = [word for word in bare(body.surface).split() if not word.endswith("-based")]
    whole = " ".join(words)
    if body.name is None:
        possessor = next(
            (index for index, word in enumerate(words[:-1]) if word.endswith(("'s", "’s", "s'", "s’"))), None
        )
        own = words[possessor + 1 :] if possessor is not None else words
        return " ".join(own) if own[0][:1].isupper() else whole
    proper = all(word[:1].isupper() or word in _SMALL for word in words) and whole.endswith(body.name)
    return whole if proper and not any(mark in whole for mark in ("'s ", "’s ")) else body.name


def _person(chain: Chain, individual: Individual) -> Card:
    affiliation, kind = chain.affiliation, type_of(individual, chain.affiliation.type if chain.affiliation else None)
    if kind is SourceType.PERSON and chain.witnessed and not individual.former:
        kind = SourceType.WITNESS
    if individual.name is not None:
        return _named(chain, individual, kind)
    group = individual.kind.id if individual.kind is not None else ""
    if affiliation is not None and individual.plural and group in _MEMBERS and _is_body_named(individual):
        return _members(chain, affiliation)
    anonymity = _anonymity(individual, affiliation)
    country = _country(individual, affiliation)
    if kind is SourceType.PERSON and individual.plural and group != "insider" and not _counsel(individual):
        kind = SourceType.GROUP
    local = _local(individual, affiliation)
    if anonymity in _UNNAMED:
        private = affiliation is None and not individual.plural and kind in {SourceType.PERSON, SourceType.WITNESS}
        return Card(None, kind, country, anonymity, _ANONYMOUS, affiliation, private, local)
    name = (
        office_name(individual, affiliation)
        if anonymity is Anonymity.NAMED
        else affiliation.name
        if affiliation
        else None
    )
    return Card(name, kind, country, anonymity, lent(chain.resolution), affiliation, local=local)


def _local(individual: Individual, affiliation: Affiliation | None) -> bool:
    """Whether people of whom no country is told are at home where the article plays."""
    if affiliation is not None and _stateless(affiliation):
        return False
    told = individual.kind is None or individual.kind.local or individual.name is not None or affiliation is not None
    close = individual.title_key.endswith(" close")
    told = told or (individual.body is not None and not close) or individual.of_state
    return told and not individual.abroad


def _country(individual: Individual, affiliation: Affiliation | None) -> str | None:
    """Country of the body, else the one in the phrase ("Indian farmers") or of the place behind it."""
    if affiliation is not None and (affiliation.country is not None or _stateless(affiliation)):
        return affiliation.country
    stated = individual.body.country if individual.body is not None else None
    return stated or next(iter(individual.where), None)


def _stateless(affiliation: Affiliation) -> bool:
    """Whether a body is known to be of no single country."""
    return affiliation.type is SourceType.INTERNATIONAL_ORG or (
        affiliation.id is not None and affiliation.country is None
    )


def _is_body_named(individual: Individual) -> bool:
    return individual.body is not None and individual.body.named


def _members(chain: Chain, affiliation: Affiliation) -> Card:
    chosen = chain.chosen
    kind = affiliation.type if affiliation.type is not SourceType.UNKNOWN else SourceType.GROUP
    name = chosen.name if chosen is not None else affiliation.name
    return Card(
        name, kind, affiliation.country, Anonymity.ORGANISATION_UNNAMED_PERSON, lent(chain.resolution), affiliation
    )


def _anonymity(individual: Individual, affiliation: Affiliation | None) -> Anonymity:
    kind = individual.kind
    if kind is None:
        return Anonymity.NAMED if individual.definite else Anonymity.ANONYMOUS
    told = kind.plural_unnamed if individual.plural else kind.unnamed
    if told is Anonymity.NAMED and individual.indefinite:
        return Anonymity.ANONYMOUS
    if told is Anonymity.ORGANISATION_UNNAMED_PERSON and affiliation is None:
        return Anonymity.ANONYMOUS
    if told is Anonymity.GENERIC and individual.counted:
        return Anonymity.ANONYMOUS
    return told


def _named(chain: Chain, individual: Individual, kind: SourceType) -> Card:
    affiliation = chain.affiliation
    if affiliation is not None and kind in _PRIVATE and _speaks_for(individual, affiliation):
        kind = affiliation.type if affiliation.type in LEARNED else SourceType.OFFICIAL
    personal = kind in {SourceType.PERSON, SourceType.WITNESS}
    country = _country(individual, affiliation)
    private = affiliation is None and personal
    resolution = Resolution(ResolutionOutcome.NIL) if private else lent(chain.resolution)
    local = _local(individual, affiliation)
    return Card(individual.name, kind, country, Anonymity.NAMED, resolution, affiliation, private, local)


def _speaks_for(individual: Individual, affiliation: Affiliation) -> bool:
    """Whether a named person with a body stands for it: without a title always, lawyers for a body and not for a client."""
    if individual.kind is None and affiliation.type in _MEDIA:
        return False  # a journalist
    if individual.kind is None or individual.owner in {"its", "their"}:
        return True
    if affiliation.type is SourceType.ACADEMIC and individual.kind.id == "private":
        return True
    if affiliation.type is SourceType.NGO and individual.title_key.rsplit(maxsplit=1)[-1] in _CAMPAIGNING:
        return True
    return affiliation.type is not SourceType.UNKNOWN and _counsel(individual)


def _counsel(individual: Individual) -> bool:
    return individual.title_key.split()[-1].removesuffix("s") in _COUNSEL


def lent(resolution: Resolution) -> Resolution:
    """A body's resolution as that of a person who speaks for it."""
    chosen = resolution.chosen
    if chosen is None:
        return resolution
    candidates = tuple(_lent(candidate) for candidate in resolution.candidates)
    return Resolution(ResolutionOutcome.RESOLVED, _lent(chosen), candidates)


def _lent(candidate: Candidate) -> Candidate:
    return replace(candidate, match=MatchKind.AFFILIATION)


_MINISTRY = "Ministry of "
#: A minister with one of these words in front is another than the ministry's head.
_LESSER = frozenset({"deputy", "junior", "vice", "assistant", "shadow", "prime", "state", "acting", "former"})


def office_name(individual: Individual, affiliation: Affiliation | None) -> str | None:
    """The office and its body, where the body is known: "Mayor, City of Lyon", "Minister of Justice of Albania"."""
    title = individual.title
    if affiliation is None:
        return None
    words = individual.title_key.split()
    if words[-1] == "minister" and words[0] not in _LESSER and affiliation.name.startswith(_MINISTRY):
        return f"Minister of {affiliation.name.removeprefix(_MINISTRY)}"
    return f"{title[:1].upper()}{title[1:]}, {affiliation.name}"


def _document(reading: Reading) -> Card:
    if reading.document == "social":
        return Card(None, SourceType.SOCIAL_MEDIA, None, Anonymity.GENERIC, _ANONYMOUS, local=False)
    nil = Resolution(ResolutionOutcome.NIL)
    if reading.document == "scholarly":
        return Card(None, SourceType.ACADEMIC, None, Anonymity.NAMED, nil, local=False)
    return Card(None, SourceType.DOCUMENT, None, Anonymity.NAMED, nil)


def _joint(chain: Chain) -> Card:
    parts = [_card(part) for part in chain.parts]
    countries = {part.country for part in parts}
    country = countries.pop() if len(countries) == 1 else None
    unnamed = [part.anonymity for part in parts if part.anonymity in _UNNAMED]
    anonymity = unnamed[0] if len(unnamed) == len(parts) else Anonymity.NAMED
    found = tuple(part.resolution.chosen for part in parts if part.resolution.chosen is not None)
    names = [part.name for part in parts if part.name]
    name = " and ".join(names) if len(names) == len(parts) else None
    resolution = _ANONYMOUS if anonymity is not Anonymity.NAMED else Resolution(ResolutionOutcome.NIL, None, found)
    return Card(name, SourceType.GROUP, country, anonymity, resolution, private=all(part.private for part in parts))
