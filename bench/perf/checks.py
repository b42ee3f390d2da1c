"""How long a newsroom waits for its checks: two hundred drafts over HTTP, one draft in a commit hook.

    python -m bench.perf.checks [--rounds 5] [--freeze]

Each figure is the minimum of the rounds. Wall time belongs to the machine and its load; `cpu_s` is what all processes of one
round worked, and `on_two_cores_s` that work spread evenly over two cores, which no idle machine with two cores can beat.
"""

import argparse
import json
import os
import resource
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.perf.measure import machine
from bench.perf.server import ready
from bench.perf.texts import articles

ROOT = Path(__file__).resolve().parents[2]
FROZEN = ROOT / "bench" / "frozen" / "checks.json"
CLIENT = [sys.executable, "-I", "-S", str(ROOT / "clients" / "sourcegrade-check")]
COMMAND = [str(Path(sys.executable).with_name("sourcegrade")), "check"]
DRAFTS, WORDS = 200, 600
_TICK = os.sysconf("SC_CLK_TCK")


@contextmanager
def service(workers: int) -> Iterator[tuple[str, int]]:
    """Address and process id of a running service."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        env = os.environ | {
            "PORT": str(port),
            "HOST": "127.0.0.1",
            "WORKERS": str(workers),
            "LOG_LEVEL": "error",
            "DATABASE_URL": f"sqlite:///{folder}/b.sqlite3",
        }
        server = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "-c", "gunicorn.conf.py", "service.wsgi:app"],
            cwd=ROOT,
            env=env,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            while not ready(port):
                time.sleep(0.05)
            yield f"http://127.0.0.1:{port}", server.pid
        finally:
            server.terminate()
            server.wait(30)


def worked(pid: int) -> float:
    """CPU seconds of a process and its children."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    total = 0
    for each in (str(pid), *children):
        fields = Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split()
        total += int(fields[11]) + int(fields[12])
    return total / _TICK


def measured(run: Callable[[], None], server: int | None = None) -> tuple[float, float]:
    """Wall and CPU seconds of a run, the server's part included."""

    def spent() -> float:
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        return used.ru_utime + used.ru_stime + (worked(server) if server else 0.0)

    cpu, began = spent(), time.perf_counter()
    run()
    return time.perf_counter() - began, spent() - cpu


def least(run: Callable[[], None], rounds: int, server: int | None = None) -> dict[str, float]:
    """The smallest wall time and the smallest CPU time of the rounds."""
    found = [measured(run, server) for _ in range(rounds)]
    return {"wall_s": round(min(row[0] for row in found), 3), "cpu_s": round(min(row[1] for row in found), 3)}


def call(command: list[str], folder: Path) -> None:
    """Run the client; anything but a verdict is an error of the benchmark."""
    done = subprocess.run(command, cwd=folder, capture_output=True, check=False)
    if done.returncode not in {0, 1} or done.stderr:
        sys.exit(f"the client ended with {done.returncode}: {done.stderr.decode()[:500]}")


def figures(rounds: int) -> dict[str, object]:
    """All figures."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "many").mkdir()
        texts = articles(WORDS)
        for number in range(DRAFTS):
            (folder / "many" / f"{number:03}.md").write_text(texts[number % len(texts)], encoding="utf-8")
        (folder / "one.md").write_text(texts[0], encoding="utf-8")
        with service(2) as (url, pid):
            call([*CLIENT, "--url", url, "many"], folder)  # the workers' first answers
            many = least(lambda: call([*CLIENT, "--url", url, "many"], folder), rounds, pid)
            many["on_two_cores_s"] = round(many["cpu_s"] / 2, 3)
            hook = least(lambda: call([*CLIENT, "--url", url, "one.md"], folder), rounds, pid)
            command = least(lambda: call([*COMMAND, "--url", url, "one.md"], folder), rounds, pid)
        local = least(lambda: call([*COMMAND, "one.md"], folder), rounds)
    return {
        "machine": machine(),
        "drafts_200_over_http": many,
        "one_draft_warm_service_single_file": hook,
        "one_draft_warm_service_command": command,
        "one_draft_in_process": local,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--freeze", action="store_true", help="keep the figures in bench/frozen/checks.json")
    options = parser.parse_args()
    found = figures(options.rounds)
    print(json.dumps(found, indent=1))
    if options.freeze:
        FROZEN.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
