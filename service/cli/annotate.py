"""`sourcegrade annotate FILE…`: annotate in process, readable in a terminal or as JSON for machines."""

import sys
import time
from pathlib import Path

import click

from service.cli.report_text import report_lines
from service.core.domain import Article, SourcegradeError
from service.core.parsing import PARSERS
from service.core.parsing.endings import media_type_of
from service.core.pipeline import Resources
from service.core.pipeline import annotate as annotate_article
from service.render.json import encode, project
from service.render.view import View


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE…", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line, as the HTTP service answers it.")
@click.option(
    "--media-type",
    type=click.Choice(sorted(PARSERS)),
    help="Default: by the file's ending.",
)
@click.option(
    "--offset-unit", type=click.Choice(["code_point", "utf16", "utf8"]), default="code_point", show_default=True
)
@click.option("--publisher", help="The outlet whose article it is: context for identity, never an input to a score.")
@click.option("--country", help="The article's own country (ISO 3166-1 alpha-2).")
def annotate(
    files: tuple[Path, ...],
    as_json: bool,  # noqa: FBT001
    media_type: str | None,
    offset_unit: str,
    publisher: str | None,
    country: str | None,
) -> None:
    """Annotate articles. FILE may be - for standard input. Nothing leaves this machine."""
    from service.runtime.resources import load_resources  # noqa: PLC0415 - help and errors need no model

    resources = load_resources()
    failed = False
    for number, file in enumerate(files):
        try:
            article = Article(
                _read(file),
                media_type or media_type_of(file.as_posix()),
                str(file),
                None,
                None,
                publisher,
                country,
            )
            _show(article, resources, View(offset_unit=offset_unit), as_json=as_json, first=number == 0)
        except (OSError, UnicodeDecodeError, SourcegradeError) as error:
            failed = True
            click.echo(f"{file}: {_reason(error)}", err=True)
    if failed:
        sys.exit(1)


def _read(file: Path) -> str:
    raw = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
    return raw.decode("utf-8")


def _reason(error: Exception) -> str:
    if isinstance(error, UnicodeDecodeError):
        return f"not UTF-8 (byte {error.start})"
    if isinstance(error, OSError):
        return error.strerror or str(error)
    return str(error)


def _show(article: Article, resources: Resources, view: View, *, as_json: bool, first: bool) -> None:
    begun = time.perf_counter()
    report = annotate_article(article, resources)
    if as_json:
        values = project(report, view)
        values["timing_ms"] = round((time.perf_counter() - begun) * 1000, 2)
        sys.stdout.buffer.write(encode(values) + b"\n")
        return
    if not first:
        click.echo()
    for line in report_lines(report, color=sys.stdout.isatty()):
        click.echo(line)
