"""Bodies that open sentences: what "it" and "the airline" take up when nobody has cited them yet."""

from bisect import bisect_left
from collections.abc import Iterator

from service.core.identity.chunks import Chunk, Reader, Tag, chunks_of
from service.core.identity.mentions import read_mention
from service.core.identity.phrase import read_phrase
from service.core.identity.reading import Body, Reading, Shape

#: Longest subject, in lexemes.
_REACH = 16
#: Sentences before the mention's own whose subject it can still take up.
_SENTENCES = 4
#: Small words inside a name: "Marks and Spencer", "Institute for the Works of Religion".
_INSIDE = frozenset({"of", "for"})
_GROUP = frozenset({Tag.DETERMINER, Tag.POSSESSIVE, Tag.ENTRY, Tag.NAME, Tag.MODIFIER})
_QUOTES = frozenset("\"“„«‘'")


class Subjects:
    """The subjects of one text's sentences, each read once and remembered."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._found: dict[int, Reading | None] = {}

    def of_sentence(self, at: int) -> Reading | None:
        """The body that opens the sentence of a lexeme, in front of it."""
        return self._ahead(self._reader.view.sentence_of(at), at)

    def before(self, at: int) -> Iterator[Reading]:
        """The bodies that open the sentence of a lexeme and those before it, nearest first."""
        number = self._reader.view.sentence_of(at)
        for sentence in range(number, max(-1, number - _SENTENCES - 1), -1):
            reading = self._ahead(sentence, at)
            if reading is not None:
                yield reading

    def _ahead(self, sentence: int, at: int) -> Reading | None:
        reading = self._subject(sentence)
        return reading if reading is not None and reading.end <= at else None

    def _subject(self, sentence: int) -> Reading | None:
        if sentence not in self._found:
            self._found[sentence] = self._read(sentence) if sentence >= 0 else None
        return self._found[sentence]

    def _read(self, sentence: int) -> Reading | None:
        reader, view = self._reader, self._reader.view
        starts = view.sentence_starts
        first = bisect_left(view.starts, starts[sentence])
        last = bisect_left(view.starts, starts[sentence + 1]) if sentence + 1 < len(starts) else len(view)
        if first >= last or view.keys[first] in _QUOTES:
            return None  # what is quoted is no subject of who quotes it
        end = _end(reader, first, last)
        if end == first:
            return None
        reading = read_phrase(reader, first, end)
        if reading.shape is Shape.PERSON and view.keys[end : end + 1] == [","]:
            reading = read_mention(reader, first, end)  # "Barry Callebaut, the world's largest chocolate maker"
        body = reading.body if reading.shape is Shape.BODY else None
        return reading if body is not None and _tells(reader, body) else None


def _end(reader: Reader, first: int, last: int) -> int:
    """Where the noun group ends with which a sentence begins: before its first word that neither names nor tells a body."""
    end = first
    chunks = chunks_of(reader, first, min(last, first + _REACH))
    for index, chunk in enumerate(chunks):
        joins = chunk.tag is Tag.AND or chunk.key in _INSIDE
        if not joins and chunk.tag not in _GROUP and not _describes(chunks, index):
            break
        if not joins:
            end = chunk.end
    return end


def _describes(chunks: list[Chunk], index: int) -> bool:
    """Whether a word stands between an owner and a noun: "Norway's wealth fund"."""
    before, after = chunks[max(0, index - 1)], chunks[index + 1 : index + 2]
    return before.poss and bool(after) and after[0].tag is Tag.ENTRY


def _tells(reader: Reader, body: Body) -> bool:
    """Whether it is a body for certain; one ordinary word with the capital of its sentence is none: "Stay inside"."""
    if body.records or (body.countries and body.roles):
        return True
    if not body.named:
        return False
    alone = body.end - body.first == 1 and not body.head_word
    return not alone or body.name_key not in reader.lexicon.ordinary
