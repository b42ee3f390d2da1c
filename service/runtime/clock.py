"""The time as it is stored and sent."""

from datetime import UTC, date, datetime, timedelta


def now() -> str:
    """RFC 3339 UTC with milliseconds."""
    return moment()


def moment(seconds: float = 0) -> str:
    """The time in so many seconds (negative: before now), as `now` writes it; such times sort as text."""
    at = datetime.now(UTC) + timedelta(seconds=seconds)
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def utc_day() -> date:
    """The day in UTC: it decides how old a rating is."""
    return datetime.now(UTC).date()


def today() -> str:
    """The day in UTC, `YYYY-MM-DD`."""
    return utc_day().isoformat()
