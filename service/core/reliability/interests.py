"""Who is a party to what a claim is about: the first row of the table of interests whose conditions all hold.

A row says nothing of sides: whoever meets its conditions gets the same ratio, whichever party, nation or firm it is.
"""

import re
from collections.abc import Container
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from service.core.domain import AttributionKind, Country, RegistrySnapshot, SourceType
from service.core.lang.memo import remembered
from service.core.reliability.lexis import PHRASE, Lexis
from service.core.reliability.reading import Reading
from service.core.reliability.subjects import Subject
from service.core.reliability.wordforms import label_words
from service.core.reliability.words import ClaimWords

_TOKEN = re.compile(r"\w+|[^\w\s]")
#: Shorter words of a label tell nobody apart.
_LABEL_WORD = 4
#: Within so many tokens stands what a content is about.
_SUBJECT = 4
#: Small words that join the words of a name.
_IN_NAMES = frozenset({"of", "for", "and", "the"})


@dataclass(frozen=True, slots=True)
class InterestRule:
    """One row; empty conditions hold always, all given ones must hold.

    `types`, `classes` and `roles` are those of the source, `label` a word list that its label must meet, `kind` the kind of attribution.
    `about` are word and phrase lists of which the content must meet one, `also` a second such choice. `itself` demands that the
    content is about the source, `alone` that it names nobody else, `country` that content or headline names the source's country,
    `controlled` that a state decides what the source publishes. `why` is the sentence that the reader gets.
    """

    reason: str
    why: str
    types: frozenset[str] = frozenset()
    classes: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    label: str | None = None
    kind: str | None = None
    about: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    itself: bool = False
    alone: bool = False
    country: bool = False
    controlled: bool = False


class Speaker(NamedTuple):
    """What the circumstances need to know of a claim's source.

    `reference_class` is its class, `country` its country if the registry knows it, `country_words` all countries' words in lower
    case. `rules` are the rows of interest that can fit it, whatever it says.
    """

    subject: Subject
    reference_class: str
    country: Country | None
    country_words: Container[str]
    rules: tuple[InterestRule, ...]


class Interests:
    """The table of interests; which rows can fit a kind of source is looked up once."""

    def __init__(self, rules: tuple[InterestRule, ...], words: ClaimWords) -> None:
        self._rules, self._words = rules, words
        self._by_kind: dict[tuple[SourceType, str, bool], tuple[tuple[InterestRule, ...], bool]] = {}

    def fitting(self, subject: Subject, reference_class: str, *, controlled: bool) -> tuple[InterestRule, ...]:
        """The rows whose conditions on the source hold, in their order."""
        key = (subject.type, reference_class, controlled)
        found = self._by_kind.get(key)
        if found is None:
            found = self._by_kind[key] = self._of_kind(*key)
        rules, plain = found
        if plain:
            return rules
        labels = label_words(subject.label if subject.person else _described(subject.label))
        lists = self._words.lists
        return tuple(
            [
                rule
                for rule in rules
                if (rule.label is None or not lists[rule.label].isdisjoint(labels))
                and (not rule.roles or not rule.roles.isdisjoint(subject.roles))
            ]
        )

    def _of_kind(
        self,
        kind: SourceType,
        reference_class: str,
        controlled: bool,  # noqa: FBT001 - a key
    ) -> tuple[tuple[InterestRule, ...], bool]:
        """The rows for a type and class, and whether none of them asks for more of the source."""
        rules = tuple(
            rule
            for rule in self._rules
            if (not rule.types or kind in rule.types)
            and (not rule.classes or reference_class in rule.classes)
            and (controlled or not rule.controlled)
        )
        return rules, not any(rule.label or rule.roles for rule in rules)


def speaker_of(
    subject: Subject, reference_class: str, snapshot: RegistrySnapshot, interests: Interests, *, controlled: bool
) -> Speaker:
    """The speaker with the rows of the table that can fit it."""
    country = snapshot.countries.get(subject.country or "")
    rules = interests.fitting(subject, reference_class, controlled=controlled)
    return Speaker(subject, reference_class, country, snapshot.country_words, rules)


