"""The depth of a body is known before a parser recurses, and in linear time."""

import json
import time

from hypothesis import given
from hypothesis import strategies as st

from service.runtime.json_text import too_deep

VALUES = st.recursive(
    st.none() | st.integers() | st.text(st.sampled_from('[]{}"\\ab,:'), max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(st.sampled_from('[{"\\'), max_size=3), inner, max_size=3)
    ),
    max_leaves=20,
)


def depth(value: object) -> int:
    if isinstance(value, dict):
        return 1 + max((depth(inner) for inner in value.values()), default=0)
    if isinstance(value, list):
        return 1 + max((depth(inner) for inner in value), default=0)
    return 0


@given(value=VALUES, limit=st.integers(0, 5))
def test_the_scan_agrees_with_the_parser(value, limit):
    assert too_deep(json.dumps(value).encode(), limit) is (depth(value) > limit)


def test_brackets_in_strings_are_text():
    assert not too_deep(json.dumps({"text": "[" * 1_000}).encode(), 32)


def test_the_scan_is_linear_whatever_is_sent():
    size = 3 * 1024 * 1024
    for piece in (b'"\\', b'\\"', b'"', b"[]", b'[""]', b'"[', b"]"):
        began = time.process_time()
        too_deep(b"[" * 20 + b"{" * 12 + b"[" + piece * (size // len(piece)), 32)
        too_deep(b"[]" * 20 + piece * (size // len(piece)), 32)
        assert time.process_time() - began < 5.0, piece
