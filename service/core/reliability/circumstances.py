"""In what circumstances a claim was made: interest, admission, channel, hedge (table 3.4), each a row with its reason.

Interest is symmetric: whoever is a party gets the same ratio, whichever side it is on and whichever nation it comes
from.
"""

import re
from dataclasses import replace
from math import fsum
from typing import NamedTuple

from service.core.domain import (
    Attribution,
    AttributionKind,
    Country,
    EvidenceFact,
    Factor,
    RegistrySnapshot,
    SourceType,
    Status,
)
from service.core.reliability.lexis import PHRASE
from service.core.reliability.odds import clip
from service.core.reliability.reading import Reading
from service.core.reliability.subjects import Subject
from service.core.reliability.tables import Tables
from service.core.reliability.wordforms import label_words
from service.core.reliability.words import ClaimWords

_TOKEN = re.compile(r"\w+|[^\w\s]")

#: Bodies that fight or spy: on an armed conflict they are a party wherever they stand.
_ARMED = frozenset({SourceType.MILITARY, SourceType.INTELLIGENCE_AGENCY, SourceType.ARMED_GROUP})
#: Bodies that are a party to a conflict when their own country is part of what they speak about.
_STATE = frozenset({SourceType.GOVERNMENT, SourceType.LEGISLATURE, SourceType.OFFICIAL})
_CAMPAIGNERS = frozenset({"politician", "advocacy_body"})

#: Phrase lists of the channels and their rows, the stronger first.
_CHANNELS = (("paid", "paid_channel"), ("prepared", "prepared_statement"), ("spontaneous", "spontaneous_channel"))
_CHANNEL_LISTS = tuple(PHRASE + name for name, _ in _CHANNELS)

#: Sentences for the reason of an interest.
_REASONS = {
    "conflict": "It speaks about an armed conflict that it is a party to.",
    "own_affairs": "It speaks about its own business.",
    "campaign": "It speaks about a vote that it campaigns in.",
    "denial": "It denies what it is said to have done.",
    "advocate": "It speaks for a client.",
}


class Speaker(NamedTuple):
    """What the circumstances need to know of a claim's source.

    `reference_class` is its class; `advocate` tells that it speaks for a client.
    """

    subject: Subject
    reference_class: str
    country: Country | None
    advocate: bool

    @property
    def facts(self) -> tuple[EvidenceFact, ...]:
        """Facts of the source's record."""
        return self.subject.record.evidence if self.subject.record else ()


def speaker_of(subject: Subject, reference_class: str, snapshot: RegistrySnapshot, words: ClaimWords) -> Speaker:
    """The speaker with the country that its words may name."""
    advocates = words.lists.get("advocates", frozenset())
    advocate = subject.person and not advocates.isdisjoint(label_words(subject.label))
    return Speaker(subject, reference_class, snapshot.countries.get(subject.country or ""), advocate)


def circumstances(
    attribution: Attribution, reading: Reading, speaker: Speaker, headline: str, tables: Tables
) -> tuple[Factor, ...]:
    """Rows with a likelihood ratio, their sum clipped; where it is, each `ln_lr` is its share of what was allowed."""
    reason = interest(attribution, reading, speaker, headline, tables)
    admission = _admits(reading, speaker, tables)
    found: list[Factor] = []
    if admission:
        found.append(tables.claim_factors["against_interest"])
    elif reason:
        found.append(_interested(reason, tables))
    channel = channel_of(reading, tables)
    if not found and channel is None:
        return ()
    if channel is not None:
        row = tables.claim_evidence[channel]
        if row.except_with is None or all(factor.kind != row.except_with for factor in found):
            found.append(tables.claim_factors[channel])
    return _clipped(tuple(found), tables)


def _interested(reason: str, tables: Tables) -> Factor:
    """The row of an interest with the sentence for its reason."""
    row = tables.claim_factors["interest_in_claim"]
    return replace(row, label=f"{row.label} {_REASONS[reason]}", parameters={**row.parameters, "reason": reason})


def _clipped(factors: tuple[Factor, ...], tables: Tables) -> tuple[Factor, ...]:
    total = fsum([factor.ln_lr or 0.0 for factor in factors])
    allowed = clip(total, *tables.claim_limits)
    if allowed == total:
        return factors
    return tuple(_scaled(factor, allowed / total) for factor in factors)


def _scaled(factor: Factor, share: float) -> Factor:
    measured = factor.ln_lr or 0.0
    return replace(factor, ln_lr=measured * share, parameters={**factor.parameters, "measured_ln_lr": measured})


def interest(attribution: Attribution, reading: Reading, speaker: Speaker, headline: str, tables: Tables) -> str | None:
    """Why the source is a party to its claim, as a reason's id, or None."""
    if _party_to_conflict(reading, speaker, headline, tables):
        return "conflict"
    if attribution.kind is AttributionKind.DENIAL:
        return "denial"
    if speaker.subject.type is SourceType.COMPANY and speaks_of_itself(reading, speaker, tables):
        return "own_affairs"
    if speaker.reference_class in _CAMPAIGNERS and _about("campaign", reading, tables):
        return "campaign"
    if speaker.advocate:
        return "advocate"
    return None


def _about(name: str, reading: Reading, tables: Tables) -> bool:
    return bool(reading.bits & tables.lexis.bit.get(name, 0))


def _party_to_conflict(reading: Reading, speaker: Speaker, headline: str, tables: Tables) -> bool:
    if not _about("conflict", reading, tables):
        return False
    if speaker.subject.type in _ARMED:
        return True
    if speaker.subject.type in _STATE or _state_controlled(speaker, tables):
        content = f" {' '.join(reading.tokens)} "
        return names_country(content, speaker.country) or names_country(headline, speaker.country)
    return False


def _state_controlled(speaker: Speaker, tables: Tables) -> bool:
    rows = (tables.by_value.get((fact.kind, fact.value.strip().lower())) for fact in speaker.facts)
    return any(row is not None and row.outcome == "controlled" for row in rows)


def names_country(text: str, country: Country | None) -> bool:
    """Whether a text names the country, its people or its capital; `text` is in `spaced` form, its case kept ("US", "us")."""
    if country is None:
        return False
    names = (country.name, *country.aliases, *country.adjectives, *country.demonyms, *country.capitals)
    return any(spaced(name) in text for name in names)


def spaced(text: str) -> str:
    """The tokens of a text with a blank between them and at both ends, as the token layer cuts them."""
    return f" {' '.join(_TOKEN.findall(text))} "


def speaks_of_itself(reading: Reading, speaker: Speaker, tables: Tables) -> bool:
    """Whether the content is about the source: in the first person, by its name, or as "its" and "they"."""
    if reading.bits & tables.lexis.mask("first_person", "own"):
        return True
    own_name = {word.lower() for word in speaker.subject.name.split() if word[:1].isupper() and len(word) > 2}
    return any(f" {word} " in reading.text for word in own_name)


def _admits(reading: Reading, speaker: Speaker, tables: Tables) -> bool:
    """A grudging verb about oneself: it speaks against the source's own interest."""
    grudging = reading.around_bits & tables.lexis.bit.get("admission", 0)
    return bool(grudging) and speaks_of_itself(reading, speaker, tables)


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
