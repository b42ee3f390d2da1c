"""Compile the registry: `python -m bench.registry.compile` checks every source file, then writes the artifact."""

import sys

from service.core.domain import RegistryError
from service.runtime.registry_compile import ARTIFACT, compile_registry
from service.runtime.registry_files import REGISTRY_FOLDER


def main() -> int:
    """Write the artifact; the exit code is 1 when the source files break a rule."""
    target = REGISTRY_FOLDER / ARTIFACT
    try:
        content = compile_registry(REGISTRY_FOLDER)
    except RegistryError as error:
        print(error, file=sys.stderr)
        return 1
    target.parent.mkdir(exist_ok=True)
    target.write_bytes(content)
    print(f"{target.name}: {len(content)} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
