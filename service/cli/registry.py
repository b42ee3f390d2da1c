"""`sourcegrade registry`: search, show, validate and build the registry."""

import sys
from dataclasses import asdict
from pathlib import Path

import click

from service.core.domain import RegistryError
from service.render.json import encode
from service.runtime.registry_compile import ARTIFACT, compile_registry
from service.runtime.registry_files import REGISTRY_FOLDER, default_registry


@click.group()
def registry() -> None:
    """Look sources up; check and compile the registry's files."""


@registry.command()
@click.argument("name")
@click.option("--limit", default=10, show_default=True, type=click.IntRange(1, 50))
def search(name: str, limit: int) -> None:
    """What a name or phrase can mean, best first."""
    from service.core.identity.context import IdentityContext  # noqa: PLC0415
    from service.core.identity.resolve import resolve_name  # noqa: PLC0415
    from service.runtime.identity_files import load_identity_lexicon  # noqa: PLC0415

    lexicon = load_identity_lexicon()
    found = resolve_name(name, default_registry(), lexicon, IdentityContext(lexicon), limit)
    if not found:
        raise click.ClickException(f"nothing is known under {name!r}")
    for candidate in found:
        what = f"{candidate.type}, {candidate.country or '-'}; {candidate.match}"
        click.echo(f"{candidate.score:.2f}  {candidate.id:<28} {candidate.name} ({what})")


@registry.command()
@click.argument("record_id")
def show(record_id: str) -> None:
    """A record with its names, evidence and origins, as JSON."""
    record = default_registry().records.get(record_id)
    if record is None:
        raise click.ClickException(f"there is no record {record_id!r}")
    sys.stdout.buffer.write(encode(asdict(record)) + b"\n")


@registry.command()
@click.option("--folder", type=click.Path(path_type=Path, exists=True, file_okay=False), default=REGISTRY_FOLDER)
def validate(folder: Path) -> None:
    """Check the registry's source files."""
    _compiled(folder)
    click.echo("the registry's files are valid")


@registry.command()
@click.option("--folder", type=click.Path(path_type=Path, exists=True, file_okay=False), default=REGISTRY_FOLDER)
def build(folder: Path) -> None:
    """Compile the registry's files into the artifact that the service loads."""
    content = _compiled(folder)
    target = folder / ARTIFACT
    target.write_bytes(content)
    click.echo(f"{target.name}: {len(content)} bytes")


def _compiled(folder: Path) -> bytes:
    try:
        return compile_registry(folder)
    except RegistryError as error:
        raise click.ClickException(str(error)) from error
