"""The stage's entry: links, drops, the newsroom's entries, and names that stand alone."""

from dataclasses import replace
from datetime import date

import pytest

from service.core.domain import (
    Anonymity,
    Attribution,
    MatchKind,
    Mention,
    MentionForm,
    OverlayEntry,
    RegistrySnapshot,
    ResolutionOutcome,
    SourceType,
    Span,
)
from service.core.identity.context import IdentityContext
from service.core.identity.features import FEATURES
from service.core.identity.lexicon import IdentityLexicon
from service.core.identity.resolve import identify, resolve_name
from tests.unit.identity.conftest import article, layer_of


@pytest.fixture
def context(lexicon: IdentityLexicon) -> IdentityContext:
    return IdentityContext(lexicon, today=date(2026, 3, 1))


def test_an_agentless_attribution_has_no_source(snapshot: RegistrySnapshot, context: IdentityContext) -> None:
    doc, attributions = article("‹It› was said that rain would fall.")
    agentless = replace(attributions[0], source=None)
    cast = identify(doc, layer_of(doc.text), (agentless,), snapshot, context)
    assert cast.sources == ()
    assert cast.links[0].source_id is None


def test_relays_are_sources_and_stand_in_the_link(snapshot: RegistrySnapshot, context: IdentityContext) -> None:
    doc, (relay, source) = article(
        "‹Yonhap› reported, citing ‹the South Korean defence ministry›, that two men crossed."
    )
    assert relay.source is not None
    told = replace(source, via=(relay.source,))
    cast = identify(doc, layer_of(doc.text), (told,), snapshot, context)
    assert [found.id for found in cast.sources] == ["s1", "s2"]
    assert (cast.links[0].source_id, cast.links[0].via) == ("s2", ("s1",))


def test_a_credit_is_no_source(snapshot: RegistrySnapshot, context: IdentityContext) -> None:
    doc, attributions = article("‹Police› said two men fled.\n\nPhoto: ‹Marta Engel›")
    skipped = Span(doc.text.index("Photo"), len(doc.text))
    attributions = tuple(replace(attribution, content=(Span(0, 6),)) for attribution in attributions)
    cast = identify(doc, layer_of(doc.text, (skipped,)), attributions, snapshot, context)
    assert cast.dropped == ("a2",)
    assert len(cast.sources) == 1
    assert [link.attribution_id for link in cast.links] == ["a1"]


def test_sources_stand_in_order_of_first_mention(snapshot: RegistrySnapshot, context: IdentityContext) -> None:
    doc, attributions = article("‹Norway› agreed. ‹Sweden› did not. ‹Norway› signed.")
    cast = identify(doc, layer_of(doc.text), attributions, snapshot, context)
    assert [source.country for source in cast.sources] == ["NO", "SE"]
    assert [len(source.mentions) for source in cast.sources] == [2, 1]


def test_a_newsroom_entry_wins_over_the_registry(snapshot: RegistrySnapshot, context: IdentityContext) -> None:
    entry = OverlayEntry(
        ("Yonhap", "coordinating staff"), "house:desk", name="Desk", type=SourceType.GOVERNMENT, country="UA"
    )
    doc, attributions = article("‹The coordinating staff› said so. ‹Yonhap› agreed.")
    cast = identify(doc, layer_of(doc.text), attributions, snapshot, replace(context, overlay=(entry,)))
    assert [source.record_id for source in cast.sources] == ["house:desk"]
    chosen = cast.sources[0].resolution.chosen
    assert chosen is not None
    assert chosen.match is MatchKind.OVERLAY
    assert chosen.features[0].name == "newsroom_entry"


def test_an_expired_newsroom_entry_no_longer_counts(snapshot: RegistrySnapshot, context: IdentityContext) -> None:
    entry = OverlayEntry(("coordinating staff",), "house:desk", valid_until="2026-02-28")
    doc, attributions = article("‹The coordinating staff› said so.")
    cast = identify(doc, layer_of(doc.text), attributions, snapshot, replace(context, overlay=(entry,)))
    assert cast.sources[0].record_id is None


