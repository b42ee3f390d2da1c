"""Join mentions to chains in text order. Every mention ends in a chain; none is dropped here."""

from collections.abc import Callable

from service.core.domain import Affiliation, Mention, Resolution, ResolutionOutcome, SourceType
from service.core.identity.antecedents import (
    bears_noun,
    describes,
    fits_pronoun,
    latest,
    noun_before,
    person_before,
    relative_antecedent,
    same_person,
    speaks_as_many,
)
from service.core.identity.body_links import BodyLinker
from service.core.identity.candidates import candidates_for
from service.core.identity.chains import Chain, affiliation_of, gender_of
from service.core.identity.chunks import Reader
from service.core.identity.clauses import body_behind_comma, body_in_clause
from service.core.identity.decide import decide
from service.core.identity.lexicon import IdentityLexicon
from service.core.identity.mentions import locate, read_mention
from service.core.identity.offices import lone_holder, office_body
from service.core.identity.people import of_players
from service.core.identity.perceiving import tells_of_seeing
from service.core.identity.private import keeps_to_self, only_home
from service.core.identity.reading import Body, Individual, Jurisdiction, Reading, Shape
from service.core.lang.normalize import name_key

_NIL = Resolution(ResolutionOutcome.NIL)
#: Nouns that take up any document.
_ANY_DOCUMENT = frozenset({"document", "documents", "papers", "files", "file"})
#: Countries whose states or provinces have premiers, while the country itself has a prime minister.
_PREMIERS = frozenset({"AU", "CA", "ZA"})
#: Classes of people whose unknown name in front tells what they are known for, not whom they speak for.
_PRIVATE = frozenset({"private", "family", "public"})
#: Bodies whose own people hold offices that a state has as well: the forecaster of a UN agency.
_STAFFED = frozenset(
    {
        SourceType.INTERNATIONAL_ORG,
        SourceType.COMPANY,
        SourceType.NGO,
        SourceType.ACADEMIC,
        SourceType.THINK_TANK,
        SourceType.POLITICAL_PARTY,
        SourceType.NEWS_OUTLET,
        SourceType.NEWS_AGENCY,
    }
)
_OWNING = frozenset({"its", "their"})
#: Titles of those who run a company.
_HEADING = frozenset(
    {
        "chief executive",
        "chief executive officer",
        "ceo",
        "finance chief",
        "chief financial officer",
        "chief operating officer",
        "managing director",
        "cfo",
    }
)
_UNIFORMED = frozenset({"military", "police"})
_ARMED = frozenset({SourceType.POLICE, SourceType.MILITARY})
#: Parts of a full name.
_FULL = 2
#: Sentences after which "the cleric" no longer means the person spoken of last.
_NEAR = 2


