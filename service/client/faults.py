"""What can go wrong in a run, each told in one line."""

from __future__ import annotations

#: Exit codes.
PASSED, FAILED, FAULTY, UNREACHABLE = 0, 1, 2, 3


class Fault(Exception):  # noqa: N818 - it is told to a person as one
    """Something that the caller has to put right: ends the run, or stands for one draft. `lines` are told one by one."""

    def __init__(self, *lines: str) -> None:
        super().__init__("; ".join(lines))
        self.lines = lines


class UnreachableFault(Exception):  # noqa: N818
    """The service does not answer, or stays busy for longer than the caller's patience."""
