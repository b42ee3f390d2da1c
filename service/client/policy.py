"""The newsroom's policy: found upward from the working folder, read by the service, changed by flags."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

from service.client.drafts import shown_path
from service.client.faults import Fault
from service.client.link import RefusedFault
from service.core.rules.globs import matches

if TYPE_CHECKING:
    import argparse

    from service.client.run import Service

POLICY_NAMES = (".sourcegrade.yml", ".sourcegrade.yaml")
#: Where the search ends: a policy above the repository is somebody else's.
_POLICY_ROOTS = (".git", ".hg")


class ClientPolicy:
    """What is sent as `policy`, and what only the client looks at: globs to leave out and the baseline's file.

    The policy's own globs count from `folder`: where the file was found, or for one that was named, where we work.
    """

    def __init__(self, sent: dict[str, Any], ignore: list[str], baseline: str | None = None) -> None:
        self.sent = sent
        self.ignore = ignore
        self.baseline = baseline
        self.folder = os.curdir

    def path(self, path: str) -> str:
        """A draft's path as the policy's globs and the baseline know it."""
        return shown_path(path, self.folder)

    def ignores(self, path: str) -> bool:
        """Whether the policy leaves a draft out."""
        return any(matches(glob, self.path(path)) for glob in self.ignore)


def client_policy(chosen: argparse.Namespace, service: Service) -> ClientPolicy:
    """The policy of this run.

    Raises:
        Fault: the file cannot be read, or a line a fault. UnreachableFault.
    """
    path = chosen.policy
    if path is not None and not os.path.exists(path) and "/" not in path and "." not in path:  # noqa: PTH110
        found, folder = ClientPolicy({"extends": path}, []), ""
    else:
        path = path or find_policy(os.getcwd())  # noqa: PTH109
        found = _read_policy(path, service) if path else ClientPolicy({}, [])
        folder = os.path.dirname(path) if path else ""  # noqa: PTH120
    for name in ("fail_on", "report_level", "max_warnings"):
        if getattr(chosen, name) is not None:
            found.sent[name] = getattr(chosen, name)
    baseline = found.baseline
    # A path in the policy file counts from the file, one on the command line from here.
    found.baseline = chosen.baseline or (os.path.join(folder, baseline) if baseline else None)  # noqa: PTH118
    if chosen.policy is None and folder:
        found.folder = folder
    return found


def find_policy(folder: str) -> str | None:
    """The nearest policy file, from the folder upward to the repository's root."""
    while True:
        for name in POLICY_NAMES:
            path = os.path.join(folder, name)  # noqa: PTH118
            if os.path.isfile(path):  # noqa: PTH113
                return path
        above = os.path.dirname(folder)  # noqa: PTH120
        if above == folder or any(os.path.exists(os.path.join(folder, name)) for name in _POLICY_ROOTS):  # noqa: PTH110, PTH118
            return None
        folder = above


def _read_policy(path: str, service: Service) -> ClientPolicy:
    shown = os.path.relpath(path)
    try:
        with open(path, encoding="utf-8-sig") as file:  # noqa: PTH123
            text = file.read(1024 * 1024)
    except OSError as error:
        raise Fault(f"{shown}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise Fault(f"{shown}: not UTF-8") from error
    try:
        read = service.read_policy(text)
    except RefusedFault as fault:
        rows = [f"{shown}:{row.get('line', 1)}: {row.get('detail', '')}" for row in fault.errors]
        raise Fault(*dict.fromkeys(rows)) from fault
    return ClientPolicy(dict(read["policy"]), list(read["ignore"]), read["baseline"])


def read_overlay(path: str) -> list[dict[str, Any]]:
    """Registry entries of a JSON file: a list, or an object with `entries`.

    Raises:
        Fault: it cannot be read.
    """
    try:
        with open(path, encoding="utf-8-sig") as file:  # noqa: PTH123
            values = json.load(file)
    except OSError as error:
        raise Fault(f"{path}: {error.strerror}") from error
    except ValueError as error:
        raise Fault(f"{path}: not JSON ({error})") from error
    rows = values.get("entries") if isinstance(values, dict) else values
    if not isinstance(rows, list):
        raise Fault(f"{path}: an overlay has a list `entries`")
    return rows
