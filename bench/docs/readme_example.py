"""Print the example of the README: the answer to a short article of our own, shortened.

python -m bench.docs.readme_example
"""

import json

from service.core.pipeline import annotate_text
from service.render.json import project
from service.render.view import View
from service.runtime.resources import load_resources

TEXT = (
    "The old harbour bridge is safe, according to South Korean intelligence. A senior Turkish defence official told reporters that "
    "it may close in May."
)


def main() -> None:
    answer = project(annotate_text(TEXT, load_resources()), View())
    for source in answer["sources"]:
        for name in ("mentions", "resolution", "private_person"):
            source.pop(name, None)
        source["reliability"]["evidence"] = [
            {key: row[key] for key in ("kind", "alpha", "beta", "status")} for row in source["reliability"]["evidence"]
        ]
        if source["registry"]:
            source["registry"] = {key: source["registry"][key] for key in ("id", "match", "confidence")}
    for attribution in answer["attributions"]:
        attribution["credibility"]["factors"] = [row["kind"] for row in attribution["credibility"]["factors"]]
    kept = {name: answer[name] for name in ("annotation_id", "sources", "attributions")}
    rounded = json.loads(json.dumps(kept), parse_float=lambda digits: round(float(digits), 3))
    print(json.dumps(rounded, ensure_ascii=False))


if __name__ == "__main__":
    main()
