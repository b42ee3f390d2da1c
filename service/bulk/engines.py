"""Who annotates the parts: processes of this machine, or Ray Data on one machine or many. Both call `annotate_part`."""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import asdict
from multiprocessing import get_context
from typing import Any, Final

from service.bulk.parts import Part, Work, annotate_part
from service.runtime.resources import load_resources

#: Parts handed out for each process: enough that none waits, few enough that memory stays constant.
_AHEAD: Final = 2
#: Bytes of Ray's shared memory where Ray is started here: only numbers of parts pass through it.
OBJECT_STORE: Final = 200 * 1024 * 1024
#: An engine yields (articles, failed articles) as parts are finished, in any order.
Engine = Callable[[Work, tuple[Part, ...], int], Iterator[tuple[int, int]]]


def local(work: Work, parts: tuple[Part, ...], processes: int) -> Iterator[tuple[int, int]]:
    """A pool of processes on this machine; each loads the model once."""
    waiting = iter(parts)
    running: dict[Future[int], Part] = {}
    # Spawned, not forked: a fork of a process that has threads may inherit a held lock.
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn"), initializer=load_resources) as pool:
        while True:
            while len(running) < processes * _AHEAD and (part := next(waiting, None)) is not None:
                running[pool.submit(annotate_part, work, part)] = part
            if not running:
                return
            for done in wait(running, return_when=FIRST_COMPLETED).done:
                yield running.pop(done).documents, done.result()


class PartAnnotator:
    """Ray's stateful actor: loads the model when it starts, then annotates parts."""

    def __init__(self, work: Work) -> None:
        self._work = work
        load_resources()

    def __call__(self, batch: dict[str, Any]) -> dict[str, Any]:
        """Annotate the batch's parts; only counts go back."""
        names = Part.__dataclass_fields__
        parts = [Part(*(int(batch[name][place]) for name in names)) for place in range(len(batch["number"]))]
        failed = [annotate_part(self._work, part) for part in parts]
        return {"documents": batch["documents"], "failed": failed}


def on_ray(address: str | None) -> Engine:
    """Ray Data at an address (None: started here and stopped again). Its machines see the input and the folder of parts."""

    def run(work: Work, parts: tuple[Part, ...], processes: int) -> Iterator[tuple[int, int]]:
        # Before the import: Ray reports usage to its makers unless it is told not to.
        os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
        import ray  # noqa: PLC0415 - only with the extra `ray`

        here: dict[str, Any] = {"num_cpus": processes, "object_store_memory": OBJECT_STORE, "include_dashboard": False}
        ray.init(address=address, logging_level="warning", log_to_driver=False, **({} if address else here))
        try:
            ray.data.DataContext.get_current().enable_progress_bars = False
            rows = ray.data.from_items([asdict(part) for part in parts])
            pool = ray.data.ActorPoolStrategy(size=processes)
            done = rows.map_batches(PartAnnotator, fn_constructor_args=(work,), batch_size=1, compute=pool)
            for row in done.iter_rows():
                yield int(row["documents"]), int(row["failed"])
        finally:
            ray.shutdown()

    return run
