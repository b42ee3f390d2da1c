"""Times and traces the stages of an annotation."""

import time
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from service.runtime import metrics, tracing

P = ParamSpec("P")
T = TypeVar("T")


def watch(stage: str, work: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
    """Do the work of a stage; count its time and, where tracing is on, give it a span."""
    began = time.perf_counter()
    try:
        if not tracing.is_on():
            return work(*args, **kwargs)
        with tracing.span(stage):
            return work(*args, **kwargs)
    finally:
        metrics.STAGES.labels(stage).observe(time.perf_counter() - began)
