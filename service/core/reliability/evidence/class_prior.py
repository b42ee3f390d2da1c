"""What knowing only the class of a source says (SCORING.md 2.2, table 3.1).

The row's `alpha` and `beta` are the prior before any likelihood ratio: kappa * mu and kappa * (1 - mu).
"""

from functools import lru_cache

from service.core.domain import EvidenceRow
from service.core.reliability.case import Case, EvidenceKind, cited
from service.core.reliability.subjects import Standing
from service.core.reliability.tables import ClassPrior

#: What the base rates were measured on, in words for a reader.
_MEASURED_ON = {
    "checked_statements": "statements that somebody chose to check",
    "all_posts": "posts of an ordinary week",
}


def rows(case: Case) -> tuple[EvidenceRow, ...]:
    """One row: the class prior, its weight cut for an anonymous source (less accountability, not more falsehood)."""
    anonymous = case.subject.standing is Standing.ANONYMOUS
    return _row(case.prior, case.tables.value["anonymity_factor"] if anonymous else 1.0)


@lru_cache(maxsize=256)
def _row(prior: ClassPrior, factor: float) -> tuple[EvidenceRow, ...]:
    kappa = prior.kappa * factor
    label = (
        f"{prior.label}: about {prior.mu:.0%} of their {_MEASURED_ON[prior.anchor]} hold up. "
        f"Knowing only this class is worth {kappa:g} claims"
    )
    label += "; the weight is cut because nobody stands behind the words by name." if factor < 1 else "."
    parameters: dict[str, float | str] = {"class": prior.id, "mu": prior.mu, "kappa": kappa, "anchor": prior.anchor}
    return (
        EvidenceRow(
            kind="class_prior",
            label=label,
            status=prior.origin.status,
            alpha=kappa * prior.mu,
            beta=kappa * (1.0 - prior.mu),
            citation=cited(prior.origin),
            parameters=parameters,
        ),
    )


KIND = EvidenceKind("class_prior", rows)
