"""docs/checks.md says what the code does: keys, flags, formats, hooks."""

import re
from pathlib import Path

import pytest
import yaml

from service.client.arguments import argument_parser
from service.core.domain import PolicyError
from service.core.rules.policy_reading import read_policy
from service.render.checks.catalog import FORMATS
from service.runtime.checks import load_presets, load_rules
from service.runtime.policy_files import read_policy_text

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "checks.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def rules():
    return load_rules()


def test_the_example_policy_is_read_and_has_every_key(rules):
    presets = load_presets(rules)
    example = next(block for block in re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL) if "extends:" in block)
    values = read_policy_text(example).values
    read_policy(values, presets=presets, rules=rules)
    with pytest.raises(PolicyError) as found:
        read_policy({"nothing": 1}, presets=presets, rules=rules)
    known = set(str(found.value).partition("Known: ")[2].rstrip(".").split(", "))
    assert set(values) == known
    assert {name for name in known if f"| `{name}` |" in PAGE} == known
    for name in presets:
        assert name in example


def test_every_format_has_its_row():
    for each in FORMATS:
        assert f"| `{each.name}` | `{each.media_type}` |" in PAGE


def test_flags_on_the_page_exist():
    known = {flag for action in argument_parser("x", local=True)._actions for flag in action.option_strings}
    named = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", PAGE)) - {
        "--json",
        "--data-binary",
        "--cached",
        "--name-only",
        "--diff-filter",
    }
    assert named <= known


def test_hooks_on_the_page_exist():
    shipped = {row["id"] for row in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))}
    assert set(re.findall(r"id: (sourcegrade\S*)|or (sourcegrade-http)", PAGE)) == {
        ("sourcegrade", ""),
        ("", "sourcegrade-http"),
    }
    assert shipped == {"sourcegrade", "sourcegrade-http"}
    manifest = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    for row in manifest:
        assert row["require_serial"] is True
        assert row["types_or"] == ["markdown", "html"]
