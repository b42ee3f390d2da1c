"""The whole way over HTTP with what ships: model, registry, tables. The article is invented."""

import pytest
from marshmallow import RAISE

from schemas.annotations import MEDIA_TYPES
from schemas.report import AnnotationSchema
from service.api.app import create_app, default_engine
from service.api.state import Engine
from service.core.parsing import PARSERS
from service.runtime.settings import Settings
from tests.api.test_annotations import cut, spans

PARAGRAPHS = (
    "The Reserve Bank of Australia said on Monday that rates would stay \u201cwhere they are\u201d until May.",
    "\U0001f30a A caf\u00e9 owner in\u00a0Perth, Ana Petrov, said: \u201cWe cannot plan for cafe\u0301 season.\u201d",
    "It is believed that the bank & its board disagree, according to a senior official who asked not to be named.",
)
PLAIN = "Rates to stay\n\n" + "\n\n".join(PARAGRAPHS) + "\n"
MARKDOWN = "# Rates to stay\n\n" + "\n\n".join(PARAGRAPHS).replace("until May", "*until* May") + "\n"
HTML = "<h1>Rates to stay</h1>\n" + "".join(
    f"<p>{part.replace('&', '&amp;').replace('until', '<b>until</b>')}</p>\n" for part in PARAGRAPHS
)
FORMS = {"text/plain": PLAIN, "text/markdown": MARKDOWN, "text/html": HTML}


@pytest.fixture(scope="module")
def real() -> Engine:
    return default_engine()


@pytest.fixture
def app(settings: Settings, real: Engine):
    return create_app(settings, real)


@pytest.mark.parametrize("unit", ["code_point", "utf16", "utf8"])
@pytest.mark.parametrize("kind", FORMS)
def test_spans_cut_their_text_out_of_what_was_sent(client, kind, unit):
    text = FORMS[kind]
    query = f"offset_unit={unit}&include=evidence,factors,mentions,selectors"
    answer = client.post(f"/v1/annotations?{query}", data=text.encode(), content_type=kind)
    body = answer.get_json()
    assert answer.status_code == 200
    assert AnnotationSchema(unknown=RAISE).validate(body) == {}
    found = list(spans(body))
    assert found
    for span in found:
        assert cut(text, unit, span["start"], span["end"]) == span["text"]
    assert "Reserve Bank of Australia" in str([source["label"] for source in body["sources"]])


def test_every_id_in_an_answer_is_in_the_answer(client):
    body = client.post("/v1/annotations", json={"text": PLAIN}).get_json()
    sources = {row["id"] for row in body["sources"]}
    attributions = {row["id"] for row in body["attributions"]}
    assert attributions
    for row in body["attributions"]:
        assert row["source"] is None or row["source"] in sources
        assert set(row["via"]) <= sources
        assert set(row["credibility"]["corroborated_by"]) <= attributions
    for row in body["sources"]:
        assert set(row["attributions"]) <= attributions


def test_the_same_question_gets_the_same_answer(client):
    first, second = (client.post("/v1/annotations", json={"text": PLAIN}).get_json() for _ in range(2))
    first.pop("timing_ms")
    second.pop("timing_ms")
    assert first == second


def test_an_entry_sent_along_speaks_for_the_house(client):
    entry = {
        "match": ["Reserve Bank of Australia"],
        "id": "au.central_bank",
        "type": "government",
        "grade": "A",
        "rationale": "The desk's own record.",
        "editor": "KL",
    }
    body = client.post("/v1/annotations", json={"text": PLAIN, "registry_overlay": [entry]}).get_json()
    bank = next(row for row in body["sources"] if "Reserve Bank" in row["label"])
    assert bank["reliability"]["basis"] == "overlay"
    assert bank["reliability"]["grade"] == "A"


def test_outcomes_move_a_source_from_class_to_record(app, client):
    def bank():
        body = client.post("/v1/annotations", json={"text": PLAIN}).get_json()
        return next(row for row in body["sources"] if "Reserve Bank" in row["label"])

    before = bank()
    assert before["reliability"]["basis"] == "class"
    assert before["reliability"]["grade"] == "F"
    for number in range(20):
        sent = {"source": before["registry"]["id"], "outcome": "true", "reference": str(number)}
        assert client.post("/v1/outcomes", json=sent).status_code == 201
    app.extensions["sourcegrade"].live.refresh()
    after = bank()
    assert after["reliability"]["basis"] == "record"
    assert after["reliability"]["grade"] != "F"


def test_languages_without_a_model_are_refused(client):
    answer = client.post("/v1/annotations", json={"document": {"content": PLAIN, "language": "fr"}})
    assert answer.status_code == 422
    assert answer.get_json()["type"] == "/problems/unsupported-language"
    assert answer.get_json()["supported"] == ["en"]
    british = client.post("/v1/annotations", json={"document": {"content": PLAIN, "language": "en-GB"}})
    assert british.status_code == 200


def test_the_documented_formats_are_the_ones_that_are_read():
    assert set(MEDIA_TYPES) == set(PARSERS)


@pytest.mark.parametrize(
    "text",
    [" ", "\n" * 500, "\0", "\ufeff", "\u2028", "\U0001f30a", '"' * 2_000, "(" * 2_000, "a" * 5_000, "<" * 2_000],
)
@pytest.mark.parametrize("kind", FORMS)
def test_odd_texts_are_answered(client, text, kind):
    body = client.post("/v1/annotations?offset_unit=utf8", data=text.encode(), content_type=kind).get_json()
    assert AnnotationSchema(unknown=RAISE).validate(body) == {}
    for span in spans(body):
        assert cut(text, "utf8", span["start"], span["end"]) == span["text"]
