"""Read one phrase: pronoun, joint mention, person, document or body, with what stands in apposition to it."""

from service.core.domain import SourceType
from service.core.identity.bodies import VAGUE, base_length, read_body
from service.core.identity.chunks import Chunk, Reader, Tag, chunks_of
from service.core.identity.people import (
    looks_personal,
    name_between,
    person_at,
    read_person,
    stranger_in,
    stranger_named,
)
from service.core.identity.reading import Body, Individual, Jurisdiction, Reading, Shape

_QUOTES = frozenset({'"', "“", "”", "«", "»", "‘", "„"})
_AUTHOR = frozenset({"by", "from", "of", "at", "for"})
_DASHES = frozenset({"-", "–", "—", "―"})
#: Words of "one of them".
_OF_THEM = 3
_AROUND = frozenset(
    {"colleagues", "co-authors", "coauthors", "team", "co-workers", "coworkers", "research team", "associates"}
)
#: Words for a share of people asked: "39 percent of voters".
_SHARES = frozenset({"percent", "majority", "majorities", "respondents"})
_CALLING = frozenset({"calling", "called", "known", "named", "dubbed"})
_CALLED = frozenset({"itself", "themselves", "as", "the"})
#: Whoever read a document did not write it: "a decision reviewed by this newspaper".
_SEEN = frozenset(
    {
        "reviewed",
        "seen",
        "obtained",
        "viewed",
        "accessed",
        "read",
        "verified",
        "shared",
        "received",
        "cited",
        "quoted",
        "leaked",
    }
)
#: Nouns for another sheet of the same document, and where the document stands behind them.
_COPIES = frozenset(
    {
        "copy",
        "copies",
        "draft",
        "excerpt",
        "excerpts",
        "version",
        "transcript",
        "summary",
        "part",
        "parts",
        "page",
        "pages",
    }
)
_COPY = 3
_PARTITIVE = frozenset({"of", "among"})


def read_phrase(reader: Reader, first: int, end: int) -> Reading:
    """The reading of lexemes [first, end); UNKNOWN where the grammar sees nothing."""
    pronoun = _pronoun(reader, first, end)
    if pronoun is not None:
        return pronoun
    chunks = chunks_of(reader, first, end)
    segments = _segments(chunks)
    if not segments:
        return _unknown(reader, first, end)
    core = _joint(reader, segments[0]) or read_core(reader, segments[0])
    if len(segments) > 1 and _only_place(core) and reader.view.keys[core.end] in _DASHES:
        core, segments = read_core(reader, segments[1]), segments[1:]
    for segment in segments[1:]:
        core = join_apposition(reader, core, read_core(reader, segment))
    return core


def _only_place(reading: Reading) -> bool:
    """A dateline that a tagger took along: "NAIROBI — Police"."""
    body = reading.body
    return body is not None and bool(body.countries) and not (body.roles or body.head or body.named)


def _pronoun(reader: Reader, first: int, end: int) -> Reading | None:
    keys = reader.view.keys[first:end]
    while keys and not keys[-1][0].isalnum():
        keys = keys[:-1]
    if len(keys) == _OF_THEM and keys[1] == "of" and reader.lexicon.pronouns.get(keys[2]) in {"they", "we", "others"}:
        keys = keys[:1]
    key = " ".join(keys)
    kind = reader.lexicon.pronouns.get(key) or reader.lexicon.pronouns.get(key.removeprefix("the "))
    last = reader.view.word(first + len(keys) - 1) if keys else ""
    if kind is None or (last.isupper() and len(last) > 1):
        return None
    surface = reader.view.surface(first, end)
    return Reading(Shape.PRONOUN, first, end, surface, key, pronoun=kind)


def _segments(chunks: list[Chunk]) -> list[list[Chunk]]:
    """Core and appositions: parts between marks, up to the first relative clause."""
    segments: list[list[Chunk]] = [[]]
    for index, chunk in enumerate(chunks):
        relative = chunk.tag is Tag.RELATIVE or chunk.key == "that"
        if relative and index and segments != [[]]:
            break
        if chunk.tag is Tag.MARK:
            if segments[-1]:
                segments.append([])
        else:
            segments[-1].append(chunk)
    return [segment for segment in segments if segment]


def _joint(reader: Reader, chunks: list[Chunk]) -> Reading | None:
    """Joint mentions ("the US and South Korea"): two readings joined, where each stands alone."""
    for index, chunk in enumerate(chunks):
        if chunk.tag is Tag.PREPOSITION:
            return None
        if chunk.tag is not Tag.AND or index in {0, len(chunks) - 1}:
            continue
        return _halves(reader, chunks, index)
    return None


