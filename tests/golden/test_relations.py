"""Who confirms, denies or contradicts whom, on our own pairs: seldom wrong, and not by silence."""

from functools import cache

import pytest

from bench.eval.relations import crossed, measured
from service.runtime.resources import load_resources
from tests.golden.relations import LABELS, load_pairs

SPLITS = ("tune", "test")


@cache
def figures(split: str) -> dict[str, float]:
    return {name: hits / max(1, n) for name, (hits, n) in measured(load_pairs(split), load_resources()).items()}


@pytest.mark.parametrize("split", SPLITS)
def test_nine_answers_in_ten_are_right(split: str) -> None:
    assert figures(split)["precision confirms"] >= 0.9
    assert figures(split)["precision contradicts"] >= 0.9


@pytest.mark.parametrize("split", SPLITS)
@pytest.mark.parametrize("label", ["confirm", "deny", "contradict"])
def test_most_pairs_are_seen(split: str, label: str) -> None:
    assert figures(split)[f"recall {label}"] >= 0.65


@pytest.mark.parametrize("split", SPLITS)
def test_claims_of_different_stories_are_never_related(split: str) -> None:
    strangers = tuple(crossed(load_pairs(split)[::3]))
    assert len(strangers) > 400
    hits, trials = measured(strangers, load_resources())["left alone unrelated"]
    assert hits == trials


def test_the_splits_hold_every_label_and_many_desks_and_share_nothing() -> None:
    tune, test = (load_pairs(split) for split in SPLITS)
    assert len(tune) + len(test) >= 120
    for pairs in (tune, test):
        assert {pair.label for pair in pairs} == set(LABELS)
        assert len({pair.desk for pair in pairs}) >= 15
    assert not {pair.text for pair in tune} & {pair.text for pair in test}
