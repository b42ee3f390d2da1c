"""Jobs with real worker processes, on each kind of store: database and queue as an operator would choose them."""

import contextlib
import json
import os
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from service.runtime.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
#: Seconds that anything may take on a busy machine before a test gives up.
PATIENCE = 120.0
#: Seconds without a sign of life after which a worker of these tests counts as dead.
LEASE = 2
OURS = ("DATABASE_URL", "QUEUE_URL", "REDIS_URL", "HOST", "PORT", "AUTH", "WORKERS", "JOB_WORKERS")


@pytest.fixture(
    params=[
        "sqlite",
        pytest.param("redis", marks=pytest.mark.redis),
        pytest.param("postgres", marks=pytest.mark.postgres),
    ]
)
def environment(request: pytest.FixtureRequest, tmp_path: Path) -> dict[str, str]:
    """The variables of one store."""
    url = f"sqlite:///{tmp_path}/store.sqlite3"
    if request.param == "postgres":
        url = request.getfixturevalue("postgres_url")
    found = {"DATABASE_URL": url, "JOB_LEASE_SECONDS": str(LEASE), "QUEUE_NAME": f"test{secrets.token_hex(4)}"}
    if request.param == "redis":
        found["QUEUE_URL"] = request.getfixturevalue("redis_url")
    return found


@pytest.fixture
def settings(environment: dict[str, str]) -> Settings:
    return Settings.from_env(environment)


def clean_environment(**ours: str) -> dict[str, str]:
    return {**{name: value for name, value in os.environ.items() if name not in OURS}, **ours}


@pytest.fixture
def start(environment: dict[str, str], tmp_path: Path) -> Iterator[Callable[..., subprocess.Popen[bytes]]]:
    """Starts `sourcegrade worker` in a process group of its own; whatever is left of it is killed at the end."""
    started: list[subprocess.Popen[bytes]] = []

    def run(*options: str) -> subprocess.Popen[bytes]:
        log = (tmp_path / f"worker-{len(started)}.log").open("wb")
        process = subprocess.Popen(
            [sys.executable, "-m", "service.cli", "worker", *options],
            cwd=ROOT,
            env=clean_environment(**environment),
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        started.append(process)
        return process

    yield run
    for process in started:
        kill_group(process)


def kill_group(process: subprocess.Popen[bytes]) -> None:
    """What a power cut does to a worker: parent and children at once, without a word."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def children(process: subprocess.Popen[bytes]) -> list[int]:
    """The processes that a worker started, oldest first."""
    return [int(pid) for pid in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()]


def until(holds: Callable[[], bool], what: str) -> None:
    """Wait until something holds."""
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, f"not within {PATIENCE} s: {what}"
        time.sleep(0.05)


def lines(*items: object) -> bytes:
    return b"".join(json.dumps(item).encode() + b"\n" for item in items)
