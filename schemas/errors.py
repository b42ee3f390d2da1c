"""A schema's refusals as a flat list with pointers, and the one way to load values through a schema."""

from collections.abc import Mapping
from typing import Any, Final

from marshmallow import Schema, ValidationError

from service.core.domain import RequestError

#: Longest part of a key that an error repeats: enough to find it, too little to leak an article.
KEY_SHOWN: Final = 60


def errors_of(messages: Any, prefix: str = "#") -> list[dict[str, str]]:  # noqa: ANN401 - marshmallow's nested dict
    """Marshmallow's messages as a flat list with RFC 6901 pointers in fragment form (`#/document/content`)."""
    if isinstance(messages, Mapping):
        found = []
        for key, inner in messages.items():
            found.extend(errors_of(inner, prefix if key == "_schema" else f"{prefix}/{token(key)}"))
        return found
    if not isinstance(messages, list):
        messages = [messages]
    return [{"pointer": prefix, "detail": str(message), "code": _code(str(message))} for message in messages]


def token(key: object) -> str:
    """A key as a reference token of a pointer, shortened."""
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


def refused(error: ValidationError, prefix: str = "#", where: str = "request") -> RequestError:
    """A schema's refusal with every place it names (a body with ten thousand faults needs no ten thousand lines)."""
    errors = errors_of(error.messages, prefix)
    return RequestError(f"{len(errors)} error(s) in the {where}.", errors=errors[:50])


def invalid(pointer: str, detail: str, code: str = "invalid", **members: int) -> RequestError:
    """A refusal of one place; `members` are further fields of its row."""
    return RequestError(detail, errors=[{"pointer": pointer, "detail": detail, "code": code, **members}])


def load(schema: Schema, values: Any, prefix: str = "#", where: str = "request") -> Any:  # noqa: ANN401 - JSON in, the schema's dict out
    """Validate values against a schema.

    Raises:
        RequestError: with every error.
    """
    try:
        return schema.load(values)
    except ValidationError as error:
        raise refused(error, prefix, where) from error
