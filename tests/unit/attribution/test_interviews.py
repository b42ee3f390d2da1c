"""Questions and answers: an interview's answers are the guest's, an explainer's are nobody's."""

INTERVIEW = (
    "Question: When did the river rise?\n\n{name}: I heard it before I saw it. My cellar was full by two.\n\n"
    "Q: Did anyone call?\n\nA: Nobody did, and we had no light."
)
EXPLAINER = (
    "Q: When does the levy begin?\n\nA: It begins in May and ends in October.\n\n"
    "Q: Who has to pay?\n\nA: Anyone who keeps a boat on the canal."
)


def test_the_answers_of_an_interview_are_the_guests(told):
    found, text = told(INTERVIEW.format(name="Lima"))
    assert [(row.source.span.text_of(text), row.content[0].text_of(text)) for row in found] == [
        ("Lima", "I heard it before I saw it. My cellar was full by two."),
        ("A", "Nobody did, and we had no light."),
    ]


def test_the_answers_of_an_explainer_are_nobodys(told):
    found, _ = told(EXPLAINER)
    assert found == ()
