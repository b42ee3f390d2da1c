"""Tokens, sentences and quotations, with the hard marks: British, unbalanced, running over paragraphs, apostrophes."""

import pytest

from service.core.domain import Article, QuotationMark
from service.core.parsing import parse
from service.core.text.layer import build_layer


def layer_of(text):
    return build_layer(parse(Article(text)))


def quoted(text):
    return [q.inner.text_of(text) for q in layer_of(text).quotations]


QUOTATIONS = [
    ("“It is over,” she said. “We won.”", ["It is over,", "We won."]),
    ('"It is over," she said. "We won."', ["It is over,", "We won."]),
    ("‘It’s over,’ she said, ‘and we’re glad.’", ["It’s over,", "and we’re glad."]),
    ("'It is over,' he said of the boys' trip.", ["It is over,"]),
    ("„Es ist vorbei“, sagte sie.", ["Es ist vorbei"]),
    ("«C'est fini», a-t-elle dit.", ["C'est fini"]),
    ("It’s the boys’ coats and the ’90s.", []),
    ("He is 6' 2\" tall.", []),
    ("She stands 5'4\" and runs.", []),
    ('The pipe is 12" wide.', []),
]


@pytest.mark.parametrize(("text", "expected"), QUOTATIONS)
def test_quotations(text, expected):
    assert quoted(text) == expected


def test_a_closing_mark_alone_makes_the_paragraph_so_far_a_quotation():
    text = (
        "The office wrote to parents.\n\nThe school stays shut until Monday and buses will not run,” the letter says."
    )
    (found,) = layer_of(text).quotations
    assert not found.opened
    assert found.closed
    assert found.inner.text_of(text) == "The school stays shut until Monday and buses will not run,"


def test_a_quotation_that_runs_on_over_paragraphs_is_a_chain():
    text = "“The first part of what he said.\n\n“The second part,” he added.\n\n“A new one,” she said."
    first, second, third = layer_of(text).quotations
    assert (first.closed, first.continues) == (False, False)
    assert (second.closed, second.continues) == (True, True)
    assert third.continues is False


def test_titles_and_scare_quotes_are_marked():
    text = "The “Hope Line” project and its “experts” met. “We met,” he said."
    assert [q.scare for q in layer_of(text).quotations] == [True, True, False]


def test_block_quotes_are_quotations():
    doc = parse(Article("He wrote:\n\n> We will not sail on Sunday.\n\nThen he left.", "text/markdown"))
    (found,) = build_layer(doc).quotations
    assert found.mark is QuotationMark.BLOCK
    assert found.span.text_of(doc.text) == "We will not sail on Sunday."


SENTENCES = [
    ("Dr. Lee met Lt. Gen. Okoro. They spoke.", 2),
    ("“Is it over?” she asked. “Yes.”", 2),
    ("The U.S. Navy sailed. It was late.", 2),
    ("Prices rose 3.5 per cent. Then they fell.", 2),
    ("Wait… what? No!", 2),
    ("It cost $5. 2 people came.", 2),
    ("It is made by Acme Inc. The company said so.", 2),
    ("She lives in the U.S. It is big.", 2),
    ("He said no. Rob Hall left. See No. 7 for more.", 3),
    ("J. A. Smith and Dr. Vale met.", 1),
]


@pytest.mark.parametrize(("text", "count"), SENTENCES)
def test_sentences(text, count):
    assert len(layer_of(text).sentences) == count


def test_skipped_blocks_are_known():
    text = "The mayor said so.\n\nPhoto: Getty Images\n\nHe left."
    assert [span.text_of(text) for span in layer_of(text).skipped] == ["Photo: Getty Images"]
