"""Private people: names that the words around them show to be somebody's, and bodies that they only work or shop at.

A town, a firm or an office may bear the same name; where the text tells an age, an everyday occupation, a family tie or a home, it
means a person. And who drives for a firm, lies in a hospital or banks with a bank does not speak for it.
"""

from service.core.domain import Affiliation, SourceType
from service.core.identity.chunks import BLANK, Chunk, Reader, Tag, chunks_of
from service.core.identity.gazetteer import Entry
from service.core.identity.lexicon import IdentityLexicon, PersonClass
from service.core.identity.people import age_at, is_scholar, looks_personal, stranger_in
from service.core.identity.reading import Body, Individual, Reading, Shape

#: Classes of people who speak for themselves unless their noun says otherwise.
_CLASSES = frozenset({"private", "family", "public", "witness"})
_FAMILY, _CROWD, _WITNESS = "family", "public", "witness"
_WORKERS = frozenset({"worker", "workers"})
#: Bodies whose scholars speak as such: a university's, its hospital's.
_LEARNED = frozenset({SourceType.ACADEMIC})
_CLOSERS = frozenset({",", ".", ";", ")", "—", "–", "”", '"', "(", ":", "?", "!"})
_WHO = frozenset({"who", "whose"})
_HOME = frozenset({"of", "from"})
_HANDLE = 30
_LONGEST_NAME, _LONGEST_NOUN, _REACH = 5, 3, 14
_STOPS = frozenset({Tag.PREPOSITION, Tag.MARK, Tag.RELATIVE, Tag.AND, Tag.TIME})
#: Words of a full name.
_FULL = 2


def keeps_to_self(individual: Individual, affiliation: Affiliation | None, lexicon: IdentityLexicon) -> bool:
    """Whether a body is no more than where somebody works, studies, buys or lies ill."""
    kind = individual.kind
    if affiliation is None or kind is None or kind.id not in _CLASSES or individual.roles:
        return False
    if kind.id == _CROWD and individual.plural:
        return False
    words = individual.title_key.split()
    noun = words[-1]
    lends = noun.removesuffix("s") in lexicon.words["lending"]
    if lends or (noun in _WORKERS and words[0] in lexicon.words["relief"]):
        return False
    return affiliation.type not in _LEARNED or not is_scholar(noun, lexicon)


def only_home(body: Body, lexicon: IdentityLexicon) -> bool:
    """Whether what stands behind a name's "of" or "from" is a place, or one word of which nothing is known: "Ana Lima of Oban"."""
    if body.roles or body.head_word or body.organ:
        return False
    if body.countries:
        return not body.name
    if body.records:
        return False
    return body.name is not None and (" " not in body.name or body.name_key in lexicon.places)


def is_handle(reader: Reader, reading: Reading) -> bool:
    """Whether the name is a platform account's of which no table knows: whoever writes under it is taken for a private person."""
    view, body = reader.view, reading.body
    if reading.shape not in {Shape.BODY, Shape.UNKNOWN, Shape.PERSON} or (
        body is not None and (body.records or body.countries)
    ):
        return False
    start = view.starts[reading.first]
    word = view.text[max(0, start - _HANDLE) : start].rpartition(" ")[2] + reading.surface
    return word.startswith("@") or ("_" in word and " " not in word)


def called_mr(reader: Reader, reading: Reading) -> tuple[int, int] | None:
    """Lexemes of the name behind "Mr" or "Ms" in what was read as a body: a barber called Times is no newspaper."""
    view, lexicon = reader.view, reader.lexicon
    key = view.keys[reading.first]
    plain = key in lexicon.gender and lexicon.ranks.get(key) == "honorific" and not view.word(reading.first).isupper()
    if reading.shape is not Shape.BODY or not plain:
        return None
    stop = _name_end(reader, reading.first + 1, reading.end)
    return (reading.first + 1, stop) if stop > reading.first + 1 else None


