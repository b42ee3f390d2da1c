"""`sourcegrade bulk IN OUT`: annotate an archive."""

import sys
from collections.abc import Iterator
from pathlib import Path

import click


@click.command()
@click.argument("source", metavar="IN", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.argument("target", metavar="OUT", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--engine", type=click.Choice(["local", "ray"]), default="local", show_default=True)
@click.option("--processes", default=1, show_default=True, type=click.IntRange(1, 4096), help="Each holds one model.")
@click.option(
    "--ray-address", help="A running Ray cluster, e.g. `auto` or `ray://head:10001`; default: one is started here."
)
@click.option(
    "--part-size",
    default=256,
    show_default=True,
    type=click.IntRange(1, 1024 * 1024),
    help="KiB of JSON Lines that are done again when a process dies; Parquet is cut into its row groups.",
)
@click.option(
    "--document-seconds",
    default=60.0,
    show_default=True,
    type=click.FloatRange(0),
    help="What one document may take before its process is replaced; after three it fails alone (0: for ever).",
)
@click.option("--offset-unit", type=click.Choice(["code_point", "utf16", "utf8"]), default="code_point")
@click.option("--publisher", help="The outlet of all articles that name none: context, never an input to a score.")
@click.option("--country", help="The country of all articles that name none (ISO 3166-1 alpha-2).")
def bulk(  # noqa: PLR0913 - one parameter for each option
    source: Path,
    target: Path,
    engine: str,
    processes: int,
    ray_address: str | None,
    part_size: int,
    document_seconds: float,
    offset_unit: str,
    publisher: str | None,
    country: str | None,
) -> None:
    """Annotate an archive: JSON Lines or Parquet in and out, by the files' endings.

    Each line (row) is an article: `{"id", "text", ...}` with the fields of a document. Order is kept; one that is wrong becomes an
    error record. Killed at any point, the same command goes on and gives the same bytes.
    """
    from service.bulk.engines import local, on_ray  # noqa: PLC0415 - help needs no model
    from service.bulk.run import BulkError, Terms, annotate_archive  # noqa: PLC0415

    given = {"offset_unit": offset_unit, "publisher": publisher, "country": country}
    defaults = {name: value for name, value in given.items() if value is not None}
    terms = Terms(defaults, processes, part_size * 1024, document_seconds)
    try:
        total, failed = annotate_archive(
            source, target, local if engine == "local" else on_ray(ray_address), terms, _progress
        )
    except BulkError as error:
        sys.exit(f"sourcegrade: {error}")
    except OSError as error:
        sys.exit(f"sourcegrade: {error}; finished parts are kept, and the same command goes on from them")
    except ModuleNotFoundError as error:
        sys.exit(f"sourcegrade: {error.name} is not installed; install sourcegrade[bulk] or sourcegrade[ray]")
    click.echo(f"{total} articles, {failed} failed in this run: {target}", err=True)


def _progress(counts: Iterator[tuple[int, int]], total: int, before: int) -> int:
    failed = 0
    with click.progressbar(length=total, label="articles", show_eta=True, show_pos=True, file=sys.stderr) as bar:
        bar.update(before)
        for documents, wrong in counts:
            failed += wrong
            bar.update(documents)
    return failed
