"""From a tagged mention to its reading: trimmed where it runs on, widened by the title before and the apposition around it."""

from service.core.domain import Mention
from service.core.identity.chunks import Reader, Tag, chunks_of
from service.core.identity.people import name_between
from service.core.identity.phrase import join_apposition, read_core, read_phrase, told_employer
from service.core.identity.private import called_mr, is_handle, private_name
from service.core.identity.reading import Individual, Reading, Shape
from service.core.identity.view import ArticleView

#: Words that an apposition or a title may be long.
_REACH = 22
_TITLE_REACH = 9
_OPENERS = frozenset({"a", "an", "the", "its", "his", "her", "their", "one"})
#: Verbs that say where somebody is at home, and lexemes in which the place follows.
_LIVES = (["lives"], ["lived"], ["works"], ["teaches"], ["farms"], ["fishes"], ["comes"], ["grew"])
_CLAUSE = 9
_CONTINENTS = frozenset({"africa", "america", "asia", "europe", "oceania", "caribbean", "pacific", "balkans", "gulf"})
_CLOSERS = frozenset({",", ".", ";", ")", "—", "–", "”", '"', "(", ":", "?", "!"})


def locate(view: ArticleView, mention: Mention) -> tuple[int, int]:
    """Lexemes [first, end) of the mention, marks at its edges left out."""
    first, end = view.at(mention.span.start), view.at(mention.span.end - 1) + 1
    end = min(end, len(view))
    while end - 1 > first and view.starts[end - 1] >= mention.span.end:
        end -= 1
    while end - 1 > first and not view.keys[end - 1][0].isalnum():
        end -= 1
    while first + 1 < end and not view.keys[first][0].isalnum():
        first += 1
    return min(first, end - 1), end


def read_mention(reader: Reader, first: int, end: int) -> Reading:
    """The reading of lexemes [first, end) with what stands next to them."""
    named = private_name(reader, first, end)
    if named is not None:
        return _of_name(reader, first, named)
    reading = read_phrase(reader, first, end)
    named = (first, end) if is_handle(reader, reading) else called_mr(reader, reading)
    if named is not None:
        return _of_name(reader, named[0], named)
    if reading.shape in {Shape.PRONOUN, Shape.JOINT, Shape.DOCUMENT}:
        return reading
    if _nameless_title(reading):
        reading = _name_behind(reader, reading, end)
    reading = _employed(reader, _before(reader, reading, first), end)
    return _placed(reader, _behind(reader, reading, end), end)


def _employed(reader: Reader, reading: Reading, end: int) -> Reading:
    """Take what an apposition behind the mention tells of a person's unknown body: "of Astralis", an Atlanta consultancy."""
    view, body = reader.view, reading.individual.body if reading.individual is not None else None
    if body is None or not body.named or body.records or body.end != end or view.keys[end : end + 1] != [","]:
        return reading
    stop = end + 1
    while stop < len(view) and stop - end < _REACH and view.keys[stop] not in _CLOSERS:
        stop += 1
    if view.keys[end + 1 : end + 2] not in (["a"], ["an"], ["the"]) or stop >= len(view):
        return reading
    other = read_core(reader, chunks_of(reader, end + 1, stop))
    return told_employer(reading, other.body) if other.shape is Shape.BODY and other.body is not None else reading


def _of_name(reader: Reader, first: int, named: tuple[int, int]) -> Reading:
    """A private person's bare name with the title before and the apposition behind it."""
    start, end = named
    name = name_between(reader, start, end)
    person = Individual(start, end, name=name.surface, name_key=name.key)
    reading = Reading(Shape.PERSON, start, end, name.surface, name.key, individual=person)
    if first < start:
        noun = read_phrase(reader, first, start)
        reading = join_apposition(reader, reading, noun)
    told = _behind(reader, _before(reader, reading, first), end)
    return _placed(reader, told if told.shape is Shape.PERSON else reading, end)  # "a miner at Shell" is no firm


def _placed(reader: Reader, reading: Reading, end: int) -> Reading:
    """Take the place that follows people of whom none is told: "a senior official" in Washington."""
    individual, view = reading.individual, reader.view
    if individual is None or (individual.body is not None and individual.body.country) or end + 1 >= len(view):
        return reading
    end += view.keys[end] == "," and view.keys[end + 1] == "from"
    end = _living(view, end)
    if view.keys[end] not in {"in", "near", "from", "of"} or end + 1 >= len(view) or not view.caps[end + 1]:
        return reading
    hit = reader.gazetteer.longest(view.keys, end + 1, len(view))
    if hit is None or not (hit[1].countries or hit[1].places):
        return reading
    codes = tuple(code for code, _ in hit[1].countries) or hit[1].places
    return reading._replace(individual=individual._replace(where=codes))


def _living(view: ArticleView, end: int) -> int:
    """Where a clause goes on to tell the place at which somebody is at home: ", who lives in"; `end` where none does."""
    if view.keys[end] != "," or view.keys[end + 1] != "who" or view.keys[end + 2 : end + 3] not in _LIVES:
        return end
    stop = min(end + _CLAUSE, len(view) - 1)
    return next((at for at in range(end + 3, stop) if view.keys[at] in {"in", "near", "from"}), end)


def _nameless_title(reading: Reading) -> bool:
    individual = reading.individual
    return individual is not None and individual.name is None


