"""Print the example of the README: the answer to a short article of our own, shortened to a screen, one row a line.

python -m bench.docs.readme_example
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from service.core.pipeline import annotate_text
from service.render.json import project
from service.render.view import View
from service.runtime.resources import load_resources

TEXT = (
    "The old harbour bridge is safe, according to South Korean intelligence. A senior Turkish defence official told reporters that "
    "it may close in May."
)
RATING = ("grade", "class_grade", "score", "interval")
JUDGED = ("grade", "score", "interval")


def source_row(source: Mapping[str, Any]) -> dict[str, Any]:
    """What an editor asks first of a source."""
    body = source["registry"] or source["affiliation"]
    return {
        **{name: source[name] for name in ("id", "name", "label", "type", "country", "anonymity")},
        "registry" if source["registry"] else "affiliation": {"id": body["id"]},
        "reliability": {name: source["reliability"][name] for name in RATING},
    }


def attribution_row(attribution: Mapping[str, Any]) -> dict[str, Any]:
    """What an editor asks first of a claim."""
    return {
        **{name: attribution[name] for name in ("id", "source")},
        "cue": {
            "start": attribution["cue"]["start"],
            "end": attribution["cue"]["end"],
            "text": attribution["cue"]["text"],
        },
        "content": attribution["content"],
        "credibility": {name: attribution["credibility"][name] for name in JUDGED},
    }


def lines(name: str, rows: Iterable[Mapping[str, Any]]) -> str:
    """A list of rows, one a line, with numbers to three digits."""
    rounded = (json.loads(json.dumps(row), parse_float=lambda digits: round(float(digits), 3)) for row in rows)
    return f'  "{name}": [\n    ' + ",\n    ".join(json.dumps(row, ensure_ascii=False) for row in rounded) + "\n  ]"


def main() -> None:
    answer = project(annotate_text(TEXT, load_resources()), View())
    parts = (
        lines("sources", map(source_row, answer["sources"])),
        lines("attributions", map(attribution_row, answer["attributions"])),
    )
    text = "{\n" + ",\n".join(parts) + "\n}"
    for name in ("type", "registry", "affiliation", "reliability", "content", "credibility"):
        text = text.replace(f', "{name}": ', f',\n     "{name}": ')
    print(text)


if __name__ == "__main__":
    main()
