"""One claim on its way to a number: who made it, through whom, in what words; before other claims are looked at."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from service.core.domain import (
    Anonymity,
    Attribution,
    AttributionKind,
    AttributionLink,
    Factor,
    OverlayEntry,
    Records,
    RegistrySnapshot,
    Reliability,
    Source,
    Status,
    TokenLayer,
)
from service.core.lang.normalize import name_key
from service.core.reliability.circumstances import circumstances, hedge_factor
from service.core.reliability.classes import MEDIA
from service.core.reliability.clusters import cluster_of, overlay_owners
from service.core.reliability.interests import Speaker, speaker_of
from service.core.reliability.lexis import NUMBER, PHRASE
from service.core.reliability.reading import Reading, read
from service.core.reliability.subjects import Subject, subject_of
from service.core.reliability.tables import Tables

#: What nobody can check: a question, a plan, a call, a feeling, a vote, a silence.
NOT_CHECKABLE = frozenset(
    {
        AttributionKind.QUESTION,
        AttributionKind.INTENTION,
        AttributionKind.APPEAL,
        AttributionKind.EMOTION,
        AttributionKind.SUPPORT,
        AttributionKind.VOTE,
        AttributionKind.NO_COMMENT,
    }
)
#: Evaluative contents longer than this, or with a figure, usually carry a fact as well.
OPINION_WORDS_MAXIMUM = 14
_UNCHECKABLE_PHRASES = ("promise", "appeal", "opinion")
_UNCHECKABLE_LISTS = tuple(PHRASE + name for name in _UNCHECKABLE_PHRASES)
#: An outlet that is known by its name.
_BY_NAME = frozenset({Anonymity.NAMED, Anonymity.ORGANISATION_UNNAMED_PERSON})
_EVALUATION = ("evaluation",)
_NO_VOICE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ClaimContext:
    """What judging may know besides the article.

    `reliabilities` are those of the cast. `publisher` is the article's own (never a relay of itself), `headline`
    its title. `records` and `overlay` are the newsroom's own evidence; overlay entries may name owners.
    """

    tables: Tables
    snapshot: RegistrySnapshot
    reliabilities: tuple[Reliability, ...]
    records: Records = field(default_factory=Records)
    publisher: str | None = None
    headline: str | None = None
    overlay: tuple[OverlayEntry, ...] = ()


class Party(NamedTuple):
    """A source as the claims see it; `voice` holds its cluster alone."""

    source: Source
    reliability: Reliability
    speaker: Speaker
    cluster: str
    voice: frozenset[str]


class Claim(NamedTuple):
    """One attribution with its party and words.

    `basis` is why it cannot be judged, or what its number rests on; `tags` are the clusters that it came through: two claims
    that share one are one voice.
    """

    attribution: Attribution
    reading: Reading
    party: Party | None
    relays: tuple[Party, ...]
    basis: str
    judged: bool
    checkable: bool
    factors: tuple[Factor, ...]
    tags: frozenset[str]


def parties(sources: tuple[Source, ...], ctx: ClaimContext) -> Mapping[str, Party]:
    """The cast's sources with reliability and cluster, by source id."""
    rated = {reliability.source_id: reliability for reliability in ctx.reliabilities}
    owners = overlay_owners(ctx.overlay)
    found: dict[str, Party] = {}
    named: dict[str, list[tuple[frozenset[str], str]]] = {}
    for source in sources:
        reliability = rated.get(source.id)
        if reliability is None:
            continue
        subject = subject_of(source, ctx.snapshot, ctx.tables.words)
        speaker = speaker_of(
            subject,
            reliability.reference_class,
            ctx.snapshot,
            ctx.tables.interest_table,
            controlled=_state_controlled(subject, ctx.tables),
        )
        cluster = cluster_of(source.id, subject, ctx.snapshot, owners)
        if subject.id is None and source.name:
            cluster = _voice_of_name(source.name, cluster, named)
        found[source.id] = Party(source, reliability, speaker, cluster, frozenset((cluster,)))
    return found


def _voice_of_name(name: str, cluster: str, named: dict[str, list[tuple[frozenset[str], str]]]) -> str:
    """The cluster of an earlier source whose name ends alike and holds the other ("Ghosh", "Aditya Ghosh"): one person, cast twice."""
    words = name_key(name).split()
    if not words:
        return cluster
    alike, own = named.setdefault(words[-1], []), frozenset(words)
    known = next((voice for other, voice in alike if own <= other or other <= own), None)
    alike.append((own, known or cluster))
    return known or cluster


