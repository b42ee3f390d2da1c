"""Blocks that are no reporting: headlines, credits, captions, bylines, datelines, boilerplate, corrections.

Patterns look at a whole short block, never inside running prose, so that a sentence about a photograph stays a sentence.
"""

import re
from dataclasses import replace

from service.core.domain import Block, BlockKind, Span
from service.core.parsing.boilerplate import Phrases, holds_boilerplate, phrases_of

_AGENCY = (
    r"(?:AFP|AP|Reuters|EPA|EPA-EFE|Getty|Shutterstock|PA|Alamy|TASS|Xinhua|Anadolu|ANP|dpa|Bloomberg|NurPhoto|PAP|KCNA|"
    r"Yonhap|Kyodo)"
)
_CREDIT = re.compile(
    rf"""^(?:
        (?:images?|photos?|pictures?|photographs?|video|graphic|illustration|footage)s?\s*(?:source|credit|courtesy|by)\b.{{0,120}}
      | (?:photo|picture|image|video|foto|credit|source)\s*[:|©/].{{0,120}}
      | (?:©|\(c\)|copyright)\s?.{{0,120}}
      | .{{0,80}}\s(?:/|via)\s(?:Getty\ Images|AFP|Reuters|AP|EPA|Shutterstock|PA\ Wire).{{0,40}}
      | (?:Getty\ Images|{_AGENCY}\ Photo(?:s)?)(?:[\s/].{{0,60}})?
      | (?:AP|AFP|EPA|Reuters)\ ?(?:Photo|Images?|/).{{0,60}}
    )$""",
    re.IGNORECASE | re.VERBOSE,
)
_CAPTION_CREDIT = re.compile(
    rf"[(\[]\s*(?:Photo|Image|Picture|Credit|{_AGENCY})\b[^)\]]{{0,80}}[)\]]\s*$|"
    rf"(?:Photograph|Photo|Picture|Image|Credit):\s?[^.]{{2,80}}$",
    re.IGNORECASE,
)
#: A credit after a colon begins at most this many code points before the block's end.
_CREDIT_REACH = 83
_BYLINE = re.compile(
    r"^(?:by|from|written by|reported by|edited by|reporting by|editing by|additional reporting by|writing by)\s+[A-Z][^.!?]{2,150}$|"
    r"^\(?(?:reporting|additional reporting|editing|writing) by .{2,400}$",
    re.IGNORECASE,
)
_BYLINE_NAME = re.compile(r"^(?:By|BY|From)\s+(?:[A-Z][\w'’.-]+\s?){1,4}(?:(?:,| and| in| for|\|).{0,80})?$")
_DATE = re.compile(
    r"^(?:published|updated|posted|last updated|first published)?\s*:?\s*(?:at\s)?"
    r"(?:\d{1,2}[:.]\d{2}\s?(?:[ap]\.?m\.?)?(?:\s[A-Z]{2,4})?,?\s*)?"
    r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,?\s*)?"
    r"(?:(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+\d{1,2},?\s+\d{4}|\d{1,2}\s+"
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?,?\s+\d{4}|\d{4}-\d{2}-\d{2}|\d{1,2}/\d{1,2}/\d{2,4})"
    r"(?:[ ,T]*(?:at\s)?\d{1,2}[:.]\d{2}(?::\d{2})?\s?(?:[ap]\.?m\.?)?(?:\s?[A-Z]{1,4})?)?\.?$",
    re.IGNORECASE,
)
_BOILERPLATE_START = re.compile(
    r"^(?:read more|related|see also|also read|advertisement|newsletter|share|comments?|tags?|topics?|most read|trending|watch|"
    r"listen)\s*:?.{0,90}$|"
    r"^(?:[·•|*_=\-–—\s]{1,12})$",
    re.IGNORECASE,
)
_CORRECTION = re.compile(
    r"^\(?(?:correction|clarification|editor['’]?s? note|corrects?|amend(?:ed|ment)|"
    r"this (?:story|article) (?:has been|was) (?:corrected|updated|amended))\b",
    re.IGNORECASE,
)
_END = re.compile(r"[.!?…][\"”’')\]]*$")
#: A headline or caption is at most this long, in code points.
_SHORT = 180
#: "SEOUL, Feb. 27 (Agency) — ", "KYIV (Agency) - ", "Lagos, Nigeria (Agency) --", "NEW DELHI: " before the first sentence.
_DASH = r"\s?(?:—|–|--|\s-(?=\s))"
_DATELINE = re.compile(
    rf"""(?:
        [^\W\d_a-z](?:[^\W\d_a-z]|[ .'’/-]){{2,40}}(?:,\s[^—–\n(:]{{1,40}}?)?(?:\s?\([^)\n]{{1,40}}\))?{_DASH}
      | [A-Z][\w .'’-]{{2,40}}(?:,\s[^—–\n(:]{{1,40}}?)?\s?\([A-Z][^)\n]{{1,40}}\){_DASH}
      | [A-Z][A-Z .'’-]{{2,30}}:
    )(?=\s?[“"'‘\dA-ZÀ-Þ])""",
    re.VERBOSE,
)
#: A dateline is at most this long, in code points.
_DATELINE_REACH = 90
#: "14:32 ", "[14h05] ", "2.15pm GMT - " before an entry of a live blog; "7.30 said" is a programme, so a point needs am or pm.
_TIME = re.compile(
    r"""\[?(?:\d{1,2}[:h]\d{2}(?::\d{2})?\s?(?:[ap]\.?m\b\.?)?|\d{1,2}(?:[.:]\d{2})?\s?[ap]\.?m\b\.?)
    (?:\s?(?:[A-Z]{1,3}T|UTC)\b)?\]?\s?[-–—:|.]?\s+(?=[“"'‘«]?[\dA-ZÀ-Þ])""",
    re.VERBOSE,
)
#: What an entry of a live blog can be, and how its time begins.
_ENTRIES = frozenset({BlockKind.PARAGRAPH, BlockKind.LIST_ITEM})
_TIME_BEGINS = frozenset("[0123456789")


