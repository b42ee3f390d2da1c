"""What a pronoun, "the agency" or a surname points back to: chains first, else what the text says before."""

from collections.abc import Callable, Iterable
from itertools import compress, count

from service.core.domain import SourceType
from service.core.identity.chains import Chain, gender_of
from service.core.identity.chunks import Reader, chunks_of
from service.core.identity.lexicon import IdentityLexicon
from service.core.identity.mentions import read_mention
from service.core.identity.phrase import read_phrase
from service.core.identity.reading import Body, Individual, Reading, Shape

#: How far back (lexemes) the text is searched when no chain fits.
_REACH = 160
_RELATIVE_REACH = 14
#: Closed classes of words with which a noun group begins.
_STARTING = frozenset({"articles", "demonstratives", "possessives"})
#: Words that stand in front of the last of a name, or behind the first.
_NAME_PARTS = 4


def latest(chains: Iterable[Chain], fits: Callable[[Chain], bool]) -> Chain | None:
    """The chain mentioned last among those that fit."""
    found = [chain for chain in chains if fits(chain)]
    return max(found, key=lambda chain: chain.last) if found else None


def fits_pronoun(kind: str) -> Callable[[Chain], bool]:
    """Which chains a pronoun of this kind can mean."""
    if kind in {"he", "she"}:
        gender = "m" if kind == "he" else "f"
        return lambda chain: chain.personal and not chain.plural and chain.gender in {gender, None}
    if kind == "it":
        return lambda chain: chain.reading.shape in {Shape.BODY, Shape.DOCUMENT}
    if kind == "they":
        return lambda chain: chain.plural or chain.reading.shape is Shape.BODY or chain.individual is not None
    return lambda _: True


def speaks_as_many(chain: Chain) -> bool:
    """Whether "they" means a chain rather than he or she would: several people, a body, or a person of untold gender."""
    untold = chain.individual is not None and chain.gender is None and chain.individual.name is None
    return chain.plural or untold or chain.reading.shape is Shape.BODY


def noun_types(lexicon: IdentityLexicon, noun: str) -> frozenset[SourceType]:
    """The types of body that "the <noun>" can mean."""
    return lexicon.anaphors.get(noun) or lexicon.anaphors.get(noun.rsplit(maxsplit=1)[-1], frozenset())


def fits_noun(lexicon: IdentityLexicon, noun: str, body: Body) -> Callable[[Chain], int]:
    """How well a chain answers to "the <noun>": 2 by the same noun in its words or name, 1 by its type, 0 not at all."""
    types = noun_types(lexicon, noun) or frozenset({body.head} if body.described and body.head is not None else ())

    def fit(chain: Chain) -> int:
        if chain.reading.shape not in {Shape.BODY, Shape.UNKNOWN}:
            return 0
        if has_noun(chain, noun):
            return 2
        if body.roles and chain.chosen is not None and _same_role(chain, body.roles):
            return 2
        told = chain.type is not None or (chain.reading.body is not None and bool(chain.reading.body.roles))
        untold = not told and bool(types) and chain.reading.surface.split()[-1][:1].isupper()
        return 1 if chain.type in types or untold else 0

    return fit


def _same_role(chain: Chain, roles: tuple[str, ...]) -> bool:
    body = chain.reading.body
    return body is not None and bool(set(body.roles[:1]) & set(roles[:1]))


def has_noun(chain: Chain, noun: str) -> bool:
    """Whether the noun stands in the chain's words or its identity's name."""
    body = chain.reading.body
    texts = [body.key, body.head_word, body.role_word.lower()] if body is not None else []
    if ", a" in chain.reading.surface:
        texts.append(chain.reading.surface.lower())  # "Northridge Metals, a mining company"
    if chain.chosen is not None:
        texts.append(chain.chosen.name.lower())
    return any(f" {text} ".find(f" {noun} ") >= 0 for text in texts if text)


def bears_noun(chain: Chain, individual: Individual, noun: str) -> bool:
    """Whether "the <noun>" can mean a chain because its words say so; insiders go by many nouns."""
    other = chain.individual
    if other is None or other.plural is not individual.plural:
        return False
    if individual.kind is not None and individual.kind.id == "insider" and other.kind is individual.kind:
        return True
    return other.title_key.split()[-1:] == [noun] or f" {noun} " in f" {chain.reading.surface.lower()} "


