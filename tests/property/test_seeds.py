"""The seeds of `make fuzz-parsers`, what was made of them, and what it once found, held to the same promises without the fuzzer."""

from functools import cache
from pathlib import Path

import pytest

from bench.fuzz.promises import KINDS, BrokenPromiseError, article_of, check
from service.core.domain import Article, Span
from service.core.domain.documents import Block, BlockKind, Document, OffsetMap
from service.core.domain.spans import Segment
from service.runtime.resources import load_resources

SEEDS = {path.name: path.read_bytes() for path in sorted((Path(__file__).parent / "seeds").iterdir())}
#: Bytes that seeds are cut at and joined by; a prime, so that cuts fall within signs of several bytes.
STEP = 131

resources = cache(load_resources)


@pytest.mark.parametrize("name", SEEDS)
def test_a_seed_keeps_the_promises(name):
    readable = check(SEEDS[name], resources())
    assert readable != name.startswith("ninjs-broken"), "a seed that no parser reads seeds nothing"


@pytest.mark.parametrize("name", SEEDS)
def test_its_pieces_in_every_format_keep_them(name):
    seed = SEEDS[name][1:]
    for kind in KINDS:
        for cut in range(0, len(seed) + 1, STEP):
            check(kind.encode() + seed[cut:] + seed[:cut], resources())
            check(kind.encode() + seed[:cut], resources())


def test_seeds_reach_every_parser_and_the_whole_annotation():
    read = [article_of(seed) for seed in SEEDS.values()]
    assert {article.media_type for article, whole in read if whole} == set(KINDS.values())
    assert {article.media_type for article, whole in read if not whole} == set(KINDS.values())


@pytest.mark.parametrize(
    "document",
    [
        Document("abc", (), OffsetMap((Segment(0, 4, 3, 3),))),
        Document("abc", (), OffsetMap((Segment(0, 9, 3, 3),))),
        Document("abd", ()),
        Document("abc", (Block(BlockKind.PARAGRAPH, Span(0, 3)),), OffsetMap((Segment(0, 0, 1, 0),))),
    ],
    ids=["other characters", "behind the end", "changed without a map", "a block that leads nowhere"],
)
def test_a_parser_that_breaks_a_promise_is_found(monkeypatch, document):
    monkeypatch.setattr("bench.fuzz.promises.parse", lambda _article: document)
    monkeypatch.setattr("bench.fuzz.promises.article_of", lambda _data: (Article("abc"), False))
    with pytest.raises((BrokenPromiseError, ValueError)):
        check(b"", None)
