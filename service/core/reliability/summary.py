"""What the grades of one article add up to, without any mean (SCORING.md 2.6)."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from service.core.domain import (
    Anonymity,
    Attribution,
    BlockKind,
    Cast,
    Credibility,
    Document,
    Factor,
    Span,
    Summary,
    TokenLayer,
)
from service.core.reliability.grade import CANNOT_BE_JUDGED
from service.core.reliability.tables import Tables

_COUNTS = str.isalnum
_SHARES = ("anonymous", "agentless", "interested", "single_cluster", "relayed", "unknown_access")
_UNNAMED = frozenset({Anonymity.ANONYMOUS, Anonymity.GENERIC})
_AGENTLESS, _PARAGRAPH, _HEADLINE = Anonymity.AGENTLESS, BlockKind.PARAGRAPH, BlockKind.HEADLINE


class _Row(NamedTuple):
    """One informational claim: its grade, its length in words, who stands behind it, and whether it is in the lead."""

    credibility: Credibility
    words: int
    source_id: str | None
    cluster: str | None
    anonymity: Anonymity
    access: str
    interested: bool
    lead: bool


def summarize(
    doc: Document,
    layer: TokenLayer,
    attributions: tuple[Attribution, ...],
    cast: Cast,
    credibilities: tuple[Credibility, ...],
    tables: Tables,
) -> Summary:
    """The article summary as a JSON-ready mapping.

    Only informational attributions count. Shares are of their attributed words, 0..1, and None where there are none;
    `independent_sources` is the effective number of voices, 1 / (sum of squared word shares of the clusters).
    """
    rows = _rows(doc, layer, attributions, cast, {one.attribution_id: one for one in credibilities})
    lead = [row for row in rows if row.lead]
    clusters = _clusters(rows)
    unjudged = sum(1 for row in lead if row.credibility.grade == CANNOT_BE_JUDGED)
    return Summary(
        {
            "claims": len(rows),
            "key_claims": len(lead),
            "weakest_key_claim": _weakest(lead),
            "key_claims_not_judged_share": unjudged / len(lead) if lead else None,
            **_expectation(rows, tables.value["pi0"]),
            "word_shares": _word_shares(rows),
            "independent_sources": _effective(clusters),
            "clusters": clusters,
        }
    )


def _rows(
    doc: Document,
    layer: TokenLayer,
    attributions: tuple[Attribution, ...],
    cast: Cast,
    judged: Mapping[str, Credibility],
) -> list[_Row]:
    sources = {source.id: source for source in cast.sources}
    lead = _lead(doc)
    found: list[_Row] = []
    for attribution in attributions:
        credibility = judged.get(attribution.id)
        if credibility is None or not attribution.informational:
            continue
        factors = credibility.factors
        origin = factors[0] if factors and factors[0].kind == "source" else None
        key = _text(origin, "source_id")
        source = sources.get(key) if key else None
        found.append(
            _Row(
                credibility,
                _words(layer, attribution.content),
                key,
                _text(origin, "cluster"),
                source.anonymity if source else _AGENTLESS,
                _text(origin, "access") or "unknown",
                any(factor.kind == "interest_in_claim" for factor in factors),
                _overlap(lead, attribution.content),
            )
        )
    return found


def _text(factor: Factor | None, name: str) -> str | None:
    value = factor.parameters.get(name) if factor else None
    return None if value is None else str(value)


def _lead(doc: Document) -> list[Span]:
    """Headlines and the first paragraph: what every reader sees."""
    first = next((block.span for block in doc.blocks if block.kind is _PARAGRAPH), None)
    heads = [block.span for block in doc.blocks if block.kind is _HEADLINE]
    return sorted(heads if first is None else [*heads, first])


def _overlap(lead: Sequence[Span], content: tuple[Span, ...]) -> bool:
    """Whether any content lies in the lead; both are sorted, so most claims are decided by their first code point."""
    if not lead or content[0].start >= lead[-1].end:
        return False
    return any(span.overlaps(piece) for span in lead for piece in content)


def _words(layer: TokenLayer, content: tuple[Span, ...]) -> int:
    starts, words = layer.starts, layer.words
    count = 0
    for span in content:
        count += sum(map(_COUNTS, words[bisect_left(starts, span.start) : bisect_left(starts, span.end)]))
    return count


def _weakest(lead: Sequence[_Row]) -> Mapping[str, object] | None:
    scored = [row.credibility for row in lead if row.credibility.score is not None]
    worst = min(scored, key=lambda one: (one.score or 0.0, one.attribution_id), default=None)
    if worst is None or worst.interval is None:
        return None
    return {
        "attribution_id": worst.attribution_id,
        "grade": worst.grade,
        "score": worst.score,
        "interval": list(worst.interval),
    }


def _expectation(rows: Sequence[_Row], pi0: float) -> dict[str, object]:
    """How many claims will not hold; a checkable one without a source counts as unknown."""
    checkable = [row.credibility for row in rows if row.credibility.basis not in {"not_checkable", "not_asserted"}]
    chances = [pi0 if one.score is None else one.score for one in checkable]
    failing = sum(1.0 - chance for chance in chances)
    bounds = [max(0.0, 1.0 - failing), min(chances)] if chances else None
    return {"checkable_claims": len(chances), "expected_not_to_hold": failing, "all_hold_bounds": bounds}


def _word_shares(rows: Sequence[_Row]) -> dict[str, float | None]:
    total = sum([row.words for row in rows])
    held = (
        [row.words for row in rows if row.anonymity in _UNNAMED],
        [row.words for row in rows if row.anonymity is _AGENTLESS],
        [row.words for row in rows if row.interested],
        [row.words for row in rows if not row.credibility.corroborated_by],
        [row.words for row in rows if row.access == "relayed"],
        [row.words for row in rows if row.access == "unknown"],
    )
    return {name: sum(words) / total if total else None for name, words in zip(_SHARES, held, strict=True)}


def _clusters(rows: Sequence[_Row]) -> list[dict[str, object]]:
    """The voices of the article by their share of attributed words, the loudest first."""
    grouped: dict[str, list[_Row]] = {}
    for row in rows:
        if row.cluster is not None:
            grouped.setdefault(row.cluster, []).append(row)
    total = sum(row.words for members in grouped.values() for row in members)
    sizes = {name: sum(row.words for row in members) for name, members in grouped.items()}
    return [
        {
            "id": name,
            "sources": list(dict.fromkeys(row.source_id for row in grouped[name])),
            "claims": len(grouped[name]),
            "word_share": sizes[name] / total if total else 0.0,
        }
        for name in sorted(grouped, key=lambda name: (-sizes[name], name))
    ]


def _effective(clusters: Sequence[Mapping[str, object]]) -> float:
    """Effective number of independent voices; 0 without any source."""
    squares = sum(share * share for cluster in clusters if isinstance(share := cluster["word_share"], float))
    return 1.0 / squares if squares else 0.0
