"""Structured logs: one JSON object a line, control characters escaped, never article text."""

import json
import logging
import sys
from datetime import UTC, datetime
from typing import TextIO


class JsonFormatter(logging.Formatter):
    """A record as one line of JSON. Only its message and its `fields` are written, never a traceback's message."""

    def format(self, record: logging.LogRecord) -> str:
        """One line."""
        row: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.getMessage(),
        }
        row.update(getattr(record, "fields", {}))
        return json.dumps(row, default=str)


class StandardError(logging.StreamHandler[TextIO]):
    """Writes to what standard error is at the moment of writing, not to what it was when logs were configured."""

    def __init__(self) -> None:
        logging.Handler.__init__(self)

    @property
    def stream(self) -> TextIO:  # type: ignore[override]
        """Standard error, now."""
        return sys.stderr


def configure(level: str) -> None:
    """Send our loggers to standard error as JSON lines (idempotent)."""
    logger = logging.getLogger("service")
    logger.setLevel(level.upper())
    if not logger.handlers:
        handler = StandardError()
        handler.setFormatter(JsonFormatter())
        logger.addHandler(handler)
    logger.propagate = False
