"""A policy as the newsroom wrote it -> `Policy`. Everything that is wrong is told at once, each with the place it stands at."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from service.core.domain import PolicyError, Severity
from service.core.rules.policy import FailOn, PathRules, Policy, RuleSetting
from service.core.rules.rule import Rule

#: The format of policies that this service reads.
VERSION = 1
GRADES = ("A", "B", "C", "D", "E")
#: Longest list or table in a policy.
ENTRIES_MAXIMUM = 1000

T = TypeVar("T")


def read_policy(
    mapping: Mapping[str, object] | None,
    *,
    presets: Mapping[str, Policy],
    rules: Sequence[Rule],
    at: str = "",
) -> Policy:
    """The policy that a mapping (a YAML file, a request's `policy`) describes, on top of the preset that it extends.

    Args:
        mapping: the keys of `.sourcegrade.yml`; None or an empty one gives the preset `recommended`.
        presets: policies by name that `extends` may name.
        rules: the rules that exist.
        at: JSON pointer of the mapping in what the caller sent, put before every pointer that is told.

    Raises:
        PolicyError: `details["errors"]` lists every fault as `{"pointer", "detail", "code"}`; a pointer is an RFC 6901
            pointer to the key, which a caller that read a file can turn into a line.
    """
    reading = _Reading(presets, {rule.id: rule for rule in rules}, at)
    policy = reading.policy(mapping if mapping is not None else {})
    if reading.errors:
        first = reading.errors[0]
        raise PolicyError(f"{first['detail']}", pointer=first["pointer"], errors=reading.errors)
    return policy


def escaped(key: object) -> str:
    """A key as a part of a JSON pointer (RFC 6901)."""
    return str(key).replace("~", "~0").replace("/", "~1")


def _merged(base: Mapping[str, RuleSetting], own: Mapping[str, RuleSetting]) -> Mapping[str, RuleSetting]:
    """What the preset says with what the newsroom changes: a severity alone keeps the options, and the other way round."""
    merged = dict(base)
    for key, setting in own.items():
        before = base.get(key, RuleSetting())
        merged[key] = RuleSetting(setting.severity or before.severity, {**before.options, **setting.options})
    return merged


class _Reading:
    """One policy on its way in; collects faults instead of stopping at the first."""

    def __init__(self, presets: Mapping[str, Policy], rules: Mapping[str, Rule], at: str) -> None:
        self.presets = presets
        self.known = rules
        self.at = at
        self.errors: list[dict[str, str]] = []

    def fault(self, pointer: str, detail: str, code: str = "invalid") -> None:
        self.errors.append({"pointer": self.at + pointer, "detail": detail, "code": code})

    def policy(self, mapping: object) -> Policy:
        if not isinstance(mapping, Mapping):
            self.fault("", "A policy is a mapping of settings.")
            return Policy()
        base = self.base(mapping.get("extends", "recommended"))
        readers: dict[str, Callable[[object, str], object]] = {
            "version": self.version,
            "language": self.text,
            "fail_on": lambda value, at: self.choice(value, at, FailOn),
            "report_level": lambda value, at: self.choice(value, at, Severity),
            "max_warnings": self.count,
            "rules": self.rules,
            "per_path": self.per_path,
            "min_grade": self.grade,
            "max_rating_age": self.count,
            "ignore": self.texts,
            "registry_overlays": self.texts,
            "baseline": self.text,
        }
        changes: dict[str, Any] = {}
        for key, value in mapping.items():
            if key == "extends":
                continue
            reader = readers.get(str(key))
            if reader is None:
                self.unknown(f"/{escaped(key)}", f"Unknown setting {key!r}.", [*readers, "extends"])
            elif value is not None:
                changes[str(key)] = reader(value, f"/{key}")
        changes["rules"] = _merged(base.rules, changes.get("rules", {}))
        changes["per_path"] = (*base.per_path, *changes.get("per_path", ()))
        return base if self.errors else replace(base, **changes)

    def base(self, name: object) -> Policy:
        found = self.presets.get(name) if isinstance(name, str) else None
        if found is None and self.presets:
            self.unknown("/extends", f"Unknown preset {name!r}.", self.presets)
        return found or Policy()

    def unknown(self, pointer: str, detail: str, known: Any) -> None:  # noqa: ANN401 - any iterable of names
        self.fault(pointer, f"{detail} Known: {', '.join(sorted(map(str, known)))}.", "unknown")

    def version(self, value: object, at: str) -> int:
        if value not in {VERSION, str(VERSION)} or isinstance(value, bool):
            self.fault(at, f"This service reads policies of version {VERSION}.")
        return VERSION

    def text(self, value: object, at: str) -> str:
        if not isinstance(value, str) or not value:
            self.fault(at, "Must be a text.")
            return ""
        return value

    def texts(self, value: object, at: str) -> tuple[str, ...]:
        if not isinstance(value, Sequence) or isinstance(value, str) or len(value) > ENTRIES_MAXIMUM:
            self.fault(at, f"Must be a list of at most {ENTRIES_MAXIMUM} texts.")
            return ()
        return tuple(self.text(one, f"{at}/{number}") for number, one in enumerate(value))

    def count(self, value: object, at: str) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            self.fault(at, "Must be a whole number, 0 or more.")
            return 0
        return value

    def grade(self, value: object, at: str) -> str:
        if value not in GRADES:
            self.fault(at, f"Must be one of {', '.join(GRADES)}.")
        return str(value)

    def choice(self, value: object, at: str, kind: type[T]) -> T | None:
        # YAML reads a bare `off` as false; the newsroom meant the word.
        word = "off" if value is False and kind is Severity else value
        try:
            return kind(word)  # type: ignore[call-arg]
        except ValueError:
            names = ", ".join(str(one) for one in kind)  # type: ignore[attr-defined]
            self.fault(at, f"Must be one of {names}.")
            return None

    def rules(self, value: object, at: str) -> Mapping[str, RuleSetting]:
        if not isinstance(value, Mapping):
            self.fault(at, "Must map rule ids to a severity or to a mapping with `severity` and options.")
            return {}
        found: dict[str, RuleSetting] = {}
        for key, setting in value.items():
            pointer = f"{at}/{escaped(key)}"
            rule = self.known.get(str(key))
            if rule is None:
                self.fault(pointer, f"There is no rule {key!r}.", "unknown")
            else:
                found[rule.id] = self.setting(rule, setting, pointer)
        return found

    def setting(self, rule: Rule, value: object, at: str) -> RuleSetting:
        if not isinstance(value, Mapping):
            return RuleSetting(self.choice(value, at, Severity))
        severity, options = None, {}
        for key, one in value.items():
            pointer = f"{at}/{escaped(key)}"
            if key == "severity":
                severity = self.choice(one, pointer, Severity)
            elif key in rule.options:
                options[str(key)] = self.option(rule, str(key), one, pointer)
            else:
                self.unknown(pointer, f"{rule.id} has no option {key!r}.", ["severity", *rule.options])
        return RuleSetting(severity, options)

    def option(self, rule: Rule, key: str, value: object, at: str) -> object:
        default = rule.options[key]
        allowed = rule.choices.get(key)
        if allowed is not None:
            if value not in allowed:
                self.fault(at, f"Must be one of {', '.join(map(str, allowed))}.")
            return value
        if isinstance(default, bool):
            if not isinstance(value, bool):
                self.fault(at, "Must be true or false.")
            return value
        if isinstance(default, tuple):
            return self.texts(value, at)
        return self.count(value, at) if isinstance(default, int) else self.text(value, at)

    def per_path(self, value: object, at: str) -> tuple[PathRules, ...]:
        if not isinstance(value, Sequence) or isinstance(value, str) or len(value) > ENTRIES_MAXIMUM:
            self.fault(at, f"Must be a list of at most {ENTRIES_MAXIMUM} entries with `glob` and `rules`.")
            return ()
        return tuple(self.path_rules(one, f"{at}/{number}") for number, one in enumerate(value))

    def path_rules(self, value: object, at: str) -> PathRules:
        if not isinstance(value, Mapping) or set(value) != {"glob", "rules"}:
            self.fault(at, "Must have exactly the keys `glob` and `rules`.")
            return PathRules("", {})
        return PathRules(self.text(value["glob"], f"{at}/glob"), self.rules(value["rules"], f"{at}/rules"))
