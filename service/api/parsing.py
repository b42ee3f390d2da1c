"""Request -> validated values: marshmallow schemas behind strict readers, errors as JSON pointers."""

from collections.abc import Callable, Mapping
from typing import Any, NoReturn, TypeVar, cast

from flask import Request, current_app
from flask_smorest import Blueprint as SmorestBlueprint  # type: ignore[import-untyped]
from marshmallow import Schema, ValidationError, fields
from webargs.flaskparser import FlaskParser

from service.api import body
from service.api.problems import Problem

F = TypeVar("F", bound=Callable[..., Any])
#: Longest part of a key that an error repeats: enough to find it, too little to leak an article.
KEY_SHOWN = 60


def errors_of(messages: Any, prefix: str = "#") -> list[dict[str, str]]:  # noqa: ANN401 - marshmallow's nested dict
    """Marshmallow's messages as a flat list with RFC 6901 pointers in fragment form (`#/document/content`)."""
    if isinstance(messages, Mapping):
        found = []
        for key, inner in messages.items():
            found.extend(errors_of(inner, prefix if key == "_schema" else f"{prefix}/{_token(key)}"))
        return found
    if not isinstance(messages, list):
        messages = [messages]
    return [{"pointer": prefix, "detail": str(message), "code": _code(str(message))} for message in messages]


def _token(key: object) -> str:
    text = str(key)[:KEY_SHOWN].replace("~", "~0").replace("/", "~1")
    return text.encode("utf-8", "replace").decode()


_CODES = {
    "Unknown field.": "unknown_field",
    "Missing data for required field.": "required",
    "Field may not be null.": "null",
    "A lone surrogate is not a character.": "lone_surrogate",
}


def _code(message: str) -> str:
    if message in _CODES:
        return _CODES[message]
    if message.startswith(("Not a valid", "Invalid input type")):
        return "wrong_type"
    return "invalid"


def invalid(pointer: str, detail: str, code: str = "invalid") -> Problem:
    """An `invalid-request` problem about one place."""
    return Problem("invalid-request", detail, errors=[{"pointer": pointer, "detail": detail, "code": code}])


def load(schema: Schema, values: Any) -> Any:  # noqa: ANN401 - JSON in, the schema's dict out
    """Validate values against a schema.

    Raises:
        Problem: `invalid-request` with every error.
    """
    try:
        return schema.load(values)
    except ValidationError as error:
        raise refused(error) from error


def refused(error: ValidationError, prefix: str = "#") -> Problem:
    """A schema's refusal as a problem."""
    errors = errors_of(error.messages, prefix)
    # A body with ten thousand faults needs no ten thousand lines of answer.
    return Problem("invalid-request", f"{len(errors)} error(s) in the request.", errors=errors[:50])


def query_values(request: Request, schema: Schema) -> dict[str, Any]:
    """The query string as a schema's input: lists where the schema has lists.

    Raises:
        Problem: `invalid-request` when a single-valued parameter is given twice.
    """
    values: dict[str, Any] = {}
    for name, found in request.args.lists():
        if isinstance(schema.fields.get(name), fields.List):
            values[name] = found
        elif len(found) > 1:
            raise invalid(f"?/{_token(name)}", "The parameter is given more than once.", "repeated")
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
