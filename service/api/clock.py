"""The time as it is stored and sent."""

from datetime import UTC, datetime


def now() -> str:
    """RFC 3339 UTC with milliseconds."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def today() -> str:
    """The day in UTC, `YYYY-MM-DD`."""
    return datetime.now(UTC).date().isoformat()
