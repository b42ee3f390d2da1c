"""YAML front matter of a draft: read safely, capped in size, without aliases (a few lines of which can grow to gigabytes)."""

import re
from collections.abc import Mapping

import yaml

from service.core.domain import InvalidContentError

#: Largest front matter, in code points.
LIMIT = 20_000
_FENCE = re.compile(r"\A\ufeff?---[ \t]*\r?\n")
_END = re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.MULTILINE)


def split_front_matter(source: str) -> tuple[Mapping[str, object], int]:
    """The front matter as a mapping, and where the body begins. No front matter: an empty mapping and 0.

    Raises:
        InvalidContentError: the block is not a YAML mapping, is larger than LIMIT, or uses anchors.
    """
    fence = _FENCE.match(source)
    if not fence:
        return {}, 0
    end = _END.search(source, fence.end(), fence.end() + LIMIT)
    if not end:
        return {}, 0
    return _read(source[fence.end() : end.start()]), end.end()


def _read(block: str) -> Mapping[str, object]:
    try:
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(block, yaml.SafeLoader)):
            raise InvalidContentError("The front matter uses YAML aliases, which are not read.")
        value = yaml.safe_load(block)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise InvalidContentError("The front matter is not valid YAML.") from error
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise InvalidContentError("The front matter must be a YAML mapping.")
    return {str(key): item for key, item in value.items()}
