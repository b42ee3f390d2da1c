"""A fault of ours in the log: never the message, which may quote the article."""

import logging
import traceback

log = logging.getLogger("service.jobs")


def log_fault(error: Exception) -> None:
    """Log the fault's type and the places in our code that it came through."""
    frames = traceback.extract_tb(error.__traceback__)
    places = [f"{frame.filename.rpartition('/service/')[2]}:{frame.lineno}:{frame.name}" for frame in frames[-12:]]
    log.error("fault", extra={"fields": {"error": type(error).__name__, "places": places}})
