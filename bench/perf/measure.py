"""What every measurement here shares: a clock that other people's load does not move, and what the machine is."""

import os
import platform
import re
import statistics
import time
from collections.abc import Callable, Iterable
from pathlib import Path


def machine() -> dict[str, object]:
    """What the figures belong to, and a fixed piece of plain Python work to compare machines by."""
    info = Path("/proc/cpuinfo")
    names = re.findall(r"^model name\s*:\s*(.+)$", info.read_text(), re.MULTILINE) if info.is_file() else []
    return {
        "cpu": names[0] if names else platform.processor(),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "system": platform.system(),
        "load_average": round(os.getloadavg()[0], 1),
        "yardstick_cpu_ms": round(least(lambda: sum(number * number % 7 for number in range(100_000)), 20), 2),
    }


def least(work: Callable[[], object], rounds: int) -> float:
    """Least CPU milliseconds of one call: what the work itself costs, without what other processes do to the caches."""
    found = []
    for _ in range(rounds):
        begun = time.process_time()
        work()
        found.append(time.process_time() - begun)
    return min(found) * 1000


def quantiles(values: Iterable[float]) -> dict[str, float]:
    """Median and 99th percentile, to a microsecond of milliseconds."""
    ordered = sorted(values)
    return {
        "median": round(statistics.median(ordered), 3),
        "p99": round(ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))], 3),
    }
