"""Three ways to count one text: every span cuts the same characters in each."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.core.domain import OffsetMap, Segment, Span
from service.render.units import STRIDE, Ruler, length_in

UNITS = ("code_point", "utf16", "utf8")
#: Plain, combining, no-break, astral and joined characters, long enough to cross the table's steps.
TEXTS = st.text(st.sampled_from("ab \n\u00a0\u0301é€\U0001f30a\u200d"), min_size=1, max_size=3 * STRIDE)


def cut(text: str, unit: str, start: int, end: int) -> str:
    if unit == "utf16":
        return text.encode("utf-16-le")[2 * start : 2 * end].decode("utf-16-le")
    if unit == "utf8":
        return text.encode()[start:end].decode()
    return text[start:end]


@given(text=TEXTS, data=st.data(), unit=st.sampled_from(UNITS))
def test_a_span_cuts_its_text_in_every_unit(text, data, unit):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    shown = Ruler(text, OffsetMap(), unit).span(Span(start, end))
    assert shown["text"] == text[start:end]
    assert cut(text, unit, shown["start"], shown["end"]) == text[start:end]


@given(text=TEXTS, gap=st.integers(1, 200), unit=st.sampled_from(UNITS))
def test_spans_count_in_the_original_behind_markup(text, gap, unit):
    original = "\U0001f30a" * gap + text + "</p>"
    offsets = OffsetMap((Segment(0, gap, len(text), len(text)),))
    shown = Ruler(original, offsets, unit).span(Span(0, len(text)))
    assert cut(original, unit, shown["start"], shown["end"]) == text


@given(text=TEXTS, data=st.data(), unit=st.sampled_from(UNITS))
def test_lines_and_columns_lead_back(text, data, unit):
    start = data.draw(st.integers(0, len(text) - 1))
    place = Ruler(text, OffsetMap(), unit).position(Span(start, start + 1))
    lines = text.split("\n")
    before = "\n".join(lines[: place["line"] - 1]) + ("\n" if place["line"] > 1 else "")
    assert length_in(unit, text[len(before) : start]) == place["column"] - 1


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_every_line_ending_ends_one_line(ending):
    text = f"one{ending}two{ending}three"
    start = text.index("three")
    assert Ruler(text, OffsetMap()).position(Span(start, start + 5)) == {"line": 3, "column": 1}


def test_a_long_text_is_measured_once():
    text = "\U0001f30a word " * 25_000
    began = time.perf_counter()
    ruler = Ruler(text, OffsetMap(), "utf8")
    for start in range(0, len(text) - 10, 10):
        ruler.span(Span(start, start + 10))
    # 17,500 spans of a text of the longest length; by counting from the start each time it would be minutes.
    assert time.perf_counter() - began < 5.0