#: Classes whose nouns describe a person who was introduced in other words; officials are told by their own noun only.
_DESCRIBING = frozenset({"private", "public", "academic", "analyst", "witness"})


#: Nouns for the young, who hold no office.
_YOUNG = frozenset({"boy", "girl", "child", "teenager", "teen", "pupil", "toddler", "baby", "schoolboy", "schoolgirl"})


def describes(individual: Individual, chain: Chain, gender: str | None) -> bool:
    """Whether a noun such as "the cleric" can describe the person of a chain: same number, gender, and kind where both tell."""
    other, kind = chain.individual, individual.kind
    if other is None or other.plural or kind is None or {chain.gender, gender} == {"m", "f"}:
        return False
    if individual.title_key in _YOUNG and (other.kind is None or other.kind.office or other.kind.speaks):
        return False
    if other.kind is None or other.kind is kind:
        return True
    return kind.id in _DESCRIBING and other.kind.id not in {"spokesperson", "insider"}


def person_before(reader: Reader, at: int, gender: str) -> Reading | None:
    """The person named last before a lexeme whose gender does not clash."""
    view, lexicon = reader.view, reader.lexicon
    lowest = max(0, at - _REACH)
    index = at - 1
    while index >= lowest:
        if view.caps[index] and (view.keys[index] in lexicon.given or view.keys[index] in lexicon.ranks):
            reading = _person_at(reader, index, at)
            if reading is not None and reading.individual is not None:
                told = gender_of(reading.individual, lexicon)
                if told in {gender, None}:
                    return reading
        index -= 1
    return None


def _person_at(reader: Reader, index: int, limit: int) -> Reading | None:
    view = reader.view
    stop = index + 1
    while (
        stop < limit
        and stop - index < 5
        and view.caps[stop]
        and view.keys[stop][0].isalnum()
        and not view.poss[stop - 1]
    ):
        stop += 1
    if stop - index < 2:
        return None
    reading = read_mention(reader, index, stop)
    individual = reading.individual
    return reading if individual is not None and individual.name is not None else None


