"""How much of a caller's time is used."""

import time


class Deadline:
    """Counts from `began` (a `time.perf_counter()` reading) for `allowed_ms` milliseconds; called, it gives the used share."""

    def __init__(self, began: float, allowed_ms: float) -> None:
        self._began = began
        self._end = began + allowed_ms / 1000

    def __call__(self) -> float:
        """The used share: 0 at the beginning, 1 at the end and more after it."""
        whole = self._end - self._began
        return (time.perf_counter() - self._began) / whole if whole > 0 else 1.0

    @property
    def left_ms(self) -> float:
        """Milliseconds until the end; negative after it."""
        return (self._end - time.perf_counter()) * 1000

    def within(self, allowed_ms: float) -> "Deadline":
        """A part that begins now, lasts at most `allowed_ms`, and ends with the whole at the latest."""
        now = time.perf_counter()
        return Deadline(now, min(allowed_ms, (self._end - now) * 1000))