def _halves(reader: Reader, chunks: list[Chunk], index: int) -> Reading | None:
    """What the two sides of an "and" are together: one, two, or no more than words."""
    left, right = read_core(reader, chunks[:index]), read_core(reader, chunks[index + 1 :])
    if _of_company(right, left):
        return left
    if _one_body(left, right, chunks[0], chunks[index + 1]):
        return _whole(reader, left, right)
    if Shape.UNKNOWN in {left.shape, right.shape} or not _stands_alone(left):
        return None
    if _two_titles(left, right, chunks[index + 1]):
        return right._replace(first=left.first, surface=reader.view.surface(left.first, right.end))
    parts = (left, *(right.parts or (right,)))
    first, end = chunks[0].first, chunks[-1].end
    return Reading(Shape.JOINT, first, end, reader.view.surface(first, end), left.key, parts=parts)


def _of_company(right: Reading, left: Reading) -> bool:
    """Whether the second half only adds people around the first: "Wood and colleagues", "Ana Lima and her team"."""
    return (
        left.shape is Shape.PERSON
        and right.surface.lower().removeprefix("his ").removeprefix("her ").removeprefix("their ") in _AROUND
    )


def _one_body(left: Reading, right: Reading, opening: Chunk, more: Chunk) -> bool:
    """Whether "and" stands inside one name: "the Vanuatu Meteorology and Geo-Hazards Department" has one noun, at its end."""
    one, other = left.body, right.body
    if one is None or other is None or more.tag is Tag.DETERMINER or not more.caps:
        return False
    if opening.key != "the":
        return False
    plain = not (one.head or one.head_word) or (one.head is other.head and one.surface.endswith("s"))
    plain = plain or (more.first == other.first and other.head is SourceType.NGO and one.surface.istitle())
    named = bool(one.name or one.head_word)
    half = named and plain and not (one.records or one.roles)
    return half and other.head is not None and not other.records


def _whole(reader: Reader, left: Reading, right: Reading) -> Reading:
    """A body whose name holds an "and", from its two halves."""
    one, other = left.body, right.body
    if one is None or other is None:
        return left
    surface = reader.view.surface(one.first, other.end)
    name = name_between(reader, one.first + (reader.view.keys[one.first] == "the"), other.end)
    body = one._replace(
        end=other.end,
        surface=surface,
        key=name.key,
        name=name.surface,
        name_key=name.key,
        head=other.head,
        head_word=other.head_word,
    )
    return left._replace(end=right.end, surface=surface, key=name.key, body=body)


def _two_titles(left: Reading, right: Reading, opening: Chunk) -> bool:
    """Whether "academic and professor Marc Hill" is one person of two titles."""
    one, other = left.individual, right.individual
    if one is None or other is None or opening.tag is Tag.DETERMINER:
        return False
    return one.name is None and other.name is not None and not one.plural


def _stands_alone(reading: Reading) -> bool:
    body = reading.body
    if body is None or body.records or body.roles or body.name or body.head:
        return True
    more = body.jurisdiction is Jurisdiction.ADJECTIVE and body.key != body.country_word.lower()
    return (
        bool(body.countries) and not more
    )  # not "the Polish climate" of "the Polish climate and environment ministry"


def read_core(reader: Reader, chunks: list[Chunk]) -> Reading:
    """One noun phrase without apposition."""
    return _part_of(reader, chunks) or _core(reader, chunks)


def _part_of(reader: Reader, chunks: list[Chunk]) -> Reading | None:
    """One of many ("some of the officials"), or a sheet of a document."""
    if len(chunks) > 2 and chunks[0].tag is Tag.QUANTIFIER and chunks[1].key in _PARTITIVE:
        return _indefinite(reader, read_core(reader, chunks[2:]), chunks[0].first)
    if len(chunks) > _COPY and chunks[1].key in _COPIES and chunks[2].key == "of":
        whole = read_core(reader, chunks[3:])  # a copy of a letter is the letter
        return whole._replace(first=chunks[0].first, surface=reader.view.surface(chunks[0].first, whole.end))
    return _led(reader, chunks)


#: Nouns of scholars at work together.
_TEAMS = frozenset({"team", "group", "consortium", "study", "project", "effort", "collaboration"})


