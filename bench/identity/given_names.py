"""Given names with gender, for the lexicon: names of the World Gender Name Dictionary 2.0 that news really uses.

Usage: python -m bench.identity.given_names WGND.jsonl.gz [more parts] --news FOLDER --out given_names.tsv
WGND 2.0 (Raffo 2021, Harvard Dataverse, doi:10.7910/DVN/MSEGSJ) gives (name, share of women); the news folder only selects
which of its four million names are common enough to be worth the memory: nothing of its text is kept.
"""

import argparse
import gzip
import json
import re
from collections import Counter
from pathlib import Path

from service.runtime.identity_files import load_identity_lexicon
from service.runtime.registry_files import default_registry

PAIR = re.compile(r"\b([A-Z][\w'’-]+) (?:[A-Z]\. )?[A-Z][\w'’-]+")


def genders(parts: list[Path]) -> dict[str, float]:
    """Share of women by lower-case name."""
    found: dict[str, float] = {}
    for part in parts:
        with gzip.open(part, "rt", encoding="utf-8") as lines:
            for line in lines:
                row = json.loads(line)
                found[row["name"].lower()] = float(row["gender_prob"].get("F", 0.0))
    return found


def used(folder: Path) -> tuple[Counter[str], Counter[str]]:
    """How often news has each word first in a pair of capitalized words, and how often in lower case."""
    first: Counter[str] = Counter()
    lower: Counter[str] = Counter()
    for path in sorted(folder.glob("*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                text = json.loads(line).get("text", "")
                first.update(match.group(1).lower() for match in PAIR.finditer(text))
                lower.update(word for word in re.findall(r"[a-z]{3,}", text))
    return first, lower


#: First names that a country, a city or a body bears as well.
_BOTH = frozenset(
    (
        "ann bell carl chad col dell domingo douglas eli ford georgia gus hamilton ira israel jane jeff jordan kai kari kim "
        "kingston kristina leonardo marc marin max mercedes mia nia olaf prince rosa santiago sid sofia ted trinidad wes wellington"
    ).split()
)


def other_words() -> frozenset[str]:
    """What the dictionary takes for first names and news does not: countries, bodies, their head nouns, everyday words."""
    snapshot, lexicon = default_registry(), load_identity_lexicon()
    return (
        frozenset(
            lexicon.ordinary | lexicon.name_heads.keys() | snapshot.country_words.keys() | snapshot.by_alias.keys()
        )
        - _BOTH
    )


def main() -> None:
    """Write the table: name, gender (m, f, u)."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="+", type=Path)
    parser.add_argument("--news", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    share = genders(options.parts)
    first, lower = used(options.news)
    rows, others = [], other_words()
    for name, count in sorted(first.items()):
        if count < 2 or name not in share or name in others or lower[name] > 2 * count:
            continue
        women = share[name]
        rows.append(f"{name}\t{'f' if women > 0.8 else 'm' if women < 0.2 else 'u'}")
    head = (
        "# Given names and gender: World Gender Name Dictionary 2.0 (doi:10.7910/DVN/MSEGSJ), those frequent in news.\n"
    )
    options.out.write_text(head + "\n".join(rows) + "\n", encoding="utf-8")
    print(len(rows), "names")


if __name__ == "__main__":
    main()
