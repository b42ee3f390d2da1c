"""What other claims do to a claim: corroboration that adds little, contradiction that takes away (SCORING.md 2.4).

Claims that came through one cluster are one voice: they neither confirm nor contradict each other here. Of several
claims of one cluster only the strongest counts.
"""

from collections import Counter, deque
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, islice
from typing import NamedTuple

from service.core.domain import AttributionKind, Factor, SourceType
from service.core.reliability.agreement import SHARED_MINIMUM, Counted, Relation, counted_by, relation
from service.core.reliability.arithmetic import gain, sums
from service.core.reliability.claims import Claim
from service.core.reliability.interests import opens_with
from service.core.reliability.lexis import PHRASE, Lexis
from service.core.reliability.reading import Reading
from service.core.reliability.tables import Tables

#: A claim is compared with those before it that share words, for each word the last that hold it, the most alike first and not more
#: than this; of those that say the same or the contrary the first count. No article has more, and a text of a thousand claims on one
#: thing stays linear.
_LAST_WITH_WORD, _MOST_COMPARED, _MOST_RELATED = 64, 32, 12
#: How many claims before one that only points back are looked at.
_POINTS_BACK = 64
#: A content with no more words than this may only point back ("denied the allegations", "confirmed it").
_BARE_WORDS = 4
#: A claim with no more words than this is compared with whatever shares one of them ("the light was red").
_SHORT = 3
_APPROVAL, _DENIED_WORDS, _ACCUSING = ("approval",), ("denied",), ("accusing",)
_FIRST_HAND = PHRASE + "first_hand"
_DENIAL, _WITNESS = AttributionKind.DENIAL, SourceType.WITNESS


class Others(NamedTuple):
    """What the other claims add to one claim: rows, and the attribution ids that count."""

    factors: tuple[Factor, ...]
    confirmed_by: tuple[str, ...]
    contradicted_by: tuple[str, ...]


def others_of(claims: Sequence[Claim], tables: Tables) -> Mapping[str, Others]:
    """Corroboration and contradiction of every judged claim that has any."""
    judged = [claim for claim in claims if claim.judged]
    counted = counted_by(tables.lexis.words)
    related: dict[str, list[tuple[Claim, Relation]]] = {}
    for one, before in _overlapping(judged):
        pairs = ((other, _related(other, one, tables, counted)) for other in before)
        for other, found in islice((pair for pair in pairs if pair[1] is not None), _MOST_RELATED):
            assert found is not None
            related.setdefault(one.attribution.id, []).append((other, found))
            related.setdefault(other.attribution.id, []).append((one, found))
    for one, other, found in _pointing_back(judged, tables):
        related.setdefault(one.attribution.id, []).append((other, found))
        related.setdefault(other.attribution.id, []).append((one, found))
    by_id = {claim.attribution.id: claim for claim in judged}
    worth = {key: _worth(by_id[key], tables.value["pi0"]) for key in related}
    return {key: _weighed(by_id[key], found, worth, tables) for key, found in related.items()}


def _related(one: Claim, other: Claim, tables: Tables, counted: Counted) -> Relation | None:
    """How two claims relate by their words; or, where they share words of the article, by how the one answers the other."""
    left, right = one.attribution.content, other.attribution.content
    if left == right:
        return _answered(one, other, tables)
    if any(a.start < b.end and b.start < a.end for a in left for b in right):
        return None  # one text, read twice
    return _relation(one, other, tables, counted)


def _answered(one: Claim, other: Claim, tables: Tables) -> Relation | None:
    """Two voices on the same words: "Kyiv said the plant was hit, a claim Moscow denies"."""
    if (one.attribution.kind is _DENIAL) is not (other.attribution.kind is _DENIAL):
        return Relation.CONTRADICTS
    cues = (one.reading.around_bits | other.reading.around_bits) & tables.lexis.masks[_APPROVAL]
    return Relation.CONFIRMS if cues else None


