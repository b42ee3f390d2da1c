"""Join mentions of bodies to chains: by identity, by name, or by the noun of "the agency"."""

import re
from abc import ABC, abstractmethod
from collections.abc import Callable
from operator import itemgetter

from service.core.domain import Resolution, ResolutionOutcome, SourceType
from service.core.identity.antecedents import (
    FullNames,
    fits_noun,
    fits_pronoun,
    has_noun,
    latest,
    noun_before,
    noun_types,
)
from service.core.identity.candidates import Lookup, candidates_for
from service.core.identity.chains import Chain, bare
from service.core.identity.chunks import SAINTS, Reader
from service.core.identity.decide import decide
from service.core.identity.people import is_aged, looks_last
from service.core.identity.phrase import read_phrase
from service.core.identity.reading import Body, Jurisdiction, Reading, Shape
from service.core.identity.subjects import Subjects
from service.core.identity.telling import told_home, told_type
from service.core.lang.normalize import initials, name_key

#: Nouns that say no more of a body than its type.
_GENERIC = frozenset(
    {"company", "firm", "group", "maker", "manufacturer", "producer", "exporter", "importer", "supplier", "distributor"}
)
#: Types of bodies whose names need no noun that tells their type.
_PRIVATE = frozenset({SourceType.COMPANY, SourceType.NGO, SourceType.POLITICAL_PARTY})
_PUBLIC = frozenset({SourceType.GOVERNMENT, SourceType.LEGISLATURE, SourceType.JUDICIARY})
#: Types of bodies that are no state's.
_SOCIETY = _PRIVATE | {SourceType.INTERNATIONAL_ORG, SourceType.RELIGIOUS, SourceType.ACADEMIC}
_SUPERLATIVE = re.compile(r"\b(?:larg|bigg|old|rich|great|small|young|busi|fast|strong|poor)est\b")
#: Letters of the longest abbreviation that initials are tried for.
_SHORT = 7
#: Chains that a mention can still mean. No article has more sources at once; in a longer text those mentioned last stay, so that
#: linking stays linear.
_MOST_CHAINS, _KEPT_CHAINS = 256, 128


