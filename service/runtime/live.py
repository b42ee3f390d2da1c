"""Resources that follow the store: a worker sees what another one wrote within a second, and never restarts for it."""

import logging
import os
import threading
import time
import weakref
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from service.core.domain import OverlayEntry
from service.core.pipeline import Resources
from service.runtime import metrics
from service.runtime.overlays import entries_of
from service.storage import outcomes, overlays, ratings, revisions
from service.storage.engine import Database, StorageUnavailableError

#: Seconds between two looks at the revision numbers; the promise is two seconds (OPERATIONS.md).
POLL_SECONDS = 1.0
log = logging.getLogger("service.live")


class Live:
    """The current resources of one process. The value is frozen and swapped whole; readers need no lock.

    `mounted` are overlays from files; a stored one of the same name wins. A thread polls the store, so that a slow or
    dead database never delays a request: the last resources stay in use.
    """

    def __init__(
        self, base: Resources, database: Database, mounted: Mapping[str, tuple[OverlayEntry, ...]] | None = None
    ) -> None:
        self.mounted = dict(mounted or {})
        self._current = replace(base, overlays={**base.overlays, **self.mounted}) if mounted else base
        self._database = database
        self._seen: dict[str, int] = {}
        self._lock = threading.Lock()
        self._pid: int | None = None
        self._thread: threading.Thread | None = None
        self._listeners: list[Callable[[], None]] = []

    def current(self) -> Resources:
        """The resources to use for one request."""
        thread = self._thread
        if self._pid != os.getpid() or thread is None or not thread.is_alive():
            self.start()
        return self._current

    def on_keys_changed(self, listener: Callable[[], None]) -> None:
        """Call `listener` whenever the revision of the keys moved."""
        self._listeners.append(listener)

    def start(self) -> None:
        """Look once and start polling in this process.

        Idempotent. A forked child starts its own thread; one that an unforeseen error ended is started again, and the
        error then shows in the request that asked, not only in a log.
        """
        with self._lock:
            if self._pid == os.getpid() and self._thread is not None and self._thread.is_alive():
                return
            self._look()
            self._pid = os.getpid()
            self._thread = threading.Thread(target=_poll, args=(weakref.ref(self),), name="live", daemon=True)
            self._thread.start()

    def refresh(self) -> None:
        """Look at the store now, e.g. after a write of this process."""
        with self._lock:
            self._look()

    def _look(self) -> None:
        try:
            found = revisions.current(self._database)
            metrics.NO_STORE.set(0)
            if found == self._seen:
                return
            self._swap(found)
            self._seen = found
        except StorageUnavailableError as error:
            metrics.NO_STORE.set(1)
            log.warning("store", extra={"fields": {"reason": str(error)}})

    def _swap(self, found: dict[str, int]) -> None:
        # The revision is read before the rows: at worst newer rows are shown under an older number and read once more.
        changes: dict[str, Any] = {}
        if found.get(revisions.RECORDS) != self._seen.get(revisions.RECORDS):
            changes["records"] = replace(
                self._current.records,
                outcomes=outcomes.tallies(self._database, forgetting=self._current.tables.value["forgetting"]),
                ratings=ratings.mounted(self._database),
                revision=found.get(revisions.RECORDS, 0),
            )
        if found.get(revisions.OVERLAYS) != self._seen.get(revisions.OVERLAYS):
            stored = overlays.read_all(self._database)
            changes["overlays"] = self.mounted | {row.name: entries_of(row.entries, row.name) for row in stored}
        if changes:
            revision = f"{found.get(revisions.RECORDS, 0)}.{found.get(revisions.OVERLAYS, 0)}"
            changes["provenance"] = replace(self._current.provenance, records=revision)
            self._current = replace(self._current, **changes)
        if found.get(revisions.KEYS) != self._seen.get(revisions.KEYS):
            for listener in self._listeners:
                listener()


def _poll(of: "weakref.ref[Live]") -> None:
    """Keep the resources fresh for as long as anybody holds them: an application that is gone leaves no thread behind."""
    while True:
        time.sleep(POLL_SECONDS)
        live = of()
        if live is None:
            return
        live.refresh()
        del live
