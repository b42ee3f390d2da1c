"""Write the measured tables of docs/archives.md and docs/operations.md from what is frozen: `python -m bench.docs.figures`.

No figure on these pages is typed by hand.
"""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
FROZEN = ROOT / "bench" / "frozen"
#: Articles of the plan, and the length that it is reckoned for.
PLAN = (1_000_000, 1_000_000_000)
PLAN_WORDS = 500


#: Stands where a figure was not frozen yet; the next `--freeze` and `make docs` put its table there.
MISSING = "Not frozen yet: our machine was shared with too much other work."


def _frozen(file: str, part: str) -> tuple[dict[str, Any], Any]:
    """The machine and the figures of a measurement.

    Raises:
        LookupError: it was not frozen yet.
    """
    found = json.loads((FROZEN / file).read_text(encoding="utf-8"))[part]
    return found["machine"], found["figures"]


def _table(head: list[str], rows: list[list[object]]) -> str:
    lines = [head, ["--:"] * len(head), *[[str(cell) for cell in row] for row in rows]]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _where(about: dict[str, Any]) -> str:
    return f"{about['cpu']}, Python {about['python']}, load average {about['load_average']} at the begin"


def _bytes(count: float) -> str:
    thousands = max(0, min(4, (len(str(round(count))) - 1) // 3))
    return f"{count / 1000**thousands:.3g} {('B', 'kB', 'MB', 'GB', 'TB')[thousands]}"


def costs() -> str:
    """What an article costs by its length."""
    about, rows = _frozen("bulk.json", "costs")
    head = [
        "words",
        "core-ms an article",
        "articles a core-second",
        "core-µs a word",
        "bytes in",
        "out, JSON Lines",
        "out, Parquet",
    ]
    cells = [
        [
            round(row["words"]), row["core_ms_per_document"], row["documents_per_core_s"], row["core_us_per_word"],
            _bytes(row["bytes_in"]), _bytes(row["bytes_out"]), _bytes(row["bytes_out_parquet"]),
        ]
        for row in rows
    ]  # fmt: skip
    return f"{_table(head, cells)}\n\n({_where(about)}.)"


def memory() -> str:
    """The long run in a sentence and a small table."""
    about, found = _frozen("bulk.json", "memory")
    curve = found["curve"]
    chosen = [
        min(curve, key=lambda row: abs(row["documents"] - found["documents"] * share))
        for share in (0, 0.1, 0.25, 0.5, 0.75, 1)
    ]
    rows = [[f"{row['documents']:,}", row["parent_mb"], row["process_mb"]] for row in chosen]
    text = (
        f"{found['documents']:,} articles of {found['words_per_document']:.0f} words on one process took {found['cpu_s']} core-seconds "
        f"({found['documents_per_core_s']:.0f} a core-second with start-up and joining). Bounded caches fill in the beginning."
    )
    return f"{text}\n\n{_table(['articles done', 'parent, MB', 'annotating process, MB'], rows)}\n\n({_where(about)}.)"


def engines() -> str:
    """The two engines."""
    about, rows = _frozen("bulk.json", "engines")
    head = ["engine", "processes", "core-s to start and stop", "core-ms an article", "s of the clock"]
    fields = ("engine", "processes", "start_cpu_s", "cpu_ms_per_document", "wall_s")
    cells = [[row[name] for name in fields] for row in rows]
    return f"{_table(head, cells)}\n\n({rows[0]['documents']:,} articles; {_where(about)}.)"


def plan() -> str:
    """The formula with the measured inputs of one length."""
    _about, rows = _frozen("bulk.json", "costs")
    row = min(rows, key=lambda each: abs(each["words"] - PLAN_WORDS))
    cells = []
    for articles in PLAN:
        hours = articles * row["core_ms_per_document"] / 3.6e6
        days = hours / (64 * 0.9) / 24
        cells.append([
            f"{articles:,}", f"{hours:,.3g}" if hours < 100 else f"{round(hours, -2):,.0f}", f"{hours / 0.9:,.3g} p" if hours < 100
            else f"{round(hours / 0.9, -2):,.0f} p", f"{days * 24:.2g} h" if days < 1 else f"{days:.2g} days",
            _bytes(articles * row["bytes_in"]), _bytes(articles * row["bytes_out_parquet"]),
            _bytes(min(articles, 1_000_000) * row["bytes_out"] * 2),
        ])  # fmt: skip
    head = [
        "articles", "core-hours", "price", "on 64 cores (u = 0.9)", "in", "out, Parquet", "for one shard of a million in work",
    ]  # fmt: skip
    return f"For articles of {row['words']:.0f} words:\n\n{_table(head, cells)}"


def load() -> str:
    """Requests per second and latency by clients, on each store."""
    about, found = _frozen("load.json", "clients")
    head = [
        "store", "clients", "requests a second", "p50, ms", "p99, ms", "refused", "broken", "core-ms of the workers a request",
    ]  # fmt: skip
    fields = ("clients", "requests_per_s", "p50_ms", "p99_ms", "refused", "broken", "worker_cpu_ms_per_request")
    rows: list[list[object]] = [
        [store, *(row[name] for name in fields)] for store, each in found.items() for row in each
    ]
    return f"{_table(head, rows)}\n\n({_where(about)}.)"


def probes() -> str:
    """Probes under 64 clients."""
    about, found = _frozen("load.json", "probes")
    names = {"port": "the service's port", "inside": "`METRICS_PORT`"}
    rows: list[list[object]] = []
    for name, row in found["probes"].items():
        path, port = name.split()
        times = (round(row["median"], 1), round(row["p99"], 1), row["most"])
        rows.append([f"`{path}`", names[port], row["asked"], *times])
    text = (
        f"{found['clients']} clients: {found['answered']} requests answered, {found['refused']} refused, of which "
        f"{found['refused_without_retry_after']} without `Retry-After`; {found['broken']} broken."
    )
    head = ["probe", "on", "asked", "p50, ms", "p99, ms", "longest, ms"]
    return f"{text}\n\n{_table(head, rows)}\n\n({_where(about)}.)"


def endurance() -> str:
    """Memory over many requests."""
    about, found = _frozen("load.json", "memory")
    curve = found["curve"]
    chosen = [curve[0], *(curve[len(curve) * part // 8 - 1] for part in range(1, 9))]
    rows = [[f"{row['requests']:,}", row["mb"]] for row in chosen]
    return f"{_table(['requests', 'worker, MB resident'], rows)}\n\n({_where(about)}.)"


def renewal() -> str:
    """What renewed workers cost the callers."""
    _, found = _frozen("load.json", "renewal")
    statuses = ", ".join(f"{count:,} answered {status}" for status, count in found["statuses"].items())
    return (
        f"With a worker renewed after every 100 requests, four clients sent {found['requests']:,} requests: {statuses}, "
        f"{found['broken']} broken; {found['workers_seen']} workers were seen."
    )


TABLES: dict[str, dict[str, Callable[[], str]]] = {
    "archives": {"costs": costs, "memory": memory, "engines": engines, "plan": plan},
    "operations": {"load": load, "probes": probes, "endurance": endurance, "renewal": renewal},
}


def _shown(table: Callable[[], str]) -> str:
    try:
        return table()
    except LookupError:
        return MISSING


def page(name: str, text: str) -> str:
    """A page with its tables renewed."""
    for mark, table in TABLES[name].items():
        begin, end = f"<!-- {mark}: written by python -m bench.docs.figures -->", f"<!-- end of {mark} -->"
        head, found, rest = text.partition(begin)
        _, closed, tail = rest.partition(end)
        if not found or not closed:
            raise ValueError(f"{name}.md lacks the marks of {mark}")
        text = f"{head}{begin}\n{_shown(table)}\n{end}{tail}"
    return text


def main() -> int:
    for name in TABLES:
        file = ROOT / "docs" / f"{name}.md"
        file.write_text(page(name, file.read_text(encoding="utf-8")), encoding="utf-8")
        print(f"{file.name}: written")
    return 0


if __name__ == "__main__":
    sys.exit(main())
