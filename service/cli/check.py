"""`sourcegrade check PATH…`: the check client, in process unless `--url` names a service."""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from service.client.faults import Fault

if TYPE_CHECKING:
    from service.core.domain import OverlayEntry
    from service.core.pipeline import Resources
    from service.core.rules.policy import Policy


@click.command(
    add_help_option=False, context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False}
)
@click.argument("words", nargs=-1, type=click.UNPROCESSED)
def check(words: tuple[str, ...]) -> None:
    """Check how drafts name and use their sources (`sourcegrade check --help`)."""
    from service.client.main import check_main  # noqa: PLC0415 - the other commands need none of it

    sys.exit(check_main(words, program="sourcegrade check", in_process=_local))


def _local(_chosen: argparse.Namespace) -> "LocalService":
    return LocalService()


class LocalService:
    """The engine in this process, with the overlays of the folder that REGISTRY_OVERLAY_DIR names. Nothing leaves the machine."""

    #: No service explains the rules under an address.
    address = ""

    def __init__(self) -> None:
        self._resources: Resources | None = None
        self._policies: dict[str, Policy] = {}

    @property
    def resources(self) -> "Resources":
        """Model, registry and rules, loaded when the first draft needs them."""
        if self._resources is None:
            from service.runtime.overlay_files import read_folder  # noqa: PLC0415
            from service.runtime.resources import load_resources  # noqa: PLC0415
            from service.runtime.settings import Settings, SettingsError  # noqa: PLC0415

            try:
                folder = Settings.from_env().overlay_dir
            except SettingsError as error:
                raise Fault(str(error)) from error
            loaded = load_resources()
            self._resources = replace(loaded, overlays=read_folder(Path(folder))) if folder else loaded
        return self._resources

    def read_policy(self, text: str) -> dict[str, Any]:
        """A policy file's text as JSON.

        Raises:
            RefusedFault: it has faults, each with its line.
        """
        from service.client.link import RefusedFault  # noqa: PLC0415
        from service.core.domain import PolicyError  # noqa: PLC0415
        from service.runtime.policy_files import read_policy_text, with_lines  # noqa: PLC0415

        try:
            read = read_policy_text(text)
            try:
                policy = self._policy(read.values)
            except PolicyError as error:
                raise with_lines(error, read, "#/policy") from error
        except PolicyError as error:
            raise RefusedFault(_rows(error)) from error
        return {"policy": read.values, "ignore": list(policy.ignore), "baseline": policy.baseline}

    def check(self, request: dict[str, Any]) -> dict[str, Any]:
        """Check one draft.

        Raises:
            Fault: it cannot be checked.
        """
        from service.client.link import RefusedFault  # noqa: PLC0415
        from service.core.domain import PolicyError, SourcegradeError  # noqa: PLC0415

        try:
            return self._checked(request)
        except PolicyError as error:
            raise RefusedFault(_rows(error)) from error
        except SourcegradeError as error:
            raise Fault(error.message) from error

    def _policy(self, values: dict[str, Any]) -> "Policy":
        from service.core.rules.policy_reading import read_policy  # noqa: PLC0415

        key = repr(values)
        if key not in self._policies:
            here = self.resources
            self._policies[key] = read_policy(values, presets=here.presets, rules=here.rules, at="#/policy")
        return self._policies[key]

    def _checked(self, request: dict[str, Any]) -> dict[str, Any]:
        from service.core.checking import Filter, check  # noqa: PLC0415
        from service.core.domain import Article, PolicyError  # noqa: PLC0415
        from service.core.parsing.endings import media_type_of  # noqa: PLC0415
        from service.core.pipeline import Options  # noqa: PLC0415
        from service.core.rules.baseline import BaselineEntry  # noqa: PLC0415
        from service.render.checks.answer import CheckView, check_values  # noqa: PLC0415

        policy, path = self._policy(request["policy"]), request["path"]
        unknown = [name for name in policy.registry_overlays if name not in self.resources.overlays]
        if unknown:
            raise PolicyError(
                f"REGISTRY_OVERLAY_DIR holds no overlay {unknown[0]!r}.", pointer="#/policy/registry_overlays"
            )
        report = check(
            Article(request["content"], media_type_of(path), language=policy.language),
            self.resources,
            policy=policy,
            path=path,
            options=Options(overlay=_overlay(request.get("registry_overlay", ()))),
            baseline=[BaselineEntry(**row) for row in request.get("baseline", ())],
            changed_lines=[(first, last) for first, last in request.get("changed_lines", ())],
            filter=Filter(request.get("filter", "all")),
            today=datetime.now(UTC).date(),
        )
        include = frozenset(request["options"]["include"])
        return check_values(report, CheckView(include=include, fail_on=policy.fail_on.value))


def _overlay(rows: Sequence[dict[str, Any]]) -> tuple["OverlayEntry", ...]:
    """Registry entries of the caller's file, held against the same schema as over HTTP."""
    from marshmallow import ValidationError  # noqa: PLC0415

    from schemas.annotations import OverlayEntrySchema  # noqa: PLC0415
    from service.runtime.overlays import entries_of  # noqa: PLC0415

    try:
        return entries_of(OverlayEntrySchema(many=True).load(rows), "request") if rows else ()
    except ValidationError as error:
        raise Fault(f"--overlay: {error.messages}") from error


def _rows(error: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - a PolicyError, imported late
    rows = error.details.get("errors")
    return list(rows) if rows else [{"pointer": error.details.get("pointer", "#"), "detail": error.message}]
