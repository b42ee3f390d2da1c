"""A policy file's text -> its keys as JSON values, and every key's line, so that a fault is told where it stands."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from service.core.domain import PolicyError

#: Longest policy file, in code points; the largest real ones are a hundredth of it.
MAX_LENGTH = 256 * 1024
MAX_DEPTH = 8
_PLAIN = (str, int, float, bool, type(None))


@dataclass(frozen=True, slots=True)
class PolicyText:
    """A policy file as read: `values` are JSON-ready, `lines` maps a JSON pointer to the line (from 1) of its key."""

    values: dict[str, Any] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict)

    def line(self, pointer: str) -> int:
        """Line of a pointer, or of the nearest key around it."""
        while pointer and pointer not in self.lines:
            pointer = pointer.rpartition("/")[0]
        return self.lines.get(pointer, 1)


def read_policy_text(text: str) -> PolicyText:
    """Read YAML (JSON is YAML too).

    Raises:
        PolicyError: not YAML, too long, too deep, an alias, a key given twice, or no mapping. `details["errors"]` has the line.
    """
    if len(text) > MAX_LENGTH:
        raise _fault(1, f"The policy has {len(text)} characters; the limit is {MAX_LENGTH}.")
    try:
        _no_aliases(text)
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        values = yaml.safe_load(text)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise _fault(mark.line + 1 if mark else 1, f"Not YAML: {error.problem or error.context}.") from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise _fault(1, "Not YAML.") from error
    if node is None or values is None:
        return PolicyText()
    if not isinstance(node, yaml.MappingNode):
        raise _fault(1, "A policy is a mapping of settings.")
    lines: dict[str, int] = {"": 1}
    _walk(node, "", lines, 0)
    return PolicyText(_plain(values), lines)


def _no_aliases(text: str) -> None:
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        if isinstance(event, yaml.AliasEvent):
            raise _fault(event.start_mark.line + 1 if event.start_mark else 1, "YAML aliases are not read.")


def _walk(node: yaml.Node, pointer: str, lines: dict[str, int], depth: int) -> None:
    if depth > MAX_DEPTH:
        raise _fault(node.start_mark.line + 1, "The policy is nested too deeply.")
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            at = f"{pointer}/{_token(str(key.value))}"
            if at in lines:
                raise _fault(key.start_mark.line + 1, f"{key.value!r} is given twice.")
            lines[at] = key.start_mark.line + 1
            _walk(value, at, lines, depth + 1)
    elif isinstance(node, yaml.SequenceNode):
        for number, value in enumerate(node.value):
            lines[f"{pointer}/{number}"] = value.start_mark.line + 1
            _walk(value, f"{pointer}/{number}", lines, depth + 1)


def _token(key: str) -> str:
    return key.replace("~", "~0").replace("/", "~1")


def _plain(value: object) -> Any:  # noqa: ANN401 - JSON is anything
    """YAML values as JSON: dates and other scalars become their text, keys become strings."""
    if isinstance(value, dict):
        return {key if isinstance(key, str) else str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value if isinstance(value, _PLAIN) else str(value)


def with_lines(error: PolicyError, read: PolicyText, at: str = "") -> PolicyError:
    """The same error with a `line` at each of its places; `at` is what stands before the pointers into the policy."""
    rows = error.details.get("errors")
    errors = [
        {**row, "line": read.line(str(row["pointer"]).removeprefix(at))}
        for row in (rows if isinstance(rows, list) else [])
    ]
    return PolicyError(error.message, **{**error.details, "errors": errors})


def _fault(line: int, detail: str) -> PolicyError:
    return PolicyError(detail, errors=[{"pointer": "#", "detail": detail, "code": "invalid", "line": line}])
