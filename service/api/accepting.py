"""Accepting a job: the idempotency key, the stream into the store, the message to the workers."""

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from flask import Response, g, request

from service.api.answers import answer
from service.api.problems import Problem
from service.api.state import State
from service.jobs.receive import Intake
from service.jobs.work import CLAIM_ITEMS
from service.runtime.clock import moment, utc_day
from service.storage import jobs
from service.storage.jobs import Job, JobGoneError, Reservation

#: Seconds without a piece of the body after which a sender counts as gone and its idempotency key is free.
SENDER_GONE_S: Final = 120
#: Seconds after which to look again.
RETRY_AFTER: Final = "1"
#: A string of RFC 8941, or what most clients send: the bare value.
_KEY = re.compile(r'"([!#-\[\]-~]{1,255})"|([!#-+\--:<-\[\]-~]{1,255})', re.ASCII)
#: What differs from article to article cannot be said for all of them.
_OF_ONE: Final = ("id", "title", "published_at")


@dataclass(frozen=True, slots=True)
class Order:
    """What a job is to do: its documents as NDJSON, and what counts for all of them."""

    lines: Iterable[bytes]
    defaults: dict[str, Any]
    overlay: list[dict[str, Any]]


def accept(here: State, order: Order) -> Response:
    """Store the job and answer 202; the same request again (by its idempotency key) gets the same answer.

    Raises:
        Problem: `idempotency-conflict`.
        SourcegradeError: it is empty or too large.
    """
    options = {"today": utc_day().isoformat(), "defaults": order.defaults, "registry_overlay": order.overlay}
    asked = Reservation(
        key_id=g.get("key_id") or "",
        idempotency_key=idempotency_key(),
        now=moment(),
        stale_before=moment(-SENDER_GONE_S),
        expires_at=moment(here.settings.job_ttl_s),
    )
    job, new = jobs.reserve(here.database, options, asked)
    intake = Intake(here.settings.limits, here.settings.public_url)
    if not new:
        return _again(job, intake, order)
    try:
        for items in intake.batches(order.lines):
            jobs.add_items(here.database, job.id, items, now=moment())
        if not intake.total:
            raise Problem("invalid-request", "The job has no document.", errors=[_EMPTY])
        job = jobs.accept(here.database, job.id, total=intake.total, body_hash=_hash(intake, order), now=moment())
    except JobGoneError as error:
        raise _conflict("The request took too long, and another one with this key took its place.") from error
    except BaseException:
        jobs.delete(here.database, job.id)
        raise
    here.sender.announce(job.id, -(-intake.total // CLAIM_ITEMS))
    return accepted(job)


_EMPTY: Final = {"pointer": "#", "detail": "The job has no document.", "code": "empty"}


def _again(job: Job, intake: Intake, order: Order) -> Response:
    if job.state == jobs.RECEIVING:
        raise _conflict("The first request with this key is still being received.")
    for _ in intake.batches(order.lines):
        pass
    if _hash(intake, order) != job.body_hash:
        raise Problem("idempotency-conflict", "The key was used for another request.", status=422)
    return accepted(job)


def _conflict(detail: str) -> Problem:
    return Problem("idempotency-conflict", detail, headers={"Retry-After": RETRY_AFTER})


def _hash(intake: Intake, order: Order) -> str:
    basis = json.dumps([intake.digest, order.defaults, order.overlay], sort_keys=True)
    return hashlib.sha256(basis.encode()).hexdigest()


def idempotency_key() -> str | None:
    """The `Idempotency-Key` header.

    Raises:
        Problem: `bad-request` when it is not a string of 1 to 255 printable characters.
    """
    given = request.headers.get("Idempotency-Key")
    if given is None:
        return None
    found = _KEY.fullmatch(given.strip())
    if found is None:
        raise Problem("bad-request", "Idempotency-Key must be a string of 1 to 255 printable characters.")
    return found[1] or found[2]


def accepted(job: Job, **headers: str) -> Response:
    """202 with the job and where to look for it."""
    return answer(row(job), 202, Location=address(job.id), Retry_After=RETRY_AFTER, **headers)


def address(job_id: str) -> str:
    """Where a job is."""
    return f"/v1/jobs/{job_id}"


def row(job: Job) -> dict[str, object]:
    """A job as its caller sees it."""
    shown = ("id", "state", "total", "succeeded", "failed", "created_at", "finished_at", "expires_at")
    return {**{name: getattr(job, name) for name in shown}, "results": f"{address(job.id)}/results"}


def for_one(values: dict[str, Any], query: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """A single article's request and query string as (item, what counts for all): what is said of one goes into it."""
    own = {name: query[name] for name in _OF_ONE if name in query}
    defaults = {name: value for name, value in query.items() if name not in own}
    item: dict[str, Any] = {name: values[name] for name in ("document", "text", "options") if name in values}
    if own:
        spoken = {name: _json(value) for name, value in own.items()}
        content = {"content": item.pop("text")} if "text" in item else item.get("document", {})
        item["document"] = {**spoken, **content}
    return item, defaults


def _json(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else value
