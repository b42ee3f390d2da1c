"""Heads of state and government by name, for the lexicon: `python -m bench.identity.office_holders --facts DIR --out FILE`.

From the World Factbook (public domain), which writes family names in capitals: "President Mahamat Idriss DÉBY (since 6 May 2024)".
A holder's name and title tell the country where the article leaves it open. Spellings that news uses besides, and earlier holders,
stand in office_holders_curated.tsv.
"""

import argparse
import csv
import re
from collections.abc import Iterator
from pathlib import Path

#: Titles as the origin writes them, and the role of the body behind each.
_OFFICES = {
    "head_of_state": (
        "President",
        "King",
        "Queen",
        "Amir",
        "Sultan",
        "Emperor",
        "Grand Duke",
        "Prince",
        "Supreme Leader",
    ),
    "head_of_government": ("Prime Minister", "Premier", "Chancellor", "Taoiseach"),
}
_ROLES = {title: role for role, titles in _OFFICES.items() for title in titles}
_HOLDER = re.compile(
    rf"^(?:[A-Z]\w+ )?({'|'.join(sorted(_ROLES, key=len, reverse=True))}) ([^,;()]+?) \((?:since )?[^()]*\d{{4}}\)"
)
_STYLES = re.compile(r"^(?:(?:Gen|Col|Capt|Dr|Sir|Dame|Sheikh|General|Ratu|Maj|Lt)\.? )+")
#: What stands in a longer title and not in a name.
_NO_NAME = re.compile(r"\b(?:and|of|the|Crown|Council|Minister)\b")
_CAPITALS = re.compile(r"[A-ZÀ-ÖØ-Þ]{2,}")
_NUMERAL = re.compile(r"[IVX]+")
#: Whoever is named in several places belongs to one of these; governors abroad are left out.
_SOVEREIGN = ("GB", "FR", "US", "NL", "DK", "NO", "ES")
HEAD = (
    "# Heads of state and government: name, country, role, family name. The World Factbook (public domain), 2026-02. Written by\n"
    "# python -m bench.identity.office_holders.\n"
)


def holders(path: Path) -> Iterator[tuple[str, str, str, str]]:
    """(name, country, role, family name), every name in the forms that news uses, in order of country."""
    found: dict[tuple[str, str, str], list[str]] = {}
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            for cell in (row["chief_of_state"], row["head_of_government"]):
                match = _HOLDER.match(cell)
                name = _STYLES.sub("", match[2]) if match else ""
                if match and row["iso2"] and " " in name and not _NO_NAME.search(name):
                    for form, family in _forms(name):
                        found.setdefault((form, _ROLES[match[1]], family), []).append(row["iso2"])
    rows = {(name, _home(codes), role, family) for (name, role, family), codes in found.items()}
    yield from sorted(rows, key=lambda row: (row[1], row[2], row[0]))


def _home(codes: list[str]) -> str:
    return next((code for code in _SOVEREIGN if code in codes and len(set(codes)) > 1), codes[0])


def _forms(name: str) -> Iterator[tuple[str, str]]:
    """The whole name, and first and family name without what stands between; each with the family name ("" for a king's)."""
    words = re.sub(r" ?\([^)]*\)", "", name).split()
    family = [word for word in words if _CAPITALS.search(word) and (word == "XI" or not _NUMERAL.fullmatch(word))]
    plain = " ".join(map(_cased, words))
    last = "" if _NUMERAL.fullmatch(words[-1]) else " ".join(map(_cased, family))
    yield plain, last
    if last and words.index(family[0]) > 1:
        yield f"{_cased(words[0])} {last}", last


def _cased(word: str) -> str:
    """A family name in capitals as it is usually written: "EL-SISI" gives "El-Sisi"."""
    if _NUMERAL.fullmatch(word) and word != "XI":
        return word
    return _CAPITALS.sub(lambda part: part[0].capitalize(), word)


def main() -> None:
    """Write the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--facts", type=Path, required=True, help="folder of the fact files (CSV)")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    rows = list(holders(options.facts / "i_countries_factbook.csv"))
    options.out.write_text(HEAD + "".join("\t".join(row) + "\n" for row in rows), encoding="utf-8")
    print(len(rows), "names")


if __name__ == "__main__":
    main()
