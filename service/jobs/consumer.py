"""`sourcegrade worker`: Huey's consumer with our task, a look around for work that lost its message, and no orphans."""

import logging
import os
import time
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from huey import Huey
from huey.consumer import Consumer, Scheduler, Worker

from service.core.pipeline import Resources, annotate
from service.jobs.queue import bind, open_queue
from service.jobs.work import Desk
from service.runtime import logs
from service.runtime.live import Live
from service.runtime.overlay_files import read_folder
from service.runtime.resources import load_resources
from service.runtime.settings import Settings
from service.storage.engine import Database, StorageUnavailableError
from service.storage.migrate import upgrade

log = logging.getLogger("service.jobs")
#: Seconds between two looks around, at most half a lease.
LOOK_SECONDS: Final = 5.0
#: Seconds that a worker gets to finish its claim when the process is told to stop; the rest is given back.
STOP_SECONDS: Final = 20
#: Longest pause between two looks at a SQLite queue; the others are told when something comes.
POLL_SECONDS: Final = 0.5


class Bench:
    """The resources of a worker process: loaded when the first document comes, then following the store."""

    def __init__(self, settings: Settings, database: Database) -> None:
        self._settings = settings
        self._database = database

    @cached_property
    def _live(self) -> Live:
        folder = self._settings.overlay_dir
        return Live(load_resources(), self._database, read_folder(Path(folder)) if folder else None)

    def resources(self) -> Resources:
        """The resources of this moment."""
        return self._live.current()


class Lookout(Scheduler):  # type: ignore[misc]
    """Huey's scheduler process, which also looks after jobs that lost their message and those that are over."""

    desk: Desk
    send: Callable[[str], object]

    def loop(self, now: object = None) -> None:
        """One round."""
        _leave_if_orphaned(self)
        if time.monotonic() >= getattr(self, "next_look", 0.0):
            self.next_look = time.monotonic() + min(LOOK_SECONDS, self.desk.settings.job_lease_s / 2)
            try:
                for job_id in self.desk.look_around():
                    self.send(job_id)
            except Exception as error:
                log.warning("lookout", extra={"fields": {"reason": type(error).__name__}})
        super().loop(now)


class Hand(Worker):  # type: ignore[misc]
    """Huey's worker process; it ends when its parent was killed."""

    def loop(self, now: object = None) -> None:
        """One round."""
        _leave_if_orphaned(self)
        super().loop(now)


def _leave_if_orphaned(process: Any) -> None:  # noqa: ANN401 - Huey's two kinds of process
    parent = process.__dict__.setdefault("parent", os.getppid())
    if os.getppid() != parent:
        raise KeyboardInterrupt


class JobConsumer(Consumer):  # type: ignore[misc]
    """Starts and replaces the worker processes. With `follow`, it ends when the process with that id is gone."""

    worker_class = Hand
    scheduler_class = Lookout

    def __init__(self, huey: Huey, desk: Desk, *, follow: int | None = None, **options: Any) -> None:  # noqa: ANN401
        self._desk, self._follow = desk, follow
        self._send = bind(huey, self._work)
        super().__init__(huey, **options)

    def _create_scheduler(self) -> Lookout:
        lookout: Lookout = super()._create_scheduler()
        lookout.desk, lookout.send = self._desk, self._send
        return lookout

    def _work(self, job_id: str) -> None:
        try:
            if self._desk.work(job_id):
                # To the end of the queue: jobs take turns, and the last message of a job finds nothing left.
                self._send(job_id)
        except StorageUnavailableError as error:
            log.warning("store", extra={"fields": {"reason": str(error), "job": job_id}})

    def loop(self, health_check_ts: float | None = None) -> Any:  # noqa: ANN401 - Huey's own
        """One round of the parent."""
        if self._follow is not None and os.getppid() != self._follow:
            self.stop(graceful=True)
        return super().loop(health_check_ts)


def build(settings: Settings, *, processes: int = 1, preload: bool = True, follow: int | None = None) -> JobConsumer:
    """A consumer that is ready to run.

    `preload` loads the model before the processes fork, so that they share it; without, each loads its own with the first
    document, and a worker without jobs stays small.

    Raises:
        SettingsError, StorageUnavailableError: the queue or the database cannot be used.
    """
    logs.configure(settings.log_level)
    logging.getLogger("huey").handlers = logging.getLogger("service").handlers
    database = Database(settings.database_url)
    upgrade(database)
    database.dispose()
    huey = open_queue(settings)
    desk = Desk(settings, database, Bench(settings, database).resources, annotate)
    if preload:
        load_resources()
    return JobConsumer(
        huey,
        desk,
        follow=follow,
        workers=processes,
        worker_type="process",
        periodic=False,
        max_delay=POLL_SECONDS,
        health_check_interval=1,
        shutdown_timeout=STOP_SECONDS,
        graceful_signal="TERM",
    )
