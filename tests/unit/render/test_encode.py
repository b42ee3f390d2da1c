"""The bytes of a JSON answer: compact UTF-8, the same as the standard library's, whatever the text holds."""

import json

import pytest

from service.render.json import encode

ORDINARY = [
    {
        "text": "“Brücke” – \u2028 \u0000 \U0001f6a7",
        "grade": None,
        "own": 0.1,
        "n": [1, -2, 0.30000000000000004],
        "b": True,
    },
    {"tiny": 5e-324, "huge": 1.7976931348623157e308, "small": 1e-7, "tuple": (1, 2)},
    {},
    [],
    "",
]


@pytest.mark.parametrize("values", ORDINARY, ids=str)
def test_what_is_written_reads_back_as_it_was(values):
    assert json.loads(encode(values)) == json.loads(json.dumps(values))


def test_no_space_and_no_escape_that_is_not_needed():
    assert encode({"a": ["ü", 1]}) == '{"a":["ü",1]}'.encode()


def test_a_lone_surrogate_becomes_a_question_mark():
    assert encode({"text": "a\ud800b"}) == b'{"text":"a?b"}'


def test_a_number_beyond_64_bits_is_written_whole():
    assert encode({"n": 2**70}) == b'{"n":%d}' % 2**70


def test_what_is_no_json_is_refused():
    with pytest.raises(TypeError):
        encode({"span": object()})