class Linker(BodyLinker):
    """The chains of one article. Used by one call and thrown away."""

    def add(self, mention: Mention) -> Chain:
        """The chain of a source mention, new or known; each mention is added once."""
        first, end = locate(self.reader.view, mention)
        chain = self.link(read_mention(self.reader, first, end))
        chain.last = max(chain.last, first)
        if chain.affiliation is None and not chain.witnessed and _may_witness(chain.individual):
            chain.witnessed = tells_of_seeing(self.reader, first, end)
        chain.mentions.append(mention)
        return chain

    def link(self, reading: Reading) -> Chain:
        """The chain of a reading; two readings that begin at one place are one mention."""
        for chain in self.chains:
            if chain.reading.first == reading.first and chain.reading.shape is reading.shape is not Shape.JOINT:
                return chain
        special = {Shape.PRONOUN: self._pronoun, Shape.JOINT: self._joint, Shape.DOCUMENT: self._document}.get(
            reading.shape
        )
        if special is not None:
            return special(reading)
        surname = self._surname(reading)
        if surname is not None:
            return surname
        if reading.individual is not None:
            return self._person(reading, reading.individual)
        if reading.body is not None:
            return self.body(reading, reading.body)
        return self._by_key(reading)

    # --- people

    def _person(self, reading: Reading, individual: Individual) -> Chain:
        if individual.name is not None:
            return self._named(reading, individual)
        if individual.kind is None and not individual.roles:
            return self._by_key(reading)
        if individual.definite and not individual.indefinite:
            known = self._definite_person(individual)
            if known is not None:
                return known
        if not individual.indefinite:
            known = self._same_people(individual)
            if known is not None:
                return known
        return self._new_person(reading, individual)

    def _named(self, reading: Reading, individual: Individual) -> Chain:
        gender = gender_of(individual, self.reader.lexicon)
        for chain in self.chains:
            if chain.individual is None or {chain.gender, gender} == {"m", "f"}:
                continue
            if same_person(chain.individual, individual):
                self._improve_person(chain, reading, individual)
                return chain
        if individual.kind is None and individual.name is not None and not individual.title and individual.body is None:
            told = self.told(individual.first, individual.end)
            if told is not None:
                return self.body(*_as_body(reading, individual, told))
        if " " not in individual.name_key:
            full = self.full_names.before(individual.name_key, reading.first)
            if full is not None and full.individual is not None:
                return self._new_person(full, full.individual)
        late = self._told_before(individual, gender)
        if late is not None:
            self._improve_person(late, reading, individual)
            return late
        return self._new_person(reading, individual)

    def _told_before(self, individual: Individual, gender: str | None) -> Chain | None:
        """The one official told of just before whom the text names only now.

        So news puts it: "the chief executive of Severn Trent" in the lead, then "Liv Garfield" and nothing that says who she is.
        """
        view, at = self.reader.view, individual.first
        bare = individual.kind is None and individual.body is None and not (individual.title or individual.where)
        surname = individual.name_key.rsplit(" ", maxsplit=1)
        if not bare or len(surname) < _FULL or self.full_names.before(surname[-1], at) is not None:
            return None
        found = latest(self.chains, _one_official)
        if found is None or {found.gender, gender} == {"m", "f"}:
            return None
        between = view.paragraph_of(at) - view.paragraph_of(min(found.last, len(view) - 1))
        return found if between in {0, 1} and not _introduced(self.reader, individual.end) else None

    def _surname(self, reading: Reading) -> Chain | None:
        """A lone capitalized word that ends (or, a first name, begins) a full name before it is that person: "Ford", "King"."""
        view, at = self.reader.view, reading.first
        individual = reading.individual
        if reading.end - at > 1 or not view.caps[at] or (individual is not None and individual.name is not None):
            return None
        key = view.keys[at]
        for chain in self.chains:
            if chain.individual is not None and f" {key} " in f" {chain.individual.name_key} ":
                return chain
        full = self.full_names.before(key, at)
        if full is None or full.individual is None:
            holder = lone_holder(self.reader, reading, self.lookup.setting)
            return self._new_person(holder, holder.individual) if holder is not None and holder.individual else None
        return self._new_person(full, full.individual)

    def _definite_person(self, individual: Individual) -> Chain | None:
        """For "the spokesman", "the minister", "the cleric": the last person with that noun, else of that kind just before."""
        noun = individual.title_key.split()[-1]
        body = individual.body
        if body is None or body.anaphoric:
            found = latest(self.chains, lambda chain: bears_noun(chain, individual, noun))
            if found is not None:
                return found
        elif body.jurisdiction is not Jurisdiction.PLACE or body.named or body.head_word:
            return None
        related = noun in self.reader.lexicon.words["relations"]
        if individual.plural or individual.kind is None or individual.kind.office or related:
            return None
        gender = gender_of(individual, self.reader.lexicon)
        found = latest(self.chains, lambda chain: describes(individual, chain, gender))
        return found if found is not None and self._sentences_since(found, individual.first) <= _NEAR else None

    def _sentences_since(self, chain: Chain, at: int) -> int:
        view = self.reader.view
        return view.sentence_of(at) - view.sentence_of(min(chain.last, len(view) - 1))

    def _same_people(self, individual: Individual) -> Chain | None:
        """Bare plurals and offices are one source each: "experts" here and there, "the president of Kenya"."""
        affiliation = self._affiliate(individual)[0]
        for chain in self.chains:
            other = chain.individual
            if other is None or other.title_key != individual.title_key or other.name is not None:
                continue
            if other.indefinite is individual.indefinite and chain.affiliation == affiliation:
                return chain
        return None

    def _new_person(self, reading: Reading, individual: Individual) -> Chain:
        if individual.name is not None and individual.body is None and not individual.owner:
            body = body_in_clause(self.reader, individual.end) or body_behind_comma(self.reader, individual.end)
            if body is not None:
                individual = individual._replace(body=body)
                reading = reading._replace(individual=individual)
        affiliation, resolution = self._affiliate(individual)
        speaks = individual.kind is not None and individual.kind.speaks
        if speaks and individual.body is not None and self._of_person(individual, individual.body):
            individual = individual._replace(body=None, kind=self.reader.lexicon.stranger)
            reading = reading._replace(individual=individual)  # somebody's manager speaks for no body
        if individual.former and individual.body is not None:
            reading = reading._replace(individual=self._once_of(individual, individual.body))
        chain = self.new(reading, resolution)
        chain.affiliation = affiliation
        chain.gender = gender_of(individual, self.reader.lexicon)
        return chain

    def _once_of(self, individual: Individual, body: Body) -> Individual:
        """A former member of a body is at home where the body is: "a former Mossad officer"."""
        chosen = decide(candidates_for(self.lookup, self.placed(body))).chosen
        if chosen is None or chosen.country is None or individual.where:
            return individual
        return individual._replace(where=(chosen.country,))

    def _affiliate(self, individual: Individual) -> tuple[Affiliation | None, Resolution]:
        body = self._employer(individual)
        told = None if individual.former else self._told_by_title(individual, body)
        if told is not None:
            return affiliation_of(told.reading.body, told.resolution), told.resolution
        if (
            body is None
            or individual.former
            or _inhabitant(individual, body, self.reader.lexicon)
            or self._of_person(individual, body)
        ):
            return None, _NIL
        if body.anaphoric:
            chain = self.noun(Reading(Shape.BODY, body.first, body.end, body.surface, body.key, body=body), body)
            if chain is not None:
                return affiliation_of(chain.reading.body, chain.resolution), chain.resolution
        long_form, body = self.spelled_out(self.placed(body))
        resolution = decide(candidates_for(self.lookup, body, long_form))
        if resolution.chosen is None:
            known = self.same_body(body, resolution)
            resolution = known.resolution if known is not None else resolution
        affiliation = affiliation_of(body, resolution)
        if keeps_to_self(individual, affiliation, self.reader.lexicon):
            return None, _NIL
        return affiliation, resolution

    def _told_by_title(self, individual: Individual, body: Body | None) -> Chain | None:
        """The body that only the article tells: the company of "chief executive", a commissioner's commission, the owner in "its"."""
        untold = self._untold(individual) if body is None and individual.owner is None else None
        if untold is not None:
            return untold
        if individual.title_key.endswith("commissioner") and (body is None or not body.countries):
            return self._commission(body)
        if individual.owner not in _OWNING:
            return None
        owner = latest(self.chains, _owns)
        if owner is None or self._far_from(owner, individual.first):
            return None
        return owner if body is None or _only_place(body) or (owner.type in _STAFFED and not body.named) else None

    def _commission(self, body: Body | None) -> Chain | None:
        """The commission that was cited last, for a commissioner of whom no other body is told: "Energy commissioner Ana Lima"."""
        if body is not None and (
            body.records or body.jurisdiction is Jurisdiction.PLACE or body.head is SourceType.POLICE
        ):
            return None
        return latest(self.chains, lambda chain: chain.chosen is not None and " Commission" in chain.chosen.name)

    def _only_company(self, at: int) -> Chain | None:
        """The article's company, where only one was cited or opened a sentence before a lexeme: whose else is "the chief executive"?"""
        cited = [
            chain for chain in self.chains if chain.reading.shape is Shape.BODY and chain.type is SourceType.COMPANY
        ]
        if cited:
            return cited[0] if len(cited) == 1 and not _unnamed(cited[0]) else None
        opening = [self.alone(reading.body) for reading in self.subjects.before(at) if reading.body is not None]
        opening = [chain for chain in opening if chain.type is SourceType.COMPANY]
        same = len({chain.chosen.id if chain.chosen else chain.reading.key for chain in opening}) == 1
        return opening[0] if same else None

    def _untold(self, individual: Individual) -> Chain | None:
        """The body of a person whose title needs one that no word tells: a chief executive's, a spokesperson's."""
        if individual.title_key in _HEADING:
            return self._only_company(individual.first)
        if individual.rank in _UNIFORMED:
            return self._force(individual.first)
        return self._spoken_for(individual.first) if _speaks_alone(individual) else None

    def _force(self, at: int) -> Chain | None:
        """The police or army cited just before somebody with a rank of whom no other is told."""
        view = self.reader.view
        cited = latest(self.chains, lambda chain: chain.reading.shape is Shape.BODY and chain.type in _ARMED)
        near = cited is not None and view.paragraph_of(at) == view.paragraph_of(min(cited.last, len(view) - 1))
        return cited if near else None

    def _spoken_for(self, at: int) -> Chain | None:
        """For whom "a spokesman" speaks of whom nothing is told: the body cited in this sentence or the one before, else their subject."""
        view = self.reader.view
        here = view.sentence_of(at)
        cited = latest(self.chains, _owns)
        if cited is not None and here - view.sentence_of(min(cited.last, len(view) - 1)) <= 1:
            return cited
        for reading in self.subjects.before(at):
            if here - view.sentence_of(reading.first) > 1:
                break
            if reading.body is not None and not reading.body.indefinite:
                alone = self.alone(reading.body)
                return self.same_body(reading.body, alone.resolution) or alone
        return None

    def _of_person(self, individual: Individual, body: Body) -> bool:
        """Whether the possessor is somebody, not a body: "Etxeberria's lawyer"."""
        speaks = individual.kind is None or individual.kind.speaks
        bare = body.name is not None and not (body.records or body.roles or body.head or body.countries)
        somebody = bare and (not speaks or self.full_names.before(body.name_key, body.first) is not None)
        return (
            somebody
            and body.name_key in body.key
            and body.end <= individual.end
            and self.reader.view.poss[body.end - 1]
        )

    def _employer(self, individual: Individual) -> Body | None:
        """The body of a person: stated, or told by the title ("foreign minister") and a country."""
        body, roles = individual.body, individual.roles
        if body is None:
            return office_body(individual, self.reader.lexicon, self.lookup.setting) or self._titled(individual)
        if roles and not body.named and self.lookup.snapshot.roles[roles[0]].type is SourceType.LEGISLATURE:
            return body._replace(roles=roles, role_word=individual.title, head=None, head_word="", phrase="", name=None)
        bare = not (body.named or body.roles or body.head_word)
        if bare and body.jurisdiction is Jurisdiction.CAPITAL and self._of_city(individual):
            return body._replace(jurisdiction=Jurisdiction.PLACE)
        if roles and bare and body.jurisdiction is not Jurisdiction.PLACE:
            return body._replace(roles=roles, role_word=individual.title)
        return body

    def _titled(self, individual: Individual) -> Body | None:
        """The body that only a title tells: that of "the foreign minister"."""
        roles = individual.roles
        told = individual.name is not None or individual.definite or _office(individual)
        told = (
            told
            or (individual.kind is not None and individual.kind.id == "spokesperson")
            or any(self.lookup.snapshot.roles[role].type is SourceType.LEGISLATURE for role in roles)
        )
        if not roles or not told or self._regional(individual):
            return None
        return Body(
            individual.first,
            individual.end,
            individual.title,
            individual.title_key,
            roles=roles,
            role_word=individual.title,
            owner=individual.owner,
        )

    def employer(self, fits: Callable[[Chain], bool]) -> tuple[int, Reading] | None:
        """The body of the person cited last whose body fits: "the company" after "Boeing's chief executive, Ana Lima"."""
        for chain in sorted(self.chains, key=lambda one: -one.last):
            individual = chain.individual
            if individual is None or chain.affiliation is None or not _speaks(individual):
                continue
            body = individual.body or self._employer(individual)
            body = self._spelt(body, chain) if body is not None and body.anaphoric else body
            if body is None or not (body.named or body.roles):
                continue
            alone = self.alone(body)
            if fits(alone):
                return chain.last, alone.reading
        return None

    def _spelt(self, body: Body, chain: Chain) -> Body | None:
        """A body that only its kind names ("police spokesman") under the name of the record that it was found to be."""
        record = self.lookup.snapshot.records.get(chain.chosen.id) if chain.chosen is not None else None
        if record is None:
            return None
        return body._replace(records=(record.id,), record_key=name_key(record.name), record_word=record.name, roles=())

    def _of_city(self, individual: Individual) -> bool:
        """Whether an office is one of cities and regions: "the Nairobi governor" is not Kenya's."""
        return not self.reader.lexicon.words["local"].isdisjoint(individual.title_key.split())

    def _regional(self, individual: Individual) -> bool:
        """Whether the title is that of a state's or province's head where the article plays: the premier of Queensland."""
        return individual.title_key == "premier" and self.lookup.setting.home in _PREMIERS

    def _improve_person(self, chain: Chain, reading: Reading, individual: Individual) -> None:
        """A later mention may bring the title or the fuller name."""
        old = chain.individual
        if old is None:
            return
        longer = len(individual.name_key) > len(old.name_key)
        if (individual.title and not old.title) or (individual.body and not old.body) or longer:
            merged = individual._replace(
                name=individual.name if longer else old.name,
                name_key=individual.name_key if longer else old.name_key,
                kind=old.kind or individual.kind,
                title=old.title or individual.title,
                title_key=old.title_key or individual.title_key,
                roles=old.roles or individual.roles,
                body=old.body or individual.body,
            )
            chain.reading = reading._replace(individual=merged)
            chain.gender = chain.gender or gender_of(merged, self.reader.lexicon)
            if chain.affiliation is None:
                chain.affiliation, chain.resolution = self._affiliate(merged)

    # --- the rest

    def _pronoun(self, reading: Reading) -> Chain:
        kind = reading.pronoun or ""
        if kind == "relative":
            before = relative_antecedent(self.reader, reading.first)
            return self.link(before) if before is not None else self._by_key(reading)
        if kind in {"others", "we"}:
            chain = (self._speaker(reading) if reading.key == "i" else None) or self.new(reading, _NIL)
            if kind == "others" and chain.individual is None:
                chain.like = latest(self.chains, lambda other: other.individual is not None and other.plural)
            return chain
        found = (latest(self.chains, speaks_as_many) if kind == "they" else None) or latest(
            self.chains, fits_pronoun(kind)
        )
        if kind == "it" and (found is None or self._far(found, reading)):
            before = next(self.subjects.before(reading.first), None)
            if before is not None and (found is None or before.first > found.last):
                return self.link(before)
            employer = self.employer(lambda _: True)
            if employer is not None and (found is None or employer[0] > found.last):
                return self.link(employer[1])
        if kind in {"he", "she"}:
            gender = "m" if kind == "he" else "f"
            if found is None or self._far(found, reading):
                before = person_before(self.reader, reading.first, gender)
                if before is not None:
                    return self.link(before)
        return found or self.new(reading, _NIL)

    def _speaker(self, reading: Reading) -> Chain | None:
        """Who says "I" inside a quotation: the person cited last in the same paragraph."""
        view = self.reader.view
        found = latest(self.chains, lambda chain: chain.individual is not None and not chain.plural)
        near = found is not None and view.paragraph_of(min(found.last, len(view) - 1)) == view.paragraph_of(
            reading.first
        )
        return found if near else None

    def _far(self, chain: Chain, reading: Reading) -> bool:
        return self._far_from(chain, reading.first)

    def _far_from(self, chain: Chain, at: int) -> bool:
        view = self.reader.view
        return view.paragraph_of(at) - view.paragraph_of(min(chain.last, len(view) - 1)) > 2

    def _joint(self, reading: Reading) -> Chain:
        for chain in self.chains:
            if chain.reading.shape is Shape.JOINT and chain.reading.surface == reading.surface:
                return chain
        parts = tuple(self.link(part) for part in reading.parts)
        if all(part is parts[0] for part in parts):
            return parts[0]
        chain = self.new(reading, _NIL)
        chain.parts = parts
        return chain

    def _document(self, reading: Reading) -> Chain:
        """A published document is its author's; a definite one points back; else it speaks for itself."""
        view = self.reader.view
        if reading.document in {"own", "scholarly", "social"}:
            if reading.individual is not None:
                return self._person(reading, reading.individual)
            if reading.body is not None:
                return self.body(reading._replace(shape=Shape.BODY), reading.body)
        owner = self.reader.lexicon.pronouns.get(
            {"its": "it", "her": "she", "his": "he"}.get(view.keys[reading.first], "")
        )
        if owner is not None and reading.document in {"own", "scholarly"}:
            found = latest(self.chains, fits_pronoun(owner))
            if found is not None:
                return found
        if reading.definite:
            chain = self._document_before(reading)
            if chain is not None:
                return chain
        return self._by_key(reading._replace(body=None, individual=None))

    def _document_before(self, reading: Reading) -> Chain | None:
        word = reading.document_word
        if word in _ANY_DOCUMENT:
            found = latest(self.chains, lambda chain: chain.reading.shape is Shape.DOCUMENT)
            if found is not None:
                return found
        found = latest(
            self.chains,
            lambda chain: chain.reading.document_word == word or f" {word} " in f" {chain.reading.surface.lower()} ",
        )
        if found is not None:
            return found
        before = noun_before(self.reader, word, reading.first)
        if before is not None and before.body is not None and before.first < reading.first:
            return self.link(before)
        if word in {"statement", "joint statement", "press release", "release", "communique", "announcement"}:
            return latest(self.chains, lambda chain: chain.body_like or chain.individual is not None)
        return None

    def _by_key(self, reading: Reading) -> Chain:
        for chain in self.chains:
            if chain.reading.shape is reading.shape and chain.reading.key == reading.key:
                return chain
        return self.new(reading, _NIL)


