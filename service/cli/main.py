"""`sourcegrade`: annotate and check files, look sources up, manage keys, work on jobs, print the specification."""

from importlib import import_module

import click

from service import __version__

#: Every command and where it is defined; a new one is one module and one entry here. A command is imported when it is
#: asked for: a commit hook should not wait for the database's library.
COMMANDS: dict[str, str] = {
    "annotate": "service.cli.annotate",
    "bulk": "service.cli.bulk",
    "check": "service.cli.check",
    "keys": "service.cli.keys",
    "openapi": "service.cli.openapi",
    "ratings": "service.cli.ratings",
    "registry": "service.cli.registry",
    "worker": "service.cli.worker",
}


class _Commands(click.Group):
    """The commands by name, each imported when it is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's own signature
        """Names, sorted."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command of this name."""
        module = COMMANDS.get(cmd_name)
        if module is None:
            return None
        found: click.Command = getattr(import_module(module), cmd_name)
        return found


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="sourcegrade")
def main() -> None:
    """Find the sources that a news article cites, grade them, and see what an editor should worry about."""
