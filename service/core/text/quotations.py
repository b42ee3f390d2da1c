"""Quotations: which stretches of a paragraph stand in quotation marks, also where a mark is missing.

American and British habits, curly and straight marks, guillemets and low marks are read by one scanner over the marks of a
paragraph. A quotation never leaves its paragraph; one that runs on (no closing mark, and the next paragraph begins with an
opening one) is a chain of quotations whose later members say `continues`.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from service.core.domain import Quotation, QuotationMark, Span

_MARK = re.compile("[\"“”„‟«»‘’‚']")
_OPENERS = {"“": "double", "„": "double", "«": "guillemet", "‘": "single", "‚": "single"}
_CLOSERS = {"”": "double", "»": "guillemet", "’": "single"}
#: What may stand before an opening mark.
_BEFORE = frozenset(" \t\n\r\u00a0([{—–-/:;,“\"‘'«„\u2009\u202f")
#: Words that begin with an apostrophe.
_CLIPPED = re.compile(r"(?:s|em|til|tis|twas|cause|n|d|ll|re|ve|t|m|round|bout|\d0s|\d\d)\b", re.IGNORECASE)
#: A quotation of at most this many words that is no sentence of its own is a scare quote, a title or a name.
_SCARE_WORDS = 4
#: A mark and something inside.
_SMALLEST = 2
_WORD = re.compile(r"\w+")
#: Longest reach of a single quotation mark, in code points: beyond it an apostrophe is likelier.
_SINGLE_REACH = 1500


class _Mark(NamedTuple):
    """One mark of a paragraph with what it may do. A tuple: it is built a hundred times an article, and quickest."""

    at: int
    kind: str
    opens: bool
    closes: bool
    sure: bool
    low: bool = False


def find_quotations(text: str, paragraphs: Iterable[Span]) -> tuple[Quotation, ...]:
    """All quotations of `text`, outer ones only, in order; linear in the text."""
    found: list[Quotation] = []
    running = False
    for paragraph in paragraphs:
        here = _in_paragraph(text, paragraph)
        if running and here and here[0].opened and not text[paragraph.start : here[0].span.start].strip():
            here[0] = replace(here[0], continues=True, scare=False)
        found.extend(here)
        running = bool(here) and not here[-1].closed
    return tuple(found)


def _in_paragraph(text: str, paragraph: Span) -> list[Quotation]:
    marks = _marks(text, paragraph)
    found: list[Quotation] = []
    at = 0
    last = paragraph.start
    while at < len(marks):
        mark = marks[at]
        if mark.opens:
            close = _closing(marks, at)
            if close is None and not mark.sure:
                at += 1
                continue
            end = marks[close].at + 1 if close is not None else paragraph.end
            if end - mark.at < _SMALLEST + (close is not None):
                at += 1
                continue
            found.append(_quotation(text, mark, Span(mark.at, end), closed=close is not None))
            last = end
            at = close + 1 if close is not None else len(marks)
            continue
        if mark.sure and mark.kind != "single" and _orphan(text, last, mark.at):
            found.append(_orphaned(text, last, mark))
            last = mark.at + 1
        at += 1
    return found


def _marks(text: str, paragraph: Span) -> list[_Mark]:
    marks = []
    balance = 0
    for match in _MARK.finditer(text, paragraph.start, paragraph.end):
        at = match.start()
        sign = match.group()
        before = text[at - 1] if at > paragraph.start else " "
        after = text[at + 1] if at + 1 < paragraph.end else " "
        if sign == '"':
            opens = _may_open(before, after) and not (balance and not after.isalnum() and not before.isspace())
            balance = 1 if opens else 0
            marks.append(_Mark(at, "double", opens, not opens, sure=True))
        elif sign in "'’":
            opens = sign == "'" and _may_open(before, after) and not _CLIPPED.match(text, at + 1)
            closes = not after.isalnum() and not before.isspace()
            if opens or closes:
                marks.append(_Mark(at, "single", opens, closes, sure=False))
        elif sign in _OPENERS:
            opens = not (sign == "„" and before.isalnum())
            marks.append(_Mark(at, _OPENERS[sign], opens, not opens, sure=sign not in "‘‚", low=sign == "„"))
        else:
            kind = _CLOSERS.get(sign, "double")
            marks.append(_Mark(at, kind, opens=False, closes=True, sure=True))
    return marks


def _may_open(before: str, after: str) -> bool:
    return before in _BEFORE and not after.isspace()


def _closing(marks: list[_Mark], opening: int) -> int | None:
    """Index of the mark that closes the one at `opening`, or None; a second opener of the same kind means it was left open."""
    kind = marks[opening].kind
    if kind == "single":
        return _closing_single(marks, opening)
    for index in range(opening + 1, len(marks)):
        mark = marks[index]
        if mark.kind != kind:
            continue
        if mark.closes or (marks[opening].low and not mark.low):  # „so“: what opens elsewhere closes here
            return index
        if mark.opens:
            return None
    return None


def _closing_single(marks: list[_Mark], opening: int) -> int | None:
    """The first closing single mark: a later one would swallow the text between two quotations."""
    for index in range(opening + 1, len(marks)):
        mark = marks[index]
        if mark.at - marks[opening].at > _SINGLE_REACH:
            return None
        if mark.kind == "single" and mark.closes and not mark.opens:
            return index
        if mark.kind == "single" and mark.opens:
            return None
    return None


def _orphan(text: str, start: int, at: int) -> bool:
    """Whether a closing mark without partner ends a quotation (and is not a sign for inches or a stray mark)."""
    before = text[at - 1]
    return (before in ".,!?…—" or before.isalpha()) and len(_WORD.findall(text[start:at])) >= _SCARE_WORDS


def _orphaned(text: str, start: int, mark: _Mark) -> Quotation:
    while text[start].isspace():
        start += 1
    return Quotation(Span(start, mark.at + 1), Span(start, mark.at), _kind(mark), opened=False)


def _quotation(text: str, mark: _Mark, span: Span, *, closed: bool) -> Quotation:
    inner = Span(span.start + 1, span.end - 1 if closed else span.end)
    words = _WORD.findall(text[inner.start : inner.end])
    ends = text[inner.start : inner.end].rstrip()[-1:] in {".", "!", "?", "…", ","}
    scare = closed and len(words) <= _SCARE_WORDS and not ends
    return Quotation(span, inner, _kind(mark), closed=closed, scare=scare)


def _kind(mark: _Mark) -> QuotationMark:
    return QuotationMark(mark.kind)
