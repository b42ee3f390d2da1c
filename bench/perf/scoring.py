"""CPU time of the scoring stage on an article of 12 sources and 20 claims: `python -m bench.perf.scoring`.

The articles are made of our own sentences: half of the claims have a figure, some have names, relays and denials, and three are
repeated by somebody else. Word forms are warm, as they are in a server. Beside it stands a fixed piece of plain work, so that
figures of a busy machine can be compared.
"""

import json
import random
import time
from collections.abc import Callable

from bench.perf.measure import quantiles
from service.core.domain import Attribution, AttributionKind, Cast, Document, SourceType, TokenLayer
from service.core.pipeline import Resources
from service.core.reliability.credibility import ClaimContext, judge_claims
from service.core.reliability.score import SourceContext, rate_sources
from service.core.reliability.summary import summarize
from service.runtime.collector import settle
from service.runtime.resources import load_resources
from tests.unit.reliability.support import Story, source

SOURCES, CLAIMS, ECHOES, ARTICLES = 12, 20, 3, 60
#: The goal of the stage, in milliseconds.
GOAL_MS = 0.5
PLACES = ("Velm", "Orsk", "Tarnau", "Bara", "Kerem", "Donbari", "Naxos", "Lumo")
SENTENCES = (
    "⟦the fire at the plant in {place} had killed {n} workers and hurt {m} more⟧. ",
    "⟦{n} employees of the plant in {place} had died in the blaze⟧. ",
    "⟦its new brakes were tested {n} times before the buses went into service⟧. ",
    "“⟦We heard the alarm at nine and nobody came for an hour⟧.” ",
    "⟦the ministry would probably pay for {m} new houses near the river⟧. ",
    "⟦no water had reached the second floor of the school in {place}⟧. ",
    "In a statement it said ⟦{m} percent of the workers had joined the strike⟧. ",
    "⟦prices of bread and milk rose by {n} percent in the year to March⟧. ",
    "⟦the army lost {n} soldiers in the battle for the bridge of {place}⟧. ",
    "⟦the driver of the lorry, who was {n}, had been awake for two days⟧. ",
    "⟦a court in {place} had ordered the bank to open its books⟧. ",
    "“⟦Nobody told us that the river was rising until the cellar was full⟧.” ",
    "⟦the vaccine had been given to {n} thousand children since January⟧. ",
    "⟦thieves took three paintings from the museum while the guard slept⟧. ",
    "⟦the captain could not play because of a torn muscle⟧. ",
    "⟦turnout had been higher than in any vote since the war⟧. ",
    "⟦the glacier above {place} had lost a third of its ice in {n} years⟧. ",
    "In an interview he said ⟦the union had never asked for more than the law allowed⟧. ",
    "⟦locusts had eaten most of the millet in the northern provinces⟧. ",
    "⟦the satellite would reach its orbit in about {n} hours⟧. ",
    "⟦two ministers had met the rebels in secret at a hotel in {place}⟧. ",
    "⟦card payments failed for five hours after an update⟧. ",
    "⟦the ferry hit a rock in thick fog and lost both engines⟧. ",
    "“⟦My father built that house with his own hands, and now it is gone⟧.” ",
)
KINDS = (
    SourceType.GOVERNMENT, SourceType.POLICE, SourceType.COMPANY, SourceType.NGO, SourceType.MILITARY, SourceType.NEWS_AGENCY,
    SourceType.PERSON, SourceType.OFFICIAL, SourceType.WITNESS, SourceType.ACADEMIC, SourceType.GROUP, SourceType.UNKNOWN,
)  # fmt: skip

Made = tuple[Document, TokenLayer, tuple[Attribution, ...], Cast]


def made(seed: int, resources: Resources) -> Made:
    """One article of the stated size; half of its sources are in the registry."""
    draw = random.Random(seed)
    keys = sorted(resources.snapshot.records)
    sources = []
    for place, kind in enumerate(KINDS[:SOURCES]):
        key = draw.choice(keys) if place % 2 == 0 else None
        record = resources.snapshot.records.get(key or "")
        name = record.name if record else f"Source {place}"
        sources.append(source(f"s{place}", record.type if record else kind, key, label=f"the {name}", name=name))
    lines = draw.sample(SENTENCES, CLAIMS - ECHOES)
    lines += [draw.choice(lines) for _ in range(ECHOES)]
    text = "".join(
        line.format(place=draw.choice(PLACES), n=draw.randint(3, 90), m=draw.randint(3, 90))
        + ("\n" if n % 3 == 2 else "")
        for n, line in enumerate(lines)
    )
    by = tuple(f"s{place % SOURCES}" for place in range(CLAIMS))
    claims = {n: {"kind": AttributionKind.DENIAL} for n in range(1, CLAIMS + 1) if n % 9 == 0}
    return Story(text, tuple(sources), by, claims, dict.fromkeys((4, 11), ("s5",))).build()


def score(article: Made, resources: Resources) -> None:
    """Rate, judge and sum up, as the pipeline does."""
    doc, layer, attributions, cast = article
    rated = rate_sources(cast, SourceContext(resources.snapshot, resources.tables, resources.records))
    context = ClaimContext(resources.tables, resources.snapshot, rated, resources.records)
    judged = judge_claims(doc, layer, attributions, cast, context)
    summarize(doc, layer, attributions, cast, judged, resources.tables)


def plain_work() -> None:
    """Look-ups and additions that take about as long as the goal on a free core of 2024."""
    table = dict.fromkeys(range(400), 1)
    sum(table[n % 400] for n in range(8_000))


def milliseconds(work: Callable[[], None]) -> float:
    start = time.process_time()
    work()
    return (time.process_time() - start) * 1000


def measured(rounds: int = 7) -> dict[str, float]:
    """Median CPU milliseconds over the articles, each the least of its rounds, and of the plain work."""
    resources = load_resources()
    articles = [made(seed, resources) for seed in range(ARTICLES)]
    for article in articles:
        score(article, resources)
    settle()
    least = [min(milliseconds(lambda a=article: score(a, resources)) for _ in range(rounds)) for article in articles]
    plain = min(milliseconds(plain_work) for _ in range(rounds * 3))
    found = quantiles(least)
    return {
        "median_ms": round(found["median"], 3),
        "p99_ms": round(found["p99"], 3),
        "plain_work_ms": round(plain, 3),
        "goal_ms": GOAL_MS,
    }


if __name__ == "__main__":
    print(json.dumps(measured(), indent=1))
