# ruff: noqa: ANN401, ARG002 - the signatures are marshmallow's own
"""Strict building blocks: unknown keys refused, no silent casts, no text that cannot be written as UTF-8."""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from marshmallow import RAISE, Schema, ValidationError, fields, validate

_SURROGATE = re.compile("[\ud800-\udfff]")
#: RFC 3339 date-time; the offset is required, since a time without one names no instant.
_RFC3339 = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d{1,9})?([Zz]|[+-]\d\d:\d\d)", re.ASCII)
COUNTRY = r"^[A-Z]{2}$"


class StrictSchema(Schema):
    """A request schema: a key it does not know is an error, never ignored."""

    class Meta:
        """Marshmallow options."""

        unknown = RAISE


class Text(fields.String):
    """A JSON string without lone surrogates; `stored=True` also refuses NUL, which PostgreSQL cannot hold."""

    default_error_messages = {  # noqa: RUF012 - marshmallow's own convention
        "surrogate": "A lone surrogate is not a character.",
        "nul": "The character U+0000 is not allowed here.",
    }

    def __init__(self, *, stored: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.stored = stored

    def _deserialize(self, value: object, attr: str | None, data: Any, **kwargs: Any) -> str:
        if not isinstance(value, str):
            raise self.make_error("invalid")
        if not value.isascii() and _SURROGATE.search(value):
            raise self.make_error("surrogate")
        if self.stored and "\0" in value:
            raise self.make_error("nul")
        return value


class Whole(fields.Integer):
    """A JSON integer: no booleans, no strings, no fractions. `lenient=True` reads a query string's digits."""

    def __init__(self, *, lenient: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.lenient = lenient

    def _deserialize(self, value: object, attr: str | None, data: Any, **kwargs: Any) -> int:
        if self.lenient and isinstance(value, str) and re.fullmatch(r"-?\d{1,15}", value, re.ASCII):
            return int(value)
        if isinstance(value, bool):
            raise self.make_error("invalid")
        if isinstance(value, int):
            return value
        # JSON has one kind of number: 5.0 and 5 are the same value.
        if isinstance(value, float) and value.is_integer():
            return int(value)
        raise self.make_error("invalid")


class Number(fields.Float):
    """A finite JSON number. `lenient=True` reads a query string."""

    def __init__(self, *, lenient: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.lenient = lenient

    def _deserialize(self, value: object, attr: str | None, data: Any, **kwargs: Any) -> float:
        if self.lenient and isinstance(value, str) and re.fullmatch(r"-?\d{1,15}(\.\d{1,15})?", value, re.ASCII):
            return float(value)
        if isinstance(value, bool) or not isinstance(value, int | float) or not -1e15 < value < 1e15:
            raise self.make_error("invalid")
        return float(value)


class Flag(fields.Boolean):
    """A JSON boolean: neither 0 and 1 nor words."""

    def _deserialize(self, value: object, attr: str | None, data: Any, **kwargs: Any) -> bool:
        if not isinstance(value, bool):
            raise self.make_error("invalid", input=value)
        return value


class Moment(fields.String):
    """A time as RFC 3339 with its offset; loads as an aware datetime."""

    default_error_messages = {"moment": "Not an RFC 3339 date and time with an offset."}  # noqa: RUF012

    def _deserialize(self, value: object, attr: str | None, data: Any, **kwargs: Any) -> datetime:  # type: ignore[override]
        if not isinstance(value, str) or not _RFC3339.fullmatch(value):
            raise self.make_error("moment")
        try:
            # A leap second names a real instant that datetime cannot hold: the second before it is near enough.
            return datetime.fromisoformat(re.sub(r":60(?=[.Zz+-])", ":59", value.upper()))
        except ValueError as error:
            raise self.make_error("moment") from error

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> str | None:
        return value.isoformat() if isinstance(value, datetime) else value


class Day(fields.String):
    """A calendar day, `YYYY-MM-DD`; stays a string."""

    default_error_messages = {"day": "Not a date of the form YYYY-MM-DD."}  # noqa: RUF012

    def _deserialize(self, value: object, attr: str | None, data: Any, **kwargs: Any) -> str:
        if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d\d-\d\d", value, re.ASCII):
            raise self.make_error("day")
        try:
            datetime.fromisoformat(value)
        except ValueError as error:
            raise self.make_error("day") from error
        return value


class WordList(fields.List[Any]):
    """A list of strings; in a query string `a,b` or the parameter given several times."""

    def __init__(self, inner: fields.Field[Any], *, lenient: bool = False, **kwargs: Any) -> None:
        super().__init__(inner, **kwargs)
        self.lenient = lenient

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> list[Any]:
        if self.lenient and isinstance(value, list):
            value = [part for item in value for part in str(item).split(",") if part]
        return super()._deserialize(value, attr, data, **kwargs)


class Pattern(validate.Regexp):
    """A regular expression for the whole string; `$` alone would let a line feed at the end pass."""

    def __call__(self, value: Any) -> Any:
        """Return the value or refuse it."""
        if self.regex.fullmatch(value) is None:
            raise ValidationError(self._format_error(value))
        return value


def one_of(values: Iterable[str]) -> validate.OneOf:
    """Validator for a closed list of words."""
    return validate.OneOf(tuple(values))


def size(least: int, most: int) -> validate.Length:
    """Validator for a length in code points or items."""
    return validate.Length(min=least, max=most)


def between(least: float, most: float) -> validate.Range:
    """Validator for a closed interval."""
    return validate.Range(min=least, max=most)


def refuse(message: str, *path: str) -> ValidationError:
    """A validation error at a path of field names."""
    messages: Any = [message]
    for name in reversed(path):
        messages = {name: messages}
    return ValidationError(messages)
