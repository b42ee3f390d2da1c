"""A request's turn at the process' one place for CPU work, within its deadline."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import g

from service.api.state import State
from service.runtime.deadline import Deadline


@contextmanager
def turn(here: State, deadline_ms: int) -> Iterator[Deadline]:
    """Hold the place; gives what is left of the caller's time.

    Raises:
        Problem: `overloaded`, or `deadline-exceeded` when no time was left to begin.
    """
    began: float = g.began
    deadline = Deadline(began, deadline_ms)
    with here.gate.turn(deadline.left_ms):
        yield deadline
