"""Configuration from the environment, read once: the only module that looks at `os.environ`."""

import ipaddress
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

LOOPBACK = "127.0.0.1"
#: Threads of a worker beyond those that wait for their turn: one annotates, the others refuse, answer probes, read and write.
SPARE_THREADS = 8
#: Longest time, in milliseconds, that the contract lets a request ask for; a house may allow less, never more
#: (the schemas say the same).
LONGEST_DEADLINE_MS = 30_000
AUTH_MODES = ("auto", "on", "off")
#: An origin as browsers send it: no path, and no star, which would let every page read what a key may read.
_ORIGIN = re.compile(r"https?://[a-z0-9.\[\]:-]+", re.ASCII)


class SettingsError(ValueError):
    """A variable has a value that makes no sense. The message is one line and names the variable."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Sizes that a request may have (API.md 4.4). The defaults let every document of the longest length pass escaped.

    `body_bytes` 3 MiB: 200,000 code points at 12 bytes each for an escaped astral character are 2.4 MB.
    """

    body_bytes: int = 3 * 1024 * 1024
    code_points: int = 200_000
    batch_documents: int = 64
    batch_bytes: int = 4 * 1024 * 1024
    job_documents: int = 10_000
    job_bytes: int = 256 * 1024 * 1024
    json_depth: int = 32
    overlay_entries: int = 10_000
    deadline_ms: int = 5_000
    deadline_ms_max: int = LONGEST_DEADLINE_MS
    #: How long a request waits for its turn in a busy worker before it is told to come back.
    queue_ms: int = 1_000
    #: Requests that may wait in one worker at the same time.
    queue_depth: int = 16


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything the processes of the service are configured with.

    `auth` auto: keys are needed as soon as the address is not loopback or a key was ever made; on: always; off: never.
    `metrics_port` (0: none) is a second port that serves metrics and probes without a key. `worker_max_requests` (0: never) is
    after how many requests a worker is replaced, `graceful_timeout` how many seconds a stopping one has for what it began.
    `queue_url` is where the queue of jobs is kept (default: `redis_url`, else beside the database). `job_ttl_s`: seconds that
    a job has to finish, and that its results are kept afterwards. `job_lease_s`: seconds without a sign of life after which
    a worker counts as dead. `job_workers`: workers that the server starts beside itself; 0 where they run elsewhere.
    `public_url` makes the addresses in problems absolute. `trusted_proxies` is how many proxies set X-Forwarded-For.
    """

    database_url: str = "sqlite:///var/sourcegrade.sqlite3"
    host: str = LOOPBACK
    port: int = 8000
    auth: str = "auto"
    workers: int | None = None
    threads: int | None = None
    log_level: str = "info"
    public_url: str = ""
    trusted_proxies: int = 0
    cors_origins: tuple[str, ...] = ()
    overlay_dir: str | None = None
    metrics_dir: str | None = None
    metrics_host: str = LOOPBACK
    metrics_port: int = 0
    worker_max_requests: int = 5_000
    graceful_timeout: int = 30
    tracing: bool = False
    rate_requests: int = 0
    rate_bytes: int = 0
    redis_url: str = ""
    queue_url: str = ""
    queue_name: str = "sourcegrade"
    job_ttl_s: int = 86_400
    job_lease_s: int = 60
    job_workers: int = 1
    limits: Limits = field(default_factory=Limits)

    @property
    def is_loopback(self) -> bool:
        """Whether only this machine can reach the address."""
        if self.host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False

    @property
    def threads_of_worker(self) -> int:
        """Threads that keep the promise of a bounded queue, unless told otherwise.

        One annotates and `queue_depth` wait; with no thread left over, further requests and probes would wait, without bound,
        for one of these to end, and nothing would ever be refused.
        """
        return self.threads or self.limits.queue_depth + SPARE_THREADS

    @property
    def bind(self) -> str:
        """The address as gunicorn writes it."""
        return _address(self.host, self.port)

    @property
    def metrics_bind(self) -> str | None:
        """The second address, for metrics and probes alone, where there is one."""
        return _address(self.metrics_host, self.metrics_port) if self.metrics_port else None

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None) -> "Settings":
        """Read the environment.

        Raises:
            SettingsError: a value cannot be used.
        """
        env = os.environ if environ is None else environ
        defaults = cls()
        return cls(
            database_url=_url(env, "DATABASE_URL", ("sqlite", "postgresql")) or defaults.database_url,
            host=env.get("HOST") or LOOPBACK,
            port=_whole(env, "PORT", defaults.port, most=65_535),
            auth=_choice(env, "AUTH", AUTH_MODES, defaults.auth),
            workers=_whole(env, "WORKERS", 0) or None,
            threads=_whole(env, "THREADS", 0, most=1_024) or None,
            log_level=_choice(env, "LOG_LEVEL", ("debug", "info", "warning", "error"), defaults.log_level),
            public_url=_url(env, "PUBLIC_URL", ("http", "https")).rstrip("/"),
            trusted_proxies=_whole(env, "TRUSTED_PROXIES", 0, most=10),
            cors_origins=_origins(env, "CORS_ORIGINS"),
            overlay_dir=env.get("REGISTRY_OVERLAY_DIR") or None,
            metrics_dir=env.get("PROMETHEUS_MULTIPROC_DIR") or None,
            metrics_host=env.get("METRICS_HOST") or LOOPBACK,
            metrics_port=_whole(env, "METRICS_PORT", 0, most=65_535),
            worker_max_requests=_whole(env, "WORKER_MAX_REQUESTS", defaults.worker_max_requests),
            graceful_timeout=_whole(env, "GRACEFUL_TIMEOUT", defaults.graceful_timeout, least=1, most=3_600),
            tracing=_choice(env, "TRACING", ("on", "off"), "off") == "on",
            rate_requests=_whole(env, "RATE_REQUESTS_PER_MINUTE", 0),
            rate_bytes=_whole(env, "RATE_BYTES_PER_MINUTE", 0),
            redis_url=_url(env, "REDIS_URL", ("redis", "rediss", "unix")),
            queue_url=_url(env, "QUEUE_URL", ("sqlite", "redis", "rediss", "unix", "postgresql")),
            queue_name=env.get("QUEUE_NAME") or defaults.queue_name,
            job_ttl_s=_whole(env, "JOB_TTL_SECONDS", defaults.job_ttl_s, least=1),
            job_lease_s=_whole(env, "JOB_LEASE_SECONDS", defaults.job_lease_s, least=1, most=86_400),
            job_workers=_whole(env, "JOB_WORKERS", defaults.job_workers, most=256),
            limits=_limits(env),
        )


def _address(host: str, port: int) -> str:
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def _limits(env: Mapping[str, str]) -> Limits:
    defaults = Limits()
    found = {
        name: _whole(
            env, name.upper() if name.startswith("queue") else f"MAX_{name.upper()}", getattr(defaults, name), least=1
        )
        for name in Limits.__dataclass_fields__
        if not name.startswith("deadline")
    }
    longest = _whole(env, "MAX_DEADLINE_MS_MAX", defaults.deadline_ms_max, least=1, most=LONGEST_DEADLINE_MS)
    # Who allows less than the usual time means it for requests that name none, too.
    usual = _whole(env, "MAX_DEADLINE_MS", min(defaults.deadline_ms, longest), least=1, most=longest)
    return Limits(**found, deadline_ms=usual, deadline_ms_max=longest)


def _whole(env: Mapping[str, str], name: str, default: int, *, least: int = 0, most: int = 2**40) -> int:
    text = env.get(name, "").strip()
    if not text:
        return default
    if not text.isascii() or not text.isdigit() or not least <= int(text) <= most:
        raise SettingsError(f"{name} must be a whole number from {least} to {most}")
    return int(text)


def _url(env: Mapping[str, str], name: str, schemes: tuple[str, ...]) -> str:
    text = env.get(name, "").strip()
    # The driver is part of a database's scheme: postgresql+psycopg.
    if text and text.partition("://")[0].partition("+")[0] not in schemes:
        raise SettingsError(f"{name} must begin with one of {', '.join(f'{scheme}://' for scheme in schemes)}")
    return text


def _origins(env: Mapping[str, str], name: str) -> tuple[str, ...]:
    found = tuple(env.get(name, "").replace(",", " ").split())
    if not all(map(_ORIGIN.fullmatch, found)):
        raise SettingsError(f"{name} must be origins such as https://cms.example.org, in lower case and without a path")
    return found


def _choice(env: Mapping[str, str], name: str, known: tuple[str, ...], default: str) -> str:
    text = env.get(name, "").strip().lower()
    if not text:
        return default
    if text not in known:
        raise SettingsError(f"{name} must be one of {', '.join(known)}")
    return text
