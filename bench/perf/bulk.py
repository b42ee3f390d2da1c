"""Archives: what a document costs by its length, on the local pool and on Ray, and the memory over a long run.

    python -m bench.perf.bulk costs  [--lengths 50 200 500 1500 5000] [--words 200000] [--freeze]
    python -m bench.perf.bulk engines [--documents 4000] [--words 200] [--freeze]
    python -m bench.perf.bulk memory [--documents 100000] [--words 50] [--freeze]

Every run is processes of its own, on articles of `bench.perf.varied`, no two alike. Start-up (Python, model, Ray) is what a
run of one document takes, and is subtracted. CPU seconds are those of all the run's processes, and other load does not move
them; they include the annotation, writing the records with `fsync`, and joining.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bench.perf import varied
from bench.perf.measure import machine
from bench.perf.server import cpu_seconds
from service.bulk.parts import cut

FROZEN = Path(__file__).resolve().parents[1] / "frozen" / "bulk.json"


def _command(source: Path, target: Path, engine: str, processes: int) -> list[str]:
    command = [sys.executable, "-m", "service.cli", "bulk", str(source), str(target), "--engine", engine]
    return [*command, "--processes", str(processes)]


def _run(source: Path, engine: str = "local", processes: int = 1, ending: str = "jsonl") -> dict[str, float]:
    """Wall and CPU seconds of one run with all its processes, and the bytes it wrote."""
    target = source.with_suffix(f".out.{ending}")
    begun = time.perf_counter()
    before = os.times()
    run = subprocess.Popen(_command(source, target, engine, processes), stderr=subprocess.PIPE, text=True)
    seen: dict[int, float] = {}
    while run.poll() is None:
        # Ray's processes are not waited for by the one that started them, so that the system's sum lacks them.
        seen.update(_cpu_below(run.pid) if engine == "ray" else {})
        time.sleep(0.1)
    if run.returncode:
        raise SystemExit(f"the run failed: {run.stderr.read() if run.stderr else ''}")
    after = os.times()
    waited_for = after.children_user + after.children_system - before.children_user - before.children_system
    found = {
        "wall_s": time.perf_counter() - begun,
        "cpu_s": max(waited_for, sum(seen.values())),
        "bytes": target.stat().st_size,
    }
    target.unlink()
    return found


def _cpu_below(root: int) -> dict[int, float]:
    """CPU seconds so far of a process and of all below it."""
    found: dict[int, float] = {}
    left = [root]
    while left:
        process = left.pop()
        try:
            found[process] = cpu_seconds(process)
            for task in Path(f"/proc/{process}/task").iterdir():
                left += map(int, (task / "children").read_text().split())
        except OSError:
            continue
    return found


def costs(asked: argparse.Namespace, folder: Path) -> list[dict[str, float]]:
    """For each length: core-milliseconds a document, documents a core-second, bytes in and out.

    The better of two runs, one to each kind of output.
    """
    one, many = folder / "one.jsonl", folder / "many.jsonl"
    varied.write(one, 1, 50)
    start = min((_run(one) for _ in range(3)), key=lambda run: run["cpu_s"])
    rows = []
    for length in asked.lengths:
        documents = max(40, asked.words // length)
        words = varied.write(many, documents, length) / documents
        runs = {ending: _run(many, ending=ending) for ending in ("jsonl", "parquet")}
        cpu = min(run["cpu_s"] for run in runs.values()) - start["cpu_s"]
        rows.append({
            "documents": documents, "words": round(words, 1), "core_ms_per_document": round(cpu * 1000 / documents, 2),
            "documents_per_core_s": round(documents / cpu, 1), "core_us_per_word": round(cpu * 1e6 / documents / words, 1),
            "bytes_in": round(many.stat().st_size / documents), "bytes_out": round(runs["jsonl"]["bytes"] / documents),
            "bytes_out_parquet": round(runs["parquet"]["bytes"] / documents),
        })  # fmt: skip
        print(json.dumps(rows[-1]), flush=True)
    return rows


def engines(asked: argparse.Namespace, folder: Path) -> list[dict[str, object]]:
    """The same archive on one and two processes of the pool and of Ray: core-seconds to start, core-milliseconds a document."""
    one, many = folder / "one.jsonl", folder / "many.jsonl"
    varied.write(one, 1, 50)
    varied.write(many, asked.documents, asked.words)
    rows: list[dict[str, object]] = []
    for processes in (1, 2):
        for engine in ("local", "ray"):
            start, whole = _run(one, engine, processes), _run(many, engine, processes)
            rows.append({
                "engine": engine, "processes": processes, "documents": asked.documents,
                "start_cpu_s": round(start["cpu_s"], 1), "start_wall_s": round(start["wall_s"], 1),
                "wall_s": round(whole["wall_s"], 1), "cpu_s": round(whole["cpu_s"], 1),
                "cpu_ms_per_document": round((whole["cpu_s"] - start["cpu_s"]) * 1000 / asked.documents, 2),
            })  # fmt: skip
            print(json.dumps(rows[-1]), flush=True)
    return rows


def memory(asked: argparse.Namespace, folder: Path) -> dict[str, object]:
    """Megabytes (resident) of the parent and of the process that annotates, as documents are finished."""
    source, target = folder / "many.jsonl", folder / "out.jsonl"
    words = varied.write(source, asked.documents, asked.words)
    parts = cut(str(source))
    begun = time.perf_counter()
    before = os.times()
    run = subprocess.Popen(_command(source, target, "local", 1), stderr=subprocess.DEVNULL)
    curve: list[dict[str, float]] = []
    step = max(1, len(parts) // 40)
    while run.poll() is None:
        done = sum(1 for _ in folder.glob("out.jsonl.parts/part-*.jsonl"))
        if done >= step * len(curve) + 1 and (row := _resident(run.pid)):
            finished = sum(part.documents for part in parts[:done])
            curve.append({"documents": finished, "s": round(time.perf_counter() - begun, 1), **row})
            print(json.dumps(curve[-1]), flush=True)
        time.sleep(0.25)
    if run.returncode:
        raise SystemExit("the run failed")
    after = os.times()
    spent = after.children_user + after.children_system - before.children_user - before.children_system
    with target.open("rb") as lines:
        rows = sum(1 for _ in lines)
    return {
        "documents": asked.documents, "rows": rows, "words_per_document": round(words / asked.documents, 1),
        "wall_s": round(time.perf_counter() - begun), "cpu_s": round(spent),
        "documents_per_core_s": round(asked.documents / spent, 1), "growth_mb": _growth(curve), "curve": curve,
    }  # fmt: skip


def _resident(parent: int) -> dict[str, float]:
    try:
        children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
        # The largest child annotates; a small one belongs to Python's multiprocessing.
        return {"parent_mb": _mb(parent), "process_mb": max((_mb(int(child)) for child in children), default=0.0)}
    except OSError:
        return {}


def _mb(process: int) -> float:
    pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    return round(pages * os.sysconf("SC_PAGE_SIZE") / 2**20, 1)


def _growth(curve: list[dict[str, float]]) -> dict[str, float]:
    """Megabytes between a tenth of the run, when the caches are full, and its end."""
    early, late = curve[len(curve) // 10], curve[-1]
    return {name: round(late[name] - early[name], 1) for name in ("parent_mb", "process_mb")}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["costs", "engines", "memory"])
    parser.add_argument("--documents", type=int, default=None)
    parser.add_argument("--words", type=int, default=None)
    parser.add_argument("--lengths", type=int, nargs="+", default=[50, 200, 500, 1500, 5000])
    parser.add_argument("--freeze", action="store_true", help="keep the figures in bench/frozen/bulk.json")
    asked = parser.parse_args()
    usual = {"costs": (None, 200_000), "engines": (4_000, 200), "memory": (100_000, 50)}[asked.what]
    asked.documents = asked.documents or usual[0]
    asked.words = asked.words or usual[1]
    measure: dict[str, Callable[[argparse.Namespace, Path], object]] = {
        "costs": costs,
        "engines": engines,
        "memory": memory,
    }
    about = machine()
    with tempfile.TemporaryDirectory() as folder:
        found = measure[asked.what](asked, Path(folder))
    print(json.dumps(found, indent=1))
    if asked.freeze:
        frozen = json.loads(FROZEN.read_text()) if FROZEN.exists() else {}
        frozen[asked.what] = {"machine": about, "figures": found}
        FROZEN.write_text(json.dumps(frozen, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
