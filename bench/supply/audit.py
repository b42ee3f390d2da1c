"""Ask the database of known holes about every pinned version: `python -m bench.supply.audit`.

Ends with 0 when there is none, with 1 when there is one, and with 2 and one clear line when not everything could be asked: an audit
that did not happen must not look like one that found nothing.
"""

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

PINS = Path(__file__).resolve().parents[2] / "constraints.txt"


def main() -> int:
    command = [sys.executable, "-m", "pip_audit", "--requirement", str(PINS), "--no-deps", "--disable-pip"]
    done = subprocess.run(
        [*command, "--format", "json", "--progress-spinner", "off"], capture_output=True, text=True, check=False
    )
    code, lines = verdict(done.stdout, done.stderr)
    print("\n".join(lines), file=sys.stderr if code else sys.stdout)
    return code


def verdict(out: str, errors: str) -> tuple[int, list[str]]:
    """pip-audit's answer as an exit code and the lines to show."""
    try:
        rows = json.loads(out)["dependencies"]
    except (ValueError, KeyError, TypeError):
        reason = (errors.strip().splitlines() or ["no answer"])[-1]
        return 2, [f"audit: NOT DONE, the database of known holes could not be asked ({reason[:200]})"]
    unknown = [row["name"] for row in rows if "skip_reason" in row]
    if len(unknown) == len(rows):
        return 2, [f"audit: NOT DONE, none of {len(rows)} packages could be asked ({rows[0]['skip_reason'][:200]})"]
    lines = [
        f"{row['name']} {row['version']}: {hole['id']}, fixed in {', '.join(hole['fix_versions']) or 'no version yet'}"
        for row in rows
        for hole in row.get("vulns", ())
    ]
    told = f"audit: {len(rows) - len(unknown)} packages asked, {len(lines)} known holes{_rest(unknown)}"
    return (1 if lines else 2 if unknown else 0), [*lines, told]


def _rest(unknown: Sequence[str]) -> str:
    return f"; could not be asked: {', '.join(unknown)}" if unknown else ""


if __name__ == "__main__":
    sys.exit(main())
