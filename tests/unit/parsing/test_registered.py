"""A format is one module and one line: the contract names it, and a word of it is found again where it stands in the original."""

import pytest

from schemas.annotations import MEDIA_TYPES
from service.core.domain import Article, Span
from service.core.parsing import PARSERS, parse

#: A small article in each format; a new one needs one.
SAMPLES = {
    "text/plain": "The bridge is safe, the ministry said.\n",
    "text/markdown": "# News\n\nThe *bridge* is safe, the ministry said.\n",
    "text/html": "<h1>News</h1><p>The <b>bridge</b> is safe, the ministry said.</p>",
    "application/xhtml+xml": "<h1>News</h1><p>The <b>bridge</b> is safe, the ministry said.</p>",
    "application/vnd.iptc.ninjs+json": '{"uri": "a", "body_text": "The bridge is safe, the ministry said."}',
}


def test_what_is_parsed_is_what_the_contract_accepts() -> None:
    assert set(PARSERS) == set(MEDIA_TYPES)
    assert set(SAMPLES) == set(PARSERS)


@pytest.mark.parametrize("kind", PARSERS)
def test_a_word_is_found_again_in_the_original(kind: str) -> None:
    content = SAMPLES[kind]
    document = parse(Article(content, media_type=kind))
    at = document.text.index("bridge")
    assert document.offsets.to_original(Span(at, at + 6)).text_of(content) == "bridge"
