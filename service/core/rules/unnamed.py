"""Places where somebody speaks whose name the reader does not get: "a senior official said", "according to people close to the talks".

The phrase is read from its words, so that what a reader can see decides; the attributions only add which words are theirs.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from service.core.rules.claims import Claim

if TYPE_CHECKING:
    from service.core.rules.facts import Facts

#: Longest stretch between an unnamed speaker and the verb, in tokens ("..., who asked not to be named because ..., said").
_REACH = 30
#: Most words before the head of the phrase.
_MODIFIERS = 7
_BEFORE = frozenset("citing quoting cites cited quotes quoted".split())
_LINKS = frozenset(
    "in at from of close familiar with inside within near briefed involved present aware on for who".split()
)
_GOES_ON = frozenset({"who", "speaking", "also", "familiar", "briefed"})
#: Confidence from which a link of the model decides.
_SURE = 0.5
#: Tokens between "citing" and the phrase.
_CITED = 6
_DEFINITE = frozenset("the its his her their our this that".split())
_OWN = frozenset("its his her their".split())
#: What follows "who" where the clause is about the name and tells nothing of the person.
_NAMELESS = frozenset(
    "asked asks declined requested spoke speaks wished insisted did was were refused wanted is are had could cannot".split()
)
_STOPS = frozenset('.;:!?"“”()—–')

_INSIDE = (("inside",), ("within",))
#: Tokens after "inside" among which the body's noun stands.
_BODY = 6


@dataclass(frozen=True, slots=True)
class Unnamed:
    """One such place. `phrase` is the noun phrase without its relative clause, `head` its head; all are token ranges.

    `bare`: nothing at all says who it is. `described`: an organization, a role or a relation to the matter is told.
    `collective`: the voice of a body rather than a person whose name is withheld ("police officials"). `again`: a later
    mention of one introduced before ("the official"). `relayed`: another outlet's source, passed on ("Reuters reported, citing two
    officials"). `count` is true where the phrase says how many.
    """

    phrase: tuple[int, int]
    head: int
    word: str
    plural: bool
    count: bool
    bare: bool
    described: bool
    collective: bool
    again: bool
    relayed: bool
    modifiers: tuple[str, ...]
    claims: tuple[Claim, ...]

    @property
    def withheld(self) -> bool:
        """Whether a person's name is withheld here, told for the first time."""
        return not self.collective and not self.again and not self.relayed


def find_unnamed(facts: "Facts") -> Iterable[Unnamed]:
    """All places, in order of text."""
    seen: set[str] = set()
    firsts: dict[str, int] = {}
    heads = _heads(facts)
    for head, end in heads:
        firsts.setdefault(_stem(facts.low[end - 1]), head)
    for head, end in heads:
        if head in facts.quoted or not facts.is_prose(head) or _is_named(facts, end) or _is_reported(facts, head):
            continue
        first, modifiers = _left(facts, head)
        if _is_apposed(facts, first, end):
            continue
        link = _right(facts, end)
        word = facts.low[end - 1]
        if _is_office(facts, word, (first, head), seen):
            continue
        if word in facts.words.set("person_heads") and not _has_insight(facts, end):
            continue
        sentence = facts.near(head)
        claims = _speaking(facts, (first, end), sentence)
        if not claims and not _says(facts, first, end, sentence):
            continue
        found = _read(facts, (first, link), (head, end), modifiers, claims, firsts)
        seen.add(_stem(word))
        yield found


def _has_insight(facts: "Facts", end: int) -> bool:
    """Whether "person" goes on with how it knows: "familiar with the talks", "inside the port authority"."""
    if facts.says("person_links", (end, end + 3)):
        return True
    inside = facts.low[end - 1] == "person" and facts.low[end : end + 1] in _INSIDE
    return inside and facts.says("bodies", (end + 1, end + _BODY))


def _heads(facts: "Facts") -> list[tuple[int, int]]:
    found = [*facts.hits("bare_heads"), *facts.hits("inside_heads"), *facts.hits("person_heads")]
    return sorted({start: (start, end) for start, end in sorted(found)}.values())


