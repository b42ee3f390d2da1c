"""Optional OpenTelemetry: a span for a request and one for each stage, with names, numbers and never a word of the text.

The exporter and its address are the SDK's own variables (`OTEL_EXPORTER_OTLP_ENDPOINT`, `OTEL_SERVICE_NAME` ...). It needs the extra
`otel`; without `TRACING=on` nothing of it is imported.
"""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

_on = False


class TracingError(RuntimeError):
    """Tracing was asked for and the extra is not installed."""


def switch_on() -> None:
    """Trace from now on, in this process and in those that it forks.

    Raises:
        TracingError: the extra `otel` is not installed.
    """
    global _on  # noqa: PLW0603 - one per process by nature
    try:
        import opentelemetry.sdk.trace  # noqa: F401, PLC0415 - optional
    except ImportError as error:
        raise TracingError("TRACING=on needs the extra: pip install 'sourcegrade[otel]'") from error
    _on = True


def is_on() -> bool:
    """Whether requests are traced."""
    return _on


@lru_cache(maxsize=1)
def _tracer(_pid: int) -> Any:  # noqa: ANN401 - the optional library's type
    """This process' tracer; exporting threads do not survive a fork, so each process makes its own."""
    from opentelemetry import trace  # noqa: PLC0415 - optional

    if isinstance(trace.get_tracer_provider(), trace.ProxyTracerProvider):
        trace.set_tracer_provider(_provider())
    return trace.get_tracer("sourcegrade")


def _provider() -> Any:  # noqa: ANN401 - the optional library's type
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter  # noqa: PLC0415 - optional
    from opentelemetry.sdk.resources import Resource  # noqa: PLC0415 - optional
    from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415 - optional
    from opentelemetry.sdk.trace.export import BatchSpanProcessor  # noqa: PLC0415 - optional

    provider = TracerProvider(
        resource=Resource.create({"service.name": os.environ.get("OTEL_SERVICE_NAME", "sourcegrade")})
    )
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    return provider


@contextmanager
def span(name: str) -> Iterator[None]:
    """A span below the current one; an error ends it with the error's type alone, since its message may quote the text."""
    if not _on:
        yield
        return
    from opentelemetry.trace import Status, StatusCode  # noqa: PLC0415 - optional

    with _tracer(os.getpid()).start_as_current_span(
        name, record_exception=False, set_status_on_exception=False
    ) as current:
        try:
            yield
        except Exception as error:
            current.set_status(Status(StatusCode.ERROR, type(error).__name__))
            raise


class RequestSpan:
    """The span of one request, a child of the caller's `traceparent` where there is one."""

    def __init__(self, carrier: Mapping[str, str]) -> None:
        from opentelemetry import context, trace  # noqa: PLC0415 - optional
        from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator  # noqa: PLC0415 - optional

        parent = TraceContextTextMapPropagator().extract(dict(carrier))
        self._detach = context.detach
        self._span = _tracer(os.getpid()).start_span("request", context=parent, kind=trace.SpanKind.SERVER)
        self._token = context.attach(trace.set_span_in_context(self._span))

    @property
    def traceparent(self) -> str:
        """The span's own address, as it is passed on."""
        found = self._span.get_span_context()
        return f"00-{found.trace_id:032x}-{found.span_id:016x}-{int(found.trace_flags):02x}"

    def end(self, route: str, method: str, status: int) -> None:
        """Close the span. The route's pattern, never the address."""
        self._span.update_name(f"{method} {route}")
        self._span.set_attributes(
            {"http.route": route, "http.request.method": method, "http.response.status_code": status}
        )
        self._span.end()
        self._detach(self._token)
