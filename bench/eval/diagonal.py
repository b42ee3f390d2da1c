"""How far a claim's number only repeats its source's letter: `python -m bench.eval.diagonal`.

Pairs A1, B2, C3, D4, E5 are the diagonal (SCORING.md, goal 7). Claims that cannot be judged (6) are left out: they would stand off it for
nothing. The letter is taken twice: as published, where most sources have an F for want of a record, and as the class alone would give
it, which is the harder measure; private people, who have neither, are left out of that. Beside them the claims that any row
of their own moved: only those can leave the class's number.
"""

from collections import Counter
from collections.abc import Iterable

from bench.eval.relations import show
from service.core.domain import Report
from service.core.pipeline import annotate_text
from service.runtime.resources import load_resources
from tests.golden.gold import ARTICLES, SPLITS, load_articles

UNJUDGED = 6
UNKNOWN = "F"


def reports() -> Iterable[Report]:
    """Our own gold articles, annotated."""
    resources = load_resources()
    for split in SPLITS:
        for article in load_articles(ARTICLES / f"{split}.jsonl"):
            yield annotate_text(article.text, resources)


def off_diagonal(found: Iterable[Report]) -> dict[str, tuple[int, int]]:
    """Claims off the diagonal and judged claims: by the published letter, by the class's, and where a row moved the claim."""
    count: Counter = Counter()
    for report in found:
        rated = {row.source_id: row for row in report.reliabilities}
        spoken = {link.attribution_id: link.source_id for link in report.cast.links}
        for claim in report.credibilities:
            source = rated.get(spoken.get(claim.attribution_id) or "")
            if source is None or claim.score is None or claim.grade == UNJUDGED:
                continue
            letter = source.class_grade if source.grade == UNKNOWN else source.grade
            moved = any(row.ln_lr or row.multiplier is not None for row in claim.factors)
            count["judged"] += 1
            count["moved"] += moved
            count["published"] += _off(source.grade, claim.grade)
            if letter == UNKNOWN:
                continue
            count["graded"] += 1
            count["class"] += _off(letter, claim.grade)
            count["graded moved"] += moved
            count["moved off"] += moved and _off(letter, claim.grade)
    return {
        "letter as published": (count["published"], count["judged"]),
        "letter of the class": (count["class"], count["graded"]),
        "that of moved claims": (count["moved off"], count["graded moved"]),
        "claims that a row moved": (count["moved"], count["judged"]),
    }


def _off(letter: str, number: int) -> bool:
    return "ABCDEF".index(letter) + 1 != number


if __name__ == "__main__":
    show("claims off the diagonal, without sixes", off_diagonal(reports()))
