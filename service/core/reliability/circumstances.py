"""In what circumstances a claim was made: interest, admission, channel, hedge (table 3.4), each a row with its reason.

Interest is symmetric: whoever is a party gets the same ratio, whichever side it is on and whichever nation it comes
from.
"""

from dataclasses import replace
from math import fsum

from service.core.domain import Attribution, AttributionKind, Factor, Status
from service.core.reliability.interests import InterestRule, Speaker, interest_of, speaks_of_itself
from service.core.reliability.lexis import PHRASE
from service.core.reliability.odds import clip
from service.core.reliability.reading import Reading
from service.core.reliability.tables import Tables

#: Phrase lists of the channels and their rows, the stronger first.
_CHANNELS = (("paid", "paid_channel"), ("prepared", "prepared_statement"), ("spontaneous", "spontaneous_channel"))
_CHANNEL_LISTS = tuple(PHRASE + name for name, _ in _CHANNELS)


def circumstances(
    attribution: Attribution, reading: Reading, speaker: Speaker, headline: str, tables: Tables
) -> tuple[Factor, ...]:
    """Rows with a likelihood ratio, their sum clipped; where it is, each `ln_lr` is its share of what was allowed."""
    found: list[Factor] = []
    if _admits(reading, speaker, tables):
        found.append(tables.claim_factors["against_interest"])
    elif rule := interest_of(attribution.kind, reading, speaker, headline, tables.lexis):
        found.append(_interested(rule, tables))
    channel = channel_of(reading, tables)
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


def _admits(reading: Reading, speaker: Speaker, tables: Tables) -> bool:
    """A grudging verb about oneself: it speaks against the source's own interest."""
    grudging = reading.around_bits & tables.lexis.bit.get("admission", 0)
    return bool(grudging) and bool(reading.tokens) and speaks_of_itself(reading, speaker, tables.lexis)


def channel_of(reading: Reading, tables: Tables) -> str | None:
    """How the claim was made, as the kind of its row: paid before prepared before spontaneous."""
    lexis = tables.lexis
    if not reading.around_bits & lexis.mask(*_CHANNEL_LISTS):
        return None
    return next((kind for name, kind in _CHANNELS if lexis.says(reading.around, reading.around_bits, name)), None)


def hedge_factor(attribution: Attribution, tables: Tables) -> Factor | None:
    """The row of the source's hedge, or of the writer who steps back; a belief without one counts as "likely"."""
    if attribution.hedge is not None and attribution.hedge.level in tables.hedges:
        level = attribution.hedge.level
        who = (
            "The writer keeps a distance" if level == "distancing" else f"The source hedges ({level.replace('_', ' ')})"
        )
        label = f"{who}; the unhedged statement is scored."
    elif attribution.kind is AttributionKind.BELIEF:
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
