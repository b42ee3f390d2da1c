"""How gunicorn is set up, how the store is opened and what ships, as the operations design says."""

import runpy
from pathlib import Path

import pytest
from sqlalchemy import text

from service.api.worker import PollingWorker
from service.storage.engine import Database

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def configured(monkeypatch, tmp_path):
    """gunicorn.conf.py, read as the server reads it; with more variables where they are given."""

    def read(**environment: str) -> dict[str, object]:
        for name in ("HOST", "PORT", "AUTH", "WORKERS", "THREADS", "WORKER_MAX_REQUESTS", "METRICS_PORT"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", str(tmp_path / "metrics"))
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        return runpy.run_path(str(ROOT / "gunicorn.conf.py"))

    return read


def test_the_server_is_set_up_for_work_that_one_lock_serializes(configured):
    found = configured()
    assert found["worker_class"] == f"{PollingWorker.__module__}.{PollingWorker.__name__}"
    assert found["preload_app"] is True
    assert (found["timeout"], found["graceful_timeout"], found["keepalive"]) == (60, 30, 5)
    assert (found["max_requests"], found["max_requests_jitter"]) == (5000, 500)
    assert found["control_socket_disable"] is True
    assert (found["limit_request_line"], found["limit_request_fields"]) == (4094, 50)
    assert found["accesslog"] is None
    assert found["bind"] == ["127.0.0.1:8000"]


def test_metrics_of_an_earlier_run_are_not_counted(configured, tmp_path):
    left = tmp_path / "metrics" / "counter_0.db"
    left.parent.mkdir()
    left.write_bytes(b"x")
    configured()
    assert not left.exists()


@pytest.mark.parametrize(
    ("files", "cpus"),
    [
        ({"/sys/fs/cgroup/cpu.max": "150000 100000"}, 2),
        ({"/sys/fs/cgroup/cpu.max": "50000 100000"}, 1),
        ({"/sys/fs/cgroup/cpu.max": "max 100000"}, 64),
        ({"/sys/fs/cgroup/cpu.max": "9900000 100000"}, 64),
        ({"/sys/fs/cgroup/cpu/cpu.cfs_quota_us": "300000", "/sys/fs/cgroup/cpu/cpu.cfs_period_us": "100000"}, 3),
        ({"/sys/fs/cgroup/cpu/cpu.cfs_quota_us": "-1", "/sys/fs/cgroup/cpu/cpu.cfs_period_us": "100000"}, 64),
        ({}, 64),
    ],
)
def test_workers_are_as_many_as_the_quota_allows_and_never_the_hosts_cores(configured, monkeypatch, files, cpus):
    count = configured()["cgroup_cpus"]
    whole = Path.read_text

    def read(path: Path, *args, **kwargs):
        if str(path).startswith("/sys/fs/cgroup"):
            if str(path) not in files:
                raise FileNotFoundError(path)
            return files[str(path)]
        return whole(path, *args, **kwargs)

    monkeypatch.setattr(Path, "read_text", read)
    monkeypatch.setattr("os.sched_getaffinity", lambda _pid: set(range(64)))
    assert count() == cpus
    assert configured(WORKERS="7")["workers"] == 7


def test_a_sqlite_store_logs_ahead_waits_for_writers_and_syncs_every_commit(tmp_path):
    database = Database(f"sqlite:///{tmp_path}/store.sqlite3")
    with database.begin() as connection:
        asked = ("journal_mode", "busy_timeout", "synchronous", "foreign_keys")
        mode, wait, synchronous, foreign = (connection.execute(text(f"PRAGMA {name}")).scalar() for name in asked)
    database.dispose()
    assert (mode, wait >= 5_000, synchronous, foreign) == ("wal", True, 2, 1)


def test_what_ships_is_smaller_than_its_budget_even_uncompressed():
    files = (
        path for top in ("service", "schemas") for path in (ROOT / top).rglob("*") if "__pycache__" not in path.parts
    )
    assert sum(path.stat().st_size for path in files if path.is_file()) < 30_000_000


def test_the_first_screen_of_the_readme_runs_tests_and_asks():
    first = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()[:25]
    for told in ("make run", "make test", "curl -s localhost:8000/v1/annotations"):
        assert any(told in line for line in first)
