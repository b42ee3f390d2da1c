"""JSON from strangers -> values: no depth that breaks a parser, no NaN, and refusals that say where."""

import json
import re
from typing import Any, NoReturn

from service.core.domain import SourcegradeError

#: Strings are skipped as a whole, also an unclosed one: every byte is read once, whatever the body.
_STRUCTURE = re.compile(rb'"(?:[^"\\]|\\.)*+"?|[\[{\]}]', re.DOTALL)


class MalformedJsonError(SourcegradeError):
    """The bytes are not JSON as RFC 8259 defines it."""

    code = "malformed-json"


class JsonTooDeepError(SourcegradeError):
    """The JSON is nested deeper than the limit."""

    code = "json-too-deep"


def json_of(raw: bytes, max_depth: int) -> Any:  # noqa: ANN401 - JSON is anything
    """The values of a JSON text in UTF-8.

    Raises:
        MalformedJsonError, JsonTooDeepError: with what is wrong, never with the text.
    """
    if too_deep(raw, max_depth):
        raise JsonTooDeepError(f"The JSON is nested deeper than {max_depth} levels.", limit=max_depth)
    try:
        text = raw.decode("utf-8-sig")
        return json.loads(text, parse_constant=_refuse_constant, object_pairs_hook=_members)
    except UnicodeDecodeError as error:
        raise MalformedJsonError(f"This is not UTF-8: byte {error.start} begins no character.") from error
    except json.JSONDecodeError as error:
        raise MalformedJsonError(f"{error.msg} (line {error.lineno}, column {error.colno}).") from error
    except (ValueError, RecursionError) as error:
        raise MalformedJsonError("This is not JSON.") from error


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object's members. Which of two with one name counts, every reader decides for itself: none of them is obeyed."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise MalformedJsonError("An object names a member twice.")
    return found


def _refuse_constant(_name: str) -> NoReturn:
    raise ValueError("NaN and Infinity are not JSON")


def too_deep(raw: bytes, max_depth: int) -> bool:
    """Whether brackets outside strings nest deeper than `max_depth`. Linear in the body."""
    if raw.count(b"[") + raw.count(b"{") <= max_depth:
        return False
    depth = 0
    for found in _STRUCTURE.finditer(raw):
        sign = raw[found.start()]
        if sign in b"[{":
            depth += 1
            if depth > max_depth:
                return True
        elif sign in b"]}":
            depth -= 1
    return False
