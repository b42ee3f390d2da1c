"""Hold a compiled wheel against the plain modules of this checkout: `python -m bench.supply.compiled dist/sourcegrade-*.whl`.

The wheel is installed into an environment of its own, away from the sources. There its modules must be the compiled ones, the unit
tests of the compiled rooms must pass, and every answer of `bench.perf.answers` must be the same byte by byte. `--stages` also times
both, stage by stage, one after the other.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TOOLS = ("pytest", "hypothesis")
#: What the tests read beside the installed package.
BESIDE = ("bench", "tests", "pyproject.toml")
TESTS = (
    *(f"tests/unit/{room}" for room in ("attribution", "identity", "text", "parsing")),
    "tests/golden/test_pipeline.py",
)
LOADED = """
import sys
from service.runtime.resources import load_resources
load_resources()
rooms = tuple(f"service.core.{room}." for room in ("attribution", "identity", "lang", "text"))
plain = [name for name, module in sys.modules.items()
         if name.startswith(rooms) and module.__file__.endswith(".py") and not module.__file__.endswith("__init__.py")]
sys.exit(f"not compiled: {plain}" if plain else 0)
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("wheel", type=Path)
    parser.add_argument("--python", default=sys.executable, help="interpreter for the environment")
    parser.add_argument("--stages", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        python = _environment(folder / "env", options.python, options.wheel.resolve())
        for part in BESIDE:
            (shutil.copytree if (ROOT / part).is_dir() else shutil.copy)(ROOT / part, folder / part)
        _run([python, "-c", LOADED], folder)
        _run([python, "-m", "pytest", "-q", "-p", "no:cacheprovider", *TESTS], folder)
        plain = folder / "plain.jsonl"
        _run([sys.executable, "-m", "bench.perf.answers", "--write", plain], ROOT)
        _run([python, "-m", "bench.perf.answers", "--against", plain], folder)
        if options.stages:
            for who, where in ((sys.executable, ROOT), (python, folder)):
                _run([who, "-m", "bench.perf.run", "--only", "stages_ms"], where)
    return 0


def _environment(folder: Path, python: str, wheel: Path) -> Path:
    subprocess.run([python, "-m", "venv", folder], check=True)
    found = folder / "bin" / "python"
    pip = [found, "-m", "pip", "install", "-q", "--disable-pip-version-check", "-c", ROOT / "constraints.txt"]
    subprocess.run([*pip, f"sourcegrade[postgres,redis,otel] @ {wheel.as_uri()}", *TOOLS], check=True)
    return found


def _run(command: list[str | Path], folder: Path) -> None:
    """Run in a folder; the environment of the caller must not lead back to the sources."""
    clean = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    print("$", *command, flush=True)
    subprocess.run(command, cwd=folder, env=clean, check=True)


if __name__ == "__main__":
    sys.exit(main())
