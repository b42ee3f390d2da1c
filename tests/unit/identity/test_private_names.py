"""Private persons: no name of theirs may lead to a body, whatever abbreviation, company or country it looks like."""

import random

import pytest

from service.core.domain import Document, Source
from service.core.identity.context import IdentityContext
from service.core.identity.resolve import identify, resolve_name
from tests.unit.identity.conftest import article, layer_of

#: Everyday surnames of all parts of the world, and such as companies, countries, cities, newspapers and abbreviations bear too.
SURNAMES = (
    "Abdullah Anu Apple Austin Baker Banks Bell Berlin Bernard Bishop Bloomberg Boeing Brookings Brown Chen Church Cohen Cooper "
    "Court Dell Diallo Douglas England Fernandez Field Fisk Ford France Gallup Garcia Georgia Goldman Green Haddad Hansen Holland "
    "Honda Horvath Hughes Hussein Ireland Irna Israel Ivanov Jansen Johnson Jordan Khan Kim King Korhonen Kowalski Lee Lena Levi "
    "Lincoln Lloyd London Mail Major Mamani Marriott Marshall Martinez Mensah Merck Morgan Moyo Müller Nato Nestle Nguyen Nilsson "
    "Novak Okafor Orange Otieno Papadopoulos Paris Park Patel Petra Philip Popescu Post Quispe Rand Reuters Rivera Rossi Sana "
    "Santos Sato Silva Singh Smith Star Stone Suzuki Sydney Tanaka Taylor Tesla Times Tran Wang White Wijaya Woods Yilmaz Young"
).split()
#: The last mention is the one that is asked for.
SENTENCES = {
    "alone": "The road floods each spring. ‹{first} {last}› said so.",
    "aged": "The road floods each spring, said ‹{first} {last}, 43›.",
    "neighbor": "‹Neighbour {first} {last}› said the road floods.",
    "titled": "‹Ms {last}› said the road floods.",
    "teacher": "MASERU, Lesotho. ‹{first} {last}, a teacher›, said the road floods.",
    "surname": "{first} {last} lives in Lesotho. ‹{last}› said the road floods.",
    "first name": "{first} {last} lives in Lesotho. ‹{first}› said the road floods.",
}


def _people(lexicon):
    rng = random.Random(20261126)
    titles = lexicon.people.keys() | lexicon.ranks.keys() | lexicon.closed.keys()
    names = sorted(lexicon.given.keys() - titles)
    return [(name.title(), rng.choice(SURNAMES)) for name in rng.sample(names, 500)]


def _source(text, snapshot, lexicon) -> Source:
    doc, attributions = article(text)
    assert isinstance(doc, Document)
    cast = identify(doc, layer_of(doc.text), attributions, snapshot, IdentityContext(lexicon))
    return cast.sources[-1]


@pytest.mark.parametrize("sentence", SENTENCES.values(), ids=SENTENCES)
def test_no_private_name_is_a_body(sentence, snapshot, lexicon):
    bodies = []
    for first, last in _people(lexicon):
        source = _source(sentence.format(first=first, last=last), snapshot, lexicon)
        if source.record_id is not None or source.affiliation is not None:
            bodies.append((first, last, source.record_id))
    assert bodies == []


def test_no_full_name_resolves_when_asked_for_alone(snapshot, lexicon):
    found = {
        name: best[0].id
        for first, last in _people(lexicon)
        if (best := resolve_name(name := f"{first} {last}", snapshot, lexicon, IdentityContext(lexicon)))
        and best[0].score >= 0.5
    }
    assert found == {}


@pytest.mark.parametrize("name", ["Lena", "Sana", "Petra", "Ana", "Kai", "Olaf", "Aman", "Asha"])
def test_a_first_name_in_ordinary_spelling_is_no_abbreviation(name, snapshot, lexicon):
    assert _source(f"The road floods each spring. ‹{name}› said so.", snapshot, lexicon).record_id is None


@pytest.mark.parametrize(
    ("text", "record"),
    [
        ("‹LENA› reported that the king had left.", "ls.lena"),
        ("‹Jordan's Petra news agency› said the king had left.", "jo.petra"),
        ("‹The state news agency Sana› said the road was open.", "sy.sana"),
        ("‹Dell› cut its forecast.", "us.dell"),
        ("‹Nato› said two ships had sailed.", "int.nato"),
        ("‹The Economist› said two ships had sailed.", "gb.economist"),
        ("‹easyJet› cut its forecast.", "gb.ryanair-easyjet"),
        ("‹Telex.hu› reported it.", "hu.telex"),
        ("‹dpa› reported it.", "de.dpa"),
    ],
)
def test_bodies_that_share_a_first_name_are_still_found(text, record, snapshot, lexicon):
    assert _source(text, snapshot, lexicon).record_id == record


@pytest.mark.parametrize(
    ("text", "record"),
    [
        ("Russia bombed Kharkiv; Russia denied it. ‹President Volodymyr Zelenskiy› said so.", "ua.president"),
        ("Russia and Ukraine talked. ‹Vladimir Putin› said so.", "ru.kremlin"),
        ("‹President Lula› met the miners.", "br.planalto"),
        ("‹Former president Barack Obama› met the miners.", None),
        ("Ghana's roads are bad. ‹Mark Brown›, a driver, said so.", None),
        ("‹Teacher Emmanuel Macron› said so.", None),
        ("France sent aid. ‹Joe Biden› said so.", None),
    ],
)
def test_holders_of_an_office_are_known_by_name_and_title(text, record, snapshot, lexicon):
    assert _source(text, snapshot, lexicon).record_id == record