def _state_controlled(subject: Subject, tables: Tables) -> bool:
    facts = subject.record.evidence if subject.record else ()
    if not facts:
        return False
    rows = (tables.by_value.get((fact.kind, fact.value.strip().lower())) for fact in facts)
    return any(row is not None and row.kind == "state_control" and row.outcome == "controlled" for row in rows)


def claim_of(
    where: tuple[TokenLayer, str],
    attribution: Attribution,
    link: AttributionLink | None,
    cast: Mapping[str, Party],
    ctx: ClaimContext,
) -> Claim:
    """Read one attribution; `where` are the tokens and the headline in `spaced` form."""
    layer, headline = where
    reading = read(layer, attribution, ctx.tables.lexis)
    party = cast.get(link.source_id) if link and link.source_id else None
    relays = _relays(link.via, cast, ctx) if link and link.via else ()
    checkable = _checkable(attribution, reading, ctx.tables)
    basis = _basis(attribution, party, checkable=checkable)
    judged = checkable and party is not None and party.reliability.score is not None and not attribution.negated
    factors: tuple[Factor, ...] = ()
    if judged and party is not None:
        factors = circumstances(attribution, reading, party.speaker, headline, ctx.tables)
        if relays:
            factors += tuple(relay_factor(relay, ctx.tables) for relay in relays)
        if hedge := hedge_factor(attribution, ctx.tables):
            factors += (hedge,)
    tags = party.voice if party else _NO_VOICE
    if relays:
        tags = tags.union([relay.cluster for relay in relays])
    return Claim(attribution, reading, party, relays, basis, judged, checkable, factors, tags)


def _relays(via: tuple[str, ...], cast: Mapping[str, Party], ctx: ClaimContext) -> tuple[Party, ...]:
    found = (cast[key] for key in via if key in cast)
    return tuple(party for party in found if not is_publisher(party, ctx.publisher))


def _basis(attribution: Attribution, party: Party | None, *, checkable: bool) -> str:
    if not checkable:
        return "not_checkable"
    if party is None or party.reliability.score is None:
        return "agentless"
    return "not_asserted" if attribution.negated else str(party.reliability.basis)


def _checkable(attribution: Attribution, reading: Reading, tables: Tables) -> bool:
    """Whether an independent check could ever find the claim true or false."""
    if attribution.kind in NOT_CHECKABLE or not attribution.informational or not reading.tokens:
        return False
    lexis = tables.lexis
    hinted = reading.bits & lexis.masks[_UNCHECKABLE_LISTS]
    if hinted and any(lexis.says(reading.tokens, reading.bits, name) for name in _UNCHECKABLE_PHRASES):
        return False
    return (
        not reading.bits & lexis.masks[_EVALUATION]
        or bool(reading.bits & lexis.bit[NUMBER])
        or reading.length > OPINION_WORDS_MAXIMUM
    )


def is_publisher(party: Party, publisher: str | None) -> bool:
    """Whether a relay is the outlet that publishes the article: quoting oneself adds no hop."""
    if not publisher:
        return False
    key, record = name_key(publisher), party.speaker.subject.record
    names = {name_key(party.source.label), name_key(party.source.name or ""), name_key(party.speaker.subject.name)}
    if record is not None:
        names.update(name_key(domain) for domain in record.domains)
        names.update(name_key(alias.text) for alias in record.aliases)
    return bool(key) and key in names


def relay_factor(relay: Party, tables: Tables) -> Factor:
    """What is left after a relay: an outlet's own chance of stating things right, or the default for anybody else."""
    reliability = relay.reliability
    known = relay.source.type in MEDIA and relay.source.anonymity in _BY_NAME
    earned = reliability.own >= tables.value["own_minimum"]
    default = tables.constants["relay_unknown"]
    if reliability.score is not None and (known or earned):
        phi, status, why = reliability.score, Status.TRANSPORTED, "its own reliability"
    else:
        phi, status, why = default.value, default.origin.status, "the default for a relay without a record"
    return Factor(
        kind="relay",
        label=f"The claim reached the article through {relay.source.label}; {phi:.2f} is {why}.",
        status=status,
        multiplier=phi,
        parameters={"source_id": relay.source.id, "pi0": tables.value["pi0"]},
    )
