"""A real server for the client, once a session, and the client as CI images run it: no packages, no environment."""

import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CLIENT = ROOT / "clients" / "sourcegrade-check"
#: Fails on any agentless attribution, whatever the shipped severities are.
POLICY = "extends: recommended\nrules:\n  SRC004: error\n"
BAD = "# Ferry\n\nIt was reported that the ferry of Port Lisse had left.\n"
GOOD = "# Ferry\n\nThe port office of Lisse said on Monday that the ferry had left.\n"
DIRECTIVE = "<!-- sourcegrade disable-next-line SRC004 -- the desk spoke with the captain -->\n"


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@dataclass(frozen=True)
class Done:
    """A finished run of the client."""

    code: int
    out: str
    err: str


def bare_environment(**more: str) -> dict[str, str]:
    """The environment of a CI image: nothing of this project, no site packages."""
    return {"PATH": "/usr/bin:/bin", "HOME": "/nonexistent", "LANG": "C", **more}


def run(command: list[str], cwd: Path, **more: str) -> Done:
    """Run a program and wait for it."""
    done = subprocess.run(command, cwd=cwd, env=bare_environment(**more), capture_output=True, timeout=120, check=False)
    return Done(done.returncode, done.stdout.decode(), done.stderr.decode())


@pytest.fixture(scope="session")
def service(tmp_path_factory):
    """Address of a gunicorn with the whole service."""
    port, folder = free_port(), tmp_path_factory.mktemp("service")
    environment = {
        **{name: value for name, value in os.environ.items() if name != "AUTH"},
        "HOST": "127.0.0.1",
        "PORT": str(port),
        "WORKERS": "1",
        "LOG_LEVEL": "error",
        "DATABASE_URL": f"sqlite:///{folder}/store.sqlite3",
    }
    server = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "-c", "gunicorn.conf.py", "service.wsgi:app"], cwd=ROOT, env=environment
    )
    url = f"http://127.0.0.1:{port}"
    try:
        for _attempt in range(600):
            with contextlib.suppress(OSError), urllib.request.urlopen(f"{url}/readyz", timeout=2) as answer:
                if answer.status == 200:
                    break
            assert server.poll() is None, "the server ended"
            time.sleep(0.1)
        yield url
    finally:
        server.terminate()
        server.wait(30)


@pytest.fixture
def alone(tmp_path, service):
    """The single-file client against the service, in a folder of its own: `alone("a.md", "--quiet")`."""

    def call(*words: str, url: str | None = service, **environment: str) -> Done:
        where = ["--url", url] if url else []
        return run([sys.executable, "-I", "-S", str(CLIENT), *where, *words], tmp_path, **environment)

    return call


@pytest.fixture
def git(tmp_path):
    """Git in the test's folder, with a committer."""

    def call(*words: str, check: bool = True) -> Done:
        who = ("-c", "user.name=KL", "-c", "user.email=kl@example.org", "-c", "init.defaultBranch=main")
        done = run(["git", *who, *words], tmp_path)
        assert not check or done.code == 0, done.err
        return done

    return call
