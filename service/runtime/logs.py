"""Structured logs: one JSON object a line, control characters escaped, never article text."""

import json
import logging
import sys
import traceback
from datetime import UTC, datetime
from typing import TextIO


def told(error: BaseException) -> dict[str, object]:
    """What may be logged of a fault: its type and the places that it came through, never its message, which may quote the article."""
    frames = traceback.extract_tb(error.__traceback__)
    places = [f"{frame.filename.rpartition('/service/')[2]}:{frame.lineno}:{frame.name}" for frame in frames[-12:]]
    return {"error": type(error).__name__, "places": places}


class JsonFormatter(logging.Formatter):
    """A record as one line of JSON: its message, its `fields`, and of an exception what may be told."""

    def format(self, record: logging.LogRecord) -> str:
        """One line."""
        row: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.getMessage(),
        }
        if record.exc_info and record.exc_info[1] is not None:
            row.update(told(record.exc_info[1]))
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
    """Send our loggers, and the warnings of libraries, to standard error as JSON lines (idempotent)."""
    if logging.lastResort is not None:
        logging.lastResort.setFormatter(JsonFormatter())
    logger = logging.getLogger("service")
    logger.setLevel(level.upper())
    if not logger.handlers:
        handler = StandardError()
        handler.setFormatter(JsonFormatter())
        logger.addHandler(handler)
    logger.propagate = False
