"""Grades: reliability of a source (A-F), credibility of a claim (1-6), and the article summary."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from service.core.domain.registry import Citation


class Status(StrEnum):
    """Mark of a number (SCORING.md): where it comes from."""

    MEASURED = "measured"
    TRANSPORTED = "transported"
    POLICY = "policy"
    RECORD = "record"


class Basis(StrEnum):
    """What speaks in a reliability: the source's own record, its class, a newsroom's overlay, or nothing."""

    RECORD = "record"
    CLASS = "class"
    OVERLAY = "overlay"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """One row of a source's score.

    Rows with `alpha`/`beta` add pseudo-counts (claims); rows with `ln_lr` shift the prior mean (natural log of the
    likelihood ratio) by what counted after clipping. `label` is a sentence for a journalist. `parameters` hold what the
    numbers were made from (`measured_ln_lr` where clipping changed it).
    """

    kind: str
    label: str
    status: Status
    alpha: float | None = None
    beta: float | None = None
    ln_lr: float | None = None
    citation: Citation | None = None
    parameters: Mapping[str, float | str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reliability:
    """Reliability of one source: p is the chance that a checkable statement of it holds, with its 80 % interval.

    `grade` is the earned letter (F: cannot be judged); `class_grade` is what the class alone would give. `score` and
    `interval` are None when nothing at all is known (basis NONE).
    """

    source_id: str
    grade: str
    class_grade: str
    score: float | None
    interval: tuple[float, float] | None
    basis: Basis
    reference_class: str
    evidence: tuple[EvidenceRow, ...]
    own: float = 0.0
    interval_level: float = 0.8
    disputed: bool = False

    def __post_init__(self) -> None:
        if (self.score is None) != (self.interval is None):
            raise ValueError("a score comes with its interval")
        if self.score is not None and self.interval is not None:
            low, high = self.interval
            if not 0.0 <= low <= high <= 1.0:
                raise ValueError("an interval is ordered and lies in [0, 1]")


@dataclass(frozen=True, slots=True)
class Factor:
    """One row of a claim's credibility; `label` is a sentence. Which of the numbers is set depends on `kind`."""

    kind: str
    label: str
    status: Status
    ln_lr: float | None = None
    multiplier: float | None = None
    parameters: Mapping[str, float | str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Credibility:
    """Credibility of one attributed claim, 1-6 (6: cannot be judged), with everything it was computed from."""

    attribution_id: str
    grade: int
    score: float | None
    interval: tuple[float, float] | None
    neutral_score: float | None
    basis: str
    factors: tuple[Factor, ...] = ()
    corroborated_by: tuple[str, ...] = ()
    contradicted_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OutcomeTally:
    """What the newsroom entered about a source: sums of weights of outcomes that held (S) and did not (F), by track."""

    held: float = 0.0
    failed: float = 0.0
    count: int = 0
    suspected_held: float = 0.0
    suspected_failed: float = 0.0
    suspected_count: int = 0
    last_on: str | None = None
    by_topic: Mapping[str, tuple[float, float]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MountedRating:
    """A rating that the newsroom holds a licence for. `value` is in the rater's own scale; `rated_on` an ISO date."""

    rater: str
    value: str
    rated_on: str | None = None
    citation: Citation | None = None


@dataclass(frozen=True, slots=True)
class Records:
    """The newsroom's own evidence by record id, as of one store revision."""

    outcomes: Mapping[str, OutcomeTally] = field(default_factory=dict)
    ratings: Mapping[str, tuple[MountedRating, ...]] = field(default_factory=dict)
    disputed: frozenset[str] = frozenset()
    revision: int = 0


@dataclass(frozen=True, slots=True)
class Summary:
    """Article summary of SCORING.md 2.6, JSON-ready; no mean grade anywhere."""

    values: Mapping[str, object]
