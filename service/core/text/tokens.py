"""Tokens: one run of word characters or one other sign each, so that every character but white space belongs to exactly one token."""

import re
from itertools import accumulate

_TOKEN = re.compile(r"(\w+|\S)")


def tokenize(text: str) -> tuple[tuple[str, ...], tuple[int, ...], tuple[int, ...]]:
    """Words, starts and ends (code points) of the tokens of `text`; linear time.

    Splitting yields gap, token, gap, token ... gap; the running sum of their lengths are the places. No step of it is a Python loop.
    """
    parts = _TOKEN.split(text)
    places = tuple(accumulate(map(len, parts)))
    return tuple(parts[1::2]), places[:-1:2], places[1::2]
