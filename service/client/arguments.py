"""The command line: flags, their meaning, and what the environment sets."""

from __future__ import annotations

import argparse
import os
from typing import TYPE_CHECKING

from service.client.faults import Fault
from service.render.checks.catalog import FORMATS, format_named

if TYPE_CHECKING:
    from collections.abc import Sequence

    from service.render.checks.catalog import Format

_ARGUMENT_LEVELS = ("error", "warning", "note", "never")
_ARGUMENT_EPILOG = """\
exit codes: 0 passed, 1 the policy fails a draft, 2 a fault in files, flags or policy, 3 the service is unreachable.
Every faulty draft is one line on standard error; the others are checked all the same.

environment: SOURCEGRADE_URL and SOURCEGRADE_KEY stand for --url and the service's key."""


def argument_parser(program: str, *, local: bool) -> argparse.ArgumentParser:
    """The parser; `local` says whether drafts can be checked in process."""
    parser = argparse.ArgumentParser(
        prog=program,
        description="Check how drafts name and use their sources.",
        epilog=_ARGUMENT_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("paths", nargs="*", metavar="PATH", help="drafts, or folders of drafts (default: this folder)")
    where = "check there instead of in process" if local else "address of the service (default: http://127.0.0.1:8000)"
    parser.add_argument("--url", default=os.environ.get("SOURCEGRADE_URL") or None, help=where)
    _policy_arguments(parser)
    _output_arguments(parser)
    _service_arguments(parser)
    return parser


def _policy_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--policy", metavar="FILE|PRESET", help="policy file or preset (default: .sourcegrade.yml, here or above)"
    )
    parser.add_argument("--fail-on", choices=_ARGUMENT_LEVELS, help="least grave finding that fails")
    parser.add_argument("--report-level", choices=_ARGUMENT_LEVELS[:3], help="least grave finding that is shown")
    parser.add_argument("--max-warnings", type=int, metavar="N", help="fail a draft with more warnings than this")
    parser.add_argument("--ignore", action="append", default=[], metavar="GLOB", help="leave these drafts out")
    parser.add_argument("--overlay", metavar="FILE", help="JSON file with the house's own registry entries")
    parser.add_argument("--diff", metavar="REVISION", help="count only findings in lines changed since this revision")
    parser.add_argument("--staged", action="store_true", help="with --diff: look at what is staged (default: HEAD)")
    parser.add_argument("--baseline", metavar="FILE", help="accepted old findings (default: what the policy names)")
    parser.add_argument(
        "--write-baseline", action="store_true", help="write the baseline; one that exists only ever shrinks"
    )


def _output_arguments(parser: argparse.ArgumentParser) -> None:
    names = ", ".join(each.name for each in FORMATS)
    parser.add_argument(
        "--format", default="text", metavar="NAME[:FILE],…", help=f"what to write, and where: {names} (default: text)"
    )
    parser.add_argument(
        "--include-suppressed", action="store_true", help="list silenced findings in json and sarif too"
    )
    parser.add_argument(
        "--quiet", "-q", action="store_true", help="write no findings and no summary, only the exit code"
    )


def _service_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--soft-fail", action="store_true", help="an unreachable service is a warning, exit code 0")
    parser.add_argument("--jobs", type=int, default=4, metavar="N", help="drafts in flight at a time (default: 4)")
    parser.add_argument("--timeout", type=float, default=30.0, metavar="S", help="seconds for one answer (default: 30)")
    parser.add_argument(
        "--patience", type=float, default=60.0, metavar="S", help="wait for a busy service (default: 60)"
    )
    parser.add_argument("--wait", type=float, default=0.0, metavar="S", help="wait for a service that is starting")


def targets(text: str) -> list[tuple[Format, str | None]]:
    """`github,sarif:out.sarif` as formats with the file each goes to (None: standard output).

    Raises:
        Fault: a format does not exist.
    """
    found: list[tuple[Format, str | None]] = []
    for part in text.split(","):
        name, _, file = part.strip().partition(":")
        each = format_named(name)
        if each is None:
            raise Fault(f"--format {name!r} does not exist; there are {', '.join(row.name for row in FORMATS)}")
        found.append((each, file or None))
    return found


def checked_arguments(parser: argparse.ArgumentParser, words: Sequence[str]) -> argparse.Namespace:
    """Parse and check what argparse cannot; a mistake ends the program with exit code 2 and one line."""
    chosen = parser.parse_args(words)
    for name, least in (("jobs", 1), ("timeout", 0.001), ("patience", 0), ("wait", 0), ("max_warnings", 0)):
        value = getattr(chosen, name)
        if value is not None and value < least:
            parser.error(f"--{name.replace('_', '-')} must be at least {least}")
    if chosen.staged and not chosen.diff:
        chosen.diff = "HEAD"
    return chosen
