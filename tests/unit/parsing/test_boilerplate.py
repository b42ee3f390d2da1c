"""Phrases that no reporter wrote: one hit for each, and near misses."""

import pytest

from service.core.parsing.boilerplate import _PHRASES, holds_boilerplate

HITS = [
    "© 2031 Harbour Post. ALL RIGHTS RESERVED.",
    "This material may not be published, broadcast or rewritten.",
    "Any use requires the prior consent of the publisher.",
    "Nothing may be copied without our explicit written permission.",
    "Sign up for our daily briefing.",
    "Subscribe to the evening email.",
    "Register now for free access.",
    "Follow us on every network you like.",
    "Click here to see the map.",
    "Terms and conditions apply.",
    "See our cookie and privacy policy.",
    "Download the app for alerts.",
    "READ MORE: What the harbor master knew",
    "This article was originally published in May.",
    "Support independent journalism from as little as a coin.",
    "Become a member today.",
    "Share this story with a friend.",
    "The Associated Press contributed to this report.",
    "Our Standards: The Thomson Reuters Trust Principles.",
]
MISSES = [
    "The tribunal said the rights of tenants are reserved for a later hearing.",
    "Residents may not be able to return before May.",
    "The plan requires a vote, and prior polls were close enough to make every party nervous; permission is a matter for later.",
    "The bakery said its cookies are a matter of taste, and that the union's policy on breaks stands.",
    "She read the report and said more was to come.",
    "This article of the treaty was never applied.",
    "",
]


@pytest.mark.parametrize("words", HITS)
def test_a_phrase_marks_its_block(words):
    assert holds_boilerplate(words)


@pytest.mark.parametrize("words", MISSES)
def test_prose_with_the_same_words_is_no_boilerplate(words):
    assert not holds_boilerplate(words)


def test_every_phrase_has_a_hit_that_holds_its_anchor():
    for anchor, phrase in _PHRASES:
        hits = [words for words in HITS if phrase.search(words)]
        assert hits, anchor
        assert all(anchor in words.lower() for words in hits)
