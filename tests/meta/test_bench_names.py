"""The measuring programs, which no test runs in full, ask their neighbours for names that exist."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
OURS = ("bench", "service", "schemas", "tests", "clients")
PROGRAMS = sorted((ROOT / "bench").rglob("*.py"))


def names_of(path: Path) -> set[str]:
    """Names that a module defines or imports at its top level, also under conditions."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found.add(node.name)
        elif isinstance(node, ast.Import | ast.ImportFrom):
            found |= {alias.asname or alias.name for alias in node.names}
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)
    return found


def file_of(module: str) -> Path | None:
    base = ROOT / module.replace(".", "/")
    return next((path for path in (base.with_suffix(".py"), base / "__init__.py") if path.is_file()), None)


@pytest.mark.parametrize("path", PROGRAMS, ids=lambda path: str(path.relative_to(ROOT / "bench")))
def test_what_a_program_imports_from_us_is_there(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.ImportFrom) or node.module is None or node.module.split(".")[0] not in OURS:
            continue
        there = file_of(node.module)
        known = names_of(there) if there else set()
        missing = [each.name for each in node.names if each.name not in known]
        assert all(
            file_of(f"{node.module}.{name}") or (ROOT / node.module.replace(".", "/") / name).is_dir()
            for name in missing
        ), missing
