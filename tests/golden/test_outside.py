"""The articles marked in place can be trusted: rows and marks agree, spans lie apart, and bad marks are refused."""

import itertools

import pytest

from service.core.domain import Anonymity, AttributionKind, SourceType
from service.runtime.resources import load_resources
from tests.golden.gold import SPLITS, load_split
from tests.golden.inline import FOLDER, InlineArticle, load_inline, parse_inline
from tests.golden.marked import load_marked
from tests.golden.test_gold import may_share

SETS = {split: load_inline(FOLDER / f"{split}.txt") for split in SPLITS}
DESKS = {split: load_inline(FOLDER.parent / "desks" / f"{split}.txt") for split in SPLITS}
#: Articles of many desks and houses, written for their hard forms; all to tune on.
FRESH = {"tune": load_inline(FOLDER.parent / "fresh" / "tune.txt")}
ALL = tuple(article for sets in (SETS, DESKS, FRESH) for articles in sets.values() for article in articles)
WORDS = (160, 450)

each = pytest.mark.parametrize("article", ALL, ids=lambda article: article.gold.id)


@each
def test_rows_and_marks_are_well_formed(article: InlineArticle) -> None:
    text = article.gold.text
    assert not set("{}<>[]|") & set(text)
    assert WORDS[0] <= len(text.split()) <= WORDS[1]
    assert article.gold.title
    assert article.gold.not_sources
    assert set(article.kinds) <= {kind.value for kind in AttributionKind}
    for source in article.sources:
        assert source.anonymity in {kind.value for kind in Anonymity}, source.gold.key
        assert source.gold.type in {kind.value for kind in SourceType}, source.gold.key
        country = source.gold.country
        assert country is None or (len(country) == 2 and country.isupper()), source.gold.key
        assert not (source.gold.anonymous and source.gold.canonical), source.gold.key
        assert source.gold.canonical not in source.gold.accept, source.gold.key


@each
def test_mentions_lie_apart_and_hold_no_mention_of_another(article: InlineArticle) -> None:
    spans = sorted([place for place, _ in article.marked.mentions] + list(article.marked.lures))
    assert all(one[1] <= other[0] for one, other in itertools.pairwise(spans))


@each
def test_spans_are_words_and_contents_overlap_only_in_stated_chains(article: InlineArticle) -> None:
    text = article.gold.text
    for spans in article.gold.spans:
        assert spans.cue
        for start, end in [*spans.content, spans.cue, *([spans.source] if spans.source else [])]:
            assert text[start:end] == text[start:end].strip()
            assert start < end
    pairs = zip(article.gold.attributions, article.gold.spans, strict=True)
    for (one, left), (other, right) in itertools.combinations(pairs, 2):
        crossing = any(a[0] < b[1] and b[0] < a[1] for a in left.content for b in right.content)
        denies = {one.cue, other.cue} & {"dismissed", "objected"}
        assert not crossing or denies or may_share(one, other), (one.content, other.content)


def test_the_halves_cover_desks_countries_and_hard_forms() -> None:
    others = [a.text for split in SPLITS for a in (*load_split(split), *load_marked(split))]
    assert not {article.gold.text for article in ALL} & set(others)
    assert len({article.gold.id for article in ALL}) == len(ALL)
    for articles in DESKS.values():
        assert len({article.gold.desk for article in articles}) == len(articles)
        assert len({source.gold.country for article in articles for source in article.sources}) >= 8
    for articles in SETS.values():
        sources = [source for article in articles for source in article.sources]
        items = [item for article in articles for item in article.gold.attributions]
        assert len({article.gold.desk for article in articles}) == len(articles)
        assert len({source.gold.country for source in sources if source.gold.country}) >= 8
        assert len({source.anonymity for source in sources}) == len(Anonymity) - 1, "all but agentless"
        assert sum(item.relayed_by is not None for item in items) >= 4
        assert any(item.source is None for item in items)
        assert {"denial", "appeal"} <= {kind for article in articles for kind in article.kinds}


def test_the_identities_are_those_of_the_registry() -> None:
    """A row says which entry it means: one that was renamed or merged is put right here as well."""
    records = load_resources().snapshot.records
    ids = [source.registry for article in ALL for source in article.sources if source.registry]
    assert len(ids) >= 60
    assert [ident for ident in ids if ident not in records] == []


HEAD = "=== x1 | war | - | Title\n"


def test_a_marked_text_is_read_as_it_was_meant() -> None:
    body = "[1|{b:The mayor} <2:b|said> [2|it rained]], {a:a diver} <1:a~r!denial|denied>, {r:Radio 1} said. {-:Getty}\n---\n"
    rows = "a | - | - | witness | anonymous\nb | -; Mayor | FR | official | named\nr | Radio 1 | FR | news_outlet | named | none\n"
    (article,) = parse_inline(HEAD + body + rows, "tune")
    gold = article.gold
    assert gold.text == "The mayor said it rained, a diver denied, Radio 1 said. Getty"
    first, second = gold.attributions
    assert (first.source, first.relayed_by, first.cue, first.content) == (
        "a",
        "r",
        "denied",
        ("The mayor said it rained",),
    )
    assert (second.source, second.content) == ("b", ("it rained",))
    assert gold.text[slice(*gold.spans[1].source)] == "The mayor"
    assert article.kinds == ("denial", "statement")
    assert gold.not_sources == ("Getty",)


@pytest.mark.parametrize(
    ("body", "complaint"),
    [
        ("{a:The army} <1:a|said> [1|so\n---\na | - | FR | military | named", "open"),
        ("{a:The army} <1:a|said] so\n---\na | - | FR | military | named", "closes nothing"),
        ("{a:The army} <1:a|said> so\n---\na | - | FR | military | named", "alone"),
        ("{a:The army} <1:b|said> [1|so]\n---\na | - | FR | military | named", "'b'"),
        ("{a:The army} <1:a~r|said> [1|so]\n---\na | - | FR | military | named", "relay 'r'"),
        ("{a:The army} <1:a|said> [1|so]\n---\n", "mark or row alone"),
    ],
)
def test_marks_that_do_not_fit_are_refused(body: str, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        list(parse_inline(HEAD + body + "\n", "tune"))