class BodyLinker(ABC):
    """The part of linking that concerns bodies; `link` sends every other reading elsewhere."""

    def __init__(self, reader: Reader, lookup: Lookup, acronyms: dict[str, tuple[int, int]]) -> None:
        self.reader = reader
        self.lookup = lookup
        self.chains: list[Chain] = []
        self._acronyms = acronyms
        self.full_names = FullNames(reader)
        self.subjects = Subjects(reader)

    @abstractmethod
    def link(self, reading: Reading) -> Chain:
        """The chain of any reading."""

    def body(self, reading: Reading, body: Body) -> Chain:
        """The chain of a body: an antecedent for "the agency", else by identity or name."""
        if body.anaphoric and not body.indefinite and not _told_apart(body):
            chain = self.noun(reading, body)
            if chain is not None:
                return chain
        described = self._described(body)
        if described is not None:
            return described
        long_form, body = self.spelled_out(self.placed(body))
        resolution = decide(candidates_for(self.lookup, body, long_form))
        if resolution.chosen is None and body.name is not None:
            resolution = self.by_short_form(body) or resolution
        known = self.same_body(body, resolution)
        if known is not None:
            self._improve(known, reading._replace(body=body), resolution)
            return known
        if body.name is not None and body.head is None and not resolution.candidates:
            first = body.first + (self.reader.view.keys[body.first] == "the")
            body = body._replace(head=self.told(first, body.end))
            if not (body.countries or body.hints):
                places = self.full_names.places(self.reader.view.keys[first])
                body = body._replace(hints=told_home(self.reader, first, body.end, places))
        chain = self.new(reading._replace(body=body), resolution)
        personal = body.head is None and (looks_last(self.reader, body) or is_aged(self.reader, body.end))
        chain.surname = not resolution.candidates and personal
        chain.names |= {key for key in (body.key, body.name_key, body.record_key) if key}
        return chain

    def told(self, first: int, end: int) -> SourceType | None:
        """Type that the text tells of an unknown name elsewhere."""
        places = self.full_names.places(self.reader.view.keys[first])
        return told_type(self.reader, first, end, places)

    def _described(self, body: Body) -> Chain | None:
        """The body that a superlative praises: "India's second-largest lender" after its name."""
        if body.named or body.indefinite or body.head is None or not _SUPERLATIVE.search(body.key):
            return None
        noun, codes = body.head_word, body.countries

        def praised(chain: Chain) -> bool:
            if chain.reading.shape is not Shape.BODY or chain.type is not body.head:
                return False
            at_home = not codes or chain.chosen is None or chain.chosen.country in codes
            return at_home and (noun in _GENERIC or has_noun(chain, noun))

        return latest(self.chains, praised)

    def placed(self, body: Body) -> Body:
        """Context decides an open country: the one named last for "the country's …", one that the article names for a place."""
        setting = self.lookup.setting
        if body.jurisdiction is Jurisdiction.CONTEXT:
            code = setting.nearest(body.first) or next(iter(setting.codes()), None)
            return body._replace(countries=(code,)) if code else body
        if body.owner == "its" and body.roles and not body.countries:
            return self._owned(body)
        if body.jurisdiction is Jurisdiction.NAME and body.countries[0] in setting.states and setting.home:
            return body._replace(countries=(setting.home,), jurisdiction=Jurisdiction.PLACE)
        if setting.home and setting.states.intersection(body.hints):
            return body._replace(hints=(setting.home,))
        if _of_saint(body) and setting.home not in body.hints:
            return body._replace(hints=())
        if len(body.hints) > 1:
            body = body._replace(hints=(setting.likeliest(body.hints),))
        if body.jurisdiction is Jurisdiction.PLACE and len(body.countries) > 1:
            body = body._replace(countries=(setting.likeliest(body.countries),))
        return body

    def _owned(self, body: Body) -> Body:
        """The body of "its army", "its disciplinary court": of the state, or of the federation, that "its" takes up."""
        owner = latest(self.chains, fits_pronoun("it"))
        if owner is not None and owner.type in _SOCIETY:
            return _organ(body, owner)
        told = owner.chosen.country if owner is not None and owner.chosen is not None else None
        return body._replace(countries=(told,)) if told else body

    def spelled_out(self, body: Body) -> tuple[str | None, Body]:
        """A short form that the article introduces is read as its long form."""
        key = body.record_key if body.records else body.name_key
        span = self._acronyms.get(key) or self._acronyms.get(body.key)
        if span is None or span[0] <= body.first < span[1]:
            return None, body
        long = read_phrase(self.reader, *span)
        if long.body is None:
            return None, body
        surface = self.reader.view.surface(*span)
        spelled = self.placed(long.body)
        known = candidates_for(self.lookup, spelled)
        if body.records and (not known or known[0].id not in body.records):
            common = tuple(record for record in body.records if record in {candidate.id for candidate in known})
            if common:
                return surface, body._replace(records=common)
        return surface, spelled if spelled.roles else spelled._replace(name=spelled.name or surface)

    def by_short_form(self, body: Body) -> Resolution | None:
        """The identity of a long form through the short one that the article introduces behind it: "Centre for X and Y (NCDC)"."""
        for key, (first, end) in self._acronyms.items():
            if body.first <= first and end <= body.end + 1 and (entry := self.reader.gazetteer.get(key)) is not None:
                short = body._replace(
                    records=entry.records,
                    record_key=key,
                    record_word=key.upper(),
                    name=None,
                    roles=(),
                    head=None,
                    head_word="",
                )
                found = decide(candidates_for(self.lookup, short, body.surface)) if entry.records else None
                if found is not None and found.chosen is not None and _shares_words(body.name_key, found.chosen.name):
                    return found
        return None

    def same_body(self, body: Body, resolution: Resolution) -> Chain | None:
        """The chain that is this body: one identity, a name that only it leaves open, its initials, or the same words."""
        chosen = resolution.chosen
        ambiguous = resolution.outcome is ResolutionOutcome.AMBIGUOUS
        open_ids = {candidate.id for candidate in resolution.candidates} if ambiguous else set()
        for chain in self.chains:
            if not chain.body_like:
                continue
            if chosen is not None and chain.chosen is not None and chain.chosen.id == chosen.id:
                return chain
            if chain.chosen is not None and chain.chosen.id in open_ids:
                return chain
            if chosen is None and _abbreviates(body, chain):
                return chain
            if chosen is None and not body.indefinite and {body.key, body.name_key} & chain.names:
                return chain
        return None

    def noun(self, reading: Reading, body: Body) -> Chain | None:
        """The antecedent of "the agency"."""
        matter = not body.roles and _of_matter(self.reader, body)
        noun = body.phrase if matter else body.head_word or body.key
        if body.organ and not body.roles and body.head is None:
            return latest(self.chains, fits_pronoun("it"))
        fit = fits_noun(self.reader.lexicon, noun, body)
        same = latest(self.chains, lambda chain: fit(chain) > 1 and _at_home(chain, body))
        if same is not None:
            return same
        before = noun_before(self.reader, noun, reading.first)
        told = before.body if before is not None and before.first < reading.first else None
        if before is not None and told is not None and (not body.countries or told.country in body.countries):
            return self.link(before)
        same_employer = None if matter else self.employer(lambda chain: fit(chain) > 1)
        if same_employer is not None:
            return self.link(same_employer[1])
        if matter or body.roles or _of_members(self.reader, body):
            return None
        return self._by_type(body, fit, private=not _PRIVATE.isdisjoint(noun_types(self.reader.lexicon, noun)))

    def _by_type(self, told: Body, fit: Callable[[Chain], int], *, private: bool) -> Chain | None:
        """What "the company" points back to by its type: a source or a sentence's subject, whichever came last, else the body of a person.

        `private`: the noun is one for private bodies, which need not tell by their name what they are.
        """

        def fits(chain: Chain) -> bool:
            return _at_home(chain, told, known=True) and bool(fit(chain)) and (private or chain.type is not None)

        found = latest(self.chains, lambda chain: fit(chain) > 0 and _at_home(chain, told, known=bool(told.countries)))
        others = [(found.last if found is not None else -1, None), self._subject(told, fits)]
        if found is None:
            others.append(self.employer(fits))
        _, reading = max((other for other in others if other is not None), key=itemgetter(0))
        return found if reading is None else self._told(self.link(reading), told)

    @abstractmethod
    def employer(self, fits: Callable[[Chain], bool]) -> tuple[int, Reading] | None:
        """The body of the person cited last whose body fits, with the lexeme of that citation."""

    def alone(self, body: Body) -> Chain:
        """A body as a chain that is not among the article's (yet)."""
        reading = Reading(Shape.BODY, body.first, body.end, body.surface, body.key, body=body)
        return Chain(reading, decide(candidates_for(self.lookup, self.placed(body))), body.first, body.first)

    @staticmethod
    def _told(chain: Chain, told: Body) -> Chain:
        """A chain of which "the company" tells what it is: no surname, and of the noun's type where no table knows it."""
        chain.surname = False
        if chain.type is None and chain.reading.body is not None:
            chain.reading = chain.reading._replace(body=chain.reading.body._replace(head=told.head))
        return chain

    def _subject(self, told: Body, fits: Callable[[Chain], bool]) -> tuple[int, Reading] | None:
        """The body that opened a sentence last and fits: "Qantas has cancelled all flights, the airline said"."""
        for reading in self.subjects.before(told.first):
            body = reading.body
            if body is None or (
                looks_last(self.reader, body) and self.full_names.before(body.name_key, told.first) is not None
            ):
                continue
            alone = self.alone(body)
            if fits(self.same_body(body, alone.resolution) or alone):
                return reading.first, reading
        return None

    def _improve(self, chain: Chain, reading: Reading, resolution: Resolution) -> None:
        body = reading.body
        if body is None:
            return
        chain.names |= {key for key in (body.key, body.name_key, body.record_key) if key}
        if chain.chosen is None and resolution.chosen is not None:
            chain.resolution, chain.reading = resolution, reading

    def new(self, reading: Reading, resolution: Resolution) -> Chain:
        """A chain of its own; chains that were not mentioned for long are forgotten."""
        chain = Chain(reading, resolution, reading.first, reading.first)
        self.chains.append(chain)
        if len(self.chains) > _MOST_CHAINS:
            oldest = sorted(other.last for other in self.chains)[-_KEPT_CHAINS]
            self.chains = [other for other in self.chains if other.last >= oldest]
        return chain


