"""Tokens: one run of word characters or one other sign each, so that every character but white space belongs to exactly one token."""

import re

TOKEN = re.compile(r"\w+|[^\w\s]")


def tokenize(text: str) -> tuple[tuple[str, ...], tuple[int, ...], tuple[int, ...]]:
    """Words, starts and ends (code points) of the tokens of `text`; linear time."""
    words: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for match in TOKEN.finditer(text):
        words.append(match.group())
        start, end = match.span()
        starts.append(start)
        ends.append(end)
    return tuple(words), tuple(starts), tuple(ends)
