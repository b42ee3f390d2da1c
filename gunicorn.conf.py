"""How the server runs. CPU work is bound to Python's lock, so threads are for probes, metrics and slow clients."""

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

# Where the workers share their metrics. The files carry the worker's slot, so replaced workers leave none behind.
# The metrics library looks at this when it is imported, so that it stands before our own imports.
os.environ.setdefault(
    "PROMETHEUS_MULTIPROC_DIR", str(Path(tempfile.gettempdir()) / f"sourcegrade-metrics-{os.getpid()}")
)
_metrics = Path(os.environ["PROMETHEUS_MULTIPROC_DIR"])
try:
    _metrics.mkdir(parents=True, exist_ok=True)
except OSError as error:
    sys.exit(f"sourcegrade: PROMETHEUS_MULTIPROC_DIR: {error.strerror}")
for _left in _metrics.glob("*.db"):
    _left.unlink(missing_ok=True)

from service.api.auth import has_keys  # noqa: E402 - see above
from service.runtime.settings import Settings, SettingsError  # noqa: E402 - see above
from service.storage.engine import Database, StorageUnavailableError  # noqa: E402 - see above
from service.storage.migrate import upgrade  # noqa: E402 - see above


def _tidy() -> None:
    if _metrics.name.startswith("sourcegrade-metrics-"):
        shutil.rmtree(_metrics, ignore_errors=True)


def _stop(reason: str) -> None:
    _tidy()
    sys.exit(f"sourcegrade: {reason}")


def cgroup_cpus() -> int:
    """CPUs that this process may use: the quota of its cgroup, then its affinity; never the host's count."""
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    for quota_file, period_file in (
        ("/sys/fs/cgroup/cpu.max", None),
        ("/sys/fs/cgroup/cpu/cpu.cfs_quota_us", "/sys/fs/cgroup/cpu/cpu.cfs_period_us"),
    ):
        with contextlib.suppress(OSError, ValueError):
            words = Path(quota_file).read_text().split()
            if period_file is not None:
                words += Path(period_file).read_text().split()
            quota, period = int(words[0]), int(words[1])
            if quota > 0:
                return max(1, min(usable, -(-quota // period)))
    return max(1, usable)


def _settings() -> Settings:
    try:
        found = Settings.from_env()
    except SettingsError as error:
        _stop(str(error))
    if found.is_loopback or found.auth == "off":
        return found
    database = Database(found.database_url)
    try:
        upgrade(database)
        if not has_keys(database):
            _stop(
                f"refusing to listen on {found.host} without keys: make one with `sourcegrade keys create`, "
                "or set AUTH=off if everybody who can reach this address may use it."
            )
    except StorageUnavailableError as error:
        _stop(f"refusing to listen on {found.host}: the keys cannot be read ({error}).")
    finally:
        database.dispose()
    return found


settings = _settings()
bind = [address for address in (settings.bind, settings.metrics_bind) if address]
worker_class = "service.api.worker.PollingWorker"
workers = settings.workers or cgroup_cpus()
threads = settings.threads_of_worker
os.environ["WORKERS"] = str(workers)  # the application shares rate limits out between the workers
preload_app = True
timeout = 60  # a heartbeat with gthread; the application holds the deadline itself
graceful_timeout = settings.graceful_timeout
keepalive = 5
max_requests = settings.worker_max_requests
max_requests_jitter = max_requests // 10  # so that workers are not replaced all at once
control_socket_disable = True
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - a heartbeat file, not data
limit_request_line = 4094
limit_request_fields = 50
accesslog = None  # the application writes its own line, without addresses' query strings
logger_class = "service.api.worker.ServerLog"
loglevel = settings.log_level
proc_name = "sourcegrade"


def pre_fork(server, worker):  # noqa: ANN001, ANN201 - gunicorn's own signature
    """Give the worker the lowest free slot."""
    taken = {getattr(other, "slot", None) for other in server.WORKERS.values()}
    worker.slot = next(slot for slot in range(len(taken) + 1) if slot not in taken)


def post_fork(_server, worker):  # noqa: ANN001, ANN201 - gunicorn's own signature
    """Count under the worker's slot."""
    from service.runtime import metrics  # noqa: PLC0415 - only after the directory above is set

    metrics.use_slot(str(worker.slot))


def child_exit(_server, worker):  # noqa: ANN001, ANN201 - gunicorn's own signature
    """What a worker that ended was doing is over."""
    from service.runtime import metrics  # noqa: PLC0415 - only after the directory above is set

    metrics.free_slot(str(worker.slot))


_jobs: list[subprocess.Popen[bytes]] = []


def when_ready(_server):  # noqa: ANN001, ANN201 - gunicorn's own signature
    """Start the workers on jobs beside the server, unless they run elsewhere (JOB_WORKERS=0)."""
    if not settings.job_workers:
        return
    # They give way to requests, and load the model when the first job comes. The metrics' files belong to the server.
    command = [sys.executable, "-m", "service.cli", "worker", "--lazy", "--follow-parent", "--nice", "10"]
    environment = {name: value for name, value in os.environ.items() if name != "PROMETHEUS_MULTIPROC_DIR"}
    command += ["--processes", str(settings.job_workers)]
    _jobs.append(subprocess.Popen(command, env=environment))  # noqa: S603 - our own command


def on_exit(_server):  # noqa: ANN001, ANN201 - gunicorn's own signature
    """Leave nothing behind."""
    for process in _jobs:
        process.terminate()
    for process in _jobs:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=graceful_timeout)
    _tidy()
