"""Who the sources are: chains, resolutions and the source cards of one article."""

from dataclasses import dataclass
from enum import StrEnum

from service.core.domain.attributions import Mention
from service.core.domain.registry import SourceType


class Anonymity(StrEnum):
    """How far the reader can tell who it is."""

    NAMED = "named"
    ORGANISATION_UNNAMED_PERSON = "organisation_unnamed_person"
    ANONYMOUS = "anonymous"
    GENERIC = "generic"
    AGENTLESS = "agentless"


class ResolutionOutcome(StrEnum):
    """What became of a chain."""

    RESOLVED = "resolved"
    AMBIGUOUS = "ambiguous"
    NIL = "nil"
    ANONYMOUS = "anonymous"


class MatchKind(StrEnum):
    """How the text led to the identity."""

    EXACT = "exact"
    ALIAS = "alias"
    ABBREVIATION = "abbreviation"
    DESCRIPTIVE = "descriptive"
    METONYM = "metonym"
    DOMAIN = "domain"
    AFFILIATION = "affiliation"
    OVERLAY = "overlay"


@dataclass(frozen=True, slots=True)
class FeatureScore:
    """One named reason for a link; `detail` is a sentence that a journalist understands."""

    name: str
    value: float
    weight: float
    detail: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible identity: a registry id (or a well-formed id such as `br.police`), its name, and why. `score` is in 0..1."""

    id: str
    name: str
    type: SourceType
    country: str | None
    match: MatchKind
    score: float
    features: tuple[FeatureScore, ...] = ()
    known: bool = True


@dataclass(frozen=True, slots=True)
class Resolution:
    """Outcome for one chain. `chosen` is set exactly when RESOLVED; AMBIGUOUS has at least two candidates."""

    outcome: ResolutionOutcome
    chosen: Candidate | None = None
    candidates: tuple[Candidate, ...] = ()

    def __post_init__(self) -> None:
        if (self.chosen is not None) != (self.outcome is ResolutionOutcome.RESOLVED):
            raise ValueError("chosen is set exactly when resolved")
        if self.outcome is ResolutionOutcome.AMBIGUOUS and len(self.candidates) < 2:
            raise ValueError("an ambiguous resolution needs two candidates")


@dataclass(frozen=True, slots=True)
class Affiliation:
    """The body an official speaks for. `id` is a registry id or None when only the name is known."""

    id: str | None
    name: str
    type: SourceType = SourceType.UNKNOWN
    country: str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """One source of one article: a coreference chain with its identity.

    `name` is the canonical name or None when it cannot be known; `label` is the fullest mention in the text.
    `private_person` is true for an individual who speaks for no body: never graded (SCORING.md 2.7).
    """

    id: str
    label: str
    name: str | None
    type: SourceType
    country: str | None
    anonymity: Anonymity
    resolution: Resolution
    mentions: tuple[Mention, ...]
    affiliation: Affiliation | None = None
    private_person: bool = False

    def __post_init__(self) -> None:
        if not self.mentions:
            raise ValueError("a source needs a mention")

    @property
    def record_id(self) -> str | None:
        """Id of the chosen identity, or of the affiliation that lends its reliability."""
        if self.resolution.chosen is not None:
            return self.resolution.chosen.id
        return self.affiliation.id if self.affiliation else None


@dataclass(frozen=True, slots=True)
class AttributionLink:
    """Which sources an attribution refers to. `source_id` is None when agentless; `via` is outermost first."""

    attribution_id: str
    source_id: str | None
    via: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cast:
    """All sources of an article in order of first mention, and the links from attributions to them.

    `dropped` are ids of attributions whose source turned out to be a look-alike (a credit, a byline, boilerplate).
    """

    sources: tuple[Source, ...]
    links: tuple[AttributionLink, ...]
    dropped: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OverlayEntry:
    """A newsroom's own entry or override, for one request or stored.

    `match` are the names it answers to; `grade` (A..E) or `score` override the computed reliability and are shown as
    basis `overlay`; `valid_until` is an ISO date after which the entry no longer counts.
    """

    match: tuple[str, ...]
    id: str
    name: str | None = None
    type: SourceType | None = None
    country: str | None = None
    owner: str | None = None
    grade: str | None = None
    rationale: str | None = None
    editor: str | None = None
    evidence: tuple[str, ...] = ()
    valid_until: str | None = None
    overlay: str = "request"