def _worth(claim: Claim, pi0: float) -> float:
    """r2 of a judged claim: what it is worth by itself, to others too."""
    assert claim.party is not None
    assert claim.party.reliability.score is not None
    return sums(claim.factors).before_others(claim.party.reliability.score, pi0)


def _overlapping(judged: Sequence[Claim]) -> Iterator[tuple[Claim, list[Claim]]]:
    """Each claim that shares enough words with others before it, of other voices, with those: they are compared."""
    counted = _by_bits(judged) if len(judged) <= _LAST_WITH_WORD else _by_word(judged)
    for claim, enough in zip(judged, counted, strict=True):
        if enough:
            alike = (judged[other] for _, other in sorted(enough, reverse=True))
            yield claim, list(islice((one for one in alike if one.tags.isdisjoint(claim.tags)), _MOST_COMPARED))


#: For each claim the claims before it that share enough words: (how many, which).
_Counted = Iterator[Sequence[tuple[int, int]]]
_NONE: tuple[tuple[int, int], ...] = ()


def _by_bits(judged: Sequence[Claim]) -> _Counted:
    """For each word the claims that hold it as bits, and so those that hold two: of few claims the quickest."""
    holding: dict[str, int] = {}
    keys: list[frozenset[str]] = []
    short = 0
    for index, claim in enumerate(judged):
        once = twice = 0
        bit, found = 1 << index, _keys(claim.reading)
        for form in found:
            before = holding.get(form, 0)
            twice |= once & before
            once |= before
            holding[form] = before | bit
        if len(found) <= _SHORT:
            short |= bit
            twice = once
        twice |= once & short
        keys.append(found)
        yield [(len(found & keys[other]), other) for other in _places(twice)] if twice else _NONE


def _keys(reading: Reading) -> frozenset[str]:
    """The words by which claims are found that may be about one thing: those that carry meaning, and both ends of names."""
    if not reading.names:
        return reading.stems
    return reading.stems.union([word for name in reading.names for word in (name[0], name[-1])])


def _places(bits: int) -> Iterator[int]:
    """The places of the bits that are set, the lowest first."""
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest


def _by_word(judged: Sequence[Claim]) -> _Counted:
    """For each word the last claims that hold it: linear in the number of claims."""
    holding: dict[str, deque[int]] = {}
    short: set[int] = set()
    for index, claim in enumerate(judged):
        keys = _keys(claim.reading)
        earlier = [holding.setdefault(form, deque(maxlen=_LAST_WITH_WORD)) for form in keys]
        shared = Counter(chain.from_iterable(earlier))
        for numbers in earlier:
            numbers.append(index)
        if len(keys) <= _SHORT:
            short.add(index)
        yield [
            (count, other)
            for other, count in shared.items()
            if count >= SHARED_MINIMUM or index in short or other in short
        ]


def _relation(one: Claim, other: Claim, tables: Tables, counted: Counted) -> Relation | None:
    denial = (one.attribution.kind is _DENIAL) is not (other.attribution.kind is _DENIAL)
    confirming = bool((one.reading.around_bits | other.reading.around_bits) & tables.lexis.masks[_APPROVAL])
    left, right = one.reading, other.reading
    return relation(left, right, tables.lexis, denial=denial, confirming=confirming, counted=counted)


def _pointing_back(judged: Sequence[Claim], tables: Tables) -> Iterator[tuple[Claim, Claim, Relation]]:
    """Denials and confirmations that only point back, each with the nearest claim of another voice before it that may be meant."""
    for index, claim in enumerate(judged):
        found = _bare(claim, tables) if claim.reading.length <= _BARE_WORDS else None
        if found is None:
            continue
        for other in _just_before(judged, index):
            if other.tags.isdisjoint(claim.tags) and _meant(other, claim, found, tables.lexis):
                yield claim, other, found
                break


def _just_before(judged: Sequence[Claim], index: int) -> Iterator[Claim]:
    """The claims before one in its paragraph and the one before that, the nearest first."""
    for at in range(index - 1, max(-1, index - 1 - _POINTS_BACK), -1):
        if judged[index].reading.paragraph - judged[at].reading.paragraph > 1:
            return
        yield judged[at]


