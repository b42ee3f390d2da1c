"""The shipped pipeline on articles of our own: what a desk editor would look for first, and figures that may not fall."""

import json
from pathlib import Path

import pytest

from bench.eval.run import evaluate
from service.core.domain import Article, SourceType
from service.core.pipeline import annotate, annotate_text
from service.runtime.resources import load_resources
from tests.golden.gold import load_articles

HERE = Path(__file__).parent
ARTICLES = [article for split in ("tune", "test") for article in load_articles(HERE / "articles" / f"{split}.jsonl")]

#: An invented article with the hard forms of the kind of story the project began with.
CONVOY = """Northern brigades may join coastal campaign

Up to 9,000 soldiers of a mountain brigade may be sent to the coast. Meanwhile, the Ukrainian initiative "I Want to Live" has appealed \
to the soldiers to lay down their arms.

Soldiers at a parade in the capital
Images source: © kcna

10:12 AM EDT, October 20, 2024

According to reports from the South Korean intelligence agency, North Korea moved about 1,200 engineers to the port of Rason this month.

Lay down your weapons! You will get food, a bed and a doctor, and nobody will ask for your name," the statement highlights.

It was assured that the camps are ready to take in people of "any faith and any language."

The project is run by a staff of forty, most of them former teachers, as reported by the Polish Press Agency.

© coastpost.example

Downloading or any other use of this text requires prior written consent from Coast Post Media, the owner of this website.
"""


@pytest.fixture(scope="module")
def resources():
    return load_resources()


@pytest.fixture(scope="module")
def convoy(resources):
    return annotate_text(CONVOY, resources)


def by_content(report, words):
    """The attribution whose content holds `words`, with its source (None: nobody named)."""
    sources = {source.id: source for source in report.cast.sources}
    links = {link.attribution_id: link for link in report.cast.links}
    found = [a for a in report.attributions if any(words in span.text_of(report.document.text) for span in a.content)]
    assert found, f"no attribution holds {words!r}"
    return found[0], sources.get(links[found[0].id].source_id)


def test_a_described_service_is_found_by_country_and_role(convoy):
    _, source = by_content(convoy, "1,200 engineers")
    assert (source.name, source.country, source.type) == (
        "National Intelligence Service",
        "KR",
        SourceType.INTELLIGENCE_AGENCY,
    )


def test_a_news_agency_is_credited_with_its_report(convoy):
    _, source = by_content(convoy, "staff of forty")
    assert (source.name, source.country, source.type) == ("Polish Press Agency", "PL", SourceType.NEWS_AGENCY)


def test_an_appeal_belongs_to_who_appeals(convoy):
    _, source = by_content(convoy, "to lay down their arms")
    assert source.name == "I Want to Live"


def test_a_quotation_without_opening_mark_belongs_to_the_statement(convoy):
    attribution, source = by_content(convoy, "Lay down your weapons!")
    assert attribution.source.span.text_of(CONVOY) == "the statement"
    assert source is not None


def test_a_passive_names_nobody(convoy):
    attribution, source = by_content(convoy, "camps are ready")
    assert attribution.source is None
    assert source is None


def test_credits_notices_and_owners_are_no_sources(convoy):
    labels = " ".join(source.label for source in convoy.cast.sources).lower()
    assert not any(name in labels for name in ("kcna", "coastpost", "coast post"))


@pytest.mark.parametrize("article", ARTICLES, ids=[article.id for article in ARTICLES])
def test_every_article_keeps_the_promises(article, resources):
    report = annotate(Article(article.text), resources)
    text = article.text
    for attribution in report.attributions:
        for span in (*attribution.content, *([attribution.source.span] if attribution.source else [])):
            assert 0 <= span.start < span.end <= len(text)
            assert span.text_of(text) == span.text_of(text).strip()
    assert {link.attribution_id for link in report.cast.links} == {a.id for a in report.attributions}
    ratings = {rating.source_id: rating for rating in report.reliabilities}
    for source in report.cast.sources:
        if source.private_person:
            assert ratings[source.id].grade == "F"
    assert [c.attribution_id for c in report.credibilities] == [a.id for a in report.attributions]


def test_the_figures_do_not_fall_below_the_frozen_ones(resources):
    frozen = json.loads((HERE.parents[1] / "bench" / "frozen" / "eval-tune.json").read_text())
    now = evaluate("tune", load_articles(HERE / "articles" / "tune.jsonl"), resources)
    for name in ("content_partial", "e2e", "identity_right", "country_right"):
        assert now.values[name] >= frozen["values"][name] - 0.02, name


@pytest.mark.parametrize(("outlet", "country"), [("Yonhap", "KR"), ("Reuters", "KP")])
def test_officials_whom_a_countrys_own_outlet_cites_are_its_own(outlet, country):
    text = f"North Korea tested a rocket in North Korea, {outlet} reported, citing two lawmakers. Britain and South Korea were silent."
    sources = annotate_text(text, load_resources()).cast.sources
    assert [one.country for one in sources if one.label == "two lawmakers"] == [country]


@pytest.mark.parametrize("sign", ["➀➁", "²", "①", "٣٤"])
def test_signs_that_only_look_like_figures_are_read_past(sign):
    text = f"Ana Lima, {sign}, said the road was shut. The army said {sign}{sign} people had left Lima. Ben Roe ({sign}) denied it."
    assert annotate_text(text, load_resources()).attributions