def _unnamed(chain: Chain) -> bool:
    return chain.reading.body is None or chain.reading.body.indefinite


def _one_official(chain: Chain) -> bool:
    """Whether a chain is one certain person with an office or an executive's title."""
    individual = chain.individual
    if individual is None or individual.name is not None or individual.plural or individual.former:
        return False
    kind = individual.kind
    if kind is None or not individual.definite:
        return False
    return kind.office or (kind.id == "executive" and chain.affiliation is not None)


def _introduced(reader: Reader, end: int) -> bool:
    """Whether words behind a name say who it is: "Ana Lima, a shopkeeper", "Ana Lima, 61, who lost her house"."""
    view = reader.view
    return end < len(view) and view.keys[end] in {",", "(", "–", "—", "of", "from"}


def _speaks(individual: Individual) -> bool:
    """Whether what a person's body does is what the article is about: not that of a former member nor of an analyst."""
    return not individual.former and (individual.kind is None or individual.kind.id != "analyst")


def _as_body(reading: Reading, individual: Individual, kind: SourceType) -> tuple[Reading, Body]:
    """A name that looked like a person's as that of a body of a told type."""
    body = Body(
        individual.first,
        individual.end,
        reading.surface,
        individual.name_key,
        name=individual.name,
        name_key=individual.name_key,
        head=kind,
    )
    return reading._replace(shape=Shape.BODY, individual=None, body=body), body


