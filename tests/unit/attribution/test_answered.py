"""Who denies or confirms what stands right before it is a source of its own, with what is denied as content."""

import pytest

from service.core.domain import AttributionKind
from service.core.pipeline import annotate_text
from service.runtime.resources import load_resources

RESOURCES = load_resources()
DENIAL, STATEMENT = AttributionKind.DENIAL, AttributionKind.STATEMENT


def rows(text):
    return [
        (one.source.span.text_of(text) if one.source else None, one.kind, [part.text_of(text) for part in one.content])
        for one in annotate_text(text, RESOURCES).attributions
    ]


@pytest.mark.parametrize(
    ("text", "source", "kind", "content"),
    [
        ("Kyiv said shells had hit the plant, a claim Moscow denies.", "Moscow", DENIAL, "shells had hit the plant"),
        ("The dam leaks, engineers say, which the ministry denied.", "the ministry", DENIAL, "The dam leaks"),
        ("The dam leaks, engineers say, which was denied by the ministry.", "the ministry", DENIAL, "The dam leaks"),
        ("Engineers say the dam leaks. The ministry denied this.", "The ministry", DENIAL, "the dam leaks"),
        ("Engineers say the dam leaks, and the mayor confirmed it.", "the mayor", STATEMENT, "the dam leaks"),
        ("“The dam leaks,” she said, a charge the ministry denied.", "the ministry", DENIAL, "The dam leaks"),
        (
            "He was paid by the builder, allegations he has repeatedly denied.",
            "he",
            DENIAL,
            "He was paid by the builder",
        ),
    ],
)
def test_an_answer_is_an_attribution_of_its_own(text, source, kind, content):
    assert (source, kind, [content]) in rows(text)


@pytest.mark.parametrize(
    "text",
    [
        "The bill, which the president rejected last year, passed on Tuesday, the speaker said.",
        "The judge threw out the appeal, which the union rejected.",
        "The minister denied wrongdoing, which surprised nobody.",
        "The union, which denied members a vote, said it would appeal.",
    ],
)
def test_a_clause_about_a_thing_answers_nothing(text):
    assert all(source not in {"the president", "the union", "which"} for source, _, _ in rows(text))


def test_what_one_says_and_another_denies_contradicts():
    text = "Kyiv said shells had hit the plant, a claim Moscow denies."
    judged = {one.attribution_id: one for one in annotate_text(text, RESOURCES).credibilities}
    assert judged["a1"].contradicted_by == ("a2",)
    assert judged["a2"].contradicted_by == ("a1",)


@pytest.mark.parametrize(
    ("text", "source", "content"),
    [
        ("Dr Vale, who represented herself, denied dishonesty.", "Dr Vale, who represented herself", "dishonesty"),
        ("He denies murder.", "He", "murder"),
        ("All four men deny conspiracy to murder.", "All four men", "conspiracy to murder"),
        ("The company has always denied wrongdoing.", "The company", "wrongdoing"),
    ],
)
def test_a_bare_denial_is_an_attribution(text, source, content):
    assert rows(text) == [(source, DENIAL, [content])]


@pytest.mark.parametrize("text", ["The judge denied bail.", "He was denied entry."])
def test_what_is_refused_is_not_denied(text):
    assert rows(text) == []


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("The money reportedly left in 312 transfers.", "The money reportedly left in 312 transfers"),
        ("The bridge is shut, and a crew reportedly found cracks.", "a crew reportedly found cracks"),
    ],
)
def test_what_is_reportedly_so_is_nobodys_report(text, content):
    assert rows(text) == [(None, AttributionKind.REPORT, [content])]


def test_what_somebody_says_is_reportedly_so_is_theirs():
    assert [source for source, _, _ in rows("He was reportedly paid 4 million euros, Le Monde said.")] == ["Le Monde"]
