"""What the running application holds: settings, the engine's resources, the store, the gate."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from flask import current_app

from service.api.problems import Problem, out_of_time
from service.core.checking import check
from service.core.domain import Article, CheckReport, Report
from service.core.pipeline import Options, Resources
from service.jobs.queue import Sender
from service.runtime import metrics, search
from service.runtime.live import Live
from service.runtime.settings import Limits, Settings
from service.storage.engine import Database

if TYPE_CHECKING:
    from service.api.auth import Keyring

NAME = "sourcegrade"


@dataclass(frozen=True, slots=True)
class Engine:
    """What annotates and checks: the resources to begin with and the core's two functions."""

    resources: Resources
    annotate: Callable[[Article, Resources, Options | None], Report]
    check: Callable[..., CheckReport] = check


class Gate:
    """One annotation at a time per process: it is CPU work, and Python's lock would only interleave it.

    The others wait a bounded time; probes and metrics never pass here.
    """

    def __init__(self, limits: Limits) -> None:
        self._turn = threading.Lock()
        self._limits = limits
        self._counting = threading.Lock()
        self.waiting = 0

    @contextmanager
    def turn(self, patience_ms: float) -> Iterator[None]:
        """Hold the process' one place; `patience_ms` is what is left of the caller's deadline.

        Raises:
            Problem: `overloaded` when the queue is full or the wait too long, `deadline-exceeded` when the caller's time
                ends first.
        """
        if patience_ms <= 0:
            raise out_of_time()
        began = time.perf_counter()
        with self._counting:
            if self.waiting >= self._limits.queue_depth:
                raise self._overloaded()
            self.waiting += 1
            metrics.WAITING.set(self.waiting)
        try:
            got = self._turn.acquire(timeout=min(patience_ms, self._limits.queue_ms) / 1000)
        finally:
            with self._counting:
                self.waiting -= 1
                metrics.WAITING.set(self.waiting)
            metrics.WAIT.observe(time.perf_counter() - began)
        if not got:
            raise out_of_time() if patience_ms < self._limits.queue_ms else self._overloaded()
        metrics.BUSY.set(1)
        try:
            yield
        finally:
            metrics.BUSY.set(0)
            self._turn.release()

    def _overloaded(self) -> Problem:
        return Problem(
            "overloaded",
            "This worker is busy. Try again in a second.",
            headers={"Retry-After": "1"},
            retry_after=1,
            queue_depth=self.waiting,
        )


@dataclass(slots=True)
class State:
    """The application's own things, made by the composition root."""

    settings: Settings
    engine: Engine
    live: Live
    database: Database
    keyring: "Keyring"
    gate: Gate
    sender: Sender
    started: float
    openapi: dict[str, Any]
    openapi_yaml: Callable[[], str]
    _index: search.Index | None = None

    @property
    def resources(self) -> Resources:
        """The resources of this moment."""
        return self.live.current()

    @property
    def index(self) -> search.Index:
        """The search index of the current registry, built when it is first asked for."""
        snapshot = self.resources.snapshot
        if self._index is None or self._index.snapshot is not snapshot:
            self._index = search.build(snapshot)
        return self._index


def state() -> State:
    """The state of the current application."""
    return cast("State", current_app.extensions[NAME])


def elapsed_ms(since: float) -> float:
    """Milliseconds since a `time.perf_counter()` reading, to 0.01."""
    return round((time.perf_counter() - since) * 1000, 2)
