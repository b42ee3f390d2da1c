"""What a worker does with a message: claim a few items of the job, annotate them, store their records."""

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from schemas.problem_kinds import problem_row
from service.core.pipeline import Resources
from service.jobs.faults import log_fault
from service.jobs.records import Annotate, Frame, failed, record_of
from service.render.json import encode
from service.runtime.clock import moment
from service.runtime.overlays import entries_of
from service.runtime.settings import Settings
from service.storage import job_items, jobs
from service.storage.engine import Database
from service.storage.job_items import Claim, Item, Result

#: Items of one claim: few enough that jobs take turns and a dead worker loses little.
CLAIM_ITEMS: Final = 16
#: Claims on an item whose worker died each time, before it is given up.
MAX_ATTEMPTS: Final = 3


@dataclass(frozen=True, slots=True)
class Desk:
    """What a worker works with. `resources` gives those of the moment; the model is loaded when it is first asked."""

    settings: Settings
    database: Database
    resources: Callable[[], Resources]
    annotate: Annotate

    def work(self, job_id: str) -> bool:
        """Work on the job's next items; True when more of it may be left.

        Raises:
            StorageUnavailableError: nothing was stored; the claim is taken over later.
        """
        lease = self.settings.job_lease_s
        held = job_items.claim(
            self.database,
            job_id,
            secrets.token_hex(16),
            limit=CLAIM_ITEMS,
            now=moment(),
            stale_before=moment(-lease),
        )
        if held is None:
            return False
        try:
            if self._finish(held):
                self.database.scrub()
        except BaseException:
            # Told to stop, or a store that fails: what is not stored is given back where that is still possible.
            job_items.release(self.database, held)
            raise
        return True

    def _finish(self, held: Claim) -> bool:
        frame = self._frame(held.options)
        seen = time.monotonic()
        results: list[Result] = []
        over = False
        for item in held.items:
            results.append(self._result(item, frame))
            last = item is held.items[-1]
            if last or time.monotonic() - seen > self.settings.job_lease_s / 4:
                seen = time.monotonic()
                over = self._store(held, results) or over
                results = []
                if not last and not job_items.renew(self.database, held, now=moment()):
                    break
        return over

    def _store(self, held: Claim, results: list[Result]) -> bool:
        until = moment(self.settings.job_ttl_s)
        return job_items.finish(self.database, held, results, now=moment(), expires_at=until)

    def _frame(self, options: dict[str, Any]) -> Frame:
        return Frame(
            today=date.fromisoformat(options["today"]),
            defaults=options["defaults"],
            overlay=entries_of(options["registry_overlay"], "request"),
            limits=self.settings.limits,
            public_url=self.settings.public_url,
        )

    def _result(self, item: Item, frame: Frame) -> Result:
        if item.attempts > MAX_ATTEMPTS:
            detail = f"The worker died {MAX_ATTEMPTS} times while it read this document."
            row = failed(item.position, None, problem_row("internal", detail, public_url=frame.public_url))
        else:
            raw = item.document.encode("utf-8", "surrogatepass")
            row, fault = record_of(item.position, raw, frame, resources=self.resources(), annotate=self.annotate)
            if fault is not None:
                log_fault(fault)
        return Result(item.position, encode(row).decode(), succeeded=row["status"] == 200)

    def look_around(self) -> tuple[str, ...]:
        """Delete what is over; the jobs that nobody touched for half a lease and that need a message."""
        stale = moment(-max(self.settings.job_lease_s, 60))
        if jobs.expire(self.database, now=moment(), stale_before=stale):
            self.database.scrub()
        return job_items.idle(self.database, now=moment(), idle_before=moment(-self.settings.job_lease_s / 2))