def _led(reader: Reader, chunks: list[Chunk]) -> Reading | None:
    """Whoever leads speaks for "a team led by Ankara University"."""
    at = next((index for index, chunk in enumerate(chunks[1:-2], 1) if chunk.key == "led"), 0)
    if not at or chunks[at + 1].key != "by" or chunks[at - 1].key.rsplit(maxsplit=1)[-1] not in _TEAMS:
        return None
    leader = read_core(reader, chunks[at + 2 :])
    return leader if leader.shape is Shape.BODY else None


def _core(reader: Reader, chunks: list[Chunk]) -> Reading:
    base = base_length(chunks)
    at = person_at(reader, chunks, base)
    if at is not None:
        return _person(reader, chunks, read_person(reader, chunks, at))
    document = _document(reader, chunks, base)
    if document is not None:
        return document
    personal = _named_person(reader, chunks, base)
    if personal is not None:
        return personal
    body = read_body(reader, chunks, base)
    if body is not None:
        return _of_body(reader, body)
    stranger = stranger_in(reader, chunks, base)
    return _person(reader, chunks, stranger) if stranger else _unknown(reader, chunks[0].first, chunks[-1].end)


def _of_body(reader: Reader, body: Body) -> Reading:
    body = _quoted_name(reader, _called(reader, body))
    return Reading(Shape.BODY, body.first, body.end, body.surface, body.key, body=body, definite=body.definite)


def _called(reader: Reader, body: Body) -> Body:
    """Names behind "calling itself", "known as": "a group calling itself GreyHeron"."""
    view, at = reader.view, body.end
    if body.named or not body.head_word or at + 1 >= len(view) or view.keys[at] not in _CALLING:
        return body
    at += 1
    while at < len(view) and view.keys[at] in _CALLED:
        at += 1
    end = at
    while end < len(view) and view.caps[end] and view.sentence_of(end) == view.sentence_of(body.end):
        end += 1
    if end == at:
        return body
    return body._replace(name=view.surface(at, end), name_key=" ".join(view.keys[at:end]), end=end, indefinite=False)


def _quoted_name(reader: Reader, body: Body) -> Body:
    """Names such as the initiative “I Want to Live”: the quotation behind a head noun is the name."""
    view = reader.view
    if not body.head_word or body.name or body.end + 2 >= len(view) or view.keys[body.end] not in _QUOTES:
        return body
    stop = next((i for i in range(body.end + 1, min(body.end + 10, len(view))) if view.keys[i] in _QUOTES), None)
    if stop is None or stop == body.end + 1:
        return body
    name = view.surface(body.end + 1, stop)
    if not name[:1].isupper() or name[-1] in ".,?!":
        return body
    key = " ".join(view.keys[body.end + 1 : stop])
    entry = reader.gazetteer.get(key)
    return body._replace(
        name=name,
        name_key=key,
        records=entry.records if entry is not None else body.records,
        record_key=key if entry is not None and entry.records else body.record_key,
        record_word=name if entry is not None and entry.records else body.record_word,
    )


def _person(reader: Reader, chunks: list[Chunk], individual: Individual) -> Reading:
    end = chunks[-1].end if individual.body is not None and individual.body.end > individual.end else individual.end
    surface = reader.view.surface(individual.first, end)
    key = individual.name_key or individual.title_key
    return Reading(
        Shape.PERSON, individual.first, end, surface, key, individual=individual, definite=individual.definite
    )


def _named_person(reader: Reader, chunks: list[Chunk], base: int) -> Reading | None:
    """A bare personal name, "of" a body perhaps: "Jane Doe of the Bank of Uganda"."""
    if base > 1 and chunks[base - 2].poss and chunks[base - 1].tag is Tag.NAME:
        return _person_of(reader, chunks, base)
    described = stranger_named(reader, chunks, base)
    if described is not None:
        return _person(reader, chunks, described)
    if base != 1 or chunks[0].tag is not Tag.NAME or chunks[0].poss or not looks_personal(reader, chunks[0]):
        return None
    if reader.view.keys[chunks[0].end : chunks[0].end + 2] == [",", "which"]:
        return None  # "Tell Parents, which runs the line" is nobody
    name = name_between(reader, chunks[0].first, chunks[0].end)
    body = None
    if base + 1 < len(chunks) and chunks[base].key in {"of", "at", "from", "with"}:
        body = read_body(reader, chunks[base + 1 :])
    end = body.end if body is not None else chunks[0].end
    individual = Individual(chunks[0].first, end, name=name.surface, name_key=name.key, body=body)
    surface = reader.view.surface(chunks[0].first, end)
    return Reading(Shape.PERSON, chunks[0].first, end, surface, name.key, individual=individual)