def private_name(reader: Reader, first: int, end: int) -> tuple[int, int] | None:
    """Lexemes of the name in the mention [first, end) where the text shows that somebody bears it; None where it does not.

    Looks at most a dozen words around the name.
    """
    view = reader.view
    if True not in view.caps[first:end]:
        return None
    start = _behind_noun(reader, first, end)
    if start == first and _titled(reader, first):
        return None
    stop = _name_end(reader, start, end)
    if stop == start or (stop < end and view.keys[stop] not in _CLOSERS | _HOME):
        return None
    full = _is_full(reader, start, stop)
    if start > first and (full or view.keys[first].isdigit()):
        return None if _holds_office(reader, stop) else (start, stop)
    if start == first and full and _noun_before(reader, first):
        return start, stop
    return (start, stop) if _told_behind(reader, start, stop, full=full) else None


def _holds_office(reader: Reader, stop: int) -> bool:
    """Whether an apposition behind a name gives an office: "Engineer Ana Lima, chief executive of the port"."""
    view = reader.view
    if view.keys[stop : stop + 1] != [","]:
        return False
    hit = reader.gazetteer.longest(view.keys, stop + 1 + (view.keys[stop + 1 : stop + 2] == ["the"]), len(view))
    return hit is not None and hit[1].person is not None and hit[1].person.id not in _CLASSES


def _behind_noun(reader: Reader, first: int, end: int) -> int:
    """Where the name begins behind an everyday noun or an age at the start of the mention: "taxi driver Jordan Bishop"."""
    keys = reader.view.keys
    if keys[first].isdigit() and keys[first + 1 : first + 3] == ["year", "old"] and first + 3 < end:
        return first + 3
    hit = reader.gazetteer.longest(keys, first, end)
    if hit is None or hit[0] >= end or not reader.view.caps[hit[0]] or hit[1].records:
        return first
    return hit[0] if _said_before_names(reader, hit[1]) else first


def _said_before_names(reader: Reader, entry: Entry) -> bool:
    """Whether a noun in front of a name makes it somebody's."""
    if entry.person is None or entry.plural:
        return False
    return entry.person.id == _WITNESS or _everyday(reader, entry.person, entry.key)


def _noun_before(reader: Reader, first: int) -> bool:
    """Whether an everyday noun stands right before the name."""
    view = reader.view
    for length in range(1, min(_LONGEST_NOUN, first) + 1):
        entry = reader.gazetteer.get(" ".join(view.keys[first - length : first]))
        if entry is not None and _said_before_names(reader, entry):
            return view.sentence_of(first) == view.sentence_of(first - 1)
    return False


def _titled(reader: Reader, first: int) -> bool:
    """Whether a title stands in or before the name's first word: what follows is then told by the title."""
    lexicon, keys = reader.lexicon, reader.view.keys
    key = keys[first]
    hit = reader.gazetteer.longest(keys, first, len(keys))
    if hit is not None and hit[1].officials and reader.view.caps[hit[0] : hit[0] + 1] == [True]:
        return True  # "Defence Minister Ana Lima"
    alone = first + 1 >= len(keys) or not reader.view.caps[first + 1]
    if (
        not alone
        and key not in lexicon.given
        and (key in lexicon.ranks or key in lexicon.people or key in lexicon.heads)
    ):
        return True
    before = keys[first - 1] if first else ""
    title = lexicon.people.get(before)
    return (before in lexicon.ranks and lexicon.ranks[before] != "honorific") or (
        title is not None and title[0].id not in _CLASSES
    )


def _name_end(reader: Reader, start: int, end: int) -> int:
    """End of the run of capitalized words that may be a name; `start` where there is none."""
    view, particles = reader.view, reader.lexicon.words["particles"]
    at = start
    while at < end and at - start < _LONGEST_NAME and not (at > start and view.poss[at - 1]):
        particle = at > start and view.keys[at] in particles and at + 1 < end and view.caps[at + 1]
        joined = at > start and view.text[view.ends[at - 1] : view.starts[at]] == "-"
        if not (particle or joined or (view.caps[at] and view.keys[at] not in reader.lexicon.closed)):
            break
        at += 1
    shouted = any(len(view.word(index)) > 1 and view.word(index).isupper() for index in range(start, at))
    return start if shouted or (at > start and view.poss[at - 1]) else at


