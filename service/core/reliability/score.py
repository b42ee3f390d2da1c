"""Reliability of each source: a sum of pseudo-counts with its rows (SCORING.md 2.2 and 2.3).

How to recompute a score from the rows of a response, with nothing else at hand:

1. Take the row of kind `class_prior`, if it has numbers: kappa = alpha + beta, mu = alpha / kappa (else kappa = 0).
2. Shift mu by the rows with `ln_lr`: mu' = sigma(logit(mu) + sum of ln_lr). The numbers are those after clipping.
3. A = kappa * mu' + the sum of `alpha`, B = kappa * (1 - mu') + the sum of `beta`, over all other rows with numbers.
4. score = A / (A + B); the interval are the 10 % and 90 % quantiles of Beta(A, B); `own` = A + B - kappa.

Rows without numbers inform and count for nothing: contested outcomes, scores by topic, and everything that a newsroom's own grade
sets aside.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from math import fsum
from operator import is_
from typing import NamedTuple

from service.core.domain import (
    Anonymity,
    Basis,
    Cast,
    EvidenceRow,
    OverlayEntry,
    Records,
    RegistrySnapshot,
    Reliability,
    Source,
    SourceType,
)
from service.core.reliability.beta import interval
from service.core.reliability.case import Case, facts_of, may_have_record
from service.core.reliability.classes import MEDIA, class_of
from service.core.reliability.evidence import EVIDENCE_KINDS
from service.core.reliability.grade import UNKNOWN_LETTER, band_letter, earned_letter
from service.core.reliability.odds import logit, sigma
from service.core.reliability.subjects import Standing, Subject, subject_of
from service.core.reliability.tables import ClassPrior, Tables
from service.core.reliability.topics import topic_rows

#: Reference class of a source of which nothing at all is known.
NO_CLASS = "none"
_AGENTLESS = Anonymity.AGENTLESS
#: For ratings that no registry bears on.
_NO_REGISTRY = RegistrySnapshot("", {}, {}, {}, {}, {}, {})


@dataclass(frozen=True, slots=True)
class SourceContext:
    """What rating may know besides the article's cast.

    `today` decides the age of ratings and the validity of overlay entries (None: nothing is old). `overlay` stands
    in order of precedence, the first entry with a source's id wins.
    """

    snapshot: RegistrySnapshot
    tables: Tables
    records: Records = field(default_factory=Records)
    today: date | None = None
    overlay: tuple[OverlayEntry, ...] = ()


def rate_sources(cast: Cast, ctx: SourceContext) -> tuple[Reliability, ...]:
    """One reliability per source of the cast, in its order."""
    entries = _valid_entries(ctx)
    return tuple(_rate(source, ctx, entries) for source in cast.sources)


def _valid_entries(ctx: SourceContext) -> Mapping[str, OverlayEntry]:
    """The entry that grades each id: the first valid one with a grade."""
    today = ctx.today.isoformat() if ctx.today else ""
    found: dict[str, OverlayEntry] = {}
    for entry in ctx.overlay:
        if entry.grade in ctx.tables.overlay_middles and (entry.valid_until or "9999") >= today:
            found.setdefault(entry.id, entry)
    return found


def _rate(source: Source, ctx: SourceContext, entries: Mapping[str, OverlayEntry]) -> Reliability:
    if source.anonymity is _AGENTLESS:
        return _unknown(source)
    subject = subject_of(source, ctx.snapshot, ctx.tables.words)
    prior = class_of(subject, ctx.snapshot, ctx.tables)
    rating = _of_its_own(subject, prior, ctx, entries) or _of_the_class(
        prior, (subject.standing, subject.private), ctx.tables
    )
    return Reliability(
        source.id,
        rating.grade,
        rating.class_grade,
        rating.score,
        rating.interval,
        rating.basis,
        prior.id,
        rating.evidence,
        rating.own,
        ctx.tables.value["interval_level"],
        subject.id is not None and subject.id in ctx.records.disputed,
    )


class _Rating(NamedTuple):
    """What a reliability says of its subject, whatever the article calls it."""

    grade: str
    class_grade: str
    score: float
    interval: tuple[float, float]
    basis: Basis
    evidence: tuple[EvidenceRow, ...]
    own: float


def _of_its_own(
    subject: Subject, prior: ClassPrior, ctx: SourceContext, entries: Mapping[str, OverlayEntry]
) -> _Rating | None:
    """The rating of a subject of whom anything may be known beside its class; None for any other."""
    key = subject.id
    if key is None or not may_have_record(subject):
        return None
    told = subject.type in MEDIA or (subject.record is not None and subject.record.evidence)
    if not told and key not in ctx.records.outcomes and key not in ctx.records.ratings and key not in entries:
        return None
    facts = facts_of(subject, ctx.records)
    case = Case(subject, prior, ctx.snapshot, ctx.tables, ctx.records, ctx.today, entries.get(key), True, facts)  # noqa: FBT003 - it has
    registry_only = key not in ctx.records.outcomes and key not in ctx.records.ratings and case.overlay is None
    return _of_the_registry(case) if registry_only and subject.record else _rating(case)


#: Ratings of records by id and day, each with the values that it follows from; at most so many.
_REMEMBERED: dict[tuple[str | None, date | None], tuple[tuple[object, ...], _Rating]] = {}
_MOST_REMEMBERED = 2_048


def _of_the_registry(case: Case) -> _Rating:
    """The rating of a record of which only registry and tables tell; remembered while both are the same values."""
    subject, key = case.subject, (case.subject.id, case.today)
    told = (subject.record, case.snapshot.countries.get(subject.country or ""), case.prior, case.tables)
    known = _REMEMBERED.get(key)
    if known is not None and all(map(is_, known[0], told)):
        return known[1]
    if len(_REMEMBERED) >= _MOST_REMEMBERED:
        _REMEMBERED.clear()
    found = _rating(case)
    _REMEMBERED[key] = told, found
    return found


@lru_cache(maxsize=256)
def _of_the_class(prior: ClassPrior, known: tuple[Standing, bool], tables: Tables) -> _Rating:
    """The rating of everybody of a class of whom nothing else is known than standing and whether they are private."""
    standing, private = known
    nobody = Subject(None, "", SourceType.UNKNOWN, None, (), None, standing, False, "", private)  # noqa: FBT003 - a body or a person
    case = Case(nobody, prior, _NO_REGISTRY, tables, Records(), None, None, standing is Standing.RECORD, {})
    return _rating(case)


def _rating(case: Case) -> _Rating:
    rows = settled([row for kind in EVIDENCE_KINDS for row in kind.rows(case)])
    alpha, beta, own = posterior(rows)
    p, bounds = alpha / (alpha + beta), interval(alpha, beta, case.tables.value["interval_level"])
    letter, basis = _letter(case, rows, p, bounds, own)
    class_grade = UNKNOWN_LETTER if case.subject.private else band_letter(case.prior.mu, case.tables)
    return _Rating(letter, class_grade, p, bounds, basis, (*rows, *topic_rows(case, p)), own)


def _unknown(source: Source) -> Reliability:
    return Reliability(source.id, UNKNOWN_LETTER, UNKNOWN_LETTER, None, None, Basis.NONE, NO_CLASS, ())


def _letter(
    case: Case, rows: Sequence[EvidenceRow], p: float, bounds: tuple[float, float], own: float
) -> tuple[str, Basis]:
    """The letter and what speaks for it; without a record of its own no source has one, and people who speak for nobody never."""
    if case.subject.private:
        return UNKNOWN_LETTER, Basis.CLASS
    if any(row.kind == "overlay" for row in rows) and case.overlay and case.overlay.grade:
        return case.overlay.grade, Basis.OVERLAY
    if not case.has_record:
        return UNKNOWN_LETTER, Basis.CLASS
    basis = Basis.RECORD if own >= case.tables.value["own_minimum"] else Basis.CLASS
    return earned_letter(p, bounds, own, case.tables), basis


def settled(rows: Sequence[EvidenceRow]) -> tuple[EvidenceRow, ...]:
    """The rows that count as they stand; beside a newsroom's own grade the others lose their numbers."""
    if not any(row.kind == "overlay" for row in rows):
        return tuple(rows)
    return tuple(row if row.kind == "overlay" else _set_aside(row) for row in rows)


