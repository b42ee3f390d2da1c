"""Real servers for the fault tests: gunicorn as it ships, and a PostgreSQL or Redis of one's own that may be killed."""

import contextlib
import http.client
import json
import os
import pwd
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import redis

ROOT = Path(__file__).resolve().parents[2]
#: Generous: the machine may be busy with other things.
PATIENCE = 60.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def until(true, seconds=PATIENCE, what="it"):
    """Poll until `true()` is true; gives its value."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with contextlib.suppress(OSError, http.client.HTTPException):
            found = true()
            if found:
                return found
        time.sleep(0.02)
    raise AssertionError(f"{what} did not happen within {seconds:.0f} s")


class Server:
    """gunicorn with the shipped configuration in a process group of its own."""

    def __init__(self, database_url, **environment):
        self.port, self.inside = free_port(), free_port()
        keep = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG", "TMPDIR"}}
        self.environment = {
            **keep,
            "PORT": str(self.port),
            "METRICS_PORT": str(self.inside),
            "DATABASE_URL": database_url,
            "WORKERS": "2",
            "LOG_LEVEL": "warning",
            **environment,
        }
        self.log = tempfile.TemporaryFile()  # noqa: SIM115 - as long as the server
        self.start()

    def start(self):
        self.process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "-c", "gunicorn.conf.py", "service.wsgi:app"],
            cwd=ROOT,
            env=self.environment,
            start_new_session=True,
            stdout=self.log,
            stderr=self.log,
        )
        until(lambda: self.get("/readyz")[0] == 200, what="the server's start")

    def ask(self, method, path, body=None, headers=None, port=None, timeout=PATIENCE, raw=False):
        """One request on a connection of its own: status, headers, parsed body (`raw`: as sent)."""
        connection = http.client.HTTPConnection("127.0.0.1", port or self.port, timeout=timeout)
        try:
            sent = json.dumps(body).encode() if isinstance(body, dict) else body
            kind = {"Content-Type": "application/json"} if isinstance(body, dict) else {}
            connection.request(method, path, sent, {**kind, **(headers or {})})
            answer = connection.getresponse()
            content = answer.read()
            is_json = not raw and "json" in (answer.getheader("Content-Type") or "")
            return answer.status, dict(answer.getheaders()), json.loads(content) if is_json else content
        finally:
            connection.close()

    def get(self, path, **options):
        return self.ask("GET", path, **options)

    def post(self, path, body, **options):
        return self.ask("POST", path, body, **options)

    def metrics(self) -> dict[str, float]:
        """Every sample by its name and labels as written."""
        text = self.get("/metrics", port=self.inside)[2].decode()
        return {row[0]: float(row[1]) for row in re.findall(r"^([a-z]\S*(?:\{[^}]*\})?) (\S+)$", text, re.MULTILINE)}

    def said(self) -> str:
        """Everything that it wrote so far."""
        return os.pread(self.log.fileno(), os.fstat(self.log.fileno()).st_size, 0).decode()

    def workers(self) -> list[int]:
        """Process ids of the workers."""
        found = []
        for status in Path("/proc").glob("[0-9]*/status"):
            with contextlib.suppress(OSError):
                words = status.read_text()
                if f"\nPPid:\t{self.process.pid}\n" in words and "\nState:\tZ" not in words:
                    found.append(int(status.parent.name))
        return found

    def kill_all(self):
        """As a power cut: the master and every worker at once."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(PATIENCE)

    def stop(self):
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                self.kill_all()


class Writer(threading.Thread):
    """Sends outcomes, one after the other, and remembers which were acknowledged."""

    def __init__(self, server, name):
        super().__init__(daemon=True)
        self.server, self.prefix = server, name
        self.acknowledged, self.refused, self.broken = [], [], 0
        self.stopping = threading.Event()

    def run(self):
        number = 0
        while not self.stopping.is_set():
            number += 1
            reference = f"{self.prefix}-{number}"
            body = {"source": "kr.nis", "outcome": "true", "reference": reference}
            try:
                status, headers, answer = self.server.post("/v1/outcomes", body)
            except (OSError, http.client.HTTPException):
                self.broken += 1
                time.sleep(0.01)
                continue
            if status == 201:
                self.acknowledged.append((answer["id"], reference))
            else:
                self.refused.append((status, headers, answer))
                time.sleep(0.02)

    def finish(self):
        self.stopping.set()
        self.join(PATIENCE)


