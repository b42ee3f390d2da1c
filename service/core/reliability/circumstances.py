"""In what circumstances a claim was made: interest, admission, channel, hedge (table 3.4), each a row with its reason.

Interest is symmetric: whoever is a party gets the same ratio, whichever side it is on and whichever nation it comes
from.
"""

from dataclasses import replace
from math import fsum

from service.core.domain import Attribution, AttributionKind, Factor, Status
from service.core.reliability.interests import InterestRule, Speaker, interest_of, speaks_of_itself
from service.core.reliability.lexis import PHRASE, Lexis
from service.core.reliability.odds import clip
from service.core.reliability.reading import Reading
from service.core.reliability.tables import Tables

#: Phrase lists of the channels and their rows, the stronger first.
_CHANNELS = (("paid", "paid_channel"), ("prepared", "prepared_statement"), ("spontaneous", "spontaneous_channel"))
_CHANNEL_LISTS = tuple(PHRASE + name for name, _ in _CHANNELS)
_ADMISSION = ("admission",)
_BELIEF = AttributionKind.BELIEF


def circumstances(
    attribution: Attribution, reading: Reading, speaker: Speaker, headline: str, tables: Tables
) -> tuple[Factor, ...]:
    """Rows with a likelihood ratio, their sum clipped; where it is, each `ln_lr` is its share of what was allowed."""
    lexis = tables.lexis
    found: list[Factor] = []
    if reading.around_bits & lexis.masks[_ADMISSION] and _admits(reading, speaker, lexis):
        found.append(tables.claim_factors["against_interest"])
    elif rule := interest_of(attribution.kind, reading, speaker, headline, lexis):
        found.append(_interested(rule, tables))
    channel = channel_of(reading, lexis) if reading.around_bits & lexis.masks[_CHANNEL_LISTS] else None
    if not found and channel is None:
        return ()
    if channel is not None:
        row = tables.claim_evidence[channel]
        if row.except_with is None or all(factor.kind != row.except_with for factor in found):
            found.append(tables.claim_factors[channel])
    return _clipped(tuple(found), tables)


def _interested(rule: InterestRule, tables: Tables) -> Factor:
    """The row of an interest with the sentence for its reason."""
    row = tables.claim_factors["interest_in_claim"]
    return replace(row, label=f"{row.label} {rule.why}", parameters={**row.parameters, "reason": rule.reason})


def _clipped(factors: tuple[Factor, ...], tables: Tables) -> tuple[Factor, ...]:
    total = fsum([factor.ln_lr or 0.0 for factor in factors])
    allowed = clip(total, *tables.claim_limits)
    if allowed == total:
        return factors
    return tuple(_scaled(factor, allowed / total) for factor in factors)


def _scaled(factor: Factor, share: float) -> Factor:
    measured = factor.ln_lr or 0.0
    return replace(factor, ln_lr=measured * share, parameters={**factor.parameters, "measured_ln_lr": measured})


def _admits(reading: Reading, speaker: Speaker, lexis: Lexis) -> bool:
    """Whether a claim with a grudging verb is about the source itself: then it speaks against its own interest."""
    return bool(reading.tokens) and speaks_of_itself(reading, speaker, lexis)


def channel_of(reading: Reading, lexis: Lexis) -> str | None:
    """How the claim was made, as the kind of its row: paid before prepared before spontaneous."""
    return next((kind for name, kind in _CHANNELS if lexis.says(reading.around, reading.around_bits, name)), None)


def hedge_factor(attribution: Attribution, tables: Tables) -> Factor | None:
    """The row of the source's hedge, or of the writer who steps back; a belief without one counts as "likely"."""
    hedge = attribution.hedge
    if hedge is not None and hedge.level in tables.hedges:
        level = hedge.level
        who = (
            "The writer keeps a distance" if level == "distancing" else f"The source hedges ({level.replace('_', ' ')})"
        )
        label = f"{who}; the unhedged statement is scored."
    elif attribution.kind is _BELIEF:
        level, label = "likely", "The source believes it rather than states it; read as “likely”."
    else:
        return None
    return Factor(
        kind="hedge",
        label=label,
        status=Status.POLICY,
        multiplier=tables.hedges[level],
        parameters={"level": level, "pi0": tables.value["pi0"]},
    )