def _complete(reading: Reading) -> bool:
    individual = reading.individual
    if individual is not None:
        return bool(
            individual.name and individual.title and (individual.body or individual.roles or not individual.rank)
        )
    body = reading.body
    return body is None or bool(body.records or body.roles or body.head or body.countries)


def _unknown_body(reading: Reading) -> bool:
    """Whether it is a named body that no table knows, whose noun may tell less than an apposition: "The Island Institute, a nonprofit"."""
    body = reading.body
    return body is not None and body.name is not None and not (body.records or body.roles)


def _name_behind(reader: Reader, reading: Reading, end: int) -> Reading:
    """A tagger may stop after the title: take the name that follows at once."""
    view = reader.view
    stop = end
    while (
        stop < len(view) and stop - end < 4 and view.caps[stop] and view.keys[stop] not in reader.lexicon.words["times"]
    ):
        stop += 1
    if stop == end or view.poss[end - 1] or view.sentence_of(end) != view.sentence_of(end - 1):
        return reading
    wider = read_phrase(reader, reading.first, stop)
    return wider if wider.individual is not None and wider.individual.name is not None else reading


def _before(reader: Reader, reading: Reading, first: int) -> Reading:
    """Join a title in front of a bare name: "Kremlin spokesman", or "Its director," with a comma between."""
    if _complete(reading) and not _nameless_title(reading):
        return reading
    view = reader.view
    if first == 0 or view.sentence_of(first) != view.sentence_of(first - 1):
        return reading
    comma = view.keys[first - 1] == ","
    if _nameless_title(reading):
        return reading if not comma else _name_before(reader, reading, first - 1)
    stop = first - 1 if comma else first
    title = _title_before(reader, stop) if _ends_title(reader, stop) else None
    if title is None:
        return reading
    other = Reading(Shape.PERSON, title.first, title.end, "", title.title_key, individual=title)
    return join_apposition(reader, reading, other)


def _ends_title(reader: Reader, stop: int) -> bool:
    """Whether the word before a lexeme can end a title: cheap to ask before any phrase is read."""
    key = reader.view.keys[stop - 1]
    return key in reader.lexicon.people or key in reader.lexicon.ranks


def _title_before(reader: Reader, stop: int) -> Individual | None:
    """The longest nameless title that ends exactly at a lexeme."""
    view, best = reader.view, None
    lowest = max(0, stop - _TITLE_REACH)
    for start in range(stop - 1, lowest - 1, -1):
        if not view.keys[start][0].isalnum() or view.sentence_of(start) != view.sentence_of(stop - 1):
            break
        chunks = chunks_of(reader, start, stop)
        if any(chunk.tag in {Tag.RELATIVE, Tag.AND, Tag.TIME} for chunk in chunks):
            break
        reading = read_core(reader, chunks)
        individual = reading.individual
        if individual is None or individual.name is not None or reading.end != stop:
            continue
        if chunks[0].tag in {Tag.WORD, Tag.PREPOSITION}:
            continue
        best = individual
        if chunks[0].tag in {Tag.DETERMINER, Tag.POSSESSIVE}:
            break
    return best


def _name_before(reader: Reader, reading: Reading, comma: int) -> Reading:
    """Where only the title of "Maria Lopez, a spokeswoman for X" only the title was tagged: the name stands before the comma."""
    view = reader.view
    start = comma
    while start > 0 and comma - start < 5 and view.caps[start - 1] and view.keys[start - 1][0].isalnum():
        start -= 1
    if start == comma or reading.individual is None or reading.individual.plural:
        return reading
    kind = reading.individual.kind
    if (kind is not None and kind.id == "insider") or view.keys[comma - 1] in reader.lexicon.regions | _CONTINENTS:
        return reading  # "in Asia and Europe, a person familiar with the talks said"
    name = read_phrase(reader, start, comma)
    if name.individual is None or name.individual.name is None or name.individual.title:
        return reading
    return join_apposition(reader, reading, name)


def _behind(reader: Reader, reading: Reading, end: int) -> Reading:
    """Join the apposition that follows a comma."""
    if _complete(reading) and not _unknown_body(reading):
        return reading
    view = reader.view
    at = end
    for _ in range(2):
        if at >= len(view) or view.keys[at] != ",":
            return reading
        stop = at + 1
        while stop < len(view) and stop - at < _REACH and view.keys[stop] not in _CLOSERS:
            stop += 1
        if stop - at == 2 and view.keys[at + 1].isdigit():
            at = stop
            continue
        return _appositive(reader, reading, at + 1, stop)
    return reading


def _appositive(reader: Reader, reading: Reading, first: int, stop: int) -> Reading:
    view = reader.view
    if stop >= len(view) or first >= stop or view.keys[stop] not in {",", ".", ")", ";", "—", "–"}:
        return reading
    chunks = chunks_of(reader, first, stop)
    opened = view.keys[first] in _OPENERS or bool(chunks[0].entry.person or chunks[0].entry.officials)
    nameless = _nameless_title(reading)
    if (
        not opened
        and not (nameless and chunks[0].caps)
        and not chunks[0].entry.countries
        and not chunks[0].entry.records
    ):
        return reading
    other = read_core(reader, chunks)
    individual = other.individual
    if nameless:
        alone = individual is not None and individual.name is not None and not individual.title and other.end == stop
        return join_apposition(reader, reading, other) if alone else reading
    if individual is not None and (individual.name is not None or individual.plural):
        return reading
    return join_apposition(reader, reading, other)