def stored(server) -> list[dict]:
    """Every outcome of the store, read by its pages."""
    rows, cursor = [], "0"
    while cursor is not None:
        status, _, page = server.get(f"/v1/outcomes?limit=200&cursor={cursor}")
        assert status == 200
        rows += page["outcomes"]
        cursor = page["next_cursor"]
    return rows


def nothing_lost(server, writers):
    """Every acknowledged row is there, once, and no row is half there."""
    rows = stored(server)
    ids = [row["id"] for row in rows]
    assert len(ids) == len(set(ids))
    wanted = {pair for writer in writers for pair in writer.acknowledged}
    assert wanted
    assert wanted <= {(row["id"], row["reference"]) for row in rows}
    assert all(row["source"] == "kr.nis" and row["outcome"] == "true" and row["recorded_at"] for row in rows)


class Postgres:
    """A PostgreSQL of its own, in a folder of its own, run by a user that may (never root)."""

    def __init__(self, folder: Path):
        self.tools = self._tools()
        self.folder, self.port = folder / "pg", free_port()
        self.user = pwd.getpwnam("postgres") if os.getuid() == 0 else None
        if self.user:
            os.chown(folder, self.user.pw_uid, self.user.pw_gid)
            for parent in [folder, *folder.parents][:4]:
                parent.chmod(parent.stat().st_mode | 0o055) if parent.stat().st_uid in {0, self.user.pw_uid} else None
        self._run("initdb", "-D", self.folder, "-U", "postgres", "-A", "trust", "--no-sync")
        self.url = f"postgresql+psycopg://postgres@127.0.0.1:{self.port}/postgres"
        self.start()

    @staticmethod
    def _tools() -> Path | None:
        found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
        if found:
            return found[-1].parent
        inside = shutil.which("initdb")
        return Path(inside).parent if inside else None

    @classmethod
    def missing(cls) -> str | None:
        """Why there can be none here."""
        if cls._tools() is None:
            return "PostgreSQL's programs are not installed"
        if os.getuid() == 0:
            try:
                pwd.getpwnam("postgres")
            except KeyError:
                return "PostgreSQL does not run as root, and there is no user postgres"
        return None

    def _as_user(self):
        return {"user": self.user.pw_uid, "group": self.user.pw_gid, "extra_groups": []} if self.user else {}

    def _run(self, tool, *words):
        done = subprocess.run(
            [self.tools / tool, *map(str, words)],
            cwd="/",
            capture_output=True,
            text=True,
            check=False,
            **self._as_user(),
        )
        assert done.returncode == 0, done.stderr

    def start(self):
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c shared_buffers=16MB"
        self.process = subprocess.Popen(
            [self.tools / "postgres", "-D", self.folder, *options.replace("''", "").split()],
            cwd="/",
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            **self._as_user(),
        )
        until(self._answers, what="PostgreSQL's start")

    def _answers(self):
        done = subprocess.run(
            [self.tools / "pg_isready", "-h", "127.0.0.1", "-p", str(self.port)], capture_output=True, check=False
        )
        return done.returncode == 0

    def kill(self):
        """kill -9 of the postmaster and of everything that it started."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        for pid in [self.process.pid, *map(int, children)]:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.process.wait(PATIENCE)
        for pid in map(int, children):
            until(
                lambda pid=pid: (
                    not Path(f"/proc/{pid}/cmdline").exists() or not Path(f"/proc/{pid}/cmdline").read_bytes()
                )
            )
        (self.folder / "postmaster.pid").unlink(missing_ok=True)

    def stop(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(PATIENCE)


class Redis:
    """A Redis of its own. Without `keep` it has nothing on a disk: what is killed is gone."""

    def __init__(self, folder: Path, *, keep: bool = False):
        self.folder, self.port, self.keep = folder, free_port(), keep
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.start()

    def start(self):
        saved = ["--save", "", "--appendonly", "yes" if self.keep else "no", "--dir", str(self.folder)]
        self.log = self.folder / "redis.log"
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                ["redis-server", "--port", str(self.port), "--bind", "127.0.0.1", *saved],
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        until(self._answers, what="the start of Redis")

    def _answers(self):
        assert self.process.poll() is None, self.log.read_text(encoding="utf-8", errors="replace")
        client = redis.Redis(port=self.port, socket_connect_timeout=1, socket_timeout=1)
        try:
            return client.ping()
        except redis.RedisError:
            return False
        finally:
            client.close()

    def kill(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait(PATIENCE)
