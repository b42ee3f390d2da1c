"""What a feature looks at: one body as the text puts it, one possible identity, and the article around them."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from service.core.domain import AliasKind, OverlayEntry, SourceRecord, SourceType
from service.core.identity.reading import Body
from service.core.identity.setting import Setting


class Route(StrEnum):
    """How the identity came up."""

    NAME = "name"
    ROLE = "role"
    SEAT = "seat"
    HOUSE = "house"


class Evidence(NamedTuple):
    """One candidate under examination.

    `at` is the lexeme of the mention; `known` tells that a record of the table stands behind, `stated` that the phrase names
    the country, `shared` that the name is listed as one that several identities answer to alike.
    """

    body: Body
    id: str
    name: str
    type: SourceType
    country: str | None
    route: Route
    setting: Setting
    at: int
    known: bool = True
    record: SourceRecord | None = None
    alias: AliasKind | None = None
    role: str = ""
    stated: bool = False
    shared: bool = False
    long_form: str | None = None
    entry: OverlayEntry | None = None
    country_name: str = ""


#: Value (usually -1..1) and the sentence for it; None where the feature has nothing to say.
Measure = Callable[[Evidence], tuple[float, str] | None]


@dataclass(frozen=True, slots=True)
class Feature:
    """A named, weighted reason. The weight is in natural-log odds for a value of 1."""

    name: str
    weight: float
    measure: Measure
