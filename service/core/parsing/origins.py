"""Where the characters of Markdown's inline content stand in the source.

The library tells the lines of a block but not the columns: it cuts indentation, quote marks, heading signs and the backslashes of
table cells away. Its block rules are wrapped here, so that each notes the place of its content while it still knows it. Nothing is
searched for afterwards.
"""

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass

from markdown_it.common.utils import MD_TRIM_CHARS
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token

#: Key of a token's meta under which its origins stand.
ORIGINS = "origins"
BlockRule = Callable[[StateBlock, int, int, bool], bool]


@dataclass(frozen=True, slots=True)
class Origins:
    """Pieces of content: from `positions[i]` on, content stands in the source from `places[i]` on, character by character."""

    positions: tuple[int, ...]
    places: tuple[int, ...]

    def __call__(self, position: int) -> int:
        """Place in the source of a position of the content."""
        index = max(0, bisect_right(self.positions, position) - 1)
        return self.places[index] + position - self.positions[index]


def noting(rule: BlockRule, places: Callable[[StateBlock, list[Token]], None]) -> BlockRule:
    """Wrap a block rule: what it adds as inline content gets its origins."""

    def wrapped(state: StateBlock, first: int, end: int, silent: bool) -> bool:  # noqa: FBT001 - the library's signature
        count = len(state.tokens)
        if not rule(state, first, end, silent):
            return False
        if not silent:
            places(state, [token for token in state.tokens[count:] if token.type == "inline"])
        return True

    return wrapped


def note_lines(state: StateBlock, tokens: list[Token]) -> None:
    """Paragraphs and underlined headings: every line without its indentation, so that it ends where its source line ends."""
    for token in tokens:
        low, high = token.map or (0, 0)
        positions, places, lines, length = [], [], [], 0
        for number in range(low, high):
            line = state.getLines(number, number + 1, state.blkIndent, False)  # noqa: FBT003 - the library's signature
            positions.append(length)
            places.append(state.eMarks[number] - len(line))
            lines.append(line)
            length += len(line) + 1
        joined = "\n".join(lines)
        cut = len(joined) - len(joined.lstrip(MD_TRIM_CHARS))
        token.meta[ORIGINS] = Origins(tuple(position - cut for position in positions), tuple(places))


def note_heading(state: StateBlock, tokens: list[Token]) -> None:
    """Headings with `#`: one stretch of one line, after the signs."""
    for token in tokens:
        number = (token.map or (0, 0))[0]
        start, end = state.bMarks[number] + state.tShift[number], state.eMarks[number]
        line = state.src[start:end].lstrip("#").lstrip(MD_TRIM_CHARS)
        # `## ##` has no content; where it has some, it begins at the first sign that is neither # nor space.
        token.meta[ORIGINS] = Origins((0,), (end - len(line),))


def note_cells(state: StateBlock, tokens: list[Token]) -> None:
    """Table cells: pieces of one line, broken where the backslash before a vertical bar was taken away."""
    rows: dict[int, list[Token]] = {}
    for token in tokens:
        rows.setdefault((token.map or (0, 0))[0], []).append(token)
    for number, cells in rows.items():
        start, end = state.bMarks[number] + state.tShift[number], state.eMarks[number]
        for token, places in zip(cells, _cells(state.src, start, end), strict=False):
            token.meta[ORIGINS] = _pieces(places)


def _cells(source: str, start: int, end: int) -> list[list[int]]:
    """Places of the characters of each cell of a table row."""
    while start < end and source[start] in MD_TRIM_CHARS:
        start += 1
    while start < end and source[end - 1] in MD_TRIM_CHARS:
        end -= 1
    cells: list[list[int]] = [[]]
    for place in range(start, end):
        if source[place] != "|":
            cells[-1].append(place)
        elif place > start and source[place - 1] == "\\":
            cells[-1][-1] = place
        else:
            cells.append([])
    if not cells[0]:
        del cells[0]
    if cells and not cells[-1]:
        del cells[-1]
    return [_trimmed(cell, source) for cell in cells]


def _trimmed(cell: list[int], source: str) -> list[int]:
    low, high = 0, len(cell)
    while low < high and source[cell[low]] in MD_TRIM_CHARS:
        low += 1
    while low < high and source[cell[high - 1]] in MD_TRIM_CHARS:
        high -= 1
    return cell[low:high]


def _pieces(places: list[int]) -> Origins:
    breaks = [index for index in range(len(places)) if not index or places[index] != places[index - 1] + 1]
    return Origins(tuple(breaks) or (0,), tuple(places[index] for index in breaks) or (0,))
