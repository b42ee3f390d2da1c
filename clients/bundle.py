"""Make `clients/sourcegrade-check`, one file of standard library Python, from the modules of the check client.

    python clients/bundle.py > clients/sourcegrade-check

`make client` runs it; a test holds the file to what it writes.
"""

import ast
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
#: Modules in the order in which they need each other.
MODULES = (
    "service/core/rules/globs.py",
    "service/render/places.py",
    "service/render/checks/result.py",
    "service/render/checks/text.py",
    "service/render/checks/markdown.py",
    "service/render/checks/github.py",
    "service/render/checks/gitlab.py",
    "service/render/checks/rdjson.py",
    "service/render/checks/junit.py",
    "service/render/checks/sarif.py",
    "service/render/checks/catalog.py",
    "service/client/faults.py",
    "service/client/drafts.py",
    "service/client/changes.py",
    "service/client/baseline.py",
    "service/client/link.py",
    "service/client/arguments.py",
    "service/client/policy.py",
    "service/client/run.py",
    "service/client/main.py",
)
HEAD = '''#!/usr/bin/env python3
"""sourcegrade-check: check how drafts name and use their sources, against a Sourcegrade service.

One file, standard library only, Python 3.8 or newer. `sourcegrade-check --help` says how.
Made from the service's own modules by `make client`; change those, not this file.
"""

from __future__ import annotations
'''
TAIL = """
if __name__ == "__main__":
    sys.exit(check_main())
"""


def bundle() -> str:
    """The text of the client.

    Raises:
        SystemExit: two modules define the same name, or one imports what the standard library does not have.
    """
    imports: dict[str, set[str]] = {}
    bodies = []
    owners: dict[str, str] = {}
    for name in MODULES:
        source = (ROOT / name).read_text(encoding="utf-8")
        tree = ast.parse(source, feature_version=(3, 8))
        bodies.append(f"\n# --- {name}\n\n{_body(name, source, tree, imports, owners)}")
    plain = [f"import {module}" for module, names in sorted(imports.items()) if not names]
    named = [f"from {module} import {', '.join(sorted(names))}" for module, names in sorted(imports.items()) if names]
    return HEAD + "\n" + "\n".join([*plain, *named]) + "\n" + "\n".join(bodies) + TAIL


def _body(name: str, source: str, tree: ast.Module, imports: dict[str, set[str]], owners: dict[str, str]) -> str:
    lines = source.splitlines()
    drop: set[int] = set()
    for number, node in enumerate(tree.body):
        span = range(node.lineno - 1, node.end_lineno or node.lineno)
        if number == 0 and isinstance(node, ast.Expr):
            drop.update(span)
        elif isinstance(node, ast.Import | ast.ImportFrom):
            drop.update(span)
            _import(name, node, imports)
        elif isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            drop.update(span)
        else:
            _own(name, node, owners)
    kept = [line for number, line in enumerate(lines) if number not in drop]
    return "\n".join(kept).strip("\n") + "\n"


def _import(name: str, node: ast.Import | ast.ImportFrom, imports: dict[str, set[str]]) -> None:
    if isinstance(node, ast.ImportFrom):
        top = (node.module or "").split(".")[0]
        if top == "service" or node.module == "__future__":
            return
        names = {alias.name for alias in node.names if alias.name != "TYPE_CHECKING"}
        if names:
            imports.setdefault(node.module or "", set()).update(names)
    else:
        top = node.names[0].name.split(".")[0]
        for alias in node.names:
            imports.setdefault(alias.name, set())
    if top not in sys.stdlib_module_names:
        sys.exit(f"{name}: {top} is not in the standard library")


def _own(name: str, node: ast.stmt, owners: dict[str, str]) -> None:
    """A name may be defined by one module only, since all share one scope."""
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        defined = [node.name]
    elif isinstance(node, ast.Assign):
        defined = [target.id for target in node.targets if isinstance(target, ast.Name)]
    elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
        defined = [node.target.id]
    else:
        defined = []
    for each in defined:
        if owners.setdefault(each, name) != name:
            sys.exit(f"{each} is defined in {owners[each]} and in {name}")


if __name__ == "__main__":
    sys.stdout.write(bundle())
