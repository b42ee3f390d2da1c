"""What each caller used in its present minute: counted in Redis for all processes, or in this process alone.

A window begins with a caller's first request and lasts a minute (fixed window). In Redis the counters are those of the library
`limits`. Its store in memory is not used: it begins a thread with each request and has no bound on the callers it remembers.
"""

import logging
import threading
import time
from dataclasses import dataclass, replace
from typing import Any, Final, Protocol

from service.runtime.settings import SettingsError

log = logging.getLogger("service.rates")
WINDOW: Final = 60
#: Callers that a process remembers at once; the oldest window is forgotten first, so that addresses cannot fill the memory.
MAX_CALLERS: Final = 10_000
#: Seconds that a request waits for Redis, and that Redis is then left alone.
PATIENCE: Final = 0.25
RETRY_AFTER: Final = 5.0


@dataclass(frozen=True, slots=True)
class Quota:
    """What a caller may send in a minute: requests and bytes (0: any number)."""

    requests: int
    size: int

    def share(self, workers: int) -> "Quota":
        """The part of one of several processes that do not count together."""
        return Quota(*(max(1, whole // workers) if whole else 0 for whole in (self.requests, self.size)))


@dataclass(frozen=True, slots=True)
class Use:
    """What a caller has used of a quota; the window ends in `seconds`."""

    quota: Quota
    requests: int
    size: int
    seconds: int

    @property
    def allowed(self) -> bool:
        """Whether the last request was not one too many."""
        quota = self.quota
        return (not quota.requests or self.requests <= quota.requests) and (not quota.size or self.size <= quota.size)


class Meter(Protocol):
    """Counts requests."""

    def use(self, caller: str, size: int) -> Use:
        """Count one request of `size` bytes."""
        ...


@dataclass(frozen=True, slots=True)
class _Window:
    ends: float
    requests: int = 0
    size: int = 0


class OwnMeter:
    """Counts in this process; the quota is its share."""

    def __init__(self, quota: Quota) -> None:
        self._quota = quota
        self._windows: dict[str, _Window] = {}
        self._lock = threading.Lock()

    def use(self, caller: str, size: int) -> Use:
        """Count one request of `size` bytes."""
        now = time.monotonic()
        with self._lock:
            window = self._windows.get(caller)
            if window is None or now >= window.ends:
                self._windows.pop(caller, None)
                if len(self._windows) >= MAX_CALLERS:
                    del self._windows[next(iter(self._windows))]
                window = _Window(now + WINDOW)
            window = replace(window, requests=window.requests + 1, size=window.size + size)
            self._windows[caller] = window
        return Use(self._quota, window.requests, window.size, max(1, round(window.ends - now)))


class SharedMeter:
    """Counts in Redis, together with every process that uses it; while it does not answer, `own` counts instead."""

    def __init__(self, url: str, quota: Quota, own: OwnMeter) -> None:
        """Connects with the first request.

        Raises:
            SettingsError: the extra `redis` is not installed.
        """
        try:
            from limits.errors import StorageError  # noqa: PLC0415 - only where limits are shared
            from limits.storage import RedisStorage  # noqa: PLC0415
            from redis.backoff import NoBackoff  # noqa: PLC0415
            from redis.retry import Retry  # noqa: PLC0415
        except ModuleNotFoundError as error:
            raise SettingsError(f"REDIS_URL needs {error.name}: install sourcegrade[redis]") from None
        # One more try for a connection that Redis closed meanwhile; the client's own patience would be seconds.
        options: dict[str, Any] = {
            "socket_timeout": PATIENCE,
            "socket_connect_timeout": PATIENCE,
            "retry": Retry(NoBackoff(), 1),
        }
        scheme, rest = url.split("://", 1)
        address = f"{'redis+unix' if scheme == 'unix' else scheme}://{rest}"
        self._counts = RedisStorage(address, key_prefix="sourcegrade:rate", wrap_exceptions=True, **options)
        self._failure: type[Exception] = StorageError
        self._quota, self._own = quota, own
        self._closed_until = 0.0

    def use(self, caller: str, size: int) -> Use:
        """Count one request of `size` bytes."""
        if time.monotonic() < self._closed_until:
            return self._own.use(caller, size)
        try:
            found = self._shared(caller, size)
        except self._failure:
            if not self._closed_until:
                log.warning("rates", extra={"fields": {"reason": "Redis does not answer: each process counts alone"}})
            self._closed_until = time.monotonic() + RETRY_AFTER
            return self._own.use(caller, size)
        if self._closed_until:
            self._closed_until = 0.0
            log.warning("rates", extra={"fields": {"reason": "Redis answers again: all processes count together"}})
        return found

    def _shared(self, caller: str, size: int) -> Use:
        requests = self._counts.incr(f"{caller}:req", WINDOW)
        used = self._counts.incr(f"{caller}:bytes", WINDOW, size) if self._quota.size else 0
        left = self._counts.get_expiry(f"{caller}:req") - time.time()
        return Use(self._quota, requests, used, min(WINDOW, max(1, round(left))))


def meter_for(quota: Quota, workers: int, redis_url: str) -> Meter:
    """The meter of this process, which is one of `workers`.

    Raises:
        SettingsError: Redis is configured, and its extra is not installed.
    """
    share = quota.share(workers)
    own = OwnMeter(share)
    if redis_url:
        return SharedMeter(redis_url, quota, own)
    if workers > 1:
        reason = (
            f"no REDIS_URL: each of {workers} workers allows its share ({share.requests} requests, {share.size} bytes)"
        )
        log.warning("rates", extra={"fields": {"reason": reason}})
    return own
