"""The served service: start-up, requests per second and latency, memory. gunicorn as `make run` starts it."""

import http.client
import multiprocessing
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.perf.measure import quantiles
from bench.perf.texts import articles

ROOT = Path(__file__).resolve().parents[2]
_HEADERS = {"Content-Type": "text/plain"}
_TICKS = os.sysconf("SC_CLK_TCK")


@contextmanager
def served(workers: int, folder: str, **environment: str) -> Iterator[tuple[int, int]]:
    """A server on a free port, on SQLite unless told otherwise: (process id of the master, port)."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    own = {"PORT": str(port), "HOST": "127.0.0.1", "WORKERS": str(workers), "LOG_LEVEL": "warning", "METRICS_PORT": ""}
    env = os.environ | own | {"DATABASE_URL": f"sqlite:///{folder}/bench.sqlite3"} | environment
    # Byte code is written as an installed service has it; else every start would compile everything again.
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    command = [sys.executable, "-m", "gunicorn", "-c", "gunicorn.conf.py", "service.wsgi:app"]
    server = subprocess.Popen(command, env=env, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield server.pid, port
    finally:
        server.terminate()
        server.wait(60)


def start_up(rounds: int = 5) -> dict[str, float]:
    """Seconds from the command to the first answer of an annotation, on a database that exists; least and median."""
    walls, cpus = [], []
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(rounds + 1):
            begun = time.perf_counter()
            with served(1, folder) as (master, port):
                _first(port)
                walls.append(time.perf_counter() - begun)
                cpus.append(sum(map(cpu_seconds, (master, *children(master)))))
    walls, cpus = walls[1:], cpus[1:]  # the first one writes byte code and makes the database
    return {
        "wall_s_least": round(min(walls), 2), "wall_s_median": round(quantiles(walls)["median"], 2), "cpu_s_least": round(min(cpus), 2),
    }  # fmt: skip


def throughput(seconds: float, clients: int = 4) -> dict[str, float]:
    """One worker under clients that keep their connections: requests per second of the wall and of the worker's own CPU time."""
    with tempfile.TemporaryDirectory() as folder, served(1, folder) as (master, port):
        _first(port)
        _ask(port, 2.0)  # words and connections warm
        workers = children(master)  # the worker, and the one of the jobs, which is still
        cpu, begun = sum(map(cpu_seconds, workers)), time.perf_counter()
        with multiprocessing.get_context("spawn").Pool(clients) as pool:
            spent = [ms for part in pool.starmap(_ask, [(port, seconds)] * clients) for ms in part]
        wall = time.perf_counter() - begun
        cpu = sum(map(cpu_seconds, workers)) - cpu
    figures = quantiles(spent)
    return {
        "clients": clients, "requests": len(spent), "requests_per_s": round(len(spent) / min(wall, seconds), 1),
        "requests_per_cpu_s": round(len(spent) / cpu, 1), "cpu_ms_per_request": round(cpu * 1000 / len(spent), 2),
        "p50_ms": round(figures["median"], 1), "p99_ms": round(figures["p99"], 1),
    }  # fmt: skip


def memory(requests: int = 1_000) -> dict[str, float]:
    """Megabytes (PSS) after `requests` requests: the master with one worker, and what a further worker adds."""
    totals, resident = [], 0.0
    for workers in (1, 2):
        with tempfile.TemporaryDirectory() as folder, served(workers, folder) as (master, port):
            _first(port)
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
            texts = [text.encode() for text in articles(500)]
            for number in range(requests * workers):
                if number % 50 == 0:  # a new connection may reach another worker
                    connection.close()
                _post(connection, texts[number % len(texts)])
            processes = [master, *children(master)]
            totals.append(sum(_pss(pid) for pid in processes))
            resident = _rss(master)
            connection.close()
    return {
        "master_rss": round(resident, 1), "master_and_worker_pss": round(totals[0], 1),
        "further_worker_pss": round(totals[1] - totals[0], 1),
    }  # fmt: skip


def ready(port: int) -> bool:
    """Whether the server says that it is ready."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=2) as answer:
            return answer.status == 200
    except OSError:
        return False


def _first(port: int) -> None:
    """Wait for the first annotation."""
    while True:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
            _post(connection, b"The mayor said that the bridge was safe.")
            connection.close()
            return
        except OSError:
            time.sleep(0.01)


def _ask(port: int, seconds: float) -> list[float]:
    """Milliseconds of each request of one client that keeps its connection."""
    texts = [text.encode() for text in articles(500)]
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.connect()
    spent = []
    end = time.perf_counter() + seconds
    while (begun := time.perf_counter()) < end:
        _post(connection, texts[len(spent) % len(texts)])
        spent.append((time.perf_counter() - begun) * 1000)
    return spent


def _post(connection: http.client.HTTPConnection, body: bytes) -> None:
    try:
        connection.request("POST", "/v1/annotations", body, _HEADERS)
        answer = connection.getresponse()
    except http.client.RemoteDisconnected:  # the worker closed a connection that had been still
        connection.close()
        connection.request("POST", "/v1/annotations", body, _HEADERS)
        answer = connection.getresponse()
    content = answer.read()
    if answer.status != 200:
        raise RuntimeError(f"{answer.status}: {content[:200]!r}")


def children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def cpu_seconds(pid: int) -> float:
    """CPU seconds of a process so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def _pss(pid: int) -> float:
    return _megabytes(f"/proc/{pid}/smaps_rollup", "Pss")


def _rss(pid: int) -> float:
    return _megabytes(f"/proc/{pid}/smaps_rollup", "Rss")


def _megabytes(path: str, field: str) -> float:
    found = re.search(rf"^{field}:\s+(\d+)", Path(path).read_text(), re.MULTILINE)
    return int(found[1]) / 1024 if found else 0.0
