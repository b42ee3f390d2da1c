"""What a phrase says about a source before any look-up: its shape, the body it names, the person it describes.

Named tuples: a score of these is built for each mention, and a frozen dataclass of twenty fields costs four times as much.
"""

from enum import StrEnum
from typing import NamedTuple

from service.core.domain import SourceType
from service.core.identity.lexicon import PersonClass


class Shape(StrEnum):
    """What kind of phrase refers to the source."""

    BODY = "body"
    PERSON = "person"
    DOCUMENT = "document"
    PRONOUN = "pronoun"
    JOINT = "joint"
    UNKNOWN = "unknown"


class Jurisdiction(StrEnum):
    """How a phrase names the country of a body."""

    NONE = "none"
    NAME = "name"
    ADJECTIVE = "adjective"
    DEMONYM = "demonym"
    CAPITAL = "capital"
    PLACE = "place"
    CONTEXT = "context"


#: Of these a country has many, so that its adjective names none of them.
_PRIVATE_BODIES = frozenset(
    {
        SourceType.COMPANY,
        SourceType.NEWS_OUTLET,
        SourceType.NGO,
        SourceType.GROUP,
        SourceType.THINK_TANK,
        SourceType.POLLSTER,
        SourceType.ACADEMIC,
    }
)


class Body(NamedTuple):
    """A body as a phrase puts it.

    `records` are registry ids that the name in the phrase answers to, `roles` role ids of its noun, `countries` codes that the
    phrase's own country word can mean. `name` is a proper name that no table knows. `head` is the type that the head noun shows.
    `phrase` are the lower-case words of the noun group, head last ("unification ministry"). `hints` are codes of the countries that
    words of the name tell ("University of Cape Town"); `owner` is a possessive in front ("its embassy").
    """

    first: int
    end: int
    surface: str
    key: str
    records: tuple[str, ...] = ()
    record_key: str = ""
    record_word: str = ""
    roles: tuple[str, ...] = ()
    role_word: str = ""
    countries: tuple[str, ...] = ()
    jurisdiction: Jurisdiction = Jurisdiction.NONE
    country_word: str = ""
    name: str | None = None
    name_key: str = ""
    head: SourceType | None = None
    head_word: str = ""
    phrase: str = ""
    definite: bool = False
    indefinite: bool = False
    organ: bool = False
    owner: str | None = None
    hints: tuple[str, ...] = ()

    @property
    def country(self) -> str | None:
        """The country in the phrase, else the one that the words of the name hint at."""
        return next(iter(self.countries or self.hints), None)

    @property
    def anaphoric(self) -> bool:
        """Whether it is only "the <noun>", neither named nor placed, or "the German <noun>" of a private body."""
        if self.named or not (self.head_word or self.roles):
            return False
        return not self.countries or self.described

    @property
    def described(self) -> bool:
        """Whether a nation's adjective and a noun for private bodies tell of a body without naming it: "the German carmaker"."""
        plain = self.jurisdiction is Jurisdiction.ADJECTIVE and not (self.named or self.roles)
        return plain and self.head in _PRIVATE_BODIES

    @property
    def capitalized(self) -> bool:
        """Whether the known name is written as one: "central bank of Brazil", not "central bank"."""
        lower = self.record_word.lower()
        return self.record_word != lower or lower == self.record_word.upper() or " " not in lower

    @property
    def named(self) -> bool:
        """Whether a proper name stands in the phrase."""
        return bool(self.records and self.capitalized) or self.name is not None


class Individual(NamedTuple):
    """A person or people as a phrase puts them.

    `roles` are those that the title speaks for ("finance minister"); `abroad` tells that they are of a part of the world or
    foreign ("Western officials"), `of_state` that they work for a state ("a security source"), `where` are codes of the place
    behind them ("an official in Washington"); `counted` tells that their number is told ("two residents").
    """

    first: int
    end: int
    name: str | None = None
    name_key: str = ""
    kind: PersonClass | None = None
    title: str = ""
    title_key: str = ""
    roles: tuple[str, ...] = ()
    rank: str | None = None
    plural: bool = False
    former: bool = False
    definite: bool = False
    indefinite: bool = False
    owner: str | None = None
    body: Body | None = None
    abroad: bool = False
    of_state: bool = False
    where: tuple[str, ...] = ()
    counted: bool = False


class Reading(NamedTuple):
    """One analysis of one mention: exactly the field that its shape names is set (`individual` for PERSON and so on)."""

    shape: Shape
    first: int
    end: int
    surface: str
    key: str
    body: Body | None = None
    individual: Individual | None = None
    document: str | None = None
    document_word: str = ""
    pronoun: str | None = None
    parts: tuple["Reading", ...] = ()
    definite: bool = False