class FullNames:
    """The full names of one text by their first and last part, each found once and remembered."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._places: dict[str, list[int]] | None = None
        self._found: dict[str, tuple[int, Reading | None]] = {}

    def before(self, name: str, at: int) -> Reading | None:
        """The first full name in the text before a lexeme that ends in, or begins with, this name."""
        places = self._capitalized().get(name, ())
        looked, found = self._found.get(name, (0, None))
        while found is None and looked < len(places) and places[looked] < at:
            found = _full_name_at(self._reader, name, places[looked])
            looked += found is None
        self._found[name] = looked, found
        return found if found is not None and places[looked] < at else None

    def places(self, key: str) -> list[int]:
        """Lexemes at which a capitalized word stands."""
        return self._capitalized().get(key, [])

    def _capitalized(self) -> dict[str, list[int]]:
        """Lexemes that begin with a capital, by key."""
        if self._places is None:
            self._places = {}
            for at in compress(count(), self._reader.view.caps):
                self._places.setdefault(self._reader.view.keys[at], []).append(at)
        return self._places


def _full_name_at(reader: Reader, name: str, index: int) -> Reading | None:
    """The full name of which the capitalized lexeme is the last part, or the first where it is a given name."""
    view = reader.view
    start = index
    while start > 0 and index - start < _NAME_PARTS and _in_name(reader, start - 1, index):
        start -= 1
    if start < index:
        reading = read_mention(reader, start, index + 1)
        if _bears(reading.individual, name):
            return reading
    end = index + 1
    if name not in reader.lexicon.given or view.poss[index]:
        return None
    while end < len(view) and end - index < _NAME_PARTS and _in_name(reader, end, index) and not view.poss[end - 1]:
        end += 1
    if end == index + 1:
        return None
    whole = read_mention(reader, index, end)
    return whole if _bears(whole.individual, name) else None


def _in_name(reader: Reader, at: int, index: int) -> bool:
    view = reader.view
    return view.caps[at] and view.keys[at][0].isalnum() and view.sentence_of(at) == view.sentence_of(index)


def _bears(individual: Individual | None, name: str) -> bool:
    """Whether it is a full name that ends in, or begins with, the name."""
    if individual is None or " " not in individual.name_key:
        return False
    return individual.name_key.endswith(f" {name}") or individual.name_key.startswith(f"{name} ")


def noun_before(reader: Reader, noun: str, at: int) -> Reading | None:
    """The body or document named last before a lexeme whose noun group ends in `noun`: "the Danish health ministry"."""
    keys = noun.split()
    view = reader.view
    lowest = max(0, at - 4 * _REACH)
    within = view.keys[lowest : max(0, at - len(keys))]
    if keys[0] not in within:
        return None
    for index in range(lowest + len(within) - 1, lowest - 1, -1):
        if view.keys[index] != keys[0] or view.keys[index : index + len(keys)] != keys:
            continue
        reading = _group_ending(reader, index, index + len(keys), at)
        if reading is not None:
            return reading
    return None


def _group_ending(reader: Reader, index: int, end: int, at: int) -> Reading | None:
    view = reader.view
    stop = min(at, end + 6)
    best: Reading | None = None
    for start in range(index, max(0, index - 6) - 1, -1):
        if not view.keys[start][0].isalnum() or view.sentence_of(start) != view.sentence_of(index):
            break
        reading = read_mention(reader, start, end)
        body = reading.body
        if (
            reading.first <= index
            and body is not None
            and body.end >= end
            and (body.named or body.countries or body.owner)
        ):
            best = reading
        if reader.lexicon.closed.get(view.keys[start]) in _STARTING:
            break  # a noun group goes back no further than its article
    if best is not None and best.body is not None and not best.body.named:
        best = _appositive_of(reader, best) or best
    if (best is None or not (best.body and best.body.named)) and stop > end and _goes_on(reader, end):
        reading = read_mention(reader, index if best is None else best.first, stop)
        if reading.body is not None and (reading.body.named or (best is None and reading.body.countries)):
            best = reading
    return best


def _appositive_of(reader: Reader, told: Reading) -> Reading | None:
    """The name of which a noun group between commas tells: "Nuri Telecom" of "South Korea's third-largest carrier"."""
    view, comma = reader.view, told.first - 1
    start = comma
    while start > 0 and comma - start < _REACH and view.caps[start - 1] and view.keys[start - 1][0].isalnum():
        start -= 1
    if comma < 1 or view.keys[comma] != "," or start == comma or view.sentence_of(start) != view.sentence_of(comma):
        return None
    name = read_mention(reader, start, comma)
    return name if name.body is not None and name.body.named else None


def _goes_on(reader: Reader, end: int) -> bool:
    """Whether a name or a complement follows the noun: "the agency of …", "rights group Open Cells"."""
    view = reader.view
    return not view.poss[end - 1] and (view.keys[end] in {"of", "for"} or view.caps[end])


def relative_antecedent(reader: Reader, at: int) -> Reading | None:
    """The noun phrase that ends right before who, which or that (a comma may stand between)."""
    view = reader.view
    stop = at - 1 if at and view.keys[at - 1] == "," else at
    best: Reading | None = None
    for start in range(stop - 1, max(0, stop - _RELATIVE_REACH) - 1, -1):
        if view.sentence_of(start) != view.sentence_of(at):
            break
        if view.keys[start] == ",":
            if best is None or best.individual is None or best.individual.name is not None:
                break
            continue
        if not view.keys[start][0].isalnum():
            break
        reading = read_phrase(reader, start, stop)
        if reading.shape in {Shape.UNKNOWN, Shape.PRONOUN} or reading.end < stop:
            continue
        if _starts_phrase(reader, start, stop) and not _worse(best, reading):
            best = reading
    return best


def _starts_phrase(reader: Reader, start: int, stop: int) -> bool:
    view = reader.view
    if view.caps[start]:
        return start == 0 or not view.caps[start - 1] or view.sentence_of(start - 1) != view.sentence_of(start)
    chunk = chunks_of(reader, start, stop)[0]
    return chunk.tag in {"determiner", "quantifier", "possessive"} or chunk.entry.person is not None


def _worse(best: Reading | None, reading: Reading) -> bool:
    """A longer phrase is better unless it turned a person into something else."""
    return best is not None and best.shape is Shape.PERSON and reading.shape is not Shape.PERSON


def same_person(left: Individual, right: Individual) -> bool:
    """Whether two names can be one person's: equal, or one is the other's last part."""
    a, b = left.name_key, right.name_key
    if not a or not b:
        return False
    return a == b or (" " not in b and a.endswith(f" {b}")) or (" " not in a and b.endswith(f" {a}"))


def type_fits(kind: SourceType | None, types: frozenset[SourceType]) -> bool:
    """Whether a type is among those an anaphoric noun can mean."""
    return kind is not None and kind in types