def _organ(body: Body, owner: Chain) -> Body:
    """A federation's or firm's own court or police is an organ of it, no country's."""
    code = owner.chosen.country if owner.chosen is not None else owner.reading.body and owner.reading.body.country
    place = Jurisdiction.PLACE if code else body.jurisdiction
    return body._replace(roles=(), role_word="", head=owner.type, countries=(code,) if code else (), jurisdiction=place)


def _at_home(chain: Chain, told: Body, *, known: bool = False) -> bool:
    """Whether a body is of the country that a mention tells; one of no known country may be, unless `known` is asked for."""
    if not told.countries:
        return True
    body = chain.reading.body
    country = chain.chosen.country if chain.chosen is not None else body.country if body is not None else None
    return country in told.countries or (country is None and not known)


def _of_members(reader: Reader, body: Body) -> bool:
    """Whether the words before the noun say whose it is: "the players' union" is no union named before."""
    told = reader.lexicon.people.get(body.phrase.partition(" ")[0])
    return told is not None and told[1] and " " in body.phrase


def _of_matter(reader: Reader, body: Body) -> bool:
    """Whether the words before the noun tell a public body from others: "the tourism committee" is none named before."""
    matter, _, noun = body.phrase.partition(" ")
    told = bool(noun) and body.phrase not in reader.lexicon.anaphors and matter not in reader.lexicon.words["modifiers"]
    return told and body.head in _PUBLIC


def _of_saint(body: Body) -> bool:
    """Whether a name has a saint's: towns of every country bear it, so it hints at none ("St John Ambulance")."""
    return bool(body.hints) and not SAINTS.isdisjoint(body.name_key.split())


def _told_apart(body: Body) -> bool:
    """Whether words tell a body from its owner's other ones: "its ethics council"."""
    return body.owner is not None and " " in body.phrase


def _shares_words(key: str, name: str) -> bool:
    """Whether a long form and a record's name have half of their words in common."""
    words, others = set(key.split()), set(name_key(name).split())
    return 2 * len(words & others) >= min(len(words), len(others))


def _abbreviates(body: Body, chain: Chain) -> bool:
    """Whether "RBA" stands for a chain called "Reserve Bank of Australia"."""
    short = body.record_word or body.name or ""
    if not short.isupper() or not 2 < len(short) <= _SHORT:
        return False
    full = chain.chosen.name if chain.chosen is not None else bare(chain.reading.surface)
    return initials(full) == short.lower()
