"""What a newcomer does: start the server, post a job, and get it done without starting anything else."""

import json
import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

from tests.jobs.conftest import ROOT, clean_environment, lines, until


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def fetch(url: str, data: bytes | None = None) -> bytes:
    kind = {"Content-Type": "application/x-ndjson"} if data else {}
    with urllib.request.urlopen(urllib.request.Request(url, data, kind), timeout=30) as answer:
        return answer.read()


def ready(url: str) -> bool:
    try:
        fetch(f"{url}/readyz")
    except (urllib.error.URLError, OSError):
        return False
    return True


def test_the_server_does_jobs_out_of_the_box_and_leaves_nobody_behind(tmp_path):
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    environment = {"DATABASE_URL": f"sqlite:///{tmp_path}/s.sqlite3", "PORT": str(port), "WORKERS": "1"}
    server = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "-c", "gunicorn.conf.py", "service.wsgi:app"],
        cwd=ROOT,
        env=clean_environment(**environment),
        start_new_session=True,
        stderr=subprocess.DEVNULL,
    )
    try:
        until(lambda: ready(url), "the server")
        job = json.loads(fetch(f"{url}/v1/jobs", lines({"id": "a", "text": "It holds, the harbor board said."})))
        until(lambda: json.loads(fetch(f"{url}/v1/jobs/{job['id']}"))["state"] == "done", "the job")
        row = json.loads(fetch(f"{url}/v1/jobs/{job['id']}/results"))
        assert (row["id"], row["status"]) == ("a", 200)
        server.terminate()
        server.wait(timeout=60)
        assert members(server.pid) == []
    finally:
        for pid in members(server.pid):
            os.kill(pid, signal.SIGKILL)


def members(group: int) -> list[int]:
    """Living processes of a process group."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[2]) == group and fields[0] != "Z":
            found.append(int(stat.parent.name))
    return found
