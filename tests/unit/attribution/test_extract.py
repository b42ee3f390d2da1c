"""From scores to attributions: linking, quotation form, kinds, hedges, relays and the rules for hard forms."""

import pytest

from service.core.domain import AttributionKind, MentionForm, QuotationForm


def said(attribution, text):
    return [span.text_of(text) for span in attribution.content]


def who(attribution, text):
    return attribution.source.span.text_of(text) if attribution.source else None


def test_contents_find_their_own_source_and_cue(told):
    text = "The port said ferries would stop. Fishermen warned that nets were lost."
    (first, second), _ = told(
        text,
        ("source", "The port", 1),
        ("cue", "said", 1),
        ("content", "ferries would stop", 1),
        ("source", "Fishermen", 2),
        ("cue", "warned", 2),
        ("content", "that nets were lost", 2),
    )
    assert (who(first, text), said(first, text)) == ("The port", ["ferries would stop"])
    assert (who(second, text), said(second, text)) == ("Fishermen", ["that nets were lost"])
    assert (first.id, second.id) == ("a1", "a2")


def test_a_split_quotation_is_one_attribution(told):
    text = "“We stay,” the captain said, “until the wind turns.”"
    (found,), _ = told(
        text,
        ("source", "the captain", 1),
        ("cue", "said", 1),
        ("content", "“We stay,”", 1),
        ("content", "“until the wind turns.”", 1),
    )
    assert said(found, text) == ["We stay", "until the wind turns."]
    assert found.quotation is QuotationForm.DIRECT


FORMS = [
    ("She said “we will sail at dawn”.", "“we will sail at dawn”", QuotationForm.DIRECT),
    ("She said the crew was “tired but ready” to sail.", "the crew was “tired but ready” to sail", QuotationForm.MIXED),
    ("She said the crew was tired.", "the crew was tired", QuotationForm.INDIRECT),
    ("She said the “experts” were late.", "the “experts” were late", QuotationForm.INDIRECT),
]


@pytest.mark.parametrize(("text", "content", "form"), FORMS)
def test_quotation_form(told, text, content, form):
    (found,), _ = told(text, ("source", "She", 1), ("cue", "said", 1), ("content", content, 1))
    assert found.quotation is form


KINDS = [
    ("She said it was late.", "said", "it was late", AttributionKind.STATEMENT, True),
    ("She denied that it was late.", "denied", "that it was late", AttributionKind.DENIAL, True),
    ("She declined to comment on it.", "declined", "to comment on it", AttributionKind.NO_COMMENT, False),
    ("She asked whether it was late.", "asked", "whether it was late", AttributionKind.QUESTION, True),
    ("She urged them to leave.", "urged", "them to leave", AttributionKind.APPEAL, True),
    ("She believes that it is late.", "believes", "that it is late", AttributionKind.BELIEF, True),
    ("She hopes that it stops.", "hopes", "that it stops", AttributionKind.EMOTION, False),
    ("She backed the new plan.", "backed", "the new plan", AttributionKind.SUPPORT, False),
    ("She voted against the law.", "voted against", "the law", AttributionKind.VOTE, False),
    ("She plans to leave soon.", "plans", "to leave soon", AttributionKind.INTENTION, True),
    ("She reported that it was late.", "reported", "that it was late", AttributionKind.REPORT, True),
    ("She emphasized that it was late.", "emphasized", "that it was late", AttributionKind.STATEMENT, True),
]


@pytest.mark.parametrize(("text", "cue", "content", "kind", "informational"), KINDS)
def test_kinds(told, text, cue, content, kind, informational):
    (found,), _ = told(text, ("source", "She", 1), ("cue", cue, 1), ("content", content, 1))
    assert (found.kind, found.informational) == (kind, informational)


HEDGES = [
    ("She said rain was likely to stop.", "said", "rain was likely to stop", "likely"),
    ("She said it may rain.", "said", "it may rain", "possible"),
    ("She said it was highly unlikely to rain.", "said", "it was highly unlikely to rain", "very_unlikely"),
    ("She claimed it had rained.", "claimed", "it had rained", "distancing"),
    ("She said it had rained.", "said", "it had rained", None),
]


@pytest.mark.parametrize(("text", "cue", "content", "level"), HEDGES)
def test_hedges(told, text, cue, content, level):
    (found,), _ = told(text, ("source", "She", 1), ("cue", cue, 1), ("content", content, 1))
    assert (found.hedge.level if found.hedge else None) == level


def test_negated_saying(told):
    text = "She did not say that it was late."
    (found,), _ = told(text, ("source", "She", 1), ("cue", "say", 1), ("content", "that it was late", 1))
    assert found.negated


def test_citing_makes_the_inner_source_the_source_and_the_outer_one_its_relay(told):
    text = "The Coast Daily reported, citing two port officials, that the ferry sank."
    (found,), _ = told(
        text, ("source", "The Coast Daily", 1), ("cue", "reported", 1), ("content", "that the ferry sank", 1)
    )
    assert who(found, text) == "two port officials"
    assert [relay.span.text_of(text) for relay in found.via] == ["The Coast Daily"]


