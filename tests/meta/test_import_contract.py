"""The dependency law of the code base: who may import whom. One dict, read by one walk over the syntax trees."""

import ast
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
STAGES = ("parsing", "text", "attribution", "identity", "reliability", "rules")

#: package prefix -> first-party prefixes it may import (itself is always allowed)
ALLOWED: dict[str, tuple[str, ...]] = {
    "service.core.domain": (),
    "service.core.lang": ("service.core.domain",),
    **{f"service.core.{stage}": ("service.core.domain", "service.core.lang") for stage in STAGES},
    "service.core.pipeline": ("service.core",),
    "service.core.checking": ("service.core",),
    "service.core.lookup": ("service.core",),
    "schemas": ("service.core.domain",),
    "service.render": ("service.core.domain", "schemas", "service.core.lang"),
    "service.storage": ("service.core.domain",),
    "service.runtime": ("service.core", "service.storage", "service.data"),
    "service.jobs": ("service.core", "service.runtime", "service.storage", "service.render", "schemas"),
    "service.client": ("service.render.checks", "service.render.places", "service.core.rules.globs"),
    "service.bulk": ("service.core", "service.runtime", "service.jobs", "service.render", "schemas"),
    "service.web": ("service.core.domain",),
    "service.api": ("service", "schemas"),
    "service.cli": ("service", "schemas"),
    "service.wsgi": ("service",),
}

#: packages that may be imported by a package beyond the standard library; None = anything
THIRD_PARTY: dict[str, tuple[str, ...] | None] = {
    "service.core.parsing": ("markdown_it", "yaml"),
    "service.core.attribution": ("numpy",),  # arrays in, arrays out: computation without I/O (docs/adr/0002)
    "service.core": ("regex",),
    "schemas": ("marshmallow",),
    "service.render": ("jinja2", "markupsafe", "marshmallow", "orjson"),
    "service.storage": ("sqlalchemy", "alembic"),
}

#: exceptions, each with its reason: (module, imported) -> reason
EXCEPTIONS: dict[tuple[str, str], str] = {}

FORBIDDEN_IN_CORE = {"os", "random", "socket", "time", "urllib", "http", "subprocess", "pathlib", "io"}


def modules() -> list[tuple[str, Path]]:
    """Every first-party module with its dotted name."""
    found = []
    for top in ("service", "schemas"):
        for path in sorted((ROOT / top).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            found.append((".".join(parts[:-1] if parts[-1] == "__init__" else parts), path))
    return found


def imports(path: Path) -> set[str]:
    """Dotted names that a module imports at any level."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
    return names


def rule_for(module: str, table: dict) -> str | None:
    """The longest prefix of `module` that has a row in `table`."""
    fits = [prefix for prefix in table if module == prefix or module.startswith(prefix + ".")]
    return max(fits, key=len) if fits else None


@pytest.mark.parametrize(("module", "path"), modules(), ids=lambda value: value if isinstance(value, str) else "")
def test_module_keeps_to_its_allowed_edges(module: str, path: Path) -> None:
    prefix = rule_for(module, ALLOWED)
    if prefix is None:
        assert module in {"service", "service.core", "service.data"}, f"{module} has no row in ALLOWED"
        return
    allowed = (prefix, *ALLOWED[prefix])
    for name in imports(path):
        if name.split(".")[0] not in {"service", "schemas"} or name == "service":
            continue
        if (module, name) in EXCEPTIONS:
            continue
        assert any(name == edge or name.startswith(edge + ".") for edge in allowed), f"{module} may not import {name}"


@pytest.mark.parametrize(("module", "path"), modules(), ids=lambda value: value if isinstance(value, str) else "")
def test_core_touches_no_world_and_few_libraries(module: str, path: Path) -> None:
    prefix = rule_for(module, THIRD_PARTY)
    if prefix is None:
        return
    for name in imports(path):
        top = name.split(".")[0]
        if top in {"service", "schemas"}:
            continue
        if prefix.startswith("service.core"):
            assert top not in FORBIDDEN_IN_CORE, f"{module} imports {top}: the core touches no world"
        if top not in sys.stdlib_module_names:
            assert top in (THIRD_PARTY[prefix] or ()), f"{module} may not use {top}"


def test_the_law_sees_every_package() -> None:
    assert len(modules()) > 20
