"""External ratings: averaged and counted once, however many raters there are (SCORING.md 2.2, table 3.3).

Raters copy from one another: a family (MBFC, Lasser, Iffy) shares one place. With n families, a family has the
weight W / n, each of its m ratings W / (n m), times a(t) for its age; the row adds weight * q and weight * (1 - q).
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from service.core.domain import Citation, EvidenceRow, MountedRating
from service.core.reliability.case import Case, EvidenceKind, newest
from service.core.reliability.odds import sigma
from service.core.reliability.tables import Rater, Tables

#: Facts of the registry that are ratings, and the rater whose scale they are in.
FACT_RATERS = {"community_rating": "rsp"}
_DAYS_PER_YEAR = 365.25
#: A qualifier that limits nothing.
_GENERAL = frozenset({"", "general", "general topics", "generally"})


@dataclass(frozen=True, slots=True)
class _Rating:
    rater: Rater
    value: str
    q: float
    citation: Citation


def anchored(rater: Rater, value: str, tables: Tables) -> float | None:
    """Chance q that a statement of an outlet holds which `rater` gave `value`; None when the value cannot be read."""
    key = value.strip().lower()
    number = rater.names.get(key)
    if number is None:
        figure = _figure(key)
        if figure is None or not 0.0 <= figure <= rater.top:
            return None
        number = next((to for low, to in rater.bands if figure >= low), None if rater.bands else figure)
    if number is None or rater.scale == "q":
        return number
    line = sigma(tables.value["anchor_a"] + tables.value["anchor_b"] * number)
    return min(line, tables.value["anchor_cap"])


def _figure(text: str) -> float | None:
    first = text.split("/", maxsplit=1)[0].strip().removesuffix("%")
    return float(first) if first.replace(".", "", 1).isdecimal() else None


def age_factor(rated_on: str | None, today: date | None, tables: Tables) -> float:
    """a(t): 1 for a rating younger than the limit, the stale factor after; an undated one counts as young."""
    if today is None or not rated_on or not rated_on[:4].isdecimal():
        return 1.0
    parts = [int(part) for part in rated_on[:10].split("-") if part.isdecimal()]
    year, month, day = (*parts, 1, 1)[:3]
    years = (today - date(year, min(max(month, 1), 12), min(max(day, 1), 28))).days / _DAYS_PER_YEAR
    return 1.0 if years < tables.value["rating_fresh_years"] else tables.value["rating_stale_factor"]


def rows(case: Case) -> tuple[EvidenceRow, ...]:
    """One row per rating, in the order of rater and value."""
    if not case.has_record:
        return ()
    found = _facts(case) + _mounted(case)
    if not found:
        return ()
    members = Counter(rating.rater.family for rating in found)
    weight = case.tables.value["rating_weight"]
    built = [_row(case, rating, weight / len(members) / members[rating.rater.family]) for rating in found]
    return tuple(sorted(built, key=lambda row: (str(row.parameters["rater"]), str(row.parameters["value"]), row.label)))


def _facts(case: Case) -> list[_Rating]:
    """Ratings in the registry. A general word counts before the parts of a split by topic."""
    chosen: list[_Rating] = []
    for kind, rater_id in FACT_RATERS.items():
        facts = case.facts(kind)
        general = tuple(fact for fact in facts if (fact.qualifier or "").strip().lower() in _GENERAL)
        best = newest(general)
        for fact in (best,) if best else sorted(facts, key=lambda fact: fact.qualifier or ""):
            chosen.extend(_rating(case, rater_id, fact.value, fact.citation))
    return chosen


def _mounted(case: Case) -> list[_Rating]:
    """Ratings that the newsroom mounted, the newest of each rater."""
    latest: dict[str, MountedRating] = {}
    mounted = case.records.ratings.get(case.subject.id or "", ())
    for row in sorted(mounted, key=lambda row: (row.rater, row.rated_on or "", row.value)):
        latest[row.rater] = row
    chosen: list[_Rating] = []
    for rater_id, row in latest.items():
        chosen.extend(_rating(case, rater_id, row.value, row.citation or Citation(row.rater, as_of=row.rated_on)))
    return chosen


def _rating(case: Case, rater_id: str, value: str, citation: Citation) -> list[_Rating]:
    rater = case.tables.raters.get(rater_id.strip().lower())
    q = anchored(rater, value, case.tables) if rater else None
    return [] if rater is None or q is None else [_Rating(rater, value, q, citation)]


def _row(case: Case, rating: _Rating, weight: float) -> EvidenceRow:
    age = age_factor(rating.citation.as_of, case.today, case.tables)
    worth = weight * age
    stale = ", halved for its age" if age < 1.0 else ""
    return EvidenceRow(
        kind="rating",
        label=f"{rating.rater.label} rates {case.subject.name} “{rating.value}”; worth {worth:.3g} claims{stale}.",
        status=rating.rater.origin.status,
        alpha=worth * rating.q,
        beta=worth * (1.0 - rating.q),
        citation=rating.citation,
        parameters={
            "rater": rating.rater.id,
            "value": rating.value,
            "q": rating.q,
            "weight": weight,
            "age_factor": age,
        },
    )


KIND = EvidenceKind("ratings", rows)
