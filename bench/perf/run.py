"""Time per stage for a 500-word article, growth, start-up, requests per second, memory and size, beside their budgets.

    python -m bench.perf.run [--rounds 5] [--only stages_ms growth start http memory_mb wheel_mb] [--freeze]

Figures belong to the machine. CPU time counts where a budget is one of work (other processes do not move it); wall time is
printed beside it. Budgets are those of one core (OPERATIONS: median 6 ms, 150 requests/s ...).
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from bench.perf import server, stages
from bench.perf.measure import machine

ROOT = Path(__file__).resolve().parents[2]
FROZEN = ROOT / "bench" / "frozen" / "perf.json"
BUDGETS = {
    "annotate_cpu_ms_median": 6, "annotate_cpu_ms_p99": 15, "requests_per_cpu_s": 150, "p99_ms": 100, "start_s": 1.5, "master_mb": 150,
    "further_worker_mb": 40, "hostile": 3, "wheel_mb": 30,
}  # fmt: skip


def wheel() -> float:
    """Megabytes of the built wheel."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", folder, str(ROOT)]
        subprocess.run(command, check=True, capture_output=True)
        return round(sum(path.stat().st_size for path in Path(folder).glob("*.whl")) / 1e6, 1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=stages.ROUNDS)
    parser.add_argument("--seconds", type=float, default=10.0, help="of load over HTTP")
    parser.add_argument("--only", nargs="*", default=None, help="parts to measure (default: all)")
    parser.add_argument("--freeze", action="store_true", help="keep the figures in bench/frozen/perf.json")
    options = parser.parse_args()
    parts: dict[str, Callable[[], object]] = {
        "stages_ms": lambda: stages.stages(options.rounds),
        "growth": stages.growth,
        "start": server.start_up,
        "http": lambda: server.throughput(options.seconds),
        "memory_mb": server.memory,
        "wheel_mb": wheel,
    }
    found: dict[str, object] = {"budgets": BUDGETS, "machine": machine()}
    for name, measure in parts.items():
        if options.only is None or name in options.only:
            found[name] = measure()
            print(name, json.dumps(found[name], indent=1), flush=True)
    if options.freeze:
        FROZEN.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
