"""Whose record speaks for a source: a body for its officials, a class for the unnamed, nobody for a private person."""

from enum import StrEnum
from typing import NamedTuple

from service.core.domain import Anonymity, RegistrySnapshot, Source, SourceRecord, SourceType
from service.core.reliability.wordforms import label_words
from service.core.reliability.words import ClaimWords

#: Types that are individuals; a body's reliability is lent to them, never the other way round.
PERSONAL = frozenset({SourceType.PERSON, SourceType.OFFICIAL, SourceType.WITNESS})

#: Forms of anonymity in which nobody stands behind the words with a name.
UNNAMED = frozenset({Anonymity.ANONYMOUS, Anonymity.GENERIC, Anonymity.AGENTLESS})


class Standing(StrEnum):
    """How much of a record may speak for a source (SCORING.md 2.7)."""

    RECORD = "record"
    CLASS_ONLY = "class_only"
    ANONYMOUS = "anonymous"
    PRIVATE = "private"


class Subject(NamedTuple):
    """What is rated for one source: the body or class, and how it may be rated.

    `id` is the key of registry, outcomes and ratings (None: no record is kept). `person` tells that an individual
    speaks, `private` that people speak for nobody but themselves, named or not: they have no letter, not even that of a class.
    """

    id: str | None
    name: str
    type: SourceType
    country: str | None
    roles: tuple[str, ...]
    record: SourceRecord | None
    standing: Standing
    person: bool
    label: str
    private: bool = False


#: Members of enumerations that every source is compared with: an attribute of an enumeration is slow to read.
_PERSON, _WITNESS, _GROUP, _UNKNOWN = SourceType.PERSON, SourceType.WITNESS, SourceType.GROUP, SourceType.UNKNOWN
_UNNAMED_PERSON = Anonymity.ORGANISATION_UNNAMED_PERSON
_RECORD, _CLASS_ONLY, _ANONYMOUS, _PRIVATE = (
    Standing.RECORD,
    Standing.CLASS_ONLY,
    Standing.ANONYMOUS,
    Standing.PRIVATE,
)


def is_spokesperson(source: Source, words: ClaimWords) -> bool:
    """Whether the words used for the source make it the body's voice (spokeswoman, press service)."""
    return any(word in words.lists.get("spokes", frozenset()) for word in label_words(source.label))


def is_private(source: Source) -> bool:
    """Whether people speak who stand for no body: said by the identity, or all that their type leaves open."""
    if source.private_person or source.type is _WITNESS:
        return True
    if source.affiliation is not None:
        return False
    return source.type is _PERSON or (source.type is _GROUP and source.anonymity in UNNAMED)


def standing_of(source: Source, words: ClaimWords) -> Standing:
    """Which rule of SCORING.md 2.7 applies to the source."""
    if source.anonymity in UNNAMED:
        return _ANONYMOUS
    if is_private(source):
        return _PRIVATE
    if source.anonymity is _UNNAMED_PERSON and not is_spokesperson(source, words):
        return _ANONYMOUS
    return _CLASS_ONLY if _body_id(source) is None else _RECORD


def _speaks_for_body(source: Source) -> bool:
    return source.affiliation is not None and source.type in PERSONAL


def _body_id(source: Source) -> str | None:
    """The office, not the name: an official's key is the body's."""
    if _speaks_for_body(source) and source.affiliation is not None:
        return source.affiliation.id
    return source.record_id


def subject_of(source: Source, snapshot: RegistrySnapshot, words: ClaimWords) -> Subject:
    """What is rated for `source`."""
    standing, private = standing_of(source, words), is_private(source)
    key = None if private else _body_id(source)
    record = snapshot.records.get(key) if key else None
    kind, country, name = _described(source, record)
    person = source.type in PERSONAL
    return Subject(key, name, kind, country, _roles(key, record), record, standing, person, source.label, private)


def _described(source: Source, record: SourceRecord | None) -> tuple[SourceType, str | None, str]:
    """Type, country and name of what is rated: from the record, else the affiliation, else the article's words."""
    if record is not None:
        return record.type, record.country or source.country, record.name
    if _speaks_for_body(source) and source.affiliation is not None:
        body = source.affiliation
        kind = body.type if body.type is not _UNKNOWN else source.type
        return kind, body.country or source.country, body.name
    return source.type, source.country, source.name or source.label


def _roles(key: str | None, record: SourceRecord | None) -> tuple[str, ...]:
    """Role ids of the record, or the role in a well-formed id such as `br.police`."""
    if record is not None:
        return record.roles
    return (key.split(".", 1)[1],) if key and "." in key else ()
