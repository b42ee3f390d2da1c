"""A request's turn at the process' one place for CPU work, within its deadline."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from flask import g

from service.api.state import State, out_of_time


@contextmanager
def turn(here: State, deadline_ms: int) -> Iterator[Callable[[], bool]]:
    """Hold the place; gives the function that says whether the caller's time is over.

    Raises:
        Problem: `overloaded`, or `deadline-exceeded` when no time was left to begin.
    """
    began: float = g.began
    end = began + min(deadline_ms, here.settings.limits.deadline_ms_max) / 1000

    def expired() -> bool:
        return time.perf_counter() > end

    with here.gate.turn((end - time.perf_counter()) * 1000):
        if expired():
            raise out_of_time()
        yield expired