def _is_named(facts: "Facts", end: int) -> bool:
    """A name follows the head: "minister Ana Lima", "a senior official, Ana Lima, said"."""
    words = facts.layer.words
    at = end + 1 if end < len(words) and words[end] == "," else end
    if at >= len(words) or not words[at][0].isupper() or facts.low[at] in facts.words.set("said"):
        return False
    return at == end or (at + 1 < len(words) and words[at + 1][0].isupper())


def _is_apposed(facts: "Facts", first: int, end: int) -> bool:
    """The phrase describes a name before it: "said Ana Ruiz, a former minister."."""
    words = facts.layer.words
    if first < 2 or words[first - 1] != "," or not words[first - 2][0].isupper():
        return False
    return end >= len(words) or words[end] in {",", ".", ";", "—", "of", "at", "in"}


def _is_reported(facts: "Facts", head: int) -> bool:
    """Somebody else's words speak of them: "the inspector said investigators believed ..."."""
    return any(
        low <= head < high
        for claim in facts.claims_in(facts.near(head))
        if claim.named and claim.attribution.confidence >= _SURE
        for low, high in claim.content
    )


def _is_office(facts: "Facts", word: str, before: tuple[int, int], seen: set[str]) -> bool:
    """One holder, known to the reader: "the finance minister", "its envoy", "Interior Minister"; not "a", not "one"."""
    words = facts.words
    if word in words.set("plural_heads") or word in words.set("bare_heads"):
        return False
    low = facts.low[slice(*before)]
    if not low or low[0] not in words.set("determiners"):
        return not any(one in words.set("empty_modifiers") for one in low)
    return low[0] in _DEFINITE and _stem(word) not in seen


def _left(facts: "Facts", head: int) -> tuple[int, tuple[str, ...]]:
    """Where the phrase begins, and its words before the head."""
    low, words = facts.low, facts.words
    stops, said = words.set("bounds"), words.set("said")
    at = head
    while at > 0 and head - at < _MODIFIERS:
        word = low[at - 1]
        if word in words.set("determiners"):
            at -= 1
            break
        if word in stops or (word in said and not facts.layer.words[at - 1][0].isupper()):
            break
        if not word[0].isalnum() and word not in "-'.":
            break
        at -= 1
    sentence = facts.near(head)[0]
    at = max(at, sentence)
    return at, tuple(word for word in low[at:head] if word[0].isalnum() and word != "s")


def _right(facts: "Facts", end: int) -> int:
    """Where the phrase ends with what tells the speaker's place: "in the ministry", "familiar with the talks"."""
    low = facts.low
    if end >= len(low) or low[end] not in _LINKS | {"to"} or low[end] == "who":
        return end
    at = end
    limit = min(len(low), end + 10)
    said = facts.words.set("said")
    while at < limit and low[at] not in _STOPS and low[at] != "," and low[at] != "who":
        if low[at] in said and at > end + 1:
            break
        at += 1
    return at


def _speaking(facts: "Facts", phrase: tuple[int, int], sentence: tuple[int, int]) -> tuple[Claim, ...]:
    """Claims whose source is the phrase (or a part of it)."""
    span = facts.span(phrase)
    return tuple(
        claim
        for claim in facts.claims_in(sentence)
        if claim.attribution.source is not None and claim.attribution.source.span.overlaps(span)
    )


def _says(facts: "Facts", first: int, end: int, sentence: tuple[int, int]) -> bool:
    """Whether the words around make it a speaker: "according to X", "said X", "X said", "X in the ministry said"."""
    low, said = facts.low, facts.words.set("speech")
    before = low[max(sentence[0], first - 2) : first]
    if before[-2:] == ("according", "to") or (before and before[-1] in _BEFORE):
        return True
    if len(before) == 2 and before[-1] in said and before[0] in {",", '"', "”"}:
        return True
    if (
        low[max(sentence[0], first - 2) : first]
        and before[-1:] == ("by",)
        and before[0] in {"told", "confirmed", "reported"}
    ):
        return True
    at = end
    if at < len(low) and low[at] in _LINKS | {","}:
        return _verb_after(facts, at, min(sentence[1], end + _REACH))
    while at < min(len(low), end + 3) and low[at] in {
        "also",
        "later",
        "have",
        "has",
        "had",
        "privately",
        "then",
        "familiar",
    }:
        at += 1
    return at < len(low) and low[at] in said