def _person_of(reader: Reader, chunks: list[Chunk], base: int) -> Reading | None:
    """Somebody whose body or country stands before the name: "the BBC's Guy Hale", "Argentina's Javier Milei"."""
    owner, last = chunks[base - 2], chunks[base - 1]
    known = bool(owner.entry.records or owner.entry.countries) or (
        owner.tag is Tag.NAME and reader.view.keys[last.first] in reader.lexicon.given
    )
    if not known or not looks_personal(reader, last):
        return None
    name = name_between(reader, last.first, last.end)
    body = read_body(reader, chunks[: base - 1]) if not owner.entry.countries else None
    codes = tuple(dict.fromkeys(code for code, _ in owner.entry.countries))
    first = chunks[0].first
    individual = Individual(first, last.end, name=name.surface, name_key=name.key, body=body, where=codes)
    return Reading(Shape.PERSON, first, last.end, reader.view.surface(first, last.end), name.key, individual=individual)


def _document(reader: Reader, chunks: list[Chunk], base: int) -> Reading | None:
    """A document noun at the head of the noun group, with the body or person that issued it."""
    if base == 0:
        return None
    heads = [chunk for chunk in chunks[:base] if chunk.entry.document and not chunk.poss]
    if not heads or heads[-1] is not chunks[:base][-1]:
        return None
    head = heads[-1]
    before = [chunk for chunk in chunks[:base] if chunk is not head]
    author = _author(reader, before, chunks[base:])
    if head.entry.roles and (author is None or author.body is None or author.first < head.first):
        return None  # "Statistics" is an office, "statistics from Opta" are not
    first, end = chunks[0].first, chunks[-1].end if author is not None else head.end
    return Reading(
        Shape.DOCUMENT,
        first,
        end,
        reader.view.surface(first, end),
        head.key,
        body=author.body if author else None,
        individual=author.individual if author else None,
        document="social" if author is None and _posted(reader, chunks[base:]) else head.entry.document,
        document_word=head.key,
        definite=chunks[0].tag is Tag.DETERMINER and chunks[0].key not in {"a", "an"},
    )


def _posted(reader: Reader, after: list[Chunk]) -> bool:
    """Whether a platform follows: "a post on Weibo" is of nobody whom the reader knows."""
    if len(after) < 2 or after[0].key != "on":
        return False
    records = reader.gazetteer.snapshot.records
    return any(records[record].type is SourceType.PLATFORM for record in after[1].entry.records)


def _author(reader: Reader, before: list[Chunk], after: list[Chunk]) -> Reading | None:
    """Who issued a document: the possessor in front, else whoever follows by, from or of."""
    if any(chunk.tag in {Tag.ENTRY, Tag.NAME} for chunk in before):
        reading = read_core(reader, before)
        if reading.shape in {Shape.BODY, Shape.PERSON}:
            return reading
    for index, chunk in enumerate(after):
        if chunk.tag in {Tag.MARK, Tag.RELATIVE} or index > 8 or chunk.key in _SEEN:
            return None
        if chunk.key in _AUTHOR and index + 1 < len(after):
            reading = read_core(reader, after[index + 1 :])
            if reading.shape in {Shape.BODY, Shape.PERSON} and (chunk.key != "of" or _issues(reading)):
                return reading
    return None


def _issues(reading: Reading) -> bool:
    """A survey *of* economists or data *of* Brazil name their subject, not their author."""
    body = reading.body
    return body is not None and bool(body.records or body.name or body.roles)


def _indefinite(reader: Reader, reading: Reading, first: int) -> Reading:
    individual = reading.individual
    if individual is not None:
        single = reader.view.keys[first] == "one"
        individual = individual._replace(
            indefinite=True, definite=False, first=first, plural=individual.plural and not single
        )
    surface = reader.view.surface(first, reading.end)
    return reading._replace(first=first, surface=surface, individual=individual, definite=False)


def _unknown(reader: Reader, first: int, end: int) -> Reading:
    view = reader.view
    if _SHARES.intersection(view.keys[first:end]):
        people = Individual(first, end, kind=reader.lexicon.stranger, title="people", title_key="people", plural=True)
        surface = view.surface(first, end)
        return Reading(Shape.PERSON, first, end, surface, surface.lower(), individual=people)
    key = " ".join(key for key in view.keys[first:end] if key not in {"the", "a", "an"})
    return Reading(Shape.UNKNOWN, first, end, view.surface(first, end), key)


