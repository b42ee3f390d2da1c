"""Changed lines of drafts, asked of Git."""

from __future__ import annotations

import re
import subprocess
from typing import TYPE_CHECKING

from service.client.faults import Fault

if TYPE_CHECKING:
    from collections.abc import Sequence

_CHANGED_HUNK = re.compile(rb"^@@ -\S+ \+(\d+)(?:,(\d+))? @@")
#: Whatever the caller's Git is configured to, this is one form.
_CHANGED_DIFF = (
    "-c",
    "diff.noprefix=false",
    "diff",
    "--unified=0",
    "--no-color",
    "--no-ext-diff",
    "--no-textconv",
    "--no-renames",
    "--relative",
)


def changed_lines(base: str, paths: Sequence[str], *, staged: bool = False) -> dict[str, list[list[int]]]:
    """First and last changed lines of each draft that differs from where it left `base`; a new file is changed as a whole.

    Raises:
        Fault: this is no Git repository, or `base` names nothing in it.
    """
    if not paths:
        return {}
    if base.startswith("-"):
        raise Fault(f"{base!r} is no revision")
    _git("rev-parse", "--verify", "--quiet", f"{base}^{{commit}}", why=f"Git knows no revision {base!r}")
    # What others changed in the base meanwhile is not ours; without a common commit the base itself is compared.
    common = _git("merge-base", base, "HEAD", why="").decode().strip() or base
    options = (*_CHANGED_DIFF, *(("--cached",) if staged else ()))
    found: dict[str, list[list[int]]] = {}
    for start in range(0, len(paths), 500):  # a command line has a longest length
        part = paths[start : start + 500]
        names = [
            name.decode("utf-8", "surrogateescape")
            for name in _git(*options, "--name-only", "-z", common, "--", *part).split(b"\0")
        ]
        # The patch has the files in the order of the names, so no quoted name has to be read.
        sections = re.split(rb"(?m)^diff --git .*$", _git(*options, common, "--", *part))[1:]
        for number, section in enumerate(sections):
            found[names[number]] = _changed_ranges(section)
        others = _git("ls-files", "--others", "--exclude-standard", "-z", "--", *part)
        for name in others.split(b"\0"):
            if name and not staged:
                found[name.decode("utf-8", "surrogateescape")] = [[1, 10_000_000]]
    return found


def _changed_ranges(section: bytes) -> list[list[int]]:
    ranges = []
    for line in section.split(b"\n"):
        hunk = _CHANGED_HUNK.match(line)
        if hunk:
            first, count = int(hunk.group(1)), int(hunk.group(2) or 1)
            if count:
                ranges.append([first, first + count - 1])
            else:
                # Something was taken out: what stands around it now reads differently.
                ranges.append([max(1, first), first + 1])
    return ranges


def _git(*arguments: str, why: str | None = None) -> bytes:
    try:
        done = subprocess.run(["git", *arguments], capture_output=True, check=False)  # noqa: S603, S607
    except OSError as error:
        raise Fault("--diff needs git, and it was not found") from error
    if done.returncode and why != "":
        told = done.stderr.decode("utf-8", "replace").strip().split("\n")[0]
        raise Fault(why or f"git {arguments[0]}: {told}")
    return done.stdout if not done.returncode else b""


def in_our_lines(ranges: Sequence[Sequence[int]], content: str) -> list[list[int]]:
    """Git's lines as the service counts them: a lone carriage return ends a line there and none in Git."""
    if not re.search(r"\r(?!\n)", content):
        return [list(each) for each in ranges]
    before, ours = [1], 1
    for found in re.finditer(r"\r\n|\r|\n", content):
        ours += 1
        if found.group() != "\r":
            before.append(ours)
    last = len(before)
    before.append(ours + 1)
    return [[before[min(low, last) - 1], before[min(high, last)] - 1] for low, high in ranges]
