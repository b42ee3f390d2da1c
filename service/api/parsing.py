"""Request -> validated values: marshmallow schemas behind strict readers, errors as JSON pointers."""

from collections.abc import Callable, Mapping
from typing import Any, NoReturn, TypeVar, cast

from flask import Request, current_app
from flask_smorest import Blueprint as SmorestBlueprint  # type: ignore[import-untyped]
from marshmallow import Schema, ValidationError, fields
from webargs.flaskparser import FlaskParser

from schemas.errors import errors_of, invalid, load, refused, token
from service.api import body

__all__ = ["Blueprint", "StrictParser", "errors_of", "invalid", "load", "query_values"]

F = TypeVar("F", bound=Callable[..., Any])


def query_values(request: Request, schema: Schema) -> dict[str, Any]:
    """The query string as a schema's input: lists where the schema has lists.

    Raises:
        RequestError: when a single-valued parameter is given twice.
    """
    values: dict[str, Any] = {}
    for name, found in request.args.lists():
        if isinstance(schema.fields.get(name), fields.List):
            values[name] = found
        elif len(found) > 1:
            raise invalid(f"?/{token(name)}", "The parameter is given more than once.", "repeated")
        else:
            values[name] = found[0]
    return values


class StrictParser(FlaskParser):
    """Webargs with our readers: size, media type, depth and encoding are checked before a schema sees anything."""

    def load_json(self, req: Request, schema: Schema) -> Any:  # noqa: ANN401, ARG002 - webargs' own signature
        """The JSON body."""
        limits = current_app.extensions["sourcegrade"].settings.limits
        body.media_type(req, (body.JSON,))
        return body.json_of(body.read(req, limits.body_bytes), limits.json_depth)

    def load_querystring(self, req: Request, schema: Schema) -> Any:  # noqa: ANN401 - webargs' own signature
        """The query string."""
        return query_values(req, schema)

    def handle_error(
        self,
        error: ValidationError,
        req: Request,  # noqa: ARG002
        schema: Schema,  # noqa: ARG002
        *,
        error_status_code: int | None,  # noqa: ARG002
        error_headers: Mapping[str, str] | None,  # noqa: ARG002
    ) -> NoReturn:
        """Turn a refusal into a problem."""
        messages = error.messages
        # Webargs wraps the messages in the location's name.
        if isinstance(messages, Mapping) and len(messages) == 1:
            location, inner = next(iter(messages.items()))
            raise refused(ValidationError(inner), "?" if location == "query" else "#") from error
        raise refused(error) from error


class Blueprint(SmorestBlueprint):  # type: ignore[misc]
    """A blueprint whose `arguments` are strict. The overrides only give flask-smorest's decorators types."""

    # None: the schemas' own Meta.unknown decides.
    ARGUMENTS_PARSER = StrictParser(unknown=None)

    def route(self, rule: str, **options: Any) -> Callable[[F], F]:  # noqa: ANN401
        """Register and document a view."""
        return cast("Callable[[F], F]", super().route(rule, **options))

    def arguments(self, schema: type[Schema], **kwargs: Any) -> Callable[[F], F]:  # noqa: ANN401
        """Validate and document the body (or another location) of a view."""
        return cast("Callable[[F], F]", super().arguments(schema, **kwargs))

    def response(
        self,
        status: int,
        schema: type[Schema] | dict[str, Any] | None = None,
        **kwargs: Any,  # noqa: ANN401
    ) -> Callable[[F], F]:
        """Document the answer of a view."""
        return cast("Callable[[F], F]", super().response(status, schema, **kwargs))

    def alt_response(self, status: int, **kwargs: Any) -> Callable[[F], F]:  # noqa: ANN401
        """Document another answer of a view."""
        return cast("Callable[[F], F]", super().alt_response(status, **kwargs))

    @staticmethod
    def doc(**kwargs: Any) -> Callable[[F], F]:  # noqa: ANN401
        """Add to a view's documentation."""
        return cast("Callable[[F], F]", SmorestBlueprint.doc(**kwargs))
