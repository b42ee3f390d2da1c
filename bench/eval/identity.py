"""Are the sources of an article the right ones: who, where, what kind, and does the reader know who it is?"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from service.core.domain import Anonymity, RegistrySnapshot, Report, Source, Span
from service.core.lang.normalize import name_key
from tests.golden.gold import GoldArticle, GoldSource, Pair, occurrences

#: What gold calls anonymous: the reader cannot tell which person or body it is.
_UNKNOWN_TO_READER = frozenset({Anonymity.ANONYMOUS, Anonymity.GENERIC})
#: Mentions that stand all over a text for anybody.
_PRONOUNS = frozenset("he she they it i we who which that one him her them".split())


@dataclass(frozen=True)
class Judged:
    """A gold source, the predicted source that shares its mentions (None: not found), and what is wrong about it."""

    gold: GoldSource
    found: Source | None
    wrong: tuple[str, ...] = ()


class IdentityJudge:
    """Compares predicted sources with gold by name, by registry alias and by affiliation."""

    def __init__(self, snapshot: RegistrySnapshot) -> None:
        self._snapshot = snapshot

    def judge(self, article: GoldArticle, report: Report) -> Iterator[Judged]:
        """Every gold source of an article with its counterpart, in the order of gold."""
        to_original = report.document.offsets.to_original
        predicted = [(s, [to_original(m.span) for m in s.mentions]) for s in report.cast.sources]
        places = mention_places(article)
        for gold in article.sources:
            found = _counterpart(places[gold.key], predicted)
            yield Judged(gold, found, tuple(self._mistakes(gold, found)) if found else ())

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
        mentioned = {name_key(mention) for mention in gold.mentions}
        own = {name for name in said if any(name in mention for mention in mentioned)}
        return found.record_id is None and said == own


def mention_places(article: GoldArticle) -> dict[str, frozenset[Pair]]:
    """Where each gold source stands: where it is cited, and every occurrence of mentions that can mean nobody else."""
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


def _counterpart(places: Iterable[Pair], predicted: list[tuple[Source, list[Span]]]) -> Source | None:
    """The predicted source that stands in most of the places; of equals the one with the closest fit, then the first."""
    best: tuple[tuple[int, float], Source] | None = None
    for source, spans in predicted:
        hits = [(span, place) for place in places for span in spans if overlaps(span, place)]
        if not hits:
            continue
        fit = max(_fit(span, place) for span, place in hits)
        order = (len({place for _, place in hits}), fit)
        if best is None or order > best[0]:
            best = (order, source)
    return best[1] if best else None


def _fit(span: Span, place: Pair) -> float:
    shared = min(span.end, place[1]) - max(span.start, place[0])
    return shared / (max(span.end, place[1]) - min(span.start, place[0]))


@dataclass
class Tally:
    """Counts over articles; `wrong` counts mistakes among found sources by kind."""

    counts: Counter

    def add(self, judged: Iterable[Judged]) -> None:
        """Count the sources of one article."""
        for one in judged:
            known = one.gold.canonical is not None
            self.counts["sources"] += 1
            self.counts["known"] += known
            if one.found is None:
                continue
            self.counts["found"] += 1
            self.counts["found_known"] += known
            self.counts["wrong_known"] += known and "identity" in one.wrong
            self.counts["asserted_wrongly"] += not known and "identity" in one.wrong
            self.counts.update(f"wrong_{kind}" for kind in one.wrong)

    @cached_property
    def figures(self) -> dict[str, float]:
        """Shares: of gold sources found, and of the found ones with the right identity, country, type, anonymity."""
        counts = self.counts
        right = {
            f"{kind}_right": _share(counts["found"] - counts[f"wrong_{kind}"], counts["found"])
            for kind in ("identity", "country", "type", "anonymity")
        }
        return {
            "sources_found": _share(counts["found"], counts["sources"]),
            **right,
            "identity_right_where_known": _share(counts["found_known"] - counts["wrong_known"], counts["known"]),
            "identity_asserted_wrongly": _share(counts["asserted_wrongly"], counts["found"] - counts["found_known"]),
        }


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
