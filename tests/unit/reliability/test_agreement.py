"""Whether two claims say the same: hits, near misses and the word forms and figures beneath."""

import pytest

from service.core.domain import Attribution, Span
from service.core.reliability.agreement import Relation, relation
from service.core.reliability.figures import figures
from service.core.reliability.reading import read
from service.core.reliability.wordforms import stem
from tests.unit.reliability.support import layer_of, tables


def reading(text: str):
    return read(layer_of(text), Attribution("a", None, None, (Span(0, len(text)),)), tables().lexis)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (
            "the fire killed 12 workers in the textile plant",
            "12 employees died in the blaze at the textile plant",
            "confirms",
        ),
        (
            "the fire killed 12 workers in the textile plant",
            "at least 14 employees died in the blaze at the textile plant",
            "confirms",
        ),
        (
            "the fire killed 12 workers in the textile plant",
            "30 employees died in the blaze at the textile plant",
            "contradicts",
        ),
        ("the court approved the merger of both banks", "the court rejected the merger of both banks", "contradicts"),
        (
            "the court approved the merger of both banks",
            "the court never approved the merger of both banks",
            "contradicts",
        ),
        (
            "troops entered the town of Velm after heavy fighting",
            "troops entered the town of Orsk after heavy fighting",
            None,
        ),
        ("prices rose in May", "the port was closed in May", None),
        ("the mayor resigned", "the mayor resigned", None),
    ],
)
def test_relations(one: str, other: str, expected: str | None) -> None:
    left, right, lexis = reading(one), reading(other), tables().lexis
    assert relation(left, right, lexis) == expected
    assert relation(right, left, lexis) == expected


def test_a_denial_turns_agreement_round() -> None:
    left = reading("the firm dumped acid into the northern lake")
    assert relation(left, left, tables().lexis) is Relation.CONFIRMS
    assert relation(left, left, tables().lexis, denial=True) is Relation.CONTRADICTS


@pytest.mark.parametrize(
    ("text", "value", "exact"),
    [
        ("about 1,500 soldiers", 1500, False),
        ("twelve thousand soldiers", 12000, True),
        ("2.5 million people", 2.5e6, True),
        ("more than 300 homes", 300, False),
        ("٣ homes", 3, True),
    ],
)
def test_figures_are_read_in_digits_and_words(text: str, value: float, exact: bool) -> None:
    (found,) = figures(layer_of(text).words, tables().words)
    assert (found.value, found.exact) == (value, exact)


@pytest.mark.parametrize(
    "forms",
    [
        ("strike", "strikes", "striking"),
        ("deny", "denies", "denied", "denying"),
        ("kill", "kills", "killed", "killing"),
        ("stop", "stopped", "stopping"),
        ("church", "churches"),
        ("bus",),
        ("virus",),
    ],
)
def test_forms_of_one_word_have_one_stem(forms: tuple[str, ...]) -> None:
    assert len({stem(form) for form in forms}) == 1


def test_words_that_only_look_alike_keep_apart() -> None:
    assert stem("thing") != stem("the")
    assert stem("princess") != stem("prince")
