"""Time per stage for a 500-word article, growth, requests per second over HTTP, and memory.

    python -m bench.perf.run [--rounds 200] [--freeze]

Figures belong to the machine and its load; compare ratios of one run. A fixed piece of plain Python work is timed beside them.
"""

import argparse
import json
import os
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

from service.core import pipeline
from service.core.pipeline import annotate_text
from service.runtime.resources import load_resources
from tests.golden.gold import ARTICLES, load_articles

STAGES = ("parse", "build_layer", "score_within", "extract", "identify", "rate_sources", "judge_claims", "summarize")
FROZEN = Path(__file__).resolve().parents[1] / "frozen" / "perf.json"


def articles(words: int) -> list[str]:
    """Texts of about `words` words, joined from our own articles."""
    texts = [a.text for split in ("tune", "test") for a in load_articles(ARTICLES / f"{split}.jsonl")]
    found = []
    for start in range(len(texts)):
        joined = "\n\n".join(texts[start:] + texts[:start])
        ends = [match.end() for match in re.finditer(r"\S+", joined)]
        found.append(joined[: ends[words - 1]])
    return found


def yardstick() -> float:
    """Milliseconds of a fixed piece of plain Python work."""
    begun = time.perf_counter()
    sum(number * number % 7 for number in range(100_000))
    return (time.perf_counter() - begun) * 1000


def stages(rounds: int) -> dict[str, float]:
    """Median milliseconds of each stage and of the whole, one thread."""
    resources, texts = load_resources(), articles(500)
    spent: dict[str, list[float]] = {name: [] for name in (*STAGES, "tagger", "annotate")}

    def timed(name: str, function: Callable[..., object]) -> Callable[..., object]:
        def run(*args: object, **kwargs: object) -> object:
            begun = time.perf_counter()
            try:
                return function(*args, **kwargs)
            finally:
                spent[name].append((time.perf_counter() - begun) * 1000)

        return run

    originals = {name: getattr(pipeline, name) for name in STAGES}
    for name, function in originals.items():
        setattr(pipeline, name, timed(name, function))
    try:
        for number in range(rounds):
            timed("annotate", annotate_text)(texts[number % len(texts)], resources)
            layer = originals["build_layer"](originals["parse"](pipeline.Article(texts[number % len(texts)])))
            timed("tagger", resources.tagger.score)(layer)
    finally:
        for name, function in originals.items():
            setattr(pipeline, name, function)
    found = {name: round(statistics.median(values), 3) for name, values in spent.items()}
    found["annotate_p99"] = round(sorted(spent["annotate"])[int(len(spent["annotate"]) * 0.99)], 3)
    return found


def growth() -> dict[str, float]:
    """Milliseconds per 1,000 code points of prose and of hostile input of 50,000 code points, relative to 5,000 of prose."""
    resources = load_resources()
    prose = "\n\n".join(articles(2000))
    inputs = {
        "prose 5k": prose[:5_000], "prose 50k": prose[:50_000], "quotes": '"' * 50_000, "openers": "“" * 50_000, "brackets": "(" * 50_000,
        "one word": "a" * 50_000, "newlines": "\n" * 50_000, "said": "he said " * 6_250, "nested": "“‘" * 25_000, "dots": "A." * 25_000,
    }  # fmt: skip
    cost = {}
    for name, text in inputs.items():
        begun = time.perf_counter()
        annotate_text(text, resources)
        cost[name] = (time.perf_counter() - begun) * 1e6 / len(text)
    return {name: round(value / cost["prose 5k"], 2) for name, value in cost.items()}


def http(seconds: float = 6.0, clients: int = 4) -> dict[str, float]:
    """Requests per second and latency of one worker over loopback, and memory of the processes (PSS)."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        env = os.environ | {
            "PORT": str(port),
            "HOST": "127.0.0.1",
            "WORKERS": "1",
            "LOG_LEVEL": "error",
            "DATABASE_URL": f"sqlite:///{folder}/b.sqlite3",
        }
        begun = time.perf_counter()
        server = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "-c", "gunicorn.conf.py", "service.wsgi:app"],
            env=env,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            while not _ready(port):
                time.sleep(0.05)
            started = time.perf_counter() - begun
            spent = _load(port, seconds, clients)
            memory = _pss(server.pid)
        finally:
            server.terminate()
            server.wait(30)
    spent.sort()
    return {
        "start_s": round(started, 2), "requests_per_s": round(len(spent) / seconds, 1), "p50_ms": round(spent[len(spent) // 2], 1),
        "p99_ms": round(spent[int(len(spent) * 0.99)], 1), "master_mb": memory[0], "worker_mb": memory[1],
    }  # fmt: skip


def _ready(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=2) as answer:
            return answer.status == 200
    except OSError:
        return False


def _load(port: int, seconds: float, clients: int) -> list[float]:
    body = articles(500)[0].encode()
    spent: list[float] = []
    stop = time.perf_counter() + seconds

    def client() -> None:
        while time.perf_counter() < stop:
            request = urllib.request.Request(
                f"http://127.0.0.1:{port}/v1/annotations", body, {"Content-Type": "text/plain"}
            )
            begun = time.perf_counter()
            with urllib.request.urlopen(request, timeout=30) as answer:
                answer.read()
            spent.append((time.perf_counter() - begun) * 1000)

    threads = [threading.Thread(target=client) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return spent


def _pss(master: int) -> tuple[float, float]:
    def of(pid: int) -> float:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
        return round(int(re.search(r"^Pss:\s+(\d+)", rollup, re.MULTILINE)[1]) / 1024, 1)

    children = Path(f"/proc/{master}/task/{master}/children").read_text().split()
    return of(master), max((of(int(child)) for child in children), default=0.0)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--freeze", action="store_true", help="keep the figures in bench/frozen/perf.json")
    options = parser.parse_args()
    found = {
        "yardstick_ms": round(yardstick(), 2),
        "stages_ms": stages(options.rounds),
        "growth": growth(),
        "http": http(),
    }
    print(json.dumps(found, indent=1))
    if options.freeze:
        FROZEN.write_text(json.dumps(found, indent=1) + "\n")


if __name__ == "__main__":
    main()
