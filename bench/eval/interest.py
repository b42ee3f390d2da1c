"""Who is a party to what a claim is about: `python -m bench.eval.interest [--split tune] [--errors]`.

Our own cases (tests/golden/interest), sources and contents as marked: how many of the interests that are found are there
(precision), how many of those that are there are found (recall), and whether the reason given is the right one.
"""

import argparse
from collections import Counter
from collections.abc import Sequence

from bench.eval.relations import attribution_at, show
from service.core.domain import Article, AttributionLink, Cast, Country, SourceType
from service.core.lang.lexicon import Lexicons
from service.core.parsing import parse
from service.core.reliability.claims import ClaimContext
from service.core.reliability.credibility import read_claims
from service.core.reliability.score import SourceContext, rate_sources
from service.core.reliability.tables import Tables
from service.core.text.layer import build_layer
from service.runtime.resources import load_resources
from tests.golden.gold import SPLITS
from tests.golden.interest import InterestCase, load_cases
from tests.unit.reliability.support import fact, record, snapshot, source

COUNTRIES = (
    Country("XA", "Aland", adjectives=("Alandic",)),
    Country("XB", "Boria", adjectives=("Borian",)),
    Country("XC", "Cassia", adjectives=("Cassian",)),
)


def found_reason(case: InterestCase, tables: Tables, lexicons: Lexicons) -> str | None:
    """The reason of the interest that the service sees, if any."""
    evidence = (fact("state_control", "SC"),) if case.controlled else ()
    name = case.label.removeprefix("the ")
    own = record("own", case.type, name=name, country=case.country, evidence=evidence)
    registry = snapshot(own, countries=COUNTRIES)
    key = None if case.type in {SourceType.PERSON, SourceType.WITNESS} else "own"
    speaker = source("s", case.type, key, label=case.label, name=name, country=case.country)
    layer = build_layer(parse(Article(content=case.text)))
    attribution = attribution_at("a", case.content, case.cue, (layer, lexicons))
    cast = Cast((speaker,), (AttributionLink("a", "s", ()),))
    rated = rate_sources(cast, SourceContext(registry, tables))
    (claim,) = read_claims(layer, (attribution,), cast, ClaimContext(tables, registry, rated))
    rows = [factor for factor in claim.factors if factor.kind == "interest_in_claim"]
    return str(rows[0].parameters["reason"]) if rows else None


def measured(cases: Sequence[InterestCase], tables: Tables, lexicons: Lexicons) -> dict[str, tuple[int, int]]:
    """Hits and trials of precision, recall, right reasons and bystanders left alone."""
    count: Counter = Counter()
    for case in cases:
        answer = found_reason(case, tables, lexicons)
        count["found"] += answer is not None
        count["there"] += case.reason is not None
        count["both"] += answer is not None and case.reason is not None
        count["reason"] += answer is not None and case.reason == answer
        count["left"] += answer is None and case.reason is None
    return {
        "precision": (count["both"], count["found"]),
        "recall": (count["both"], count["there"]),
        "right reason": (count["reason"], count["both"]),
        "bystanders left alone": (count["left"], len(cases) - count["there"]),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--split", choices=SPLITS)
    parser.add_argument("--errors", action="store_true", help="print the cases that are answered wrongly")
    options = parser.parse_args()
    resources = load_resources()
    for split in (name for name in SPLITS if options.split in {None, name}):
        cases = load_cases(split)
        show(split, measured(cases, resources.tables, resources.lexicons))
        for case in cases if options.errors else ():
            answer = found_reason(case, resources.tables, resources.lexicons)
            if answer != case.reason:
                print(f"{case.reason} {answer}: {case.label}: {case.text}")


if __name__ == "__main__":
    main()