def _described(label: str) -> str:
    """What a label says of a body beside its name: a body called Union is none for that."""
    words = label.split()
    opens = [word for word in words[:1] if len(words) == 1 or (words[1].islower() and words[1] not in _IN_NAMES)]
    return " ".join([*opens, *(word for word in words if word[:1].islower())])


@remembered
def _name_words(name: str) -> frozenset[str]:
    """The words of a name that mean whoever bears it, in lower case."""
    return frozenset([word.lower() for word in name.split() if word[:1].isupper() and len(word) > 2])


@remembered
def _label_words(label: str) -> frozenset[str]:
    """The words of the article's label that mean a body, in lower case."""
    return frozenset([word for word in re.findall(r"\w+", label.lower()) if len(word) >= _LABEL_WORD])


def interest_of(
    kind: AttributionKind, reading: Reading, speaker: Speaker, headline: str, lexis: Lexis
) -> InterestRule | None:
    """Why the source is a party to its claim, or None."""
    bits, masks = reading.bits, lexis.masks
    for rule in speaker.rules:
        if (
            (rule.kind is None or rule.kind == kind)
            and (not rule.about or (bits & masks[rule.about] and meets(rule.about, reading, lexis)))
            and (not rule.also or (bits & masks[rule.also] and meets(rule.also, reading, lexis)))
            and (not rule.itself or speaks_of_itself(reading, speaker, lexis))
            and (not rule.alone or _names_nobody_else(reading, speaker))
            and (not rule.country or _names_own_country(reading, speaker, headline))
        ):
            return rule
    return None


def meets(lists: tuple[str, ...], reading: Reading, lexis: Lexis) -> bool:
    """Whether the content has a word of one of the lists; a phrase list stands under its name with `phrase:` before it."""
    return any(
        lexis.says(reading.tokens, reading.bits, name.removeprefix(PHRASE))
        if name.startswith(PHRASE)
        else reading.bits & lexis.mask(name)
        for name in lists
    )


def speaks_of_itself(reading: Reading, speaker: Speaker, lexis: Lexis) -> bool:
    """Whether the content is about the source: in the first person, by its name, or as "its" or an "it" that begins it."""
    if reading.bits & lexis.mask("first_person"):
        return True
    pronouns = "own_person" if speaker.subject.person else "own_body"
    if reading.bits & lexis.mask(pronouns) or reading.tokens[0].lower() == "it":
        return True
    return _names_speaker(reading, speaker)


def _names_nobody_else(reading: Reading, speaker: Speaker) -> bool:
    """Whether every name in the content is the source's own: figures of a firm that it gives without a name are its own."""
    own = _name_words(speaker.subject.name) | _label_words(speaker.subject.label)
    return all(not own.isdisjoint(name) for name in reading.names)


def opens_with(reading: Reading, speaker: Speaker) -> bool:
    """Whether a content begins with a speaker or its country, so that it tells what the speaker does."""
    first = reading._replace(tokens=reading.tokens[:_SUBJECT])
    return _names_speaker(first, speaker) or _names_own_country(first, speaker, "")


def _names_speaker(reading: Reading, speaker: Speaker) -> bool:
    own = _name_words(speaker.subject.name)
    if not speaker.subject.person:
        own = own | _label_words(speaker.subject.label)
    said = own.intersection([word.lower() for word in reading.tokens])
    return any(word not in speaker.country_words for word in said)


def _names_own_country(reading: Reading, speaker: Speaker, headline: str) -> bool:
    content = f" {' '.join(reading.tokens)} "
    return any(name in content or name in headline for name in country_names(speaker.country))


@lru_cache(maxsize=512)
def country_names(country: Country | None) -> tuple[str, ...]:
    """The names of a country, its people and its capital in `spaced` form, their case kept ("US", "us")."""
    if country is None:
        return ()
    return _spaced((country.name, *country.aliases, *country.adjectives, *country.demonyms, *country.capitals))


@lru_cache(maxsize=512)
def _spaced(names: tuple[str, ...]) -> tuple[str, ...]:
    """Names in `spaced` form; kept, since there are as many as countries."""
    return tuple(dict.fromkeys(map(spaced, names)))


def spaced(text: str) -> str:
    """The tokens of a text with a blank between them and at both ends, as the token layer cuts them."""
    return f" {' '.join(_TOKEN.findall(text))} "
