"""A fault of ours in the log: never the message, which may quote the article."""

import logging

from service.runtime.logs import told

log = logging.getLogger("service.jobs")


def log_fault(error: Exception) -> None:
    """Log the fault's type and the places in our code that it came through."""
    log.error("fault", extra={"fields": told(error)})