def test_citing_inside_the_content_is_split_off(told):
    text = "The Coast Daily said, citing two officials briefed by the harbour office, that the ferry sank."
    (found, office), _ = told(
        text,
        ("source", "The Coast Daily", 1),
        ("cue", "said", 1),
        ("content", "two officials briefed by the harbour office, that the ferry sank", 1),
    )
    assert who(found, text) == "two officials briefed by the harbour office"
    assert said(found, text) == said(office, text) == ["that the ferry sank"]
    assert who(office, text) == "the harbour office"
    assert [relay.span.text_of(text) for relay in office.via] == ["The Coast Daily", "two officials"]


NO_RELAY = [
    "The Coast Daily was cited as saying that the ferry sank.",
    "The Coast Daily said the law it cited in May was old.",
]


@pytest.mark.parametrize("text", NO_RELAY)
def test_citing_that_names_nobody_is_no_relay(told, text):
    content = text[text.index("the " if "law" in text else "that") : -1]
    (found,), _ = told(text, ("source", "The Coast Daily", 1), ("content", content, 1))
    assert found.via == ()


AGENTLESS = [
    "It was assured that camps are ready.",
    "It has been reported that camps are ready.",
    "It is believed that camps are ready.",
]


@pytest.mark.parametrize("text", AGENTLESS)
def test_the_empty_it_of_a_passive_is_no_source(told, text):
    cue = text[3 : text.index(" that")]
    (found,), _ = told(text, ("source", "It", 1), ("cue", cue, 1), ("content", text[text.index("that") : -1], 1))
    assert found.source is None


def test_it_that_speaks_is_a_source(told):
    text = "The agency met. It said that camps are ready."
    (found,), _ = told(text, ("source", "It", 1), ("cue", "said", 1), ("content", "that camps are ready", 1))
    assert who(found, text) == "It"
    assert found.source.form is MentionForm.PRONOMINAL


def test_a_carrier_belongs_to_the_cue(told):
    text = "According to reports from the harbour police, the ferry sank."
    (found,), _ = told(
        text,
        ("cue", "According to", 1),
        ("source", "reports from the harbour police", 1),
        ("content", "the ferry sank", 1),
    )
    assert who(found, text) == "the harbour police"
    assert found.cue.text_of(text) == "According to reports from"


def test_a_quoted_name_is_one_source(told):
    text = "The “Open Door” hotline said that callers rarely wait."
    (found,), _ = told(text, ("source", "Door", 1), ("cue", "said", 1), ("content", "that callers rarely wait", 1))
    assert who(found, text) == "“Open Door”" or who(found, text) == "Open Door"


def test_a_headline_belongs_to_nobody_below(told):
    text = (
        "Ferry sinks off the coast\n\nThe harbour police said that eleven people were saved on Monday.\n\nIt was calm."
    )
    (found,), _ = told(
        text,
        ("content", "Ferry sinks off the coast", 1),
        ("source", "The harbour police", 1),
        ("cue", "said", 1),
        ("content", "that eleven people were saved on Monday", 1),
    )
    assert said(found, text) == ["that eleven people were saved on Monday"]


def test_a_long_quotation_that_the_tagger_left_out_is_reported(told):
    text = "The bell rang.\n\n“Nobody told us that the bridge would close this week,” the driver said."
    (found,), _ = told(text)
    assert who(found, text) == "the driver"
    assert found.found_by == "quotation"


def test_a_quotation_without_speaker_is_unattributed(told):
    text = "The bell rang.\n\n“Nobody told us that the bridge would close this week.”"
    (found,), _ = told(text)
    assert found.source is None


def test_titles_are_no_speech(told):
    assert told("They sang “Come Back” and watched “The Long Way Home” twice.")[0] == ()


def test_credits_and_boilerplate_hold_no_attribution(told):
    text = "The bell rang.\n\nPhoto: Coast Daily\n\nReproduction requires prior written consent from Coast Daily."
    found, _ = told(text, ("source", "Coast Daily", 1), ("content", "prior written consent", 1))
    assert found == ()


def test_empty_document(told):
    assert told("")[0] == ()


def test_as_reported_by_credits_the_sentence(told):
    text = "The “Open Door” project is a hotline for sailors, as reported by the Coast Daily."
    (found,), _ = told(
        text,
        ("source", "The “Open Door” project", 1),
        ("cue", "is", 1),
        ("content", "a hotline for sailors", 1),
    )
    assert who(found, text) == "the Coast Daily"
    assert said(found, text) == ["The “Open Door” project is a hotline for sailors"]


def test_as_reported_by_the_source_itself_stays(told):
    text = "The ferry sank, as reported by the Coast Daily."
    (found,), _ = told(
        text, ("content", "The ferry sank", 1), ("cue", "as reported by", 1), ("source", "the Coast Daily", 1)
    )
    assert who(found, text) == "the Coast Daily"


OWN_STORY = [
    ("GRAZ, May 4 (Coast Daily) - The mayor told the Coast Daily newspaper that the bridge was safe.", []),
    (
        "GRAZ, May 4 (Hill Post) - The mayor told the Coast Daily newspaper that the bridge was safe.",
        ["the Coast Daily newspaper"],
    ),
    ("The mayor told this newspaper that the bridge was safe.", []),
    ("The mayor told parliament that the bridge was safe.", []),
]


@pytest.mark.parametrize(("text", "relays"), OWN_STORY)
def test_an_outlet_is_no_relay_in_its_own_story(told, text, relays):
    (found,), shown = told(
        text, ("source", "The mayor", 1), ("cue", "told", 1), ("content", "that the bridge was safe", 1)
    )
    assert [relay.span.text_of(shown) for relay in found.via] == relays
