"""The served service under load: clients, probes, refusals, memory and worker renewal, as `make run` starts it.

    python -m bench.perf.load [--only clients probes memory renewal] [--seconds 5] [--requests 100000] [--freeze]

One event loop sends the requests of all clients over kept connections, on the same cores as the server; no request is ever sent
twice. A client that is refused (503) waits as long as `Retry-After` says. PostgreSQL is that of TEST_POSTGRES_URL (a database is
made there and dropped); without one that row is missing.
"""

import argparse
import asyncio
import contextlib
import json
import os
import secrets
import socket
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from bench.perf import varied
from bench.perf.clients import Seen, post, press, probe
from bench.perf.measure import machine, quantiles
from bench.perf.server import _first, _rss, children, cpu_seconds, served
from bench.perf.texts import articles

FROZEN = Path(__file__).resolve().parents[1] / "frozen" / "load.json"
CLIENTS = (1, 2, 4, 16, 64)
_POSTGRES = os.environ.get("TEST_POSTGRES_URL", "postgresql+psycopg://postgres@127.0.0.1:5432/postgres")


@contextlib.contextmanager
def stores() -> Iterator[dict[str, dict[str, str]]]:
    """The environment of each store that is there: SQLite, and a database of our own on a PostgreSQL."""
    name = f"sourcegrade_load_{secrets.token_hex(4)}"
    admin = create_engine(_POSTGRES, isolation_level="AUTOCOMMIT", connect_args={"connect_timeout": 2})
    found: dict[str, dict[str, str]] = {"sqlite": {}}
    try:
        with contextlib.suppress(Exception), admin.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
            url = make_url(_POSTGRES).set(database=name).render_as_string(hide_password=False)
            found["postgresql"] = {"DATABASE_URL": url}
        yield found
    finally:
        if "postgresql" in found:
            with admin.connect() as connection:
                connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        admin.dispose()


def clients(asked: argparse.Namespace) -> dict[str, list[dict[str, float]]]:
    """500-word articles: requests a second and latency by the number of clients, on each store."""
    requests = [post(article) for article in articles(500)]
    found: dict[str, list[dict[str, float]]] = {}
    with stores() as kept:
        for store, environment in kept.items():
            with (
                tempfile.TemporaryDirectory() as folder,
                served(asked.workers, folder, **environment) as (master, port),
            ):
                _first(port)
                asyncio.run(press(port, requests, 2, seconds=1))
                found[store] = []
                for count in CLIENTS:
                    workers = children(master)
                    cpu = sum(map(cpu_seconds, workers))
                    seen = asyncio.run(press(port, requests, count, seconds=asked.seconds))
                    spent = sum(map(cpu_seconds, workers)) - cpu
                    per_request = round(spent * 1000 / max(1, sum(seen.statuses.values())), 2)
                    found[store].append({"clients": count, **seen.figures(), "worker_cpu_ms_per_request": per_request})
                    print(store, json.dumps(found[store][-1]), flush=True)
    return found


def probes(asked: argparse.Namespace) -> dict[str, object]:
    """Both probes on both ports while 64 clients press: the fraction refused, and the probes' latency."""
    requests = [post(article) for article in articles(500)]
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        inside = free.getsockname()[1]

    async def measure(port: int) -> tuple[Seen, dict[str, list[float]]]:
        stop = asyncio.Event()
        spent: dict[str, list[float]] = {
            f"{path} {kind}": [] for path in ("/healthz", "/readyz") for kind in ("port", "inside")
        }
        asking = [
            asyncio.create_task(probe(inside if name.endswith("inside") else port, name.split()[0], values, stop))
            for name, values in spent.items()
        ]
        seen = await press(port, requests, 64, seconds=asked.seconds * 4)
        stop.set()
        await asyncio.gather(*asking)
        return seen, spent

    with tempfile.TemporaryDirectory() as folder, served(asked.workers, folder, METRICS_PORT=str(inside)) as (_, port):
        _first(port)
        seen, spent = asyncio.run(measure(port))
    return {
        "clients": 64, **seen.figures(), "refused_without_retry_after": seen.without_retry_after,
        "probes": {
            name: {"asked": len(values), **quantiles(values), "most": round(max(values), 1)} for name, values in spent.items()
        },
    }  # fmt: skip


def memory(asked: argparse.Namespace) -> dict[str, object]:
    """Megabytes (resident) of the worker over many requests with short texts, no two alike, and no renewal."""
    curve = []
    step = asked.requests // 25
    with (
        tempfile.TemporaryDirectory() as folder,
        served(1, folder, WORKER_MAX_REQUESTS="0", JOB_WORKERS="0") as (master, port),
    ):
        _first(port)
        (worker,) = children(master)
        statuses: dict[int, int] = {}
        begun = time.perf_counter()
        for done in range(0, asked.requests, step):
            requests = [post(varied.article(number, 20)) for number in range(done, done + step)]
            seen = asyncio.run(press(port, requests, 2, most=step))
            for status, count in seen.statuses.items():
                statuses[status] = statuses.get(status, 0) + count
            curve.append({"requests": done + step, "mb": round(_rss(worker), 1)})
            print(json.dumps(curve[-1]), flush=True)
        spent = time.perf_counter() - begun
    return {
        "requests": asked.requests, "statuses": statuses, "wall_s": round(spent), "curve": curve,
        "growth_mb_second_half": round(curve[-1]["mb"] - curve[len(curve) // 2 - 1]["mb"], 1),
    }  # fmt: skip


def renewal(asked: argparse.Namespace) -> dict[str, object]:
    """Workers renewed after 100 requests each, under four clients: how many were there, and what failed."""
    most = max(400, asked.requests // 10)
    requests = [post(varied.article(number, 20)) for number in range(min(most, 1000))]
    seen_workers: set[int] = set()

    async def watched(master: int, port: int) -> Seen:
        async def watch() -> None:
            while True:
                seen_workers.update(children(master))
                await asyncio.sleep(0.05)

        watching = asyncio.create_task(watch())
        seen = await press(port, requests, 4, most=most)
        watching.cancel()
        return seen

    environment = {"WORKER_MAX_REQUESTS": "100", "JOB_WORKERS": "0"}
    with tempfile.TemporaryDirectory() as folder, served(asked.workers, folder, **environment) as (master, port):
        _first(port)
        seen = asyncio.run(watched(master, port))
    return {
        "requests": most, "statuses": dict(seen.statuses), "broken": len(seen.broken), "examples": seen.broken[:3],
        "workers_seen": len(seen_workers),
    }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parts: dict[str, Callable[[argparse.Namespace], object]] = {
        "clients": clients, "probes": probes, "memory": memory, "renewal": renewal,
    }  # fmt: skip
    parser.add_argument("--only", nargs="*", choices=list(parts), default=list(parts))
    parser.add_argument("--seconds", type=float, default=5.0, help="of each number of clients")
    parser.add_argument("--requests", type=int, default=100_000, help="of the run that watches memory")
    parser.add_argument("--workers", type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument("--freeze", action="store_true", help="keep the figures in bench/frozen/load.json")
    asked = parser.parse_args()
    frozen = json.loads(FROZEN.read_text()) if FROZEN.exists() else {}
    for name in asked.only:
        about = machine()
        figures = parts[name](asked)
        frozen[name] = {"machine": about, "workers": asked.workers, "figures": figures}
        print(name, json.dumps(figures, indent=1), flush=True)
    if asked.freeze:
        FROZEN.write_text(json.dumps(frozen, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
