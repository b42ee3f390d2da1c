"""Look-ups for an editor's completion: `python -m bench.perf.lookup [--requests N] [--freeze]`

`POST /v1/sources/resolve` and `GET /v1/sources?q=` over one kept connection, a name at each key press, beside `GET /healthz` as the
baseline: what the machine and the server cost without any look-up. And the registry's load, in a process of its own.
"""

import argparse
import http.client
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import cycle, islice
from pathlib import Path
from urllib.parse import quote

from bench.perf.measure import machine, quantiles
from bench.perf.server import children, cpu_seconds, ready, served

ROOT = Path(__file__).resolve().parents[2]
FROZEN = ROOT / "bench" / "frozen" / "lookup.json"
BUDGETS = {"p99_ms": 20, "registry_load_cpu_s": 0.3}
#: Names as they are typed, exact and descriptive, in many countries; some that nothing answers to.
NAMES = (
    "South Korean intelligence", "Brazil's central bank", "the Polish Press Agency", "NIS", "Kremlin", "a senior US defence official",
    "Ukraine's military intelligence directorate", "the Guardian", "Downing Street", "Reuters", "Statistics Office of Kenya",
    "the Elysée", "Médecins Sans Frontières", "Ministry of Health", "ABC", "Federal Reserve", "Bank of Uganda", "Lena Fisk",
    "Al Jazeera", "Human Rights Watch", "the Japanese finance ministry", "Interfax", "police in Lagos", "Nowhere Broadcasting Ltd",
    "國家安全局", "Bundesnachrichtendienst", "European Central Bank", "University of Cape Town", "Hezbollah", "World Health Organization",
)  # fmt: skip
_LOAD = (
    "import time; from service.runtime.registry_files import load_registry; begun = time.process_time(); load_registry(); "
    "print(time.process_time() - begun)"
)


def typed() -> Iterator[str]:
    """Every name as it grows under the fingers, from the second letter."""
    for name in NAMES:
        for length in range(2, len(name) + 1, 2):
            yield name[:length]


def latency(requests: int) -> dict[str, dict[str, float]]:
    """Milliseconds a request by kind: median and p99 of the wall, and the worker's CPU time."""
    with tempfile.TemporaryDirectory() as folder, served(1, folder) as (master, port):
        while not ready(port):
            time.sleep(0.05)
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        kinds: dict[str, Callable[[str], None]] = {
            "healthz": lambda _: _get(connection, "/healthz"),
            "resolve": lambda name: _post(connection, name),
            "sources": lambda name: _get(connection, f"/v1/sources?q={quote(name)}"),
        }
        return {kind: _timed(ask, requests, master) for kind, ask in kinds.items()}


def _timed(ask: Callable[[str], None], requests: int, master: int) -> dict[str, float]:
    for name in NAMES:
        ask(name)
    cpu, spent = _tree_cpu(master), []
    for name in islice(cycle(typed()), requests):
        begun = time.perf_counter()
        ask(name)
        spent.append((time.perf_counter() - begun) * 1000)
    cpu = _tree_cpu(master) - cpu
    return {**quantiles(spent), "cpu": round(cpu * 1000 / requests, 3)}


def _tree_cpu(master: int) -> float:
    """CPU seconds of the server so far: workers that run, and such as were replaced meanwhile."""
    fields = Path(f"/proc/{master}/stat").read_text().rpartition(")")[2].split()
    return sum(map(cpu_seconds, children(master))) + sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")


def _get(connection: http.client.HTTPConnection, path: str) -> None:
    connection.request("GET", path)
    _read(connection)


def _post(connection: http.client.HTTPConnection, name: str) -> None:
    body = json.dumps({"names": [name]})
    connection.request("POST", "/v1/sources/resolve", body, {"Content-Type": "application/json"})
    _read(connection)


def _read(connection: http.client.HTTPConnection) -> None:
    try:
        answer = connection.getresponse()
    except http.client.RemoteDisconnected:  # the worker was replaced between two requests
        connection.close()
        return
    body = answer.read()
    if answer.status != 200:
        raise RuntimeError(f"{answer.status}: {body[:300]!r}")


def registry_load(rounds: int = 5) -> float:
    """CPU seconds of loading the registry in a fresh process, the least of some."""
    command = [sys.executable, "-c", _LOAD]
    runs = (subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True) for _ in range(rounds))
    return round(min(float(run.stdout) for run in runs), 3)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--requests", type=int, default=2_000, help="of each kind")
    parser.add_argument("--freeze", action="store_true", help="keep the figures in bench/frozen/lookup.json")
    options = parser.parse_args()
    found = {
        "budgets": BUDGETS,
        "machine": machine(),
        "requests": options.requests,
        "latency_ms": latency(options.requests),
        "registry_load_cpu_s": registry_load(),
    }
    print(json.dumps(found, indent=1))
    if options.freeze:
        FROZEN.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
