"""What docs/operations.md, docs/faults.md and SECURITY.md claim, held against the code and the tests."""

import ast
import re
import tomllib
from pathlib import Path

import pytest
from prometheus_client.metrics import MetricWrapperBase

from bench.docs import settings
from service.runtime import metrics
from service.storage.keys import SCOPES

ROOT = Path(__file__).resolve().parents[2]
OPERATIONS = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
FAULTS = (ROOT / "docs" / "faults.md").read_text(encoding="utf-8")
SECURITY = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
PAGES = {"operations": OPERATIONS, "faults": FAULTS, "security": SECURITY}


def test_the_table_of_settings_is_what_the_code_reads():
    assert settings.page(OPERATIONS) == OPERATIONS, "run `make docs`"
    assert set(settings.MEANING) == set(settings.names())


def functions(path: Path) -> set[str]:
    return {
        node.name
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    }


@pytest.mark.parametrize("page", PAGES)
def test_every_test_named_on_a_page_exists(page):
    named = re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", PAGES[page])
    assert named
    for path, name in named:
        assert (ROOT / path).is_file(), path
        assert not name or name in functions(ROOT / path), f"{path}::{name}"


def test_every_fault_test_is_on_the_page_of_faults():
    there = {
        f"{path.relative_to(ROOT)}::{name}"
        for path in sorted((ROOT / "tests" / "faults").glob("test_*.py"))
        for name in functions(path)
    }
    assert there <= set(re.findall(r"`(tests/[\w/]+\.py::\w+)`", FAULTS))


@pytest.mark.parametrize("page", PAGES)
def test_commands_files_and_variables_on_a_page_exist(page):
    text = PAGES[page]
    targets = set(re.findall(r"^([a-z][a-z-]*):", MAKEFILE, re.MULTILINE))
    assert set(re.findall(r"`make ([a-z-]+)", text)) <= targets
    for name in re.findall(r"`((?:deploy|bench|docs|service)/[\w./-]+)`", text):
        assert (ROOT / name).exists(), name
    variables = set(re.findall(r"`([A-Z][A-Z_]{3,})(?:=[^`]*)?`", text))
    known = set(settings.names()) | set(re.findall(r"^([A-Z_]+) \?=", MAKEFILE, re.MULTILINE))
    assert {name for name in variables if not name.startswith("OTEL_")} <= known


def test_every_metric_has_its_row():
    for metric in (value for value in vars(metrics).values() if isinstance(value, MetricWrapperBase)):
        (family,) = metric.describe()
        name = family.name + ("_total" if family.type == "counter" else "")
        labels = ", ".join(metric._labelnames)
        assert f"| `{name}` | {labels} |".replace("|  |", "| |") in OPERATIONS


def test_every_scope_is_named():
    assert set(re.findall(r"`([a-z:]+)`", OPERATIONS.partition("Scopes: ")[2].partition("Every worker")[0])) == set(
        SCOPES
    )


def requirement(line: str) -> str:
    return re.split(r"[\[<>=!; ]", line)[0].lower().replace("_", "-")


def test_every_dependency_that_ships_is_pinned():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    wanted = {
        requirement(line) for line in project["dependencies"] + extras["postgres"] + extras["redis"] + extras["otel"]
    }
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").split()
    assert all(re.fullmatch(r"[\w.-]+==[\w.]+", line) for line in lines), "name==version and no address"
    assert wanted <= {requirement(line) for line in lines}


#: Modules that could call out; the client program and the exporter of traces are meant to, and no request runs through them
#: unless an operator switched tracing on.
CALLING_OUT = {
    "http.client",
    "urllib.request",
    "requests",
    "httpx",
    "aiohttp",
    "ftplib",
    "smtplib",
    "socket",
    "urllib3",
}
MAY = ("service/client/", "service/api/worker.py")


def test_nothing_that_answers_requests_can_call_out():
    found = []
    for path in sorted([*(ROOT / "service").rglob("*.py"), *(ROOT / "schemas").rglob("*.py")]):
        where = str(path.relative_to(ROOT))
        if where.startswith(MAY):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = (
                [alias.name for alias in node.names]
                if isinstance(node, ast.Import)
                else [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
                if isinstance(node, ast.ImportFrom)
                else []
            )
            found += [f"{where}: {name}" for name in names if name in CALLING_OUT]
    assert found == []