def test_every_resolution_says_why_in_sentences(snapshot: RegistrySnapshot, context: IdentityContext) -> None:
    doc, attributions = article("‹Seoul's spy agency› saw trucks.")
    source = identify(doc, layer_of(doc.text), attributions, snapshot, context).sources[0]
    assert source.resolution.chosen is not None
    details = [feature.detail for feature in source.resolution.chosen.features]
    assert any("Seoul" in detail and "spy agency" in detail for detail in details)
    assert all(detail.endswith(".") for detail in details)


def test_the_label_of_a_pronoun_is_its_antecedent(snapshot: RegistrySnapshot, context: IdentityContext) -> None:
    doc, attributions = article("Nurse Elena Pop ran to the gate. ‹She› heard shots.")
    source = identify(doc, layer_of(doc.text), attributions, snapshot, context).sources[0]
    assert "Elena Pop" in source.label
    assert [mention.span.text_of(doc.text) for mention in source.mentions] == ["She"]


def test_a_pronoun_with_no_antecedent_is_nil(snapshot: RegistrySnapshot, context: IdentityContext) -> None:
    doc, attributions = article("‹She› heard shots.")
    source = identify(doc, layer_of(doc.text), attributions, snapshot, context).sources[0]
    assert source.resolution.outcome is ResolutionOutcome.NIL
    assert source.anonymity is Anonymity.ANONYMOUS


def test_an_empty_document_gives_an_empty_cast(snapshot: RegistrySnapshot, context: IdentityContext) -> None:
    doc, _ = article("-")
    assert identify(doc, layer_of(""), (), snapshot, context).sources == ()


@pytest.mark.parametrize(
    "text", ["\"'’-", "the the of of", "( ( )", "A", "’s", "and and and", "of", "𝔘𝔫𝔦 said", "U.S.", "… who, who"]
)
def test_odd_mentions_never_raise(text: str, snapshot: RegistrySnapshot, context: IdentityContext) -> None:
    doc, _ = article(text + " said it.")
    mention = Mention(Span(0, len(text)), MentionForm.NAMED)
    attribution = Attribution("a1", mention, None, (Span(len(doc.text) - 1, len(doc.text)),))
    cast = identify(doc, layer_of(doc.text), (attribution,), snapshot, context)
    assert len(cast.sources) == 1


def test_a_name_alone_resolves_by_alias_and_by_grammar(
    snapshot: RegistrySnapshot, lexicon: IdentityLexicon, context: IdentityContext
) -> None:
    assert resolve_name("the kremlin", snapshot, lexicon, context)[0].id == "ru.kremlin"
    assert resolve_name("South Korea's spy agency", snapshot, lexicon, context)[0].id == "kr.nis"
    assert resolve_name("zzyx", snapshot, lexicon, context) == ()
    assert len(resolve_name("NIS", snapshot, lexicon, context, limit=2)) == 2


def test_context_ranks_a_shared_name(
    snapshot: RegistrySnapshot, lexicon: IdentityLexicon, context: IdentityContext
) -> None:
    for country, expected in (("KR", "kr.nis"), ("KE", "ke.nis")):
        assert resolve_name("NIS", snapshot, lexicon, replace(context, country=country))[0].id == expected


def test_feature_names_are_unique() -> None:
    assert len({feature.name for feature in FEATURES}) == len(FEATURES)


def test_swapping_the_country_keeps_every_number(snapshot: RegistrySnapshot, context: IdentityContext) -> None:
    scores = set()
    for country in ("Poland", "Russia", "Brazil", "Israel", "China"):
        doc, attributions = article(f"‹{country}'s defence ministry› denied it.")
        chosen = identify(doc, layer_of(doc.text), attributions, snapshot, context).sources[0].resolution.chosen
        assert chosen is not None
        scores.add(chosen.score)
    assert len(scores) == 1