def classify(text: str, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Give plain paragraphs the kind that their words tell; kinds that the markup gave stay."""
    found: list[Block] = []
    seen_prose = False
    phrases = phrases_of(text)
    for number, block in enumerate(blocks):
        words = block.span.text_of(text)
        kind = block.kind
        if kind in {BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.CAPTION}:
            kind = _kind(words, kind, phrases)
            if kind is BlockKind.PARAGRAPH and not seen_prose:
                kind = _lead(blocks, number, words)
        if kind is BlockKind.PARAGRAPH and not seen_prose:
            found += _dateline(text, block)
        if kind in _ENTRIES and text[block.span.start] in _TIME_BEGINS:
            found += _leading(_TIME, text, block)
        if kind is BlockKind.CREDIT and found and _is_caption(found[-1], text):
            found[-1] = replace(found[-1], kind=BlockKind.CAPTION)
        seen_prose = seen_prose or kind is BlockKind.PARAGRAPH
        rest = _rest(text, block, found)
        found.append(rest if kind is rest.kind else replace(rest, kind=kind))
    return tuple(found)


def _dateline(text: str, block: Block) -> list[Block]:
    """The dateline with which the first paragraph of prose begins, as a block of its own: its place names are nobody's."""
    return _leading(_DATELINE, text, block)


def _leading(pattern: re.Pattern[str], text: str, block: Block) -> list[Block]:
    match = pattern.match(text, block.span.start, min(block.span.end, block.span.start + _DATELINE_REACH))
    return [Block(BlockKind.DATELINE, Span(*match.span()))] if match and match.end() < block.span.end else []


def _rest(text: str, block: Block, before: list[Block]) -> Block:
    if not before or before[-1].span.end <= block.span.start:
        return block
    start = before[-1].span.end
    return replace(block, span=Span(start + text[start : start + 1].isspace(), block.span.end))


def _kind(words: str, kind: BlockKind, phrases: Phrases) -> BlockKind:  # noqa: PLR0911 - one line a kind
    short = len(words) <= _SHORT
    if short and (_CREDIT.match(words)):
        return BlockKind.CREDIT
    if len(words) < 420 and (_BYLINE_NAME.match(words) or _BYLINE.match(words)) and not _sentence(words):
        return BlockKind.BYLINE
    if short and _DATE.match(words):
        return BlockKind.DATELINE
    if _CORRECTION.match(words):
        return BlockKind.CORRECTION
    if _BOILERPLATE_START.match(words) or (holds_boilerplate(words, phrases) and not _quoted(words)):
        return BlockKind.BOILERPLATE
    if len(words) <= 2 * _SHORT and _credited(words):
        return BlockKind.CAPTION
    return kind


def _credited(words: str) -> bool:
    """Whether a caption's credit ends the block; a look at the last characters spares most blocks the search."""
    may = words[-1] in ")]" or ":" in words[-_CREDIT_REACH:]
    return may and _CAPTION_CREDIT.search(words) is not None


def _sentence(words: str) -> bool:
    """Whether a block that begins like a byline is prose after all ("By Tuesday, officials said ...")."""
    return bool(
        re.search(r"\b(?:said|says|was|were|had|has|have|is|are|told|will|would)\b", words)
    ) and not words.startswith("(")


def _quoted(words: str) -> bool:
    return words[:1] in '"“' or bool(re.search(r"\b(?:said|says|told|according to)\b", words))


def _lead(blocks: tuple[Block, ...], number: int, words: str) -> BlockKind:
    """A short first block without a full stop that prose follows is a headline."""
    if len(words) > _SHORT or _END.search(words) or number + 1 >= len(blocks):
        return BlockKind.PARAGRAPH
    return BlockKind.HEADLINE


def _is_caption(block: Block, text: str) -> bool:
    words = block.span.text_of(text)
    return block.kind is BlockKind.PARAGRAPH and len(words) <= _SHORT and not _END.search(words)
