"""One run: find the drafts, have them checked, write the formats, give the exit code."""

from __future__ import annotations

import os
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, Protocol

from service.client.arguments import targets
from service.client.baseline import baseline_of, first_entries, read_baseline, shrunk, write_baseline
from service.client.changes import changed_lines, in_our_lines
from service.client.drafts import find_drafts, read_draft
from service.client.faults import FAILED, FAULTY, PASSED, UNREACHABLE, Fault, UnreachableFault
from service.client.link import DeniedFault, RefusedFault
from service.client.policy import ClientPolicy, client_policy, read_overlay
from service.core.rules.globs import matches
from service.render.checks.result import Checked, Tool, counted, in_words, shown
from service.render.checks.text import text_line

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Sequence


#: Longest time that the service gives one draft, in milliseconds.
RUN_DEADLINE_MS = 30_000
#: Where a refusal is about the run and not about one draft.
_RUN_SETTINGS = ("#/policy", "#/registry_overlay", "#/baseline")


class Service(Protocol):
    """What checks: the HTTP service, or the engine in this process."""

    #: Address under which rules are explained; empty in process.
    address: str

    def read_policy(self, text: str) -> dict[str, Any]:
        """A policy file's text as JSON."""

    def check(self, request: dict[str, Any]) -> dict[str, Any]:
        """The answer for one draft."""


class CheckRun:
    """The drafts of one run and what became of them."""

    def __init__(self, chosen: argparse.Namespace, service: Service) -> None:
        self.chosen = chosen
        self.service = service
        self.outputs = targets(chosen.format)
        self.policy: ClientPolicy = client_policy(chosen, service)
        self.baseline = self._read_baseline()
        self.overlay = read_overlay(chosen.overlay) if chosen.overlay else []
        self.changes: dict[str, list[list[int]]] | None = None
        self.unreachable: list[str] = []
        self.lost: set[str] = set()
        self.faults: list[tuple[str, str]] = []
        # A build has time: a long draft on a slow machine is worth more than an early answer.
        self.patience_ms = max(1, min(RUN_DEADLINE_MS, int(chosen.timeout * 900)))

    def _read_baseline(self) -> list[dict[str, Any]]:
        path = self.policy.baseline
        if path is None:
            if self.chosen.write_baseline:
                raise Fault("--write-baseline needs --baseline FILE, or a policy that names one")
            return []
        # A policy may name the file before it was ever written.
        missing = not os.path.exists(path)  # noqa: PTH110
        if missing and (self.chosen.write_baseline or not self.chosen.baseline):
            return []
        return read_baseline(path)

    def check(self) -> list[Checked]:
        """Check every draft; one that cannot be checked has a fault instead of an answer."""
        paths, self.faults = find_drafts(self.chosen.paths or ["."], self._is_ignored)
        if self.chosen.diff:
            outside = [path for path in paths if os.path.isabs(path)]  # noqa: PTH117
            self.faults += [(path, "lies outside this folder, where --diff does not look") for path in outside]
            paths = [path for path in paths if path not in outside]
            self.changes = changed_lines(self.chosen.diff, paths, staged=self.chosen.staged)
            # A missing file is told, changed or not.
            paths = [path for path in paths if path in self.changes or not os.path.exists(path)]  # noqa: PTH110
        workers = min(self.chosen.jobs, len(paths)) if self.service.address else 1
        if workers <= 1:
            found = [self.checked(path) for path in paths]
        else:
            with ThreadPoolExecutor(workers) as pool:
                found = list(pool.map(self.checked, paths))
        return found + [Checked(path, fault=why) for path, why in self.faults]

    def _is_ignored(self, path: str) -> bool:
        return self.policy.ignores(path) or any(matches(glob, path) for glob in self.chosen.ignore)

    def checked(self, path: str) -> Checked:
        """One draft with its answer, or with what was wrong.

        Raises:
            DeniedFault: the service refuses what all drafts are sent with.
        """
        content = ""
        try:
            content = read_draft(path)
            if not content.strip("\ufeff \t\r\n"):
                return Checked(path, content)
            if self.unreachable:
                raise UnreachableFault(self.unreachable[0])
            return Checked(path, content, self._answer(path, content))
        except DeniedFault:
            raise
        except UnreachableFault as fault:
            self.unreachable.append(str(fault))
            self.lost.add(path)
            return Checked(path, content, fault="not checked, the service is unreachable")
        except RefusedFault as fault:
            told = list(dict.fromkeys(_run_refusal(row) for row in fault.errors))
            if any(str(row.get("pointer", "")).startswith(_RUN_SETTINGS) for row in fault.errors):
                raise DeniedFault(*told) from fault
            return Checked(path, content, fault="; ".join(told))
        except Fault as fault:
            return Checked(path, content, fault=str(fault))

    def _answer(self, path: str, content: str) -> dict[str, Any]:
        """The service's answer; one that gives a draft less time than we have is taken at its word."""
        try:
            return self.service.check(self.request(path, content))
        except RefusedFault as fault:
            longest = _run_longest(fault)
            if longest is None:
                raise
            self.patience_ms = longest
            return self.service.check(self.request(path, content))

    def request(self, path: str, content: str) -> dict[str, Any]:
        """The body of `POST /v1/checks`."""
        include = ["rules"] if any(each.rules for each, _file in self.outputs) else []
        if self.chosen.include_suppressed or self.chosen.write_baseline:
            include.append("silenced")
        policy = self.policy.sent
        if self.chosen.write_baseline:
            # What a report hides still counts for the verdict, so the baseline has to know it.
            policy = {**policy, "report_level": "note"}
        options = {"include": include, "deadline_ms": self.patience_ms}
        known_as = self.policy.path(path)
        sent: dict[str, Any] = {"path": known_as, "content": content, "policy": policy, "options": options}
        baseline = baseline_of(known_as, self.baseline)
        if baseline:
            sent["baseline"] = baseline
        if self.overlay:
            sent["registry_overlay"] = self.overlay
        if self.changes is not None:
            sent["filter"] = "changed"
            sent["changed_lines"] = in_our_lines(self.changes.get(path, []), content)
        return sent

    def keep_baseline(self, drafts: Sequence[Checked]) -> list[Checked]:
        """Write the baseline after a check; the drafts as they stand against it."""
        path = self.policy.baseline
        assert path is not None
        answered = [draft for draft in drafts if draft.answer]
        if os.path.exists(path):  # noqa: PTH110
            rows = self.baseline
            for draft in answered:
                rows = shrunk(self.policy.path(draft.path), rows, draft.rows("baselined"))
            write_baseline(path, rows)
            return list(drafts)
        rows = []
        for draft in answered:
            rows += first_entries(self.policy.path(draft.path), draft.rows("findings"))
        write_baseline(path, rows)
        return [Checked(draft.path, draft.content) if draft.answer else draft for draft in drafts]

    def write(self, drafts: Sequence[Checked]) -> None:
        """Write every format to its file or to standard output.

        Raises:
            Fault: a file cannot be written.
        """
        version = next((str(draft.answer["versions"]["engine"]) for draft in drafts if draft.answer), "0")
        tool = Tool(version, self.service.address)
        told = [draft for draft in drafts if draft.answer or draft.fault is not None]
        for each, file in self.outputs:
            if file is None:
                if not self.chosen.quiet:
                    # Faults are lines on standard error already.
                    plain = [draft for draft in told if draft.answer] if each.name == "text" else told
                    _run_print(each.write(plain, tool))
                continue
            # A step's page on GitHub belongs to every step: it is added to.
            mode = "ab" if file == os.environ.get("GITHUB_STEP_SUMMARY") else "wb"
            try:
                with open(file, mode) as out:  # noqa: PTH123
                    out.write(each.write(told, tool).encode("utf-8", "replace"))
            except OSError as error:
                raise Fault(f"{file}: {error.strerror}") from error

    def tell(self, drafts: Sequence[Checked]) -> None:
        """Faults, one line each, and a summary where standard output holds none for people."""
        for draft in drafts:
            if draft.fault is not None and draft.path not in self.lost:
                _run_warn(f"{draft.path}: {draft.fault}")
        for why in self.unreachable[:1]:
            _run_warn(f"{why}; {in_words(len(self.lost), 'draft')} not checked")
        on_screen = any(each.name == "text" and file is None for each, file in self.outputs)
        rows = shown([draft for draft in drafts if draft.answer])
        if rows and not on_screen and not self.chosen.quiet:
            _run_warn(f"{counted(rows)} in {in_words(len(drafts), 'draft')}")

    def code(self, drafts: Sequence[Checked]) -> int:
        """The gravest exit code that applies."""
        codes = [PASSED]
        if any(draft.answer and draft.answer["verdict"] == "fail" for draft in drafts):
            codes.append(FAILED)
        if self.unreachable:
            codes.append(PASSED if self.chosen.soft_fail else UNREACHABLE)
        if any(draft.fault is not None and draft.path not in self.lost for draft in drafts):
            codes.append(FAULTY)
        return max(codes)