def _set_aside(row: EvidenceRow) -> EvidenceRow:
    numbers: dict[str, float | str] = {
        name: value for name in ("alpha", "beta", "ln_lr") if (value := getattr(row, name)) is not None
    }
    parameters = {**row.parameters, **numbers, "set_aside_by": "overlay"}
    return replace(row, alpha=None, beta=None, ln_lr=None, parameters=parameters)


def posterior(rows: Sequence[EvidenceRow]) -> tuple[float, float, float]:
    """Shapes (alpha, beta) of the Beta distribution that the rows add up to, and the source's own evidence in claims.

    Sums are exact (`fsum`), so the order of the rows cannot matter.
    """
    if len(rows) == 1 and rows[0].alpha is not None and rows[0].beta is not None:
        own = 0.0 if rows[0].kind == "class_prior" else rows[0].alpha + rows[0].beta
        return rows[0].alpha, rows[0].beta, own
    counted = [row for row in rows if row.alpha is not None and row.beta is not None]
    prior = next((row for row in counted if row.kind == "class_prior"), None)
    added = [row for row in counted if row is not prior]
    held = fsum(row.alpha or 0.0 for row in added)
    failed = fsum(row.beta or 0.0 for row in added)
    if prior is None or prior.alpha is None or prior.beta is None:
        return held, failed, held + failed
    kappa = prior.alpha + prior.beta
    shift = fsum(row.ln_lr for row in rows if row.ln_lr is not None)
    mean = sigma(logit(prior.alpha / kappa) + shift) if shift else prior.alpha / kappa
    return kappa * mean + held, kappa * (1.0 - mean) + failed, held + failed
