"""Credibility of each claim, 1-6, with every factor (SCORING.md 2.4).

How to recompute a claim's score from a response, with p the `score` of the claim's source and pi0 the published
constant:

1. r1 = sigma(logit p + sum of `ln_lr` of all factors but `corroboration` and `contradiction`).
2. r2 = pi0 + (product of all `multiplier`) * (r1 - pi0).
3. score = sigma(logit r2 + sum of `ln_lr` of `corroboration` and `contradiction`), where a contradiction's is negative.

The interval is the same on both ends of the source's interval; `neutral_score` the same with p replaced by pi0.
A factor without numbers informs and counts for nothing.
"""

from bisect import bisect_left
from collections.abc import Mapping, Sequence

from service.core.domain import Attribution, Cast, Credibility, Document, Factor, Status, TokenLayer
from service.core.reliability.arithmetic import NOTHING, sums
from service.core.reliability.claims import Claim, ClaimContext, Party, claim_of, parties
from service.core.reliability.grade import CANNOT_BE_JUDGED, claim_number
from service.core.reliability.interests import spaced
from service.core.reliability.others import Others, first_hand, others_of
from service.core.reliability.tables import Tables

_RECORD, _TRANSPORTED = Status.RECORD, Status.TRANSPORTED
#: How many claims before an agentless one are looked at for the source that may be meant.
_SPOKE_NEAR = 64

__all__ = ["ClaimContext", "judge_claims", "read_claims"]


def judge_claims(
    doc: Document,  # noqa: ARG001 - part of the stage's contract; the words come from the layer
    layer: TokenLayer,
    attributions: tuple[Attribution, ...],
    cast: Cast,
    ctx: ClaimContext,
) -> tuple[Credibility, ...]:
    """One credibility per attribution, in their order."""
    claims = read_claims(layer, attributions, cast, ctx)
    others = others_of(claims, ctx.tables)
    nobody = Others((), (), ())
    origins: dict[tuple[str, str], Factor] = {}
    shared = (origins, ctx.tables)
    return tuple([_judge(claim, others.get(claim.attribution.id, nobody), claims, shared) for claim in claims])


def read_claims(
    layer: TokenLayer, attributions: tuple[Attribution, ...], cast: Cast, ctx: ClaimContext
) -> tuple[Claim, ...]:
    """The attributions as claims: words, party, relays and the factors of their own circumstances."""
    links = {link.attribution_id: link for link in cast.links}
    sources = parties(cast.sources, ctx)
    where = (layer, spaced(ctx.headline or ""))
    return tuple([claim_of(where, one, links.get(one.id), sources, ctx) for one in attributions])


#: Rows of the sources by (source id, access), built once per article; and the tables.
_Shared = tuple[dict[tuple[str, str], Factor], Tables]


def _judge(claim: Claim, others: Others, claims: Sequence[Claim], shared: _Shared) -> Credibility:
    party, tables = claim.party, shared[1]
    if not claim.judged or party is None or party.reliability.score is None or party.reliability.interval is None:
        return _unjudged(claim, claims, shared)
    moving = claim.factors + others.factors
    pi0 = tables.value["pi0"]
    added = sums(moving) if moving else NOTHING
    score = added.chance(party.reliability.score, pi0)
    bounds = added.bounds(party.reliability.interval, pi0)
    grade = claim_number(score, bounds, tables, corroborated=bool(others.confirmed_by))
    return Credibility(
        claim.attribution.id,
        grade,
        score,
        bounds,
        added.chance(pi0, pi0),
        "interval_too_wide" if grade == CANNOT_BE_JUDGED else claim.basis,
        (_origin(claim, party, shared), *moving),
        others.confirmed_by,
        others.contradicted_by,
    )


def _origin(claim: Claim, party: Party, shared: _Shared) -> Factor:
    """The row that everything starts from: the source's own reliability. It adds no number; p is the source's score."""
    rows, tables = shared
    access = "relayed" if claim.relays else "first_hand" if first_hand(claim, tables) else "unknown"
    found = rows.get((party.source.id, access))
    if found is None:
        found = rows[party.source.id, access] = _origin_row(party, access, tables)
    return found


def _origin_row(party: Party, access: str, tables: Tables) -> Factor:
    reliability = party.reliability
    parameters: dict[str, float | str] = {
        "source_id": party.source.id,
        "cluster": party.cluster,
        "access": access,
        "pi0": tables.value["pi0"],
    }
    label = f"{party.source.label}: nothing is known of how often its statements hold up."
    if reliability.score is not None:
        parameters["p"] = reliability.score
        label = f"{party.source.label}: {reliability.score:.0%} of its checkable statements are expected to hold up."
    return Factor("source", label, _RECORD if reliability.own else _TRANSPORTED, None, None, parameters)


def _unjudged(claim: Claim, claims: Sequence[Claim], shared: _Shared) -> Credibility:
    if claim.party is not None:
        factors: tuple[Factor, ...] = (_origin(claim, claim.party, shared),)
    else:
        factors = _suggestion(claim, claims)
    return Credibility(claim.attribution.id, CANNOT_BE_JUDGED, None, None, None, claim.basis, factors)


def _suggestion(claim: Claim, claims: Sequence[Claim]) -> tuple[Factor, ...]:
    """The source that spoke last before an agentless claim, close enough to be meant: shown, never counted."""
    last = _spoke_last(claim, claims)
    if last is None or last.party is None:
        return ()
    label = f"Nobody is named. {last.party.source.label} spoke just before and may be meant; this is not counted."
    parameters: Mapping[str, float | str] = {"source_id": last.party.source.id}
    return (Factor("likely_source", label, Status.POLICY, parameters=parameters),)


def _spoke_last(claim: Claim, claims: Sequence[Claim]) -> Claim | None:
    """The claim with a source that begins last before `claim`, in its paragraph or the one before; claims are in order of the text."""
    before = bisect_left(claims, _start(claim), key=_start)
    near = [
        other
        for other in claims[max(0, before - _SPOKE_NEAR) : before]
        if other.party is not None and 0 <= claim.reading.paragraph - other.reading.paragraph <= 1
    ]
    return max(near, key=_start, default=None)


def _start(claim: Claim) -> int:
    return claim.attribution.content[0].start