def _verb_after(facts: "Facts", at: int, limit: int) -> bool:
    """A verb of speech after what describes the speaker: prepositional phrases and a clause with "who", no new subject."""
    low = facts.low
    speech = facts.words.set("speech")
    clause = False
    for place in range(at, limit):
        if low[place] == "who":
            clause = True
        elif low[place] == ",":
            following = low[place + 1 : place + 2]
            if following and following[0] not in _GOES_ON and following[0] not in speech and not clause:
                return False
            clause = clause or following == ("who",)
        elif low[place] in _STOPS:
            return False
        elif low[place] in speech and place > at and low[place - 1] not in {"to", "not"}:
            return True
    return False


def _read(
    facts: "Facts",
    phrase: tuple[int, int],
    head: tuple[int, int],
    modifiers: tuple[str, ...],
    claims: tuple[Claim, ...],
    firsts: dict[str, int],
) -> Unnamed:
    words, low = facts.words, facts.low
    word = low[head[1] - 1]
    plural = word in words.set("plural_heads")
    count = any(one in words.set("numbers") for one in modifiers) or not plural
    telling = [
        one
        for one in modifiers
        if one not in words.set("empty_modifiers") | words.set("determiners") | words.set("numbers")
    ]
    telling += [low[head[0]]] if head[1] - head[0] > 1 else []
    after = low[head[1] : phrase[1]]
    objects = [
        one
        for one in after
        if one[0].isalnum() and one not in _LINKS and one != "to" and one not in words.set("determiners")
    ]
    placed = any(one not in words.set("empty_objects") and one not in {"knowledge", "direct"} for one in objects)
    placed = placed or _is_told(low, phrase[1]) or modifiers[:1] in {(one,) for one in _OWN}
    definite = modifiers[:1] == ("the",) and not telling and not after
    vague = any(one in words.set("vague_numbers") for one in modifiers)
    withheld = facts.says("anonymity", facts.near(head[0], after=1))
    voice = (
        plural and word in words.set("voices") and not count and not vague and bool(telling or placed) and not withheld
    )
    return Unnamed(
        phrase=phrase,
        head=head[0],
        word=word,
        plural=plural,
        count=count,
        bare=word in words.set("bare_heads") and not telling and not placed and not after,
        described=bool(telling) or placed,
        collective=voice or (definite and plural and word in words.set("voices")),
        again=(definite or modifiers[:1] == ("one",)) and firsts[_stem(word)] < head[0],
        relayed=_is_relayed(facts, phrase[0]),
        modifiers=tuple(telling),
        claims=claims,
    )


def _is_relayed(facts: "Facts", first: int) -> bool:
    """Whether somebody else quotes the source: a word of citing stands before it in its sentence."""
    cited = facts.first("citing", facts.near(first)[0], first)
    return cited is not None and first - cited[0] <= _CITED


def _is_told(low: tuple[str, ...], at: int) -> bool:
    """Whether a clause after the phrase tells who it is: ", who works at the plant,"."""
    if low[at : at + 2] == (",", "who"):
        at += 1
    return low[at : at + 1] == ("who",) and at + 1 < len(low) and low[at + 1] not in _NAMELESS


def _stem(word: str) -> str:
    return {"persons": "person", "people": "person"}.get(word, word.removesuffix("s"))


def relayed_near(facts: "Facts", token: int) -> Unnamed | None:
    """The unnamed source that somebody else quotes in the sentence of a token."""
    first, end = facts.near(token)
    return next((one for one in facts.unnamed if one.relayed and first <= one.head < end), None)


def is_confidential(facts: "Facts", one: Unnamed) -> bool:
    """A person or a few whose names are withheld: not the voice of a body, not an officer in a court report."""
    if not one.withheld:
        return False
    if facts.says("anonymity", facts.near(one.head, after=1)):
        return True
    words = facts.words
    if one.word in words.set("bare_heads") or one.word in words.set("person_heads"):
        return True
    return one.count and one.word not in words.set("routine_heads")
