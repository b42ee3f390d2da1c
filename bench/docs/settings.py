"""Write the table of settings in docs/operations.md from the code that reads them: `python -m bench.docs.settings`.

The names are those that `Settings.from_env` asks for, the defaults and the allowed values what it answers: only the meaning of
each is written here.
"""

import sys
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path

from service.runtime.settings import Settings, SettingsError

PAGE = Path(__file__).resolve().parents[2] / "docs" / "operations.md"
BEGIN = "<!-- settings: written by python -m bench.docs.settings -->"
END = "<!-- end of settings -->"

MEANING: dict[str, str] = {
    "DATABASE_URL": "the store: `sqlite:///path` or `postgresql+psycopg://user:password@host/name`",
    "HOST": "address to listen on; beyond loopback keys are needed",
    "PORT": "port to listen on",
    "AUTH": "`auto`: keys are needed beyond loopback, and everywhere once one was ever made; `on`: always; `off`: never",
    "WORKERS": "processes that serve; 0: as many as the cores that the process may use",
    "THREADS": "threads of a worker, for waiting, probes and slow clients, not for more annotations at once; 0: `QUEUE_DEPTH` and 8 more; "
    "with fewer than `QUEUE_DEPTH` nothing is refused and probes wait behind requests",
    "LOG_LEVEL": "least level that is logged",
    "PUBLIC_URL": "makes the addresses in problems absolute",
    "TRUSTED_PROXIES": "how many proxies in front set `X-Forwarded-For`, `-Proto` and `-Host`; 0: they are not believed",
    "CORS_ORIGINS": "origins (by comma or space) whose pages may call; empty: none",
    "REGISTRY_OVERLAY_DIR": "folder of overlays as files, read at the start",
    "PROMETHEUS_MULTIPROC_DIR": "where workers share their metrics; a folder of its own under the temporary one",
    "METRICS_HOST": "address of the second port",
    "METRICS_PORT": "a second port that serves metrics and probes alone, without a key; 0: none",
    "WORKER_MAX_REQUESTS": "requests after which a worker is replaced; 0: never",
    "GRACEFUL_TIMEOUT": "seconds that a stopping worker has for what it began",
    "TRACING": "OpenTelemetry spans (extra `otel`)",
    "RATE_REQUESTS_PER_MINUTE": "requests that one caller may send in a minute; 0: any number",
    "RATE_BYTES_PER_MINUTE": "bytes that one caller may send in a minute; 0: any number",
    "REDIS_URL": "Redis for the rates that several processes count together, and for the queue",
    "QUEUE_URL": "the queue of jobs; default: `REDIS_URL`, else beside the database",
    "QUEUE_NAME": "name of the queue: services that share a Redis need different ones",
    "JOB_TTL_SECONDS": "seconds that a job has, and that its results are kept afterwards",
    "JOB_LEASE_SECONDS": "seconds without a sign of life after which a worker on jobs counts as dead",
    "JOB_WORKERS": "workers on jobs that the server starts beside itself; 0 where `sourcegrade worker` runs elsewhere",
    "MAX_BODY_BYTES": "bytes of a request",
    "MAX_CODE_POINTS": "code points of a document",
    "MAX_BATCH_DOCUMENTS": "documents of a batch",
    "MAX_BATCH_BYTES": "bytes of a batch",
    "MAX_JOB_DOCUMENTS": "documents of a job",
    "MAX_JOB_BYTES": "bytes of a job",
    "MAX_JSON_DEPTH": "nesting of a JSON body",
    "MAX_OVERLAY_ENTRIES": "entries of an overlay",
    "MAX_DEADLINE_MS": "milliseconds for an annotation that names none (`deadline_ms`)",
    "MAX_DEADLINE_MS_MAX": "longest `deadline_ms` that a request may ask for",
    "QUEUE_MS": "milliseconds that a request waits for its turn before it is told to come back (503)",
    "QUEUE_DEPTH": "requests that may wait in one worker",
}


class _Asked(dict[str, str]):
    """An environment that remembers what it was asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []

    def get(self, name: str, default: object = None) -> object:  # type: ignore[override]
        self.names.append(name)
        return default


def names() -> list[str]:
    """Every variable that the service reads, in the order of the code."""
    asked = _Asked()
    Settings.from_env(asked)
    return list(dict.fromkeys(asked.names))


def _flat(settings: Settings) -> dict[str, object]:
    values = asdict(settings)
    return {**{f"limits.{key}": value for key, value in values.pop("limits").items()}, **values}


def _probes() -> Iterator[str]:
    # The first number is none of the defaults and moves one field only; not all variables take one that large.
    yield from ("6001", "7", "on", "debug", "redis://h", "postgresql://h", "http://h", "h")


def field_of(name: str) -> str:
    """The field of the settings that a variable moves, found by moving it."""
    before = _flat(Settings.from_env({}))
    for probe in _probes():
        try:
            after = _flat(Settings.from_env({name: probe}))
        except SettingsError:
            continue
        moved = [key for key in before if before[key] != after[key]]
        if moved:
            return moved[0]
    raise LookupError(f"{name} moves nothing")


def allowed(name: str) -> str:
    """What the code says that it accepts, empty where it takes any text."""
    try:
        Settings.from_env({name: "?"})
    except SettingsError as error:
        told = str(error)
        for begin in ("must be a whole number from ", "must be one of ", "must begin with one of ", "must be origins "):
            if begin in told:
                return _short(told.partition(begin)[2])
    return ""


def _short(text: str) -> str:
    low, _, high = text.partition(" to ")
    return f"{int(low):,} or more" if high == str(2**40) else text


def default_of(name: str, before: Mapping[str, object]) -> str:
    """The default as it would be written in the environment."""
    value = before[field_of(name)]
    if value is None or isinstance(value, bool):
        return {"WORKERS": "0", "THREADS": "0", "TRACING": "off"}.get(name, "")
    return "" if value == () else str(value)


def table() -> str:
    """The table: one row a variable."""
    before = _flat(Settings.from_env({}))
    rows = ["| variable | default | allowed | meaning |", "|---|---|---|---|"]
    for name in names():
        default = default_of(name, before)
        shown = f"`{default}`" if default else ""
        rows.append(f"| `{name}` | {shown} | {allowed(name)} | {MEANING[name]} |")
    return "\n".join(rows)


def page(text: str) -> str:
    """The page with its table renewed."""
    head, begin, rest = text.partition(BEGIN)
    _, end, tail = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"{PAGE.name} lacks the marks of the settings")
    return f"{head}{BEGIN}\n{table()}\n{END}{tail}"


def main() -> int:
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
    print(f"{PAGE.name}: written")
    return 0


if __name__ == "__main__":
    sys.exit(main())
