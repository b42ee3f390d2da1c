"""The tables of the model as one frozen value: every number with its status mark, origin and date.

The rows live in `service/data/priors/*.toml`; `service.runtime.priors` reads them. Nothing in this stage holds a
coefficient.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from math import log

from service.core.domain import Factor, SourceType, Status
from service.core.reliability.interests import InterestRule, Interests
from service.core.reliability.lexis import Lexis
from service.core.reliability.words import ClaimWords


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a number comes from: its mark, a sentence, and the date (ISO, maybe only a year)."""

    status: Status
    text: str
    as_of: str


@dataclass(frozen=True, slots=True, eq=False)
class ClassPrior:
    """What knowing only the class says: `mu` (chance that a checkable statement holds), `kappa` (worth in claims).

    `anchor` tells the two reference classes apart: `checked_statements` (somebody chose to check them, a hard
    level) and `all_posts` (everything published in a week). Scores with different anchors must not be ranked
    against each other.
    """

    id: str
    label: str
    mu: float
    kappa: float
    anchor: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class ClassRule:
    """One row of the map from facts to a class; empty conditions hold for everybody, all given ones must hold."""

    class_id: str
    types: frozenset[str]
    roles: frozenset[str]
    words: frozenset[str]
    speaker: str | None
    press: str | None
    why: str


@dataclass(frozen=True, slots=True)
class SourceEvidence:
    """A likelihood ratio for one outcome of one kind of evidence; `label` has {name} and {value} to fill in."""

    kind: str
    outcome: str
    values: frozenset[str]
    lr: float
    group: str
    label: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Rater:
    """One rater: how its values become q, the chance that a statement of the outlet holds.

    `names` maps a value in words, `bands` (lower bound, number; descending) a value in figures. With scale `x` the
    number is on MBFC's 0..1 scale and goes through the anchor regression; with scale `q` it is q itself.
    """

    id: str
    label: str
    family: str
    scale: str
    names: Mapping[str, float]
    bands: tuple[tuple[float, float], ...]
    top: float
    origin: Origin


@dataclass(frozen=True, slots=True)
class Criterion:
    """One of nine pass/fail criteria of a rating: the names of its column and its points."""

    id: str
    columns: tuple[str, ...]
    points: float


@dataclass(frozen=True, slots=True)
class ClaimEvidence:
    """A likelihood ratio on one claim; `except_with` names a row beside which it is not counted."""

    kind: str
    lr: float
    label: str
    origin: Origin
    except_with: str | None = None


@dataclass(frozen=True, slots=True)
class Constant:
    """A number of the model that is not a row of another table."""

    id: str
    value: float
    label: str
    origin: Origin


@dataclass(frozen=True, eq=False)
class Tables:
    """All tables of one version. `digest` is the hash of the files they were read from.

    Each value is equal to itself only, like a class prior, so that what follows from it can be looked up by it.
    """

    version: str
    digest: str
    classes: Mapping[str, ClassPrior]
    class_rules: tuple[ClassRule, ...]
    source_evidence: tuple[SourceEvidence, ...]
    raters: Mapping[str, Rater]
    criteria: tuple[Criterion, ...]
    claim_evidence: Mapping[str, ClaimEvidence]
    hedges: Mapping[str, float]
    constants: Mapping[str, Constant]
    letter_bands: tuple[tuple[str, float], ...]
    overlay_middles: Mapping[str, float]
    words: ClaimWords = field(default_factory=ClaimWords)
    interests: tuple[InterestRule, ...] = ()

    @cached_property
    def value(self) -> Mapping[str, float]:
        """Values of the constants by id."""
        return {name: constant.value for name, constant in self.constants.items()}

    @cached_property
    def by_value(self) -> Mapping[tuple[str, str], SourceEvidence]:
        """Source evidence by (kind, value as origins write it, lower case)."""
        return {(row.kind, value): row for row in self.source_evidence for value in row.values}

    @cached_property
    def claim_factors(self) -> Mapping[str, Factor]:
        """The row that each kind of claim evidence gives when it applies."""
        return {
            kind: Factor(kind, row.label, row.origin.status, log(row.lr), None, {"lr": row.lr})
            for kind, row in self.claim_evidence.items()
        }

    @cached_property
    def claim_limits(self) -> tuple[float, float]:
        """Lowest and highest sum of the log ratios of a claim's circumstances."""
        return log(self.value["claim_clip_low"]), log(self.value["claim_clip_high"])

    @cached_property
    def number_bands(self) -> tuple[tuple[int, float], ...]:
        """Numbers from 2 to 4 with the lowest score of each."""
        return tuple((number, self.value[f"number_{number}"]) for number in (2, 3, 4))

    @cached_property
    def lexis(self) -> Lexis:
        """The word lists as one look-up per word."""
        return Lexis(self.words)

    @cached_property
    def interest_table(self) -> Interests:
        """The rows of interest, ready to be asked."""
        return Interests(self.interests, self.words)

    @cached_property
    def rules_by_type(self) -> Mapping[SourceType, tuple[ClassRule, ...]]:
        """Rules of the class map that can fit each source type, in their order."""
        return {
            kind: tuple(rule for rule in self.class_rules if not rule.types or kind.value in rule.types)
            for kind in SourceType
        }