def join_apposition(reader: Reader, core: Reading, other: Reading) -> Reading:
    """`core` with what an apposition adds: a name to a title, a title or body to a name, a head noun to a body."""
    first, end = min(core.first, other.first), max(core.end, other.end)
    wide = core._replace(first=first, end=end, surface=reader.view.surface(first, end))
    if core.body is not None and other.individual is not None and _names_body(reader, core.body, other.individual):
        name = other.individual
        named = core.body._replace(name=name.name, name_key=name.name_key, key=name.name_key, phrase="")
        return wide._replace(body=named, key=name.name_key, definite=True)
    if core.shape in {Shape.PERSON, Shape.UNKNOWN, Shape.BODY} and other.individual is not None:
        return _with_person(wide, other.individual)
    if core.individual is not None and other.shape is Shape.BODY and other.body is not None:
        return _told_body(reader, wide, core.individual, other.body) or told_employer(core, other.body)
    if core.body is not None and other.body is not None and core.shape is other.shape is Shape.BODY:
        return _with_head(wide, other.body)
    return core


def _names_body(reader: Reader, body: Body, name: Individual) -> bool:
    """Whether a name that may look like a person's is that of the body before the comma: "The manufacturer, Marvella Lifecare"."""
    bare = name.name is not None and not (name.title or name.body or name.kind)
    alone = body.definite and not (body.named or body.roles or body.organ)
    return (
        bare and alone and body.head is SourceType.COMPANY and reader.view.keys[name.first] not in reader.lexicon.given
    )


def told_employer(core: Reading, other: Body) -> Reading:
    """A person of whose body an apposition tells more: "Laura Vale of Astralis, an Atlanta consultancy"."""
    individual = core.individual
    body = individual.body if individual is not None else None
    if individual is None or body is None or not body.named or body.records or other.named or other.owner:
        return core
    told = _with_head(Reading(Shape.BODY, body.first, body.end, body.surface, body.key, body=body), other)
    return core._replace(individual=individual._replace(body=told.body))


def _told_body(reader: Reader, core: Reading, name: Individual, other: Body) -> Reading | None:
    """A name that looked like a person's, where the noun behind says that it is a body: "Alberta Wildfire, the agency"."""
    bare = name.name is not None and not (name.title or name.body or name.owner)
    if not bare or other.named or other.owner or other.head in {None, SourceType.UNKNOWN}:
        return None
    body = other._replace(
        first=name.first,
        end=name.end,
        surface=reader.view.surface(name.first, name.end),
        key=name.name_key,
        name=name.name,
        name_key=name.name_key,
        roles=(),
        role_word="",
        phrase="",
        definite=False,
        indefinite=False,
    )
    return core._replace(shape=Shape.BODY, key=name.name_key, individual=None, body=body)


def _with_person(core: Reading, other: Individual) -> Reading:
    """Join two halves of a person; a body's name followed by a title stays the body's."""
    mine = core.individual
    if mine is None:
        body = core.body
        if body is None and other.name is not None:
            return core._replace(shape=Shape.PERSON, key=other.name_key, individual=other)  # "another, nurse Ada Wu"
        if body is None or body.name is None or body.records or body.head or other.name is not None:
            return core
        mine = Individual(body.first, body.end, name=body.name, name_key=body.name_key)
    if mine.name is not None and other.name is not None:
        return core
    told = mine.kind is not None or mine.body is not None or not (other.body or other.kind)
    titled = mine if mine.title and told else other
    if titled is mine and mine.body is None and other.body is not None:
        titled = other
    joined = titled._replace(
        first=min(mine.first, other.first),
        end=max(mine.end, other.end),
        name=mine.name or other.name,
        name_key=mine.name_key or other.name_key,
        body=titled.body or mine.body or other.body,
        indefinite=False,
    )
    return core._replace(shape=Shape.PERSON, key=joined.name_key or core.key, body=None, individual=joined)


def _with_head(core: Reading, other: Body) -> Reading:
    body = core.body
    if body is None:
        return core
    if other.named:
        if body.named or body.roles or not body.head_word:
            return core
        named = other._replace(
            first=body.first,
            head=other.head or body.head,
            head_word=other.head_word or body.head_word,
            countries=other.countries or body.countries,
            jurisdiction=other.jurisdiction if other.countries else body.jurisdiction,
            country_word=other.country_word or body.country_word,
        )
        return core._replace(body=named, definite=True)
    told = not body.records and other.head is not None and (body.head is None or other.head not in VAGUE)
    joined = body._replace(
        head=other.head if told else body.head or other.head,
        head_word=body.head_word or other.head_word,
        countries=body.countries or other.countries,
        jurisdiction=body.jurisdiction if body.countries else other.jurisdiction,
        country_word=body.country_word or other.country_word,
    )
    return core._replace(body=joined)
