"""Documents per second of `sourcegrade bulk`: one and two processes, the local pool and Ray; start-up apart; peak memory.

    python -m bench.perf.bulk [--documents 4000] [--ray] [--freeze]

Each run is a process of its own. Start-up is the time of a run of one document, so that a rate is (documents - 1) over the
rest. Memory is the largest resident set of any of the run's processes.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

FROZEN = Path(__file__).resolve().parents[1] / "frozen" / "bulk.json"
PARAGRAPH = (
    "The harbor board of Port Lisse said on Tuesday that gate {n} would hold until Friday. “It leaks,” said Ana Petrov, "
    "who runs a cafe on the quay. According to a senior official, the ministry was told in May. "
)


def make(file: Path, documents: int, paragraphs: int) -> None:
    with file.open("w", encoding="utf-8") as out:
        for n in range(documents):
            out.write(json.dumps({"id": f"a{n}", "text": (PARAGRAPH * paragraphs).format(n=n)}) + "\n")


def run(source: Path, engine: str, processes: int) -> dict[str, float]:
    target = source.with_suffix(f".{engine}{processes}.out.jsonl")
    command = [sys.executable, "-m", "service.cli", "bulk", str(source), str(target), "--engine", engine]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begun = time.perf_counter()
    subprocess.run([*command, "--processes", str(processes)], check=True, stderr=subprocess.DEVNULL)
    seconds = time.perf_counter() - begun
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    target.unlink()
    # The largest child so far: exact for the first run, an upper bound for later ones.
    return {"seconds": round(seconds, 2), "cpu_seconds": round(cpu, 2), "peak_mb": after.ru_maxrss // 1024}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=4000)
    parser.add_argument("--paragraphs", type=int, default=2)
    parser.add_argument("--ray", action="store_true")
    parser.add_argument("--freeze", action="store_true")
    asked = parser.parse_args()
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        one, many = Path(folder) / "one.jsonl", Path(folder) / "many.jsonl"
        make(one, 1, asked.paragraphs)
        make(many, asked.documents, asked.paragraphs)
        for engine in ("local", "ray") if asked.ray else ("local",):
            for processes in (1, 2):
                start, whole = run(one, engine, processes), run(many, engine, processes)
                rate = (asked.documents - 1) / max(whole["seconds"] - start["seconds"], 1e-9)
                row = {"engine": engine, "processes": processes, "start_seconds": start["seconds"], **whole}
                rows.append({**row, "documents_per_second": round(rate, 1)})
                print(json.dumps(rows[-1]), flush=True)
    words = len(PARAGRAPH.split()) * asked.paragraphs
    found = {"documents": asked.documents, "words": words, "cores": len(os.sched_getaffinity(0)), "runs": rows}
    if asked.freeze:
        FROZEN.write_text(json.dumps(found, indent=2) + "\n")


if __name__ == "__main__":
    main()