def _inhabitant(individual: Individual, body: Body, lexicon: IdentityLexicon) -> bool:
    """In "residents of Kamenka" and "Indian farmers" a country or place that people live in is no body that speaks."""
    if (
        individual.kind is None
        and not individual.roles
        and individual.rank in {None, "honorific"}
        and body.first >= individual.first
        and only_home(body, lexicon)
    ):
        return True
    speaks = individual.kind is None or individual.kind.speaks or individual.roles or individual.kind.id == "insider"
    speaks = speaks and not of_players(individual)
    if individual.kind is not None and individual.kind.type is SourceType.WITNESS:
        return not body.records
    told = body.named or body.roles or body.countries or body.definite or body.indefinite
    bare = (body.name is not None and not (body.records or body.head_word)) or (bool(body.head_word) and not told)
    if bare and individual.kind is not None and individual.kind.id in _PRIVATE and body.end < individual.end:
        return True  # "an Olympic champion"
    return not (speaks or body.named or body.roles or body.head_word)


def _may_witness(individual: Individual | None) -> bool:
    """Whether it is a private person, who is a witness where the words are about what they saw."""
    if individual is None or individual.kind is None:
        return individual is not None
    kind = individual.kind
    return (kind.type or kind.fallback) is SourceType.PERSON


def _only_place(body: Body) -> bool:
    """Whether it only tells where somebody is: "its coordinator in Matadi"."""
    return not (body.named or body.roles or body.head_word)


def _owns(chain: Chain) -> bool:
    """Whether "its spokesman" can be a chain's."""
    return chain.reading.shape is Shape.BODY


def _speaks_alone(individual: Individual) -> bool:
    """Whether it is a spokesperson of whom no body is told."""
    return individual.kind is not None and individual.kind.id == "spokesperson"


def _office(individual: Individual) -> bool:
    return individual.kind is not None and individual.kind.office
