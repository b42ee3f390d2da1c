"""Who annotates the parts: processes of this machine, or Ray Data on one machine or many. Both call `annotate_part`."""

import logging
import os
import signal
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack
from dataclasses import asdict
from multiprocessing import get_context, parent_process
from multiprocessing.process import BaseProcess
from threading import Thread
from types import TracebackType
from typing import Any, Final, Self

from service.bulk.attempts import deaths
from service.bulk.parts import BulkError, Part, Work, annotate_part
from service.runtime import logs
from service.runtime.collector import settle
from service.runtime.resources import load_resources

#: Bytes of Ray's shared memory where Ray is started here: only numbers of parts pass through it.
OBJECT_STORE: Final = 200 * 1024 * 1024
#: Processes in a row that die without having begun a document, before nothing more is expected of others.
MAX_STILLBORN: Final = 3
#: How often Ray is started before the run is given up.
RAY_STARTS: Final = 3
#: An engine yields (articles, failed articles) as parts are finished, in any order.
Engine = Callable[[Work, tuple[Part, ...], int], Iterator[tuple[int, int]]]


def local(
    work: Work, parts: tuple[Part, ...], processes: int, *, prepare: Callable[[], object] = load_resources
) -> Iterator[tuple[int, int]]:
    """Processes on this machine, each with one part in hand; `prepare` runs in each when it starts.

    Raises:
        BulkError: processes die before they begin a document.
    """
    waiting = deque(parts)
    stillborn = 0
    with ExitStack() as stack:
        pool = [stack.enter_context(_Process(prepare)) for _ in range(processes)]
        running: dict[Future[int], tuple[_Process, Part, int]] = {}
        while waiting or running:
            while pool and waiting:
                part = waiting.popleft()
                process = pool.pop()
                running[process.give(work, part)] = process, part, deaths(work.attempts(part.number))
            for done in wait(running, return_when=FIRST_COMPLETED).done:
                process, part, before = running.pop(done)
                pool.append(process)
                try:
                    failed = done.result()
                except BrokenProcessPool:
                    stillborn = 0 if deaths(work.attempts(part.number)) > before else stillborn + 1
                    if stillborn >= MAX_STILLBORN:
                        raise BulkError("processes die before they read a document: is there enough memory?") from None
                    waiting.appendleft(part)
                    process.replace()
                else:
                    stillborn = 0
                    yield part.documents, failed


class _Process:
    """One process of the pool. A pool of one each, because a pool ends all its processes when one of them dies."""

    def __init__(self, prepare: Callable[[], object]) -> None:
        self._prepare = prepare
        self._start()

    def _start(self) -> None:
        # Spawned, not forked: a fork of a process that has threads may inherit a held lock.
        context = get_context("spawn")
        self._pool = ProcessPoolExecutor(1, mp_context=context, initializer=_begin, initargs=(self._prepare,))

    def give(self, work: Work, part: Part) -> "Future[int]":
        return self._pool.submit(annotate_part, work, part)

    def replace(self) -> None:
        self._pool.shutdown()
        self._start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.shutdown(cancel_futures=True)


def _begin(prepare: Callable[[], object]) -> None:
    # Ctrl-C reaches every process of the terminal: the parent stops, and a part in hand is finished.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = parent_process()
    if parent is not None:
        Thread(target=_end_with, args=(parent,), daemon=True).start()
    logs.configure("warning")
    prepare()
    settle()


def _end_with(parent: BaseProcess) -> None:
    # A parent that is killed cannot end its children, and they would wait for work for ever.
    parent.join()
    os._exit(1)


class PartAnnotator:
    """Ray's stateful actor: loads the model when it starts, then annotates parts."""

    def __init__(self, work: Work, prepare: Callable[[], object]) -> None:
        self._work = work
        logs.configure("warning")
        prepare()
        settle()

    def __call__(self, batch: dict[str, Any]) -> dict[str, Any]:
        """Annotate the batch's parts; only counts go back."""
        names = Part.__dataclass_fields__
        parts = [Part(*(int(batch[name][place]) for name in names)) for place in range(len(batch["number"]))]
        failed = [annotate_part(self._work, part) for part in parts]
        return {"documents": batch["documents"], "failed": failed}


def on_ray(address: str | None, *, prepare: Callable[[], object] = load_resources) -> Engine:
    """Ray Data at an address (None: started here and stopped again). Its machines see the input and the folder of parts.

    Ray Data starts an actor that died again and gives it its part again, as often as it takes.
    """

    def run(work: Work, parts: tuple[Part, ...], processes: int) -> Iterator[tuple[int, int]]:
        # Before the import: Ray reports usage to its makers unless it is told not to.
        os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
        import ray  # noqa: PLC0415 - only with the extra `ray`

        _connect(ray, address, processes)
        try:
            logging.getLogger("ray.data").setLevel(logging.WARNING)
            context = ray.data.DataContext.get_current()
            context.enable_progress_bars = False
            context.max_consecutive_actor_init_deaths = MAX_STILLBORN
            rows = ray.data.from_items([asdict(part) for part in parts])
            pool = ray.data.ActorPoolStrategy(size=processes)
            done = rows.map_batches(PartAnnotator, fn_constructor_args=(work, prepare), batch_size=1, compute=pool)
            for row in done.iter_rows():
                yield int(row["documents"]), int(row["failed"])
        except ray.exceptions.RayError as error:
            if isinstance(error, OSError):
                raise
            raise BulkError(f"Ray: {str(error).strip().splitlines()[0]}") from error
        finally:
            ray.shutdown()

    return run


def _connect(ray: Any, address: str | None, processes: int) -> None:  # noqa: ANN401 - the module
    """Connect to Ray, or start it; a busy machine may need more than the half minute that Ray gives itself."""
    logged: dict[str, Any] = {"logging_level": logging.WARNING, "log_to_driver": False}
    here: dict[str, Any] = {"num_cpus": processes, "object_store_memory": OBJECT_STORE, "include_dashboard": False}
    reason = ""
    for _ in range(1 if address else RAY_STARTS):
        try:
            ray.init(address=address, **logged, **({} if address else here))
        except Exception as error:
            ray.shutdown()
            reason = str(error).strip().partition("\n")[0]
        else:
            return
    raise BulkError(f"Ray did not {'answer' if address else 'start'}: {reason}")
