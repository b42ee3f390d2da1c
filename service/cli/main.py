"""`sourcegrade`: annotate files, look sources up, manage keys, print the specification."""

import click

from service import __version__
from service.cli.annotate import annotate
from service.cli.keys import keys
from service.cli.openapi import openapi
from service.cli.registry import registry

#: Every command; a new one is one module and one entry here.
COMMANDS: tuple[click.Command, ...] = (annotate, keys, openapi, registry)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="sourcegrade")
def main() -> None:
    """Find the sources that a news article cites, grade them, and see what an editor should worry about."""


for _command in COMMANDS:
    main.add_command(_command)
