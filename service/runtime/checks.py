"""Loads what the draft checks need: words, measured precision, presets."""

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from service.core.rules.catalog import RULES
from service.core.rules.policy import PathRules, Policy, RuleSetting
from service.core.rules.policy_reading import read_policy
from service.core.rules.rule import Rule
from service.core.rules.words import RuleWords, rule_words_from

DATA = Path(__file__).resolve().parents[1] / "data"
#: Presets in the order in which they build on each other.
PRESETS = ("recommended", "strict", "investigations", "opinion")


def load_rule_words(folder: Path = DATA / "lexicons") -> RuleWords:
    """The word lists of the checks."""
    return rule_words_from(tomllib.loads((folder / "checks.en.toml").read_text(encoding="utf-8")))


def load_rules(folder: Path = DATA / "rules") -> tuple[Rule, ...]:
    """The catalog, each rule with its measured precision and the severity that this has earned it."""
    measured = tomllib.loads((folder / "measured.toml").read_text(encoding="utf-8"))["precision"]
    return tuple(rule.measured(measured.get(rule.id)) for rule in RULES)


def load_presets(rules: tuple[Rule, ...], folder: Path = DATA / "policies") -> Mapping[str, Policy]:
    """The policies that `extends` may name. A preset, too, raises no rule above a note that has not earned more.

    Raises:
        PolicyError: a preset is malformed.
    """
    found: dict[str, Policy] = {}
    for name in PRESETS:
        mapping = tomllib.loads((folder / f"{name}.toml").read_text(encoding="utf-8"))
        policy = read_policy(mapping, presets=found, rules=rules)
        found[name] = _capped(replace(policy, name=name), {rule.id: rule for rule in rules})
    return found


def _capped(policy: Policy, rules: Mapping[str, Rule]) -> Policy:
    return replace(
        policy,
        rules=_earned(policy.rules, rules),
        per_path=tuple(PathRules(one.glob, _earned(one.rules, rules)) for one in policy.per_path),
    )


def _earned(settings: Mapping[str, RuleSetting], rules: Mapping[str, Rule]) -> Mapping[str, RuleSetting]:
    return {
        key: replace(setting, severity=rules[key].allowed(setting.severity)) if setting.severity else setting
        for key, setting in settings.items()
    }