def run_checks(chosen: argparse.Namespace, connect: Callable[[argparse.Namespace], Service]) -> int:
    """The whole run; every fault is one line, never a traceback."""
    try:
        run = CheckRun(chosen, connect(chosen))
        drafts = run.check()
        if chosen.write_baseline:
            drafts = run.keep_baseline(drafts)
        run.write(drafts)
        run.tell(drafts)
        return run.code(drafts)
    except UnreachableFault as fault:
        _run_warn(f"{fault}; nothing was checked")
        return PASSED if chosen.soft_fail else UNREACHABLE
    except Fault as fault:
        for line in fault.lines:
            _run_warn(line)
        return FAULTY


def _run_longest(fault: RefusedFault) -> int | None:
    """The longest time of a service that refuses nothing but ours, in milliseconds."""
    limits = [row.get("limit") for row in fault.errors if row.get("pointer") == "#/options/deadline_ms"]
    return limits[0] if len(fault.errors) == 1 and limits and isinstance(limits[0], int) else None


def _run_refusal(row: dict[str, Any]) -> str:
    place = str(row.get("pointer", "#")).lstrip("#?").lstrip("/").replace("/", ".")
    told = str(row.get("detail", ""))
    return f"{place}: {told}" if place and place != "content" else told


def _run_warn(line: str) -> None:
    sys.stderr.buffer.write(f"sourcegrade: {text_line(line)}\n".encode("utf-8", "replace"))
    sys.stderr.flush()


def _run_print(text: str) -> None:
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8", "replace"))
    sys.stdout.flush()
