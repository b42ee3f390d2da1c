"""Time of every stage for a 500-word article, one thread, and growth with length and with malice."""

import time
from collections import defaultdict
from collections.abc import Callable
from typing import Any

from bench.perf.measure import least, quantiles
from bench.perf.texts import articles, hostile, prose
from service.core.domain import Article
from service.core.pipeline import Options, annotate, annotate_text
from service.render.json import encode, project
from service.render.view import View
from service.runtime.collector import settle
from service.runtime.resources import load_resources

ROUNDS = 5


class Clock:
    """The pipeline's watcher: CPU and wall milliseconds by (stage, article), the least of all rounds."""

    def __init__(self) -> None:
        self.article = 0
        self.cpu: dict[tuple[str, int], float] = {}
        self.wall: dict[str, list[float]] = defaultdict(list)

    def __call__(self, stage: str, work: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        wall, cpu = time.perf_counter(), time.process_time()
        try:
            return work(*args, **kwargs)
        finally:
            spent = (time.process_time() - cpu) * 1000
            self.wall[stage].append((time.perf_counter() - wall) * 1000)
            key = (stage, self.article)
            self.cpu[key] = min(self.cpu.get(key, spent), spent)

    def table(self) -> dict[str, dict[str, float]]:
        """CPU: of each article the least of its rounds, then median and p99 over the articles. Wall: over every single call."""
        found = {}
        for stage, walls in self.wall.items():
            cpu = quantiles(value for (name, _), value in self.cpu.items() if name == stage)
            wall = quantiles(walls)
            found[stage] = {
                "cpu_median": cpu["median"], "cpu_p99": cpu["p99"], "wall_median": wall["median"], "wall_p99": wall["p99"],
            }  # fmt: skip
        return found


def stages(rounds: int = ROUNDS) -> dict[str, dict[str, float]]:
    """Milliseconds of each stage, of `annotate` as a whole, and of building and encoding the answer."""
    resources, texts = load_resources(), articles(500)
    settle()
    annotate_text(texts[0], resources)
    clock = Clock()
    for _ in range(rounds):
        for clock.article, text in enumerate(texts):
            report = annotate(Article(content=text), resources, Options(watch=clock))
            values = clock("answer", project, report, View())
            clock("encode", encode, values)
            clock("annotate", annotate_text, text, resources)
    return clock.table()


def growth(rounds: int = 3) -> dict[str, float]:
    """CPU time per code point, as a multiple of that of 5,000 code points of prose."""
    resources = load_resources()
    lengths = (5_000, 50_000, 200_000)
    inputs = {f"prose {length:,}": prose(length) for length in lengths} | hostile(50_000)
    cost = {
        name: least(lambda text=text: annotate_text(text, resources), rounds) / len(text)
        for name, text in inputs.items()
    }
    return {name: round(value / cost["prose 5,000"], 2) for name, value in cost.items()}
