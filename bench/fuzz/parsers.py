"""Search with coverage: `python -m bench.fuzz.parsers [FOLDER FOR WHAT IS FOUND] [SEEDS …] [libFuzzer's options]`.

Needs the extra `fuzz` (atheris). An input that breaks a promise is written to a file `crash-…`; it becomes a seed once it is mended.
"""

import sys

import atheris

with atheris.instrument_imports(include=["service.core", "service.render", "markdown_it"]):
    from bench.fuzz.promises import check
    from service.runtime.resources import load_resources


def main() -> None:
    resources = load_resources()

    # What is no article leads nowhere new, but is as welcome in the collection as an article.
    def one(data: bytes) -> None:
        check(data, resources)

    atheris.Setup(sys.argv, one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
