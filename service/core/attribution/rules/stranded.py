"""A quotation far from its speaker, with the words of others in between, is nobody's: the reader would not know whose it is either.

The tagger likes to give a paragraph that is nothing but a quotation to the last speaker it saw. That holds for the next paragraph, not
for one behind the words of somebody else.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from service.core.attribution.model import RawAttribution
from service.core.domain import Document, TokenLayer
from service.core.lang.lexicon import Lexicons

_CONFIDENCE = 0.5
#: Paragraphs that are looked at on either side of a quotation; a bound keeps the work linear.
_REACH = 6


@dataclass(slots=True)
class _Places:
    """Paragraphs: where each speaker is named beside a cue, and whose words stand in each."""

    layer: TokenLayer
    homes: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    speakers: dict[int, set[str | None]] = field(default_factory=lambda: defaultdict(set))

    def of(self, token: int) -> int:
        return bisect_right(self.layer.paragraphs, (token, len(self.layer))) - 1

    def meets(self, name: str, near: Iterable[int], own: set[int]) -> bool | None:
        """Going through paragraphs: True where the speaker is met first, False where others' words are, None for neither."""
        for paragraph in near:
            if paragraph in own or paragraph in self.homes[name]:
                return True
            if self.speakers.get(paragraph, set()) - {name}:
                return False
        return None


def cut(
    doc: Document, layer: TokenLayer, low: list[str], raw: tuple[RawAttribution, ...], lexicons: Lexicons
) -> tuple[RawAttribution, ...]:
    """`raw` with such quotations as rows of their own, without a source."""
    del doc, lexicons
    places = _Places(layer)
    for row in raw:
        name = _name(low, row)
        for first, _ in row.content:
            places.speakers[places.of(first)].add(name)
        if name is not None:
            places.homes[name].update(places.of(first) for first, _ in filter(None, (row.source, row.cue)))
    opened: set[int] | None = None
    found: list[RawAttribution] = []
    for row in raw:
        stranded = _stranded(low, row, places)
        if stranded:
            opened = _opened(layer) if opened is None else opened
            found += _parted(row, {part for part in stranded if part[0] in opened})
        else:
            found.append(row)
    return tuple(found)


def _name(low: list[str], row: RawAttribution) -> str | None:
    """The last word of the source, by which its other mentions are known ("Ana Ruiz", "Ruiz")."""
    return None if row.source is None else low[row.source[1] - 1]


def _stranded(low: list[str], row: RawAttribution, places: _Places) -> list[tuple[int, int]]:
    name = _name(low, row)
    if name is None:
        return []
    found, own = [], set[int]()
    for part in row.content:
        at = places.of(part[0])
        near = at in own or at in places.homes[name]
        back = near or places.meets(name, range(at - 1, at - 1 - _REACH, -1), own)
        if back is False and not places.meets(name, range(at + 1, at + 1 + _REACH), own):
            found.append(part)
        else:
            own.add(at)
    return found


def _parted(row: RawAttribution, stranded: set[tuple[int, int]]) -> Iterable[RawAttribution]:
    rest = tuple(part for part in row.content if part not in stranded)
    if rest:
        yield replace(row, content=rest)
    for part in sorted(stranded):
        yield RawAttribution(None, None, (part,), _CONFIDENCE, found_by="quotation")


def _opened(layer: TokenLayer) -> set[int]:
    """Opening marks, and the tokens right behind them: where a quotation's content may begin."""
    found: set[int] = set()
    for quotation in layer.quotations:
        at = bisect_right(layer.starts, quotation.span.start) - 1
        found.update((at, at + 1))
    return found
