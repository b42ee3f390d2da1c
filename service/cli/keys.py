"""`sourcegrade keys`: make, list and revoke API keys in the database that DATABASE_URL names."""

from datetime import UTC, datetime

import click

from service.runtime.settings import Settings
from service.storage import keys as store
from service.storage.engine import Database
from service.storage.migrate import upgrade


@click.group()
def keys() -> None:
    """Make, list and revoke API keys."""


def _database() -> Database:
    database = Database(Settings.from_env().database_url)
    upgrade(database)
    return database


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@keys.command()
@click.option("--label", required=True, help="Who will use the key.")
@click.option(
    "--scope",
    "scopes",
    multiple=True,
    type=click.Choice(store.SCOPES),
    help="What it may do; repeatable. Default: annotate, check.",
)
@click.option("--expires", help="Day after which it no longer opens anything, YYYY-MM-DD.")
def create(label: str, scopes: tuple[str, ...], expires: str | None) -> None:
    """Make a key and print it; it cannot be shown again."""
    expires_at = f"{datetime.fromisoformat(expires).date().isoformat()}T00:00:00+00:00" if expires else None
    key, secret = store.create(
        _database(), label=label, scopes=scopes or ("annotate", "check"), now=_now(), expires_at=expires_at
    )
    click.echo(secret)
    click.echo(f"id {key.id}, scopes {', '.join(key.scopes)}. Send it as: Authorization: Bearer <key>", err=True)


@keys.command("list")
def list_keys() -> None:
    """List the keys without their secrets."""
    for key in store.all_keys(_database()).values():
        state = "revoked" if key.revoked_at else "open" if key.active_at(datetime.now(UTC)) else "expired"
        click.echo(f"{key.id}  {state:<8} {key.created_at}  {','.join(key.scopes)}  {key.label}")


@keys.command()
@click.argument("key_id")
def revoke(key_id: str) -> None:
    """Close a key for good."""
    if not store.revoke(_database(), key_id, now=_now()):
        raise click.ClickException(f"there is no open key {key_id}")
    click.echo(f"{key_id} revoked")
