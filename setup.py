"""What pyproject.toml cannot say: SOURCEGRADE_COMPILE=1 builds a wheel in which the hot rooms of the core are machine code as well.

Needs mypy, numpy and a C compiler where the wheel is built (`make wheel`), and nothing where it runs. The plain modules stay in
the wheel, and every other installation, editable ones included, consists of them alone (docs/adr/0008-compiling-the-core.md).
"""

import os
import sys
from pathlib import Path

from setuptools import Extension, setup

CORE = Path("service/core")
#: Rooms that gain. Values (`domain`) are quicker to build plain, parsing is done by libraries.
ROOMS = ("attribution", "identity", "lang", "text")


def sources() -> list[str]:
    """Paths of the modules that are compiled. A package's own file only lists its modules and stays plain."""
    return sorted(str(path) for room in ROOMS for path in (CORE / room).rglob("*.py") if path.name != "__init__.py")


def extensions() -> list[Extension]:
    """One library of all modules, so that they call each other directly, and a small one for each module's name."""
    if os.environ.get("SOURCEGRADE_COMPILE") != "1" or "bdist_wheel" not in sys.argv:
        return []
    from mypyc.build import mypycify  # noqa: PLC0415 - only this build needs it

    return mypycify(
        sources(),
        opt_level="2",
        debug_level="0",
        multi_file=True,
        group_name="sourcegrade",
        target_dir="build/compiled",
    )


setup(ext_modules=extensions())
