"""The gold can be trusted: strings are verbatim, keys resolve, words come from the lists, contents do not overlap by accident."""

from itertools import combinations

import pytest

from service.core.domain import AttributionKind, SourceType
from tests.golden.gold import SPLITS, GoldArticle, GoldAttribution, GoldSource, load_split, locate, occurrences

SETS = {split: load_split(split) for split in SPLITS}
ALL = tuple(article for articles in SETS.values() for article in articles)
FLAGS = frozenset(
    (
        "single-anonymous-source anonymous-without-reason state-media-only party-to-conflict-unchallenged "
        "agentless-attribution hearsay-chain social-media-unverified single-source-story unattributed-quote vague-source"
    ).split()
)
#: Cues by which a second source takes up what another has said.
TAKES_UP = frozenset(
    (
        "denied",
        "denies",
        "denied it",
        "denied this",
        "rejected",
        "dispute",
        "disputed",
        "refuted",
        "questioned",
        "confirmed",
        "contradicted",
    )
)
OUTER = ("“”", '""', "‘’", "''", "«»")

each = pytest.mark.parametrize("article", ALL, ids=lambda article: article.id)


@each
def test_strings_are_verbatim_and_whole_words(article: GoldArticle) -> None:
    strings = [mention for source in article.sources for mention in source.mentions]
    strings += [item.cue for item in article.attributions] + [
        piece for item in article.attributions for piece in item.content
    ]
    strings += article.not_sources
    assert [string for string in strings if not string or not occurrences(article.text, string)] == []


@each
def test_keys_types_and_flags_are_known(article: GoldArticle) -> None:
    keys = [source.key for source in article.sources]
    assert len(set(keys)) == len(keys)
    used = {key for item in article.attributions for key in (item.source, item.relayed_by) if key}
    assert used == set(keys)
    assert {source.type for source in article.sources} <= {kind.value for kind in SourceType}
    assert set(article.flags) <= FLAGS
    assert {item.kind for item in article.attributions} <= {kind.value for kind in AttributionKind}
    assert all(item.source != item.relayed_by or item.source is None for item in article.attributions)


@each
def test_sources_are_well_formed(article: GoldArticle) -> None:
    for source in article.sources:
        assert source.mentions
        assert not (source.anonymous and source.canonical), source.key
        country = source.country
        assert country is None or (len(country) == 2 and country.isupper() and country != "XX"), source.key
        assert source.canonical not in source.accept, source.key


@each
def test_article_has_the_stated_size_and_form(article: GoldArticle) -> None:
    assert 110 <= len(article.text.split()) <= 260
    assert article.title
    assert article.desk
    assert article.split in SPLITS
    assert article.title not in article.text
    assert article.text == article.text.strip()
    assert not article.extra


@each
def test_spans_lie_apart_from_one_another(article: GoldArticle) -> None:
    for item, spans in zip(article.attributions, article.spans, strict=True):
        assert spans.cue is not None
        assert (spans.source is None) == (item.source is None)
        assert list(spans.content) == sorted(spans.content)
        assert "\n\n" not in article.text[spans.content[0][0] : spans.content[0][1]]


@each
def test_content_keeps_no_outer_quotation_marks(article: GoldArticle) -> None:
    for item in article.attributions:
        for piece in item.content:
            wrapped = any(
                piece[0] == pair[0] and piece[-1] == pair[1] and piece.count(pair[0]) == piece.count(pair[1]) < 3
                for pair in OUTER
            )
            assert not wrapped, piece


def may_share(one: GoldAttribution, other: GoldAttribution) -> bool:
    """A chain, a joint statement or a denial: the cases in which two attributions stand on one content."""
    if one.source == other.source:
        return False
    for first, second in ((one, other), (other, one)):
        if first.relayed_by is not None and first.relayed_by == second.source:
            return True
        if first.cue in TAKES_UP and first.content == second.content:
            return True
    return one.content == other.content and one.cue == other.cue


@each
def test_contents_overlap_only_in_stated_chains(article: GoldArticle) -> None:
    pairs = zip(article.attributions, article.spans, strict=True)
    for (one, left), (other, right) in combinations(pairs, 2):
        crossing = any(a[0] < b[1] and b[0] < a[1] for a in left.content for b in right.content)
        assert not crossing or may_share(one, other), (one.content, other.content)


def test_ids_are_unique_and_splits_are_disjoint() -> None:
    ids = [article.id for article in ALL]
    assert len(set(ids)) == len(ids)
    assert len({article.text for article in ALL}) == len(ALL)
    assert all(article.split == split for split, articles in SETS.items() for article in articles)
    assert len(SETS["tune"]) == len(SETS["test"])


def test_each_split_covers_desks_countries_and_hard_forms() -> None:
    for split, articles in SETS.items():
        sources = [source for article in articles for source in article.sources]
        items = [item for article in articles for item in article.attributions]
        assert len({source.country for source in sources if source.country}) >= 12, split
        assert len({source.type for source in sources}) >= 10, split
        assert len({article.desk for article in articles}) == len(articles) or len(articles) > 14, split
        assert any(item.relayed_by for item in items), split
        assert any(len(item.content) > 1 for item in items), split
        assert any(source.anonymous for source in sources), split
        assert all(article.not_sources for article in articles), split


def test_an_ambiguous_string_means_the_place_next_to_its_cue() -> None:
    text = "Calm has gone, she wrote. The bishop appealed for calm. The calm did not last."
    row = GoldAttribution("s1", None, "appealed for", ("calm",))
    bishop = GoldSource("s1", ("The bishop",), None, (), None, "religious", anonymous=False)
    spans = locate(text, row, {"s1": bishop})
    assert text[slice(*spans.content[0])] == "calm"
    assert spans.content[0][0] == text.index("calm. The")
    assert spans.source == (text.index("The bishop"), text.index("The bishop") + len("The bishop"))
