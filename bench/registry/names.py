"""Names, ids and domains as the importers share them."""

import csv
import json
import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from service.core.lang.normalize import name_key
from service.runtime.registry_files import REGISTRY_FOLDER

Row = dict[str, Any]

#: Hosts that many sources share: an address there says where a text stands, not whose it is.
SHARED_HOSTS = frozenset(
    "facebook.com twitter.com x.com t.me telegram.me youtube.com youtu.be instagram.com vk.com ok.ru tiktok.com "
    "linkedin.com blogspot.com wordpress.com medium.com soundcloud.com google.com sites.google.com wixsite.com "
    "weibo.com dailymotion.com flickr.com archive.org github.com parliament.uk tunein.com livestream.com".split()
)
_PARENTHESIS = re.compile(r"\s*\([^()]*\)\s*$")
_LABEL = re.compile(
    r"^(?:news agency|print media|print|tv|radio|television|online|newspaper|digital|portal)\s*:\s*", re.IGNORECASE
)


def rows_of(folder: Path, name: str) -> list[dict[str, str]]:
    """The rows of one fact file; a missing file is an error that names it."""
    with (folder / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@cache
def ordinary_words() -> frozenset[str]:
    return frozenset((REGISTRY_FOLDER / "ordinary_words.txt").read_text(encoding="utf-8").split())


@cache
def country_keys() -> frozenset[str]:
    """Keys of countries, their adjectives, people and capitals: never a name of anything else."""
    keys: set[str] = set()
    for line in (REGISTRY_FOLDER / "countries.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        for text in (row["name"], *row["aliases"], *row["adjectives"], *row["demonyms"], *row["capitals"]):
            keys.add(name_key(text))
    return frozenset(keys)


def is_ordinary(name: str) -> bool:
    """Whether a name is one ordinary word, a country's name, a figure or too short to be told from one."""
    key = name_key(name)
    if " " in key:
        return key in country_keys()
    return len(key) < 3 or key.isdigit() or key in ordinary_words() or key in country_keys()


def is_generic(name: str) -> bool:
    """Whether a name is made of nothing but ordinary words: "Daily News" is, "Radio Moldova" is not."""
    return is_ordinary(name) or all(key in ordinary_words() for key in name_key(name).split())


def slug(name: str) -> str:
    """ASCII id part of a name."""
    plain = unicodedata.normalize("NFKD", name_key(name)).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or f"x{name.encode().hex()[:12]}"


def bare(name: str) -> str:
    """A name without its disambiguation: `Polygon (website)` gives `Polygon`."""
    return _PARENTHESIS.sub("", _LABEL.sub("", name.strip())).strip() or name.strip()


def host(address: str) -> str | None:
    """The domain of an address, or None where many sources share it."""
    text = re.sub(r"^https?://", "", address.strip().lower()).split("/")[0].split("?")[0]
    text = re.sub(r"^ww+\d?\.", "", text).strip(".")
    if "." not in text or " " in text or text in SHARED_HOSTS or text.endswith((".blogspot.com", ".wordpress.com")):
        return None
    return text


def aliases(names: Iterable[tuple[str, str, str]], taken: str) -> list[Row]:
    """Alias rows (name, kind, language), each key once, ordinary words as context-only."""
    found: dict[str, Row] = {name_key(taken): {}}
    for name, kind, language in names:
        text = " ".join(name.split())
        key = name_key(text)
        if not key or key in found:
            continue
        row: Row = {"name": text, "kind": "context_only" if is_ordinary(text) else kind}
        if language != "en":
            row["lang"] = language
        found[key] = row
    return [row for row in found.values() if row]


def identity(record_id: str, name: str, kind: str, country: str | None, **more: Any) -> Row:
    """An identity row without its empty fields."""
    row: Row = {"id": record_id, "name": " ".join(name.split()), "type": kind, "country": country or None}
    return row | {field: value for field, value in more.items() if value not in (None, [], "")}
