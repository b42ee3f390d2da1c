"""`sourcegrade ratings`: import, list and remove ratings that the newsroom holds a licence for."""

from datetime import UTC, datetime
from pathlib import Path

import click

from service.runtime.priors import default_tables
from service.runtime.ratings_files import read_ratings
from service.runtime.registry_files import default_registry
from service.runtime.settings import Settings
from service.storage import ratings as store
from service.storage.engine import Database
from service.storage.migrate import upgrade

#: Faults shown before the rest is only counted.
SHOWN = 50


@click.group()
def ratings() -> None:
    """Import, list and remove ratings that you hold a licence for. None ship with the service."""


def _database() -> Database:
    database = Database(Settings.from_env().database_url)
    upgrade(database)
    return database


@ratings.command("import")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--rater", required=True, help="newsguard, mbfc, adfontes, rsp, house …: whose scale the file is in.")
@click.option("--dry-run", is_flag=True, help="Check every row and store nothing.")
@click.option("--skip-faulty", is_flag=True, help="Store the good rows although others are faulty.")
def import_(file: Path, rater: str, dry_run: bool, skip_faulty: bool) -> None:  # noqa: FBT001
    """Store the ratings of a CSV file, all or nothing; workers count them within two seconds."""
    try:
        found = read_ratings(
            file.read_text(encoding="utf-8"), rater.strip().lower(), default_tables(), default_registry()
        )
    except (UnicodeDecodeError, ValueError) as error:
        raise click.ClickException(f"{file}: {error}") from error
    for line, fault in found.faults[:SHOWN]:
        click.echo(f"{file}:{line}: {fault}", err=True)
    if len(found.faults) > SHOWN:
        click.echo(f"… and {len(found.faults) - SHOWN} more", err=True)
    if found.faults and not skip_faulty:
        raise click.ClickException(f"{len(found.faults)} faulty rows, {len(found.rows)} good ones; nothing was stored")
    if dry_run or not found.rows:
        click.echo(f"{len(found.rows)} ratings can be stored; nothing was stored")
        return
    batch, count = store.mount(_database(), found.rows, now=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
    click.echo(f"{batch}: {count} ratings stored")


@ratings.command("list")
def list_() -> None:
    """List the imports."""
    for batch in store.batches(_database()):
        click.echo(f"{batch.id}  {batch.recorded_at}  {batch.rater:<10} {batch.rows} ratings")


@ratings.command()
@click.argument("batch")
def remove(batch: str) -> None:
    """Delete one import for good, for instance when a licence ends."""
    gone = store.remove(_database(), batch)
    if not gone:
        raise click.ClickException(f"there is no import {batch}")
    click.echo(f"{batch}: {gone} ratings removed")
