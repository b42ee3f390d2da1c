"""`sourcegrade openapi`: the specification that the service serves."""

import click


@click.command()
def openapi() -> None:
    """Print the OpenAPI specification as YAML."""
    from service.api.spec import spec_yaml  # noqa: PLC0415 - the web framework is loaded only where it is needed

    click.echo(spec_yaml(), nl=False)
