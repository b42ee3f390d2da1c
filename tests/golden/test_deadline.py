"""A text that is too long for the caller's time is cut at a whole block, and the answer says where."""

import time

import pytest

from bench.perf.texts import prose
from service.core.attribution.windows import Pace
from service.core.domain import Article, DeadlineExceededError
from service.core.pipeline import Options, annotate
from service.runtime.deadline import Deadline
from service.runtime.resources import load_resources

TOWNS = ("Alder", "Birch", "Cedar", "Dorn", "Elm", "Fern", "Gorse", "Hazel")
#: About 9,000 tokens: several windows of the tagger.
LONG = "\n\n".join(
    f"The mayor of {TOWNS[number % 8]}ton, number {number}, said on Monday that the bridge would stay shut. “We will wait,” she "
    f"told reporters. Police in {TOWNS[number % 7]}ford denied the report."
    for number in range(200)
)


class Clock:
    """A caller's time that is over after some looks at it."""

    def __init__(self, looks):
        self.left = looks

    def __call__(self):
        self.left -= 1
        return 0.0 if self.left >= 0 else 2.0


@pytest.fixture(scope="module")
def resources():
    return load_resources()


@pytest.fixture(scope="module")
def whole(resources):
    return annotate(Article(LONG), resources)


def test_with_time_nothing_changes(resources, whole):
    assert annotate(Article(LONG), resources, Options(spent=Deadline(time.perf_counter(), 600_000))) == whole
    assert whole.complete
    assert "deadline_reached" not in {notice.code for notice in whole.notices}


@pytest.mark.parametrize("media_type", ["text/plain", "text/markdown"])
@pytest.mark.parametrize("looks", [2, 3, 4])
def test_without_time_the_answer_covers_whole_blocks_and_says_which(resources, looks, media_type):
    whole = annotate(Article(LONG, media_type), resources)
    part = annotate(Article(LONG, media_type), resources, Options(spent=Clock(looks)))
    assert not part.complete
    (notice,) = [one for one in part.notices if one.code == "deadline_reached"]
    assert notice.span.start == 0
    assert 0 < notice.span.end < len(LONG)
    assert notice.span.end in {block.span.end for block in whole.document.blocks}
    assert part.attributions
    ends = [span.end for one in part.attributions for span in one.content]
    assert max(ends) <= notice.span.end
    # Away from the edge, where a window still saw what follows, it is what the whole text gives.
    safe = notice.span.end - 1_000
    assert [(a.content, a.source and a.source.span) for a in part.attributions if a.content[-1].end < safe] == [
        (a.content, a.source and a.source.span) for a in whole.attributions if a.content[-1].end < safe
    ]


def test_more_time_covers_more(resources):
    ends = [annotate(Article(LONG), resources, Options(spent=Clock(n))).document.blocks[-1].span.end for n in (2, 3, 4)]
    assert ends == sorted(set(ends))


def test_no_time_at_all_is_an_error_and_no_empty_answer(resources):
    with pytest.raises(DeadlineExceededError):
        annotate(Article(LONG), resources, Options(spent=lambda: 1.0))


def test_one_endless_paragraph_is_cut_inside(resources):
    text = LONG.replace("\n\n", " ")
    part = annotate(Article(text), resources, Options(spent=Clock(2)))
    assert not part.complete
    assert 0 < part.document.blocks[-1].span.end < len(text)
    assert part.attributions


def test_the_pace_leaves_time_for_what_comes_after():
    times = iter([0.10, 0.16, 0.22, 0.28])
    pace = Pace(lambda: next(times))
    # A window takes 0.06 here, and what follows 3.5 times as much: 0.16 + 0.06 + 3.5 x 0.12 = 0.64 of the time, then 0.91, then 1.18.
    assert [pace(), pace(), pace()] == [True, True, False]


@pytest.mark.parametrize("allowed_ms", [700, 1400])
def test_the_longest_text_keeps_to_the_time_that_it_was_given(resources, allowed_ms):
    """In CPU time, which other work on the machine moves little; a first window (some 100 ms) is always read."""
    text = prose(200_000)
    began = time.process_time()
    part = annotate(Article(text), resources, Options(spent=lambda: (time.process_time() - began) * 1000 / allowed_ms))
    took_ms = (time.process_time() - began) * 1000
    assert took_ms < 1.5 * allowed_ms + 200
    assert part.attributions
    assert part.complete or part.document.blocks[-1].span.end < len(text)
