"""`sourcegrade worker`: work on the jobs that the server accepted."""

import os
import sys

import click

from service.runtime.settings import Settings, SettingsError


@click.command()
@click.option(
    "--processes",
    default=1,
    show_default=True,
    type=click.IntRange(1, 256),
    help="Documents worked on at the same time.",
)
@click.option("--lazy", is_flag=True, help="Load the model with the first document instead of now.")
@click.option("--follow-parent", is_flag=True, help="Stop when the process that started this one is gone.")
@click.option("--nice", default=0, type=click.IntRange(0, 19), help="Give way to other processes.")
def worker(processes: int, lazy: bool, follow_parent: bool, nice: int) -> None:  # noqa: FBT001
    """Work on jobs until stopped.

    The database and the queue are those of the server: DATABASE_URL, QUEUE_URL or REDIS_URL. Any number of workers may run, on
    any number of machines that reach them. A worker that is killed loses nothing: another one takes its documents over.
    """
    from service.jobs.consumer import build  # noqa: PLC0415 - help needs no model
    from service.runtime.collector import settle  # noqa: PLC0415
    from service.storage.engine import StorageUnavailableError  # noqa: PLC0415

    parent = os.getppid() if follow_parent else None
    os.nice(nice)
    try:
        consumer = build(Settings.from_env(), processes=processes, preload=not lazy, follow=parent)
    except (SettingsError, StorageUnavailableError) as error:
        sys.exit(f"sourcegrade: {error}")
    settle()
    consumer.run()