def _is_full(reader: Reader, start: int, stop: int) -> bool:
    """Whether the words are a first name and more."""
    keys = reader.view.keys[start:stop]
    if len(keys) < _FULL:
        return False
    lexicon = reader.lexicon
    if keys[0] in lexicon.given:
        return True
    if keys[-1] in lexicon.surnames and reader.gazetteer.get(keys[0]) is None:
        return True
    return looks_personal(reader, Chunk(start, stop, Tag.NAME, BLANK, " ".join(keys), caps=True))


def _told_behind(reader: Reader, start: int, stop: int, *, full: bool) -> bool:
    """Whether age, occupation, family or home behind the name tell of a person."""
    view = reader.view
    mark = view.keys[stop] if stop + 1 < len(view) else ""
    if mark in _HOME:
        return full and view.keys[stop - 1] not in reader.lexicon.name_heads and _home(reader, stop, start)
    if mark not in {",", "("}:
        return False
    if age_at(reader, stop + 1):
        return True
    if mark == "(":
        return False
    if view.keys[stop + 1] in _WHO or (view.keys[stop + 1] in _HOME and _home(reader, stop + 1, start)):
        return full
    return _occupied(reader, (start, stop), full=full)


def _home(reader: Reader, at: int, start: int) -> bool:
    """Whether "of" or "from" at a lexeme leads to a place and nothing more: "of Quito", not "of Quito City Council".

    A known name from `start` on that takes the place in is a body's: "Associated Press of Pakistan".
    """
    view = reader.view
    hit = reader.gazetteer.longest(view.keys, at + 1, len(view)) if at + 1 < len(view) and view.caps[at + 1] else None
    if hit is None or not (hit[1].countries or hit[1].place) or view.poss[hit[0] - 1]:
        return False
    whole = reader.gazetteer.get(" ".join(view.keys[start : hit[0]]))
    return (whole is None or not whole.records) and (hit[0] >= len(view) or not view.caps[hit[0]])


def _occupied(reader: Reader, name: tuple[int, int], *, full: bool) -> bool:
    """Whether an apposition behind the name's comma gives an everyday occupation or a family tie."""
    view, (start, stop) = reader.view, name
    close = stop + 1
    while close < len(view) and close - stop < _REACH and view.keys[close] not in _CLOSERS:
        close += 1
    if close == stop + 1:
        return False
    chunks = chunks_of(reader, stop + 1, close)
    noun = _apposed(reader, chunks)
    if noun is None or noun[0].plural:
        return False
    individual, behind = noun
    kind = individual.kind
    if kind is None or kind.id not in _CLASSES:
        return False
    if chunks[0].key == "the":
        return kind.id == _FAMILY
    if not _everyday(reader, kind, individual.title_key):
        return full or (kind.id == _WITNESS and stop - start >= _FULL)
    known = reader.gazetteer.get(" ".join(view.keys[start:stop]))
    taken = known is not None and bool(known.countries or known.place or known.records)
    return full or not taken or behind != "of" or kind.id == _FAMILY


def _apposed(reader: Reader, chunks: list[Chunk]) -> tuple[Individual, str] | None:
    """The nameless person that an apposition describes, and the word behind the noun."""
    base = next((index for index, chunk in enumerate(chunks) if chunk.tag in _STOPS), len(chunks))
    entry = chunks[base - 1].entry if base else BLANK
    if entry.person is not None and not entry.officials:
        noun = Individual(
            chunks[0].first, chunks[base - 1].end, kind=entry.person, title_key=entry.key, plural=entry.plural
        )
    else:
        stranger = stranger_in(reader, chunks, base)
        if stranger is None:
            return None
        noun = stranger
    return noun, chunks[base].key if base < len(chunks) else ""


def _everyday(reader: Reader, kind: PersonClass | None, noun: str) -> bool:
    """Whether a noun is said of people only: no state or firm is a nurse, though either may be a critic or a customer."""
    if kind is None or kind.id not in _CLASSES or kind.id == _CROWD:
        return False
    last = noun.rsplit(maxsplit=1)[-1]
    return last not in reader.lexicon.words["figurative"] and reader.lexicon.heads.get(noun) is None