def _meant(other: Claim, claim: Claim, found: Relation, lexis: Lexis) -> bool:
    """Whether a claim that only points back may mean an earlier one; who denies "the allegations", one that accuses or is about him."""
    if found is Relation.CONFIRMS or not claim.reading.bits & lexis.masks[_DENIED_WORDS]:
        return True
    accuses = other.reading.around_bits & lexis.masks[_ACCUSING]
    return bool(accuses) or (claim.party is not None and opens_with(other.reading, claim.party.speaker))


def _bare(claim: Claim, tables: Tables) -> Relation | None:
    """What a claim does to another one whose content it does not repeat: "denied the allegations", "confirmed it"."""
    lexis, reading = tables.lexis, claim.reading
    if not reading.bits & lexis.mask("denied", "back"):
        return None
    if not reading.bits & lexis.mask("denied") and reading.length > 1:
        return None
    if claim.attribution.kind is _DENIAL or reading.around_bits & lexis.mask("dismissal"):
        return Relation.CONTRADICTS
    return Relation.CONFIRMS if reading.around_bits & lexis.mask("approval") else None


def _weighed(
    claim: Claim, found: Sequence[tuple[Claim, Relation]], worth: Mapping[str, float], tables: Tables
) -> Others:
    """Rows for one claim: per relation the strongest claim of each cluster, strongest first."""
    factors: list[Factor] = []
    ids: dict[Relation, list[str]] = {Relation.CONFIRMS: [], Relation.CONTRADICTS: []}
    ranked = sorted(found, key=lambda pair: (-worth[pair[0].attribution.id], pair[0].attribution.id))
    heard: dict[Relation, set[str]] = {Relation.CONFIRMS: set(), Relation.CONTRADICTS: set()}
    for other, kind in ranked:
        if not heard[kind].isdisjoint(other.tags):
            continue
        heard[kind] |= other.tags
        ids[kind].append(other.attribution.id)
        factors.append(_row(claim, other, kind, worth[other.attribution.id], tables))
    return Others(tuple(factors), tuple(ids[Relation.CONFIRMS]), tuple(ids[Relation.CONTRADICTS]))


def _row(claim: Claim, other: Claim, kind: Relation, r: float, tables: Tables) -> Factor:
    independent = _independent(claim, other, tables) and kind is Relation.CONFIRMS
    constant = tables.constants["weight_independent" if independent else "weight_other_cluster"]
    pi0 = tables.value["pi0"]
    added = gain(r, constant.value, pi0)
    label = other.party.source.label if other.party else ""
    confirms = kind is Relation.CONFIRMS
    return Factor(
        kind="corroboration" if confirms else "contradiction",
        label=f"{label}, who is no part of the same chain, says {'the same' if confirms else 'otherwise'}.",
        status=constant.origin.status,
        ln_lr=added if confirms else -added,
        parameters={"attribution_id": other.attribution.id, "r": r, "weight": constant.value, "pi0": pi0},
    )


def first_hand(claim: Claim, tables: Tables) -> bool:
    """Whether the source says what it saw itself and nobody stands between."""
    if claim.relays or claim.party is None:
        return False
    if claim.party.source.type is _WITNESS:
        return True
    lexis, reading = tables.lexis, claim.reading
    if not reading.bits & lexis.bit[_FIRST_HAND]:
        return False
    return lexis.says(reading.tokens, reading.bits, "first_hand")


def _independent(one: Claim, other: Claim, tables: Tables) -> bool:
    """Both first-hand, or one concedes what the other has an interest in: the two cases that earn the higher weight."""
    if first_hand(one, tables) and first_hand(other, tables):
        return True
    kinds = [{factor.kind for factor in claim.factors} for claim in (one, other)]
    return any("interest_in_claim" in a and "against_interest" in b for a, b in (kinds, kinds[::-1]))
