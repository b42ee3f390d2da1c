"""An attribution as the rules see it: with its source, rating and place in one value."""

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from service.core.domain import Anonymity, Attribution, Credibility, Factor, Reliability, Source, Span

if TYPE_CHECKING:
    from service.core.rules.facts import Facts

_UNNAMED = frozenset({Anonymity.ANONYMOUS, Anonymity.GENERIC, Anonymity.AGENTLESS})


@dataclass(frozen=True, slots=True)
class Claim:
    """One attribution. `token` is where the saying stands (cue, else source, else content).

    `cluster` names the voice that its source belongs to (one owner, one chain of command); None for nobody. `content` are
    token ranges.
    """

    attribution: Attribution
    source: Source | None
    via: tuple[Source, ...]
    reliability: Reliability | None
    credibility: Credibility | None
    token: int
    content: tuple[tuple[int, int], ...]
    cluster: str | None

    @property
    def place(self) -> Span:
        """Where an annotation about the source belongs: the mention, else the cue, else the content."""
        attribution = self.attribution
        return attribution.source.span if attribution.source else attribution.cue or attribution.content[0]

    @property
    def named(self) -> bool:
        """Whether somebody stands behind the claim whom the reader can identify."""
        return self.source is not None and self.source.anonymity not in _UNNAMED

    def factor(self, kind: str) -> Factor | None:
        """The row of a kind in the claim's credibility."""
        factors = self.credibility.factors if self.credibility else ()
        return next((factor for factor in factors if factor.kind == kind), None)


def claims_of(facts: "Facts") -> tuple[Claim, ...]:
    """All attributions of a report, in order of place."""
    report = facts.report
    links = {link.attribution_id: link for link in report.cast.links}
    rated = {rating.source_id: rating for rating in report.reliabilities}
    judged = {one.attribution_id: one for one in report.credibilities}
    found = []
    for attribution in report.attributions:
        link = links.get(attribution.id)
        source = facts.sources.get(link.source_id) if link and link.source_id else None
        via = tuple(facts.sources[key] for key in link.via if key in facts.sources) if link else ()
        credibility = judged.get(attribution.id)
        found.append(
            Claim(
                attribution=attribution,
                source=source,
                via=via,
                reliability=rated.get(source.id) if source else None,
                credibility=credibility,
                token=bisect_left(facts.layer.starts, _place(attribution).start),
                content=tuple(facts.tokens(span) for span in attribution.content),
                cluster=_cluster(credibility) if source else None,
            )
        )
    return tuple(sorted(found, key=lambda claim: (claim.token, claim.attribution.id)))


def _place(attribution: Attribution) -> Span:
    if attribution.cue is not None:
        return attribution.cue
    return attribution.source.span if attribution.source else attribution.content[0]


def _cluster(credibility: Credibility | None) -> str | None:
    factors = credibility.factors if credibility else ()
    parameters: Mapping[str, float | str] = factors[0].parameters if factors and factors[0].kind == "source" else {}
    value = parameters.get("cluster")
    return None if value is None else str(value)
