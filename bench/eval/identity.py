"""Are the sources of an article the right ones: who, where, what kind, does the reader know, and are the mentions of one joined?"""

import random
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from service.core.domain import Anonymity, RegistrySnapshot, Report, Source, Span
from service.core.lang.normalize import name_key
from tests.golden.gold import GoldArticle, GoldSource, Pair, occurrences

#: What gold calls anonymous: the reader cannot tell which person or body it is.
_UNKNOWN_TO_READER = frozenset({Anonymity.ANONYMOUS, Anonymity.GENERIC})
#: Mentions that stand all over a text for anybody.
_PRONOUNS = frozenset("he she they it i we who which that one him her them".split())

Places = Mapping[str, Iterable[Pair]]
Predicted = Sequence[tuple[Source, Sequence[Span]]]


@dataclass(frozen=True)
class Judged:
    """A gold source, the predicted source that shares its mentions (None: not found), and what is wrong about it.

    `joined` says whether all mentions found of a source with several belong to one prediction that holds nobody else's; None
    where fewer than two were found.
    """

    gold: GoldSource
    found: Source | None
    wrong: tuple[str, ...] = ()
    joined: bool | None = None


class IdentityJudge:
    """Compares predicted sources with gold by name, by registry alias and by affiliation."""

    def __init__(self, snapshot: RegistrySnapshot) -> None:
        self._snapshot = snapshot

    def judge(self, sources: Sequence[GoldSource], places: Places, predicted: Predicted) -> tuple[Judged, ...]:
        """Every gold source with its counterpart, in the order of gold; `places` says where each is mentioned."""
        homes = {source.key: _homes(places[source.key], predicted) for source in sources}
        owners = {key: {id(home) for home in found} for key, found in homes.items()}
        judged = []
        for gold in sources:
            found = _commonest(homes[gold.key])
            foreign = any(owners[gold.key] & ids for key, ids in owners.items() if key != gold.key)
            joined = len(owners[gold.key]) == 1 and not foreign if len(homes[gold.key]) > 1 else None
            judged.append(Judged(gold, found, tuple(self._mistakes(gold, found)) if found else (), joined))
        return tuple(judged)

    def _mistakes(self, gold: GoldSource, found: Source) -> Iterator[str]:
        if not self.is_right(gold, found):
            yield "identity"
        if found.country != gold.country:
            yield "country"
        if found.type.value != gold.type:
            yield "type"
        if (found.anonymity in _UNKNOWN_TO_READER) != gold.anonymous:
            yield "anonymity"

    def is_right(self, gold: GoldSource, found: Source) -> bool:
        """Whether a prediction names the gold identity; where gold has none, whether it refrains from naming a wrong one."""
        names = {name_key(name) for name in gold.names}
        records = {record for name in names for record in self._snapshot.by_alias.get(name, ())}
        affiliation = found.affiliation
        said = {name_key(name) for name in (found.name, affiliation and affiliation.name) if name}
        if said & names or (found.record_id is not None and found.record_id in records):
            return True
        if gold.canonical is not None:
            return False
        if gold.anonymous and not gold.accept and found.name is None:
            return affiliation is None or affiliation.country == gold.country
        mentioned = {name_key(mention) for mention in gold.mentions}
        own = {name for name in said if any(name in mention for mention in mentioned)}
        return found.record_id is None and said == own


def predictions(report: Report) -> Predicted:
    """The sources of a report with the places of their mentions in the original text."""
    to_original = report.document.offsets.to_original
    return [(source, [to_original(m.span) for m in source.mentions]) for source in report.cast.sources]


def mention_places(article: GoldArticle) -> dict[str, frozenset[Pair]]:
    """Where each gold source stands: where it is cited, and every occurrence of mentions that can mean nobody else."""
    if article.places is not None:
        return {source.key: frozenset(article.places[source.key]) for source in article.sources}
    places: dict[str, set[Pair]] = {source.key: set() for source in article.sources}
    for item, spans in zip(article.attributions, article.spans, strict=True):
        if item.source and spans.source:
            places[item.source].add(spans.source)
    for source in article.sources:
        others = {m for other in article.sources if other is not source for m in other.mentions}
        for mention in source.mentions:
            if mention.lower() not in _PRONOUNS and mention not in others:
                places[source.key].update(occurrences(article.text, mention))
    return {key: frozenset(found) for key, found in places.items()}


def overlaps(one: Span, other: Pair) -> bool:
    return one.start < other[1] and other[0] < one.end


def _homes(places: Iterable[Pair], predicted: Predicted) -> list[Source]:
    """For each place that a prediction covers, the prediction with the closest fit, in the order of the text."""
    homes = []
    for place in sorted(places):
        hits = [(_fit(span, place), source) for source, spans in predicted for span in spans if overlaps(span, place)]
        if hits:
            homes.append(max(hits, key=lambda hit: hit[0])[1])
    return homes


def _commonest(homes: Sequence[Source]) -> Source | None:
    """The prediction of most places; of equals the first."""
    counts = Counter(map(id, homes))
    return max(homes, key=lambda source: counts[id(source)], default=None)


def _fit(span: Span, place: Pair) -> float:
    shared = min(span.end, place[1]) - max(span.start, place[0])
    return shared / (max(span.end, place[1]) - min(span.start, place[0]))


def counted(judged: Iterable[Judged]) -> Counter[str]:
    """Counts of one article; `wrong_*` counts mistakes among found sources by kind."""
    counts: Counter[str] = Counter()
    for one in judged:
        known = one.gold.canonical is not None
        counts["sources"] += 1
        counts["known"] += known
        if one.found is None:
            continue
        counts["found"] += 1
        counts["found_known"] += known
        counts["wrong_known"] += known and "identity" in one.wrong
        counts["asserted_wrongly"] += not known and "identity" in one.wrong
        counts.update(f"wrong_{kind}" for kind in one.wrong)
        counts["several"] += one.joined is not None
        counts["joined"] += bool(one.joined)
    return counts


def shares(counts: Mapping[str, int]) -> dict[str, float]:
    """Shares: of gold sources found; of the found ones with the right identity, country, type, anonymity; of chains whole."""

    def share(part: int, whole: str, less: str = "") -> float:
        total = counts.get(whole, 0) - counts.get(less, 0)
        return part / total if total else 0.0

    found = counts.get("found", 0)
    right = {
        f"{kind}_right": share(found - counts.get(f"wrong_{kind}", 0), "found")
        for kind in ("identity", "country", "type", "anonymity")
    }
    known = counts.get("found_known", 0) - counts.get("wrong_known", 0)
    return {
        "sources_found": share(found, "sources"),
        **right,
        "identity_right_where_known": share(known, "found_known"),
        "identity_asserted_wrongly": share(counts.get("asserted_wrongly", 0), "found", "found_known"),
        "mentions_joined": share(counts.get("joined", 0), "several"),
    }


def share_bounds(counts: Sequence[Counter[str]], rounds: int = 1000, seed: int = 0) -> dict[str, tuple[float, float]]:
    """95 % intervals of every share, by drawing articles with replacement."""
    rng = random.Random(seed)
    samples: dict[str, list[float]] = {}
    for _ in range(rounds):
        total: Counter[str] = Counter()
        for _ in counts:
            total.update(counts[rng.randrange(len(counts))])
        for name, value in shares(total).items():
            samples.setdefault(name, []).append(value)
    return {name: (sorted(v)[int(0.025 * rounds)], sorted(v)[int(0.975 * rounds) - 1]) for name, v in samples.items()}
