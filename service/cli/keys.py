"""`sourcegrade keys`: make, list and revoke API keys in the database that DATABASE_URL names."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime

import click

from service.runtime.settings import Settings, SettingsError
from service.storage import keys as store
from service.storage.engine import Database, StorageUnavailableError
from service.storage.migrate import upgrade

#: As long as its column.
_LABEL = 100


class _Day(click.ParamType[date]):
    """A day that is still to come."""

    name = "day"

    def convert(self, value: str | date, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Text as a day."""
        if isinstance(value, date):
            return value
        try:
            day = date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is not a day; write it as YYYY-MM-DD.", param, ctx)
        if day <= datetime.now(UTC).date():
            self.fail(f"{value} is over (the day in UTC counts); the key would open nothing.", param, ctx)
        return day


class _Label(click.ParamType[str]):
    """A name for a key: one line that says something."""

    name = "text"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Text as a label."""
        text = value.strip()
        if not 0 < len(text) <= _LABEL or not text.isprintable():
            self.fail(f"a label has 1 to {_LABEL} printable characters.", param, ctx)
        return text


@click.group()
def keys() -> None:
    """Make, list and revoke API keys."""


@contextmanager
def _database() -> Iterator[Database]:
    """The store, up to date; what is wrong with it is one line and no traceback."""
    try:
        database = Database(Settings.from_env().database_url)
        upgrade(database)
        try:
            yield database
        finally:
            database.dispose()
    except (SettingsError, StorageUnavailableError, OSError) as error:
        raise click.ClickException(str(error)) from error


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@keys.command()
@click.option("--label", required=True, type=_Label(), help="Who will use the key.")
@click.option(
    "--scope",
    "scopes",
    multiple=True,
    type=click.Choice(store.SCOPES),
    help="What it may do; repeatable. Default: annotate, check.",
)
@click.option("--expires", type=_Day(), help="Day (UTC) from which it no longer opens anything, YYYY-MM-DD.")
def create(label: str, scopes: tuple[str, ...], expires: date | None) -> None:
    """Make a key and print it; it cannot be shown again."""
    expires_at = f"{expires.isoformat()}T00:00:00+00:00" if expires else None
    wanted = tuple(dict.fromkeys(scopes)) or ("annotate", "check")
    with _database() as database:
        key, secret = store.create(database, label=label, scopes=wanted, now=_now(), expires_at=expires_at)
    click.echo(secret)
    click.echo(f"id {key.id}, scopes {', '.join(key.scopes)}. Send it as: Authorization: Bearer <key>", err=True)


@keys.command("list")
def list_keys() -> None:
    """List the keys without their secrets."""
    with _database() as database:
        for key in store.all_keys(database).values():
            state = "revoked" if key.revoked_at else "open" if key.active_at(datetime.now(UTC)) else "expired"
            click.echo(f"{key.id}  {state:<8} {key.created_at}  {','.join(key.scopes)}  {key.label}")


@keys.command()
@click.argument("key_id")
def revoke(key_id: str) -> None:
    """Close a key for good."""
    with _database() as database:
        if not store.revoke(database, key_id, now=_now()):
            raise click.ClickException(f"there is no open key {key_id}")
    click.echo(f"{key_id} revoked")
