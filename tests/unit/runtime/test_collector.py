"""What a process that serves leaves to the cycle collector."""

import gc

import pytest

from bench.perf.texts import articles
from service.core.pipeline import annotate_text
from service.runtime.collector import YOUNG, settle
from service.runtime.resources import load_resources


@pytest.fixture
def restored() -> object:
    before = gc.get_threshold()
    yield
    gc.unfreeze()
    gc.set_threshold(*before)


@pytest.mark.usefixtures("restored")
def test_what_is_loaded_is_left_alone_and_the_rest_seldom_looked_at() -> None:
    settle()
    assert gc.get_freeze_count() > 0
    assert gc.get_threshold()[0] == YOUNG


def test_annotation_makes_no_cycles_that_only_the_collector_could_free() -> None:
    resources = load_resources()
    text = articles(500)[0]
    annotate_text(text, resources)
    gc.collect()
    gc.disable()
    try:
        annotate_text(text, resources)
        assert gc.collect() == 0
    finally:
        gc.enable()
