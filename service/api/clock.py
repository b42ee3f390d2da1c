"""The time, where the edge's modules look for it."""

from service.runtime.clock import now, today, utc_day

__all__ = ["now", "today", "utc_day"]
